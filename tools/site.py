#!/usr/bin/env python3
"""Makes a static site of README.md, CONTRIBUTING.md and docs/*.md, with the API from the public headers' comments.

usage: site.py --out DIR [--report PAGE]

Pages are converted by cmark-gfm. Whatever else of the repository a page links to comes along as a page of its text. The
site asks for nothing from outside and has no script but the bench report's, which --report puts beside the pages and into
the menu. docs.py --site DIR checks its links, tests/site/run how it looks.
"""

import argparse
import html
import pathlib
import re
import shutil
import subprocess
import sys

from docs import PAGES, ROOT, slug

sys.path.insert(0, str(ROOT / "tools" / "lib"))
import docstrings  # noqa: E402  (beside the other libraries of tools/)

GROUPS = {
    "Begin": ["README", "start", "adopting"],
    "Ways in": ["drop_in", "compat"],
    "Areas": (
        "containers unordered_map unordered_multimap flat_hash_map incremental_hash_map dense_hash concurrent_hash_map "
        "hash algorithms atomic sync memory platform"
    ).split(),
    "For a whole program": ["strategies", "hardening"],
    "Behind it": ["design", "papers", "benchmarks", "benchmark_methods", "algorithms_designs", "memory_designs"],
    "More": [],  # whatever is in docs/ and not above
    "Taking part": ["CONTRIBUTING"],
}
AREAS = [unit.stem for unit in sorted((ROOT / "modules" / "arsenal").glob("*.cppm"))]

STYLE = """
:root { color-scheme: light dark; --ink: #1d2430; --faint: #5a6474; --paper: #fff; --tint: #f3f5f8; --line: #d5dbe3;
  --link: #0b57a4; }
@media (prefers-color-scheme: dark) { :root { --ink: #dfe4ec; --faint: #9aa5b5; --paper: #14181f; --tint: #1d232d;
  --line: #38414f; --link: #7db8f5; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
a { color: var(--link); }
header { display: flex; align-items: center; justify-content: space-between; padding: .6rem 1rem;
  border-bottom: 1px solid var(--line); }
header a { font-weight: 700; font-size: 1.1rem; text-decoration: none; color: var(--ink); }
#menu { position: absolute; opacity: 0; }
header label { padding: .35rem .8rem; border: 1px solid var(--line); border-radius: .4rem; cursor: pointer; }
#menu:focus-visible ~ header label { outline: 2px solid var(--link); }
nav { display: none; padding: .5rem 1rem 1rem; border-bottom: 1px solid var(--line); }
#menu:checked ~ .frame nav { display: block; }
nav h2 { margin: 1rem 0 .2rem; padding: 0 .5rem; border: 0; font-size: .8rem; color: var(--faint); }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li a { display: block; padding: .2rem .5rem; border-radius: .3rem; text-decoration: none; }
nav a[aria-current] { background: var(--tint); color: var(--ink); font-weight: 600; }
main { padding: 1rem; max-width: 60rem; min-width: 0; overflow-wrap: break-word; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: .5rem 0 1rem; }
h2 { margin-top: 2.2rem; padding-bottom: .2rem; border-bottom: 1px solid var(--line); font-size: 1.35rem; }
h3 { margin-top: 1.8rem; font-size: 1.1rem; }
h1, h2, h3, h4 { break-after: avoid; }
code { font: .875em/1.45 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; background: var(--tint); padding: .1em .3em;
  border-radius: .25em; }
pre { background: var(--tint); border: 1px solid var(--line); border-radius: .4rem; padding: .7rem .9rem; overflow-x: auto; }
pre code { background: none; padding: 0; }
.table { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: .93rem; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; overflow-wrap: normal; }
td code { overflow-wrap: break-word; }
[align=right] { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
th { background: var(--tint); }
th:empty { padding: 0; }
.member { margin: .9rem 0 1.3rem 1rem; }
.member pre { margin: 0 0 .3rem; padding: .35rem .6rem; }
@media (min-width: 62rem) {
  header label { display: none; }
  .frame { display: grid; grid-template-columns: 15rem minmax(0, 1fr); max-width: 80rem; margin: 0 auto; }
  nav, #menu:checked ~ .frame nav { display: block; position: sticky; top: 0; max-height: 100vh; overflow-y: auto;
    border: 0; border-right: 1px solid var(--line); }
  main { padding: 1rem 2.5rem 4rem; }
}
@media print {
  :root { --ink: #000; --paper: #fff; --tint: #fff; --line: #999; --link: #000; --faint: #333; }
  header, nav, #menu { display: none !important; }
  .frame { display: block; }
  main { max-width: none; padding: 0; }
  pre, .table { overflow: visible; white-space: pre-wrap; }
  pre, tr { break-inside: avoid; }
}
"""


def html_name(page):
    stem = pathlib.PurePath(page).stem
    return {"README": "index.html", "CONTRIBUTING": "contributing.html"}.get(stem, f"{stem}.html")


def title_of(page):
    return re.search(r"^# (.*)$", page.read_text(), re.MULTILINE).group(1).replace("\\", "")


class Site:
    def __init__(self, out, report=None):
        self.out, self.sources = out, set()
        pages = {page.stem: page for page in PAGES if page.exists()}
        groups = {group: [name for name in names if name in pages] for group, names in GROUPS.items()}
        known = {name for names in groups.values() for name in names}
        groups["More"] = [name for name in pages if name not in known]
        self.pages = pages
        self.menu = [
            (group, [(html_name(name), "Arsenal" if name == "README" else title_of(pages[name])) for name in names])
            for group, names in groups.items()
            if names
        ]
        if report:
            self.menu.append(("Measured", [("report.html", "Every cell: the bench report")]))
        self.menu.append(("API", [(f"api_{area}.html", f"arsenal.{area}") for area in AREAS]))

    def write(self, name, title, body):
        """A page at the path `name` below the site's root, in its frame."""
        up = "../" * name.count("/")
        menu = "".join(
            f"<h2>{html.escape(group)}</h2><ul>"
            + "".join(
                f'<li><a href="{up}{file}"{" aria-current=page" if file == name else ""}>{html.escape(text)}</a></li>'
                for file, text in entries
            )
            + "</ul>"
            for group, entries in self.menu
        )
        file = self.out / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<link rel="stylesheet" href="{up}style.css"></head><body>\n<input type="checkbox" id="menu" aria-label="Menu">'
            f'<header><a href="{up}index.html">Arsenal</a><label for="menu">Menu</label></header>\n'
            f'<div class="frame"><nav>{menu}</nav>\n<main>{body}</main></div>\n</body></html>\n'
        )

    def target(self, page, link):
        """Where `link`, as it stands in `page`, is in the site."""
        path, hash_mark, anchor = link.partition("#")
        if not path or re.match(r"\w+:", link):
            return link
        file = (page.parent / path).resolve()
        if file in {known.resolve() for known in self.pages.values()}:
            return html_name(file) + hash_mark + anchor
        self.sources.add(file)
        return f"source/{file.relative_to(ROOT).as_posix()}.html"

    def page(self, page):
        done = subprocess.run(
            ["cmark-gfm", "--unsafe", "-e", "table", "-e", "strikethrough", page],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        body = re.sub(
            r"<h([1-6])>(.*?)</h\1>",
            lambda m: f'<h{m[1]} id="{slug(html.unescape(re.sub("<.*?>", "", m[2])))}">{m[2]}</h{m[1]}>',
            done.stdout,
        )
        body = re.sub(
            r'<a href="([^"]*)"', lambda m: f'<a href="{html.escape(self.target(page, html.unescape(m[1])))}"', body
        )
        body = body.replace("<table>", '<div class="table"><table>').replace("</table>", "</table></div>")
        self.write(html_name(page), title_of(page), body)

    def source(self, file):
        """A file's text, or what is in a directory."""
        name = f"source/{file.relative_to(ROOT).as_posix()}.html"
        if file.is_dir():
            entries = sorted(entry for entry in file.iterdir() if entry.is_file())
            self.sources.update(entries)
            text = "".join(f'<li><a href="{file.name}/{entry.name}.html">{entry.name}</a></li>' for entry in entries)
            text = f"<ul>{text}</ul>"
        else:
            text = f"<pre><code>{html.escape(file.read_text())}</code></pre>"
        self.write(name, file.name, f"<h1>{file.relative_to(ROOT).as_posix()}</h1>{text}")

    def api(self, area):
        headers = sorted((ROOT / "modules" / "arsenal" / area).glob("*.hpp"))
        contents, sections, seen = [], [], set()
        for header in headers:
            essay, entities = docstrings.read(header.read_text())
            if not essay and not entities:
                continue
            contents.append(f'<li><a href="#{header.stem}.hpp"><code>{header.name}</code></a>: ')
            sections.append(f'<h2 id="{header.stem}.hpp"><code>&lt;arsenal/{area}/{header.name}&gt;</code></h2>{prose(essay)}')
            links = []
            for entity in entities:
                if entity.name not in seen:
                    links.append(f'<a href="#{html.escape(entity.name)}"><code>{html.escape(entity.name)}</code></a>')
                sections.append(described(entity, entity.name not in seen))
                seen.add(entity.name)
            contents.append(", ".join(links) + "</li>")
        page = f'<a href="{area}.html">its page</a> says more' if area in self.pages else "more"
        self.write(
            f"api_{area}.html",
            f"arsenal.{area}: API",
            f"<h1>arsenal.{area}: API</h1><p>From the headers, as they stand; {page}: when to take what, and the figures. "
            f"<code>import arsenal.{area};</code> or <code>#include &lt;arsenal/{area}.hpp&gt;</code>. What a class has from a "
            f"base in <code>detail</code> is not shown.</p><ul>{''.join(contents)}</ul>{''.join(sections)}",
        )


def prose(text):
    """A comment as HTML: paragraphs, lists, and what is indented as it stands."""
    parts = []
    for block in re.split(r"\n\s*\n", text):
        lines = block.split("\n")
        if re.match(r"\s*- ", block):
            items = re.split(r"\n(?=\s*- )", block)
            parts.append("<ul>" + "".join(f"<li>{inline(item.strip()[2:])}</li>" for item in items) + "</ul>")
        elif all(line.startswith("  ") for line in lines if line.strip()) and block.strip():
            parts.append(f"<pre><code>{html.escape(block)}</code></pre>")
        elif block.strip():
            first_indented = next((i for i, line in enumerate(lines) if line.startswith("  ")), len(lines))
            parts.append(f"<p>{inline(' '.join(lines[:first_indented]))}</p>")
            if lines[first_indented:]:
                parts.append(f"<pre><code>{html.escape(chr(10).join(lines[first_indented:]))}</code></pre>")
    return "".join(parts)


def inline(text):
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(re.sub(r"\s+", " ", text)))


def described(entity, first=True):
    anchor = f' id="{html.escape(entity.name)}"' if first else ""
    heading = f"<h3{anchor}>{html.escape(entity.name)}</h3>" if first else ""
    members, together = "", []
    for member, following in zip(entity.members, [*entity.members[1:], None]):
        together.append(html.escape(member.text))
        if member.doc or following is None or following.doc:  # those without a comment stand together
            text = "\n".join(together)
            members += f'<div class="member"><pre><code>{text}</code></pre>{prose(member.doc)}</div>'
            together = []
    space = f"// in arsenal::{entity.space}\n" if entity.space else ""
    return f"{heading}<pre><code>{html.escape(space + entity.text)}</code></pre>{prose(entity.doc)}{members}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=pathlib.Path, required=True, help="the site's directory, written anew")
    parser.add_argument("--report", type=pathlib.Path, help="the page that `./run bench report` makes, to go along")
    arguments = parser.parse_args()
    out = arguments.out.resolve()
    if out.exists() and not (out / "style.css").exists():
        sys.exit(f"site: {out} is there, and is no site")
    shutil.rmtree(out, ignore_errors=True)
    site = Site(out, arguments.report)
    for page in site.pages.values():
        site.page(page)
    for area in AREAS:
        site.api(area)
    written = set()
    while site.sources - written:
        file = (site.sources - written).pop()
        site.source(file)
        written.add(file)
    (out / "style.css").write_text(STYLE.lstrip())
    if arguments.report:
        shutil.copyfile(arguments.report, out / "report.html")
    print(f"{out / 'index.html'}: {len(list(out.glob('*.html')))} pages")


if __name__ == "__main__":
    main()
