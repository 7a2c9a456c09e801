#!/usr/bin/env python3
"""Builds and runs the examples of the pages (README.md, CONTRIBUTING.md, docs/*.md) against an installed package, and
checks their links.

usage: docs.py [--prefix DIR --work DIR] [--only PAGE]... [--site DIR]

Without --prefix it builds nothing. With --site it follows the links and anchors of a site that site.py has made, too; no
page of that loads anything from outside or has an anchor twice, and every exported name is in the API.

A fenced block marked cmake whose first line is `# CMakeLists.txt` begins a project. The blocks marked cpp that follow it
and whose first line is `// <file>` are its sources, as they stand. After `# CMakeLists.txt, sources as before` the
sources, and what the programs print, are the last project's; a file that is given again replaces the last one's.

Every executable of the project has to run with success, and to print, where a block marked text follows that begins with
`$ ./<executable>`, the rest of that block. A first line that names something else says that it has to fail, and that its
output holds the rest of the block, line by line in this order; `...` stands for anything:

    $ cmake -B build            configuration
    $ cmake --build build       the build
    $ ./<executable>   # stops  the program

ARSENAL_SOURCE_DIR is this repository, for CONTRIBUTING.md. A block marked cpp without a file name is an offence, unless it is marked `cpp fragment`.

The last line is 'N passed, N failed'.
"""

import argparse
import html.parser
import pathlib
import re
import shutil
import subprocess
import sys
import urllib.parse
from dataclasses import dataclass, field

ROOT = pathlib.Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^```([^\n`]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/**/*.md")))
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")


@dataclass
class Project:
    """An example: what its files hold, and what its programs print."""

    name: str
    files: dict = field(default_factory=dict)
    prints: dict = field(default_factory=dict)
    fails: dict = field(default_factory=dict)  # what, and what it says

    def successor(self, name):
        return Project(name, dict(self.files), dict(self.prints))


CONFIGURE, BUILD = "$ cmake -B build", "$ cmake --build build"
STOPS = re.compile(r"\$ \./(\w+) +# stops")


def projects_of(page, problems):
    project = None
    for block in FENCE.finditer(page.read_text()):
        kind, text = block.group(1).strip(), block.group(2)
        line = page.read_text().count("\n", 0, block.start()) + 1
        first = text.partition("\n")[0]
        if kind == "cmake" and first.startswith("# CMakeLists.txt"):
            name, again = f"{page.name}:{line}", first.endswith(", sources as before")
            if again and not project:
                problems.append(f"{name}: no sources before")
            if project:
                yield project
            project = project.successor(name) if project and again else Project(name)
            project.files["CMakeLists.txt"] = text
            given = set()
        elif kind == "cpp":
            name = re.fullmatch(r"// ([\w./-]+\.\w+)", first)
            if not (project and name):
                problems.append(f"{page.name}:{line}: nobody compiles this block: it names no file, or no project")
            elif name.group(1) in given:
                problems.append(f"{page.name}:{line}: a second {name.group(1)} in one project")
            else:
                project.files[name.group(1)] = text
                given.add(name.group(1))
        elif kind == "text" and project and first in (CONFIGURE, BUILD):
            project.fails[first] = text.partition("\n")[2]
        elif kind == "text" and project and STOPS.fullmatch(first):
            project.fails[STOPS.fullmatch(first).group(1)] = text.partition("\n")[2]
        elif kind == "text" and project and first.startswith("$ ./"):
            project.prints[first.removeprefix("$ ./")] = text.partition("\n")[2]
    if project:
        yield project


def lacks(output, expected):
    """The first line of what is expected that the output has not, after the ones before it."""
    place = 0
    for line in filter(None, map(str.strip, expected.splitlines())):
        found = re.compile(".*?".join(map(re.escape, line.split("...")))).search(output, place)
        if line != "..." and not found:
            return line
        place = found.end() if line != "..." else place
    return ""


def failure(what, code, output, expected):
    if not code:
        return f"{what} should fail, and did not"
    missing = lacks(output, expected)
    return f"{what} does not say {missing!r}:\n{output}" if missing else ""


def run(project, prefix, work):
    """What went wrong, or nothing."""
    source = work / re.sub(r"\W+", "_", project.name)
    shutil.rmtree(source, ignore_errors=True)
    for name, text in project.files.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text)

    def output_of(*command):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        return done.returncode, done.stdout

    build = source / "build"
    settings = {"CMAKE_CXX_COMPILER": "clang++-22", "CMAKE_PREFIX_PATH": prefix, "ARSENAL_SOURCE_DIR": ROOT}
    settings = [f"-D{name}={value}" for name, value in settings.items()]
    configure = ["cmake", "-Wno-dev", "-S", source, "-B", build, "-G", "Ninja", *settings]
    for what, step in ((CONFIGURE, configure), (BUILD, ["cmake", "--build", build])):
        code, text = output_of(*step)
        if what in project.fails:
            return failure(what, code, text, project.fails[what])
        if code:
            return text
    programs = re.findall(r"add_executable\(\s*(\w+)", project.files["CMakeLists.txt"])
    if not programs:
        return "it makes no program"
    for program in programs:
        code, text = output_of(build / program)
        if program in project.fails:
            if problem := failure(program, code, text, project.fails[program]):
                return problem
            continue
        if code:
            return f"{program} exited with {code} and printed:\n{text}"
        if text != project.prints.get(program, text):
            return f"{program} printed:\n{text}and the page says:\n{project.prints[program]}"
    return ""


def slug(heading):
    """A heading's anchor, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-")


def broken_links(page):
    text = FENCE.sub("", page.read_text())
    for target in LINK.findall(text):
        path, _, anchor = target.partition("#")
        if re.match(r"\w+:", target):
            continue
        file = page.parent / path if path else page
        if not file.exists():
            yield f"{page.name}: a link to {target}, which is not there"
        elif anchor and file.suffix == ".md":
            headings = re.findall(r"^#+ (.*)$", file.read_text(), re.MULTILINE)
            if anchor not in map(slug, headings):
                yield f"{page.name}: a link to {target}, a heading that is not there"


class Html(html.parser.HTMLParser):
    """A page of the site: its anchors, where it points, and what it loads."""

    def __init__(self, file):
        super().__init__()
        self.ids, self.links, self.loads = [], [], []
        self.feed(file.read_text())

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            elif name == "href" and tag == "a":
                self.links.append(value)
            elif name in ("src", "href"):
                self.loads.append(value)
        if tag == "script":
            self.loads.append("script:")


def site_problems(site):
    """Each page of the built site with what is wrong with it."""
    pages = {file.resolve(): Html(file) for file in sorted(site.glob("**/*.html"))}
    for file, page in pages.items():
        problems = [f"loads {target}" for target in page.loads if ":" in target or not (file.parent / target).exists()]
        problems += [f"the anchor {name} twice" for name in {name for name in page.ids if page.ids.count(name) > 1}]
        for link in page.links:
            if re.match(r"\w+:", link):
                continue
            path, _, anchor = urllib.parse.unquote(link).partition("#")
            target = (file.parent / path).resolve() if path else file
            if target not in pages:
                problems.append(f"a link to {link}, which is not there")
            elif anchor and anchor not in pages[target].ids:
                problems.append(f"a link to {link}, an anchor that is not there")
        yield file.relative_to(site.resolve()).as_posix(), problems
    for unit in sorted((ROOT / "modules" / "arsenal").glob("*.cppm")):
        api = pages.get((site / f"api_{unit.stem}.html").resolve())
        names = re.findall(r"using arsenal::(?:\w+::)*(\w+);", unit.read_text())
        missing = [name for name in names if not api or name not in api.ids]
        yield f"api of {unit.stem}", [f"{name} is exported, and not described" for name in missing]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--prefix", type=pathlib.Path, help="where the package is installed")
    parser.add_argument("--work", type=pathlib.Path, default="build/docs", help="for the examples")
    parser.add_argument("--only", action="append", type=pathlib.Path, help="this page alone")
    parser.add_argument("--site", type=pathlib.Path, help="a site that site.py has made")
    arguments = parser.parse_args()

    passed = failed = 0
    pages = [page for page in PAGES if page.exists()]
    if arguments.only:
        pages = [page.resolve() for page in arguments.only]
    for page in pages:
        problems = list(broken_links(page))
        projects = list(projects_of(page, problems))
        results = [(f"{page.name}: links and marks", "\n".join(problems))]
        for project in projects if arguments.prefix else ():
            results.append((project.name, run(project, arguments.prefix.resolve(), arguments.work.resolve())))
        for name, problem in results:
            passed, failed = (passed, failed + 1) if problem else (passed + 1, failed)
            print(f"{'FAILED' if problem else 'passed'}  {name}", flush=True)
            if problem:
                print(problem)
    for name, problems in site_problems(arguments.site) if arguments.site else ():
        passed, failed = (passed, failed + 1) if problems else (passed + 1, failed)
        if problems:
            print(f"FAILED  site: {name}\n" + "\n".join(problems))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
