#!/usr/bin/env python3
"""The checks that need no build: each finds what it is about in the tree and lists every offence.

usage: check.py [--only NAME] [--jobs N] | --list-sources

Each check first proves, on a small tree of its own with one offence in it (check_selftest.py), that it finds one.
The last line is 'N passed, N failed'.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "lib"))
import docstrings  # noqa: E402  (beside the other libraries of tools/)

CLANG, GCC, CLANG_FORMAT = "clang++-22", "g++-12", "clang-format-22"
SOURCE_SUFFIXES = {".hpp", ".cpp", ".cppm", ".h"}
INCLUDE = re.compile(r'^\s*#\s*include(?:_next)?\s*([<"][^>"]+[>"])', re.MULTILINE)
IMPORT = re.compile(r"^\s*(?:export\s+)?import\s+arsenal\.(\w+)\s*;", re.MULTILINE)


class Tree:
    """The source tree at `root`, and what is declared in it."""

    def __init__(self, root, jobs=2):
        self.root, self.jobs = pathlib.Path(root), jobs
        self.areas = {}  # area -> areas it declares
        for file in sorted(self.root.glob("*/arsenal/*/CMakeLists.txt")):
            call = re.search(r"arsenal_module\(\s*(\w+)([^)]*)\)", re.sub(r"#.*", "", file.read_text()))
            if call:
                words, depends, reading = call.group(2).split(), set(), False
                for word in words:
                    if word.isupper():
                        reading = word == "DEPENDS"
                    elif reading:
                        depends.add(word)
                self.areas[call.group(1)] = depends

    def relative(self, file):
        return file.relative_to(self.root)

    def library(self):
        """Every file of the library and of compat, extensionless headers included; not the drop-in's."""
        files = [*self.root.glob("modules/**/*"), *self.root.glob("compat/arsenal/**/*")]
        return sorted(f for f in files if f.is_file() and (f.suffix in SOURCE_SUFFIXES or not f.suffix))

    def headers(self):
        return [file for file in self.library() if file.suffix in {".hpp", ""}]

    def sources(self):
        """Every C++ file that is formatted."""
        roots = ("modules", "compat", "tests", "bench", "examples")
        files = [file for root in roots for file in self.root.glob(f"{root}/**/*")]
        shadow = self.root / "compat" / "drop_in"
        return sorted(
            file
            for file in files
            if file.is_file()
            and (file.suffix in SOURCE_SUFFIXES or (not file.suffix and is_header(file)))
            and "build" not in self.relative(file).parts
            and shadow not in file.parents
        )

    def area_of(self, file):
        """The area that `file` belongs to: modules/arsenal/<area>/x.hpp, modules/arsenal/<area>.hpp."""
        parts = self.relative(file).parts
        return pathlib.PurePath(parts[2]).stem if len(parts) > 2 and parts[1] == "arsenal" else None

    def includes(self):
        """Include directories for a compiler."""
        return [f"-I{self.root / root}" for root in ("modules", "compat")]


def is_header(file):
    with open(file, "rb") as stream:
        return b"#pragma once" in stream.read(4096)


def without_comments(text):
    """`text` without comments; strings stay."""
    return re.sub(
        r'//[^\n]*|/\*.*?\*/|("(?:\\.|[^"\\\n])*")',
        lambda match: match.group(1) or " ",
        text,
        flags=re.DOTALL,
    )


def check_dependencies(tree):
    """An area includes and imports only areas that it declares in DEPENDS, and no area depends on itself."""
    for file in tree.library():
        area = tree.area_of(file)
        if area not in tree.areas:
            continue
        text = without_comments(file.read_text())
        named = {
            pathlib.PurePath(path).parts[1].removesuffix(".hpp")
            for path in re.findall(r"<([^>]+)>", "\n".join(INCLUDE.findall(text)))
            if path.startswith("arsenal/") and "/" in path
        }
        for other in sorted((named | set(IMPORT.findall(text))) - {area} - tree.areas[area]):
            yield f"{tree.relative(file)}: uses arsenal.{other}, which {area} does not declare in DEPENDS"

    def walk(area, path):
        if area in path:
            yield f"a circle: {' -> '.join([*path[path.index(area) :], area])}"
            return
        for other in sorted(tree.areas.get(area, ())):
            yield from walk(other, [*path, area])

    for area in tree.areas:
        for circle in walk(area, []):
            if circle.startswith(f"a circle: {area} "):
                yield circle


def check_relative_includes(tree):
    """Includes are written <arsenal/...>: never in quotes, never with a dot segment."""
    for file in tree.library():
        for include in INCLUDE.findall(without_comments(file.read_text())):
            if include[0] == '"' or "/../" in f"/{include[1:]}" or include.startswith("<./"):
                yield f"{tree.relative(file)}: #include {include}"


def check_umbrellas(tree):
    """<arsenal/<area>.hpp> includes every public header of its area, and the module arsenal exports every area that is built."""
    for area in tree.areas:
        umbrella = tree.root / "modules" / "arsenal" / f"{area}.hpp"
        if not umbrella.exists():
            continue
        included = set(INCLUDE.findall(without_comments(umbrella.read_text())))
        for header in sorted((tree.root / "modules" / "arsenal" / area).glob("*.hpp")):
            if f"<arsenal/{area}/{header.name}>" not in included:
                yield f"{tree.relative(umbrella)}: does not include <arsenal/{area}/{header.name}>"
    module = tree.root / "modules" / "arsenal.cppm"
    exported = set(IMPORT.findall(module.read_text())) if module.exists() else set()
    listed = tree.root / "modules" / "CMakeLists.txt"
    built = set(re.findall(r"^  (\w+)$", listed.read_text(), re.MULTILINE)) if listed.exists() else tree.areas.keys()
    for area in sorted((tree.areas.keys() & built) - exported):
        if (tree.root / "modules" / "arsenal" / area).is_dir():
            yield f"{tree.relative(module)}: does not export arsenal.{area}"


def check_linkage(tree):
    """No unnamed namespace and no namespace-scope static in a header."""
    for file in tree.headers():
        for number, line in enumerate(without_comments(file.read_text()).splitlines(), 1):
            if re.match(r"\s*namespace\s*\{|static\s", line):
                yield f"{tree.relative(file)}:{number}: {line.strip()}"


def check_exports(tree):
    """Every name declared in namespace arsenal stands in exactly one export list: its area's."""
    listed = {}  # qualified name -> areas that export it
    for unit in sorted((tree.root / "modules" / "arsenal").glob("*.cppm")):
        for name in exported_names(unit):
            listed.setdefault(name, []).append(unit.stem)
    for name, areas in sorted(listed.items()):
        if len(areas) > 1:
            yield f"{name} is exported {len(areas)} times: in {', '.join(areas)}"

    for name, area in sorted(declared_names(tree).items()):
        if listed.get(name, [area])[0] != area:
            yield f"{name} is declared in {area} and exported by {listed[name][0]}"
        elif name not in listed:
            yield f"{name} is declared in {area} and exported nowhere (or belongs in a detail namespace)"


def exported_names(unit):
    """The qualified names in the export list of a module unit, as often as they stand there."""
    text = without_comments(unit.read_text())
    return re.findall(r"using\s+(arsenal(?:::\w+)+)\s*;", text.partition("export module")[2])


def declared_names(tree):
    """Qualified name -> area, for what the headers under modules/ declare in namespace arsenal outside detail, by the
    compiler's own account."""
    umbrellas = [f"arsenal/{area}.hpp" for area in tree.areas if (tree.root / f"modules/arsenal/{area}.hpp").exists()]
    done = subprocess.run(
        [CLANG, "-std=c++20", "-fsyntax-only", "-x", "c++", "-", *tree.includes()]
        + ["-Xclang", "-ast-dump=json", "-Xclang", "-ast-dump-filter=arsenal"],
        input="".join(f"#include <{umbrella}>\n" for umbrella in umbrellas),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the headers do not compile:\n{done.stderr}")
    names, file = {}, ""

    def locate(node):
        """The file `node` stands in: clang names a file only where it changes."""
        nonlocal file
        for place in (node.get("loc", {}), node.get("range", {}).get("begin", {}), node.get("range", {}).get("end", {})):
            for end in (place, place.get("spellingLoc", {}), place.get("expansionLoc", {})):
                file = end.get("file", file)

    def visit(node, scope):
        locate(node)
        name, own = node.get("name"), file
        if node["kind"] == "NamespaceDecl" and name != "detail":
            for child in node.get("inner", ()):
                visit(child, scope if node.get("isInline") else f"{scope}::{name}" if scope else name)
            return
        public = node["kind"].endswith("Decl") and scope.split("::")[0] == "arsenal" and name
        member = node["kind"].startswith("CXX") and "Method" in node["kind"]  # defined outside of its class
        if node["kind"] == "UsingDecl" and name:
            name = name.rpartition("::")[2]
        if (
            public
            and not member
            and node["kind"] != "NamespaceDecl"
            and not name.startswith(("operator", "<deduction"))
        ):
            area = re.search(r"modules/arsenal/(\w+)", own)
            names.setdefault(f"{scope}::{name}", area.group(1) if area else own)
        follow(node)

    def follow(node):
        for child in node.get("inner", ()):
            if isinstance(child, dict):
                locate(child)
                follow(child)

    decoder, text, at = json.JSONDecoder(), done.stdout, 0
    while (at := text.find("{", at)) >= 0:
        node, at = decoder.raw_decode(text, at)
        if node["kind"] == "NamespaceDecl":
            visit(node, "")
        else:
            locate(node)
            follow(node)
    return names


def check_headers_alone(tree):
    """Every header compiles as the only thing in a translation unit: clang, g++ 12, without exceptions and RTTI."""
    ways = (
        [CLANG, "-std=c++20"],
        [CLANG, "-std=c++23", "-fno-exceptions", "-fno-rtti"],
        [GCC, "-std=c++20"],
    )

    def compile_alone(job):
        header, way = job
        path = pathlib.PurePath(*header.relative_to(tree.root).parts[1:])
        done = subprocess.run(
            [*way, *tree.includes(), "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-x", "c++", "-"],
            input=f"#include <{path}>\n",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            return f"{tree.relative(header)}: {' '.join(way)}\n{done.stdout}"
        return None

    with concurrent.futures.ThreadPoolExecutor(tree.jobs) as pool:
        yield from filter(None, pool.map(compile_alone, [(header, way) for header in tree.headers() for way in ways]))


# A year that closes a sentence or a bracket, in a comment of its own line, is that of a source; so is an arXiv number.
CITATION = re.compile(r"^\s*//.*?(?:\b(19[5-9]\d|20[0-4]\d)(?=[).,:;]|$)|arXiv (\d{4}\.\d{5}))", re.MULTILINE)


def check_sources(tree):
    """Each source that a comment of the library cites has a row on docs/papers.md with its year, and the file in it."""
    page = tree.root / "docs" / "papers.md"
    rows = [row for row in page.read_text().splitlines() if row.startswith("|")] if page.exists() else []
    root = tree.root / "modules" / "arsenal"
    for file in sorted(root.glob("**/*.[hci][pn][pc]")):
        name = file.relative_to(root).as_posix()
        for match in CITATION.finditer(file.read_text()):
            cited = match.group(1) or match.group(2)
            if not any(f"`{name}`" in row and cited in row for row in rows):
                yield f"modules/arsenal/{name}: cites {cited}, and {tree.relative(page)} has no such row"
    for row in rows:
        for path in re.findall(r"`([\w./]+/[\w.]+\.(?:hpp|cpp|inc))`", row):
            if not (root / path).exists() and not (tree.root / path).exists():
                yield f"{tree.relative(page)}: names {path}, which is not there"


# What a page of the reference has, in this order, so that a reader finds the same thing in the same place; other headings
# may stand between.
HEADINGS = ("Synopsis", "Contract", "Differences from std", "Example", "When to take it")
SAME = {"Which to take": "When to take it"}
CONTRACT = {"complexity": "complexity", "exceptions": "exception|throw", "invalidation": "valid", "thread safety": "thread"}
CONTAINER_PAGES = ("unordered_map", "unordered_multimap", "flat_hash_map", "incremental_hash_map", "dense_hash", "concurrent_hash_map")


def reference_pages(tree):
    """(page, its area): each area's own page, the containers', and whatever else in docs/ has a synopsis."""
    pages = {tree.root / "docs" / f"{area}.md": area for area in tree.areas}
    if "containers" in tree.areas:
        pages.update({tree.root / "docs" / f"{name}.md": "containers" for name in CONTAINER_PAGES})
    for page in tree.root.glob("docs/*.md"):
        text = page.read_text()
        if page not in pages and re.search("^## Synopsis$", text, re.MULTILINE):
            named = re.search(r"arsenal[./](\w+)", text)
            pages[page] = named.group(1) if named else ""
    return sorted(pages.items())


def sections_of(text):
    """Heading -> text, in the page's order."""
    parts = re.split(r"^## (.*)\n", text, flags=re.MULTILINE)
    return {SAME.get(title, title): part for title, part in zip(parts[1::2], parts[2::2])}


def form_problems(tree, sections):
    """What the sections of a page of the reference lack."""
    found = [title for title in sections if title in HEADINGS]
    yield from (f"has no heading '{title}'" for title in HEADINGS if title not in found)
    for title, expected in zip(found, [title for title in HEADINGS if title in found]):
        if title != expected:
            yield f"'{title}' stands too early"
            break
    for what, words in CONTRACT.items():
        if "Contract" in sections and not re.search(words, sections["Contract"], re.IGNORECASE):
            yield f"the contract does not speak of {what}"
    if "Example" in sections and "```cmake\n# CMakeLists.txt" not in sections["Example"]:
        yield "nobody builds the example"
    tests = re.findall(r"`(tests/[\w./*-]+)`", "".join(sections.values()))
    if not tests:
        yield "names no tests"
    yield from (f"names {test}, which is not there" for test in tests if not any(tree.root.glob(test)))


def synopsis_names(text):
    """The qualified names that a synopsis has: what its code declares in namespace arsenal, and what stands in backticks in
    the first column of its tables, where that is headed `name`."""
    for code in re.findall(r"^```cpp fragment\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        for entity in docstrings.read(code, forwards=True)[1]:
            if not entity.name.startswith("operator"):
                yield "::".join(filter(None, ("arsenal", entity.space, entity.name)))
    named = False
    for line in text.splitlines():
        first = line.split("|")[1].strip() if line.startswith("|") else None
        named = first is not None and (named or first == "name")
        for name in re.findall(r"`((?:\w+::)*\w+)[^`]*`", first) if named else ():
            yield f"arsenal::{name}"


def check_pages(tree):
    """Each page of the reference has its headings in their order, a contract that says what it has to, an example that is
    built, tests that are there, and a synopsis of names that the area exports: its area's pages together have all."""
    missing = {}  # area -> exported names that are in no synopsis yet
    for page, area in reference_pages(tree):
        name = tree.relative(page)
        unit = tree.root / "modules" / "arsenal" / f"{area}.cppm"
        exported = set(exported_names(unit)) if unit.exists() else set()
        missing.setdefault(area, set(exported))
        if not page.exists():
            yield f"{name}: is not there"
            continue
        sections = sections_of(page.read_text())
        yield from (f"{name}: {problem}" for problem in form_problems(tree, sections))
        names = set(synopsis_names(sections.get("Synopsis", "")))
        if unit.exists():
            yield from (f"{name}: has {other}, which arsenal.{area} does not export" for other in sorted(names - exported))
        missing[area] -= names
    for area, names in missing.items():
        yield from (f"docs/{area}.md: no synopsis has {name}" for name in sorted(names))


def check_benchmarks(tree):
    """docs/benchmarks.md is what `./run bench report` writes of the runs in bench/results/."""
    tools = pathlib.Path(__file__).resolve().parent
    sys.path[:0] = [str(tools / "lib"), str(tools.parent / "bench" / "support")]
    import results
    from report import figures

    page = tree.root / "docs" / "benchmarks.md"
    kept = sorted(tree.root.glob("bench/results/*.json"))
    for file in kept:
        if file.stat().st_size > results.KEPT_BYTES:
            yield f"{tree.relative(file)}: {file.stat().st_size} bytes; ./run bench report --keep makes it smaller"
    try:
        written = figures.page_of([results.load(file) for file in kept]) if kept else ""
    except results.Invalid as problem:
        yield str(problem)
        return
    if written != (page.read_text() if page.exists() else ""):
        yield f"{tree.relative(page)}: not what ./run bench report writes"


def check_format(tree):
    """Every source file is as clang-format leaves it."""
    sources = tree.sources()
    if sources:
        done = subprocess.run(
            [CLANG_FORMAT, "--dry-run", "-Werror", *sources], stderr=subprocess.PIPE, text=True, check=False
        )
        offenders = set(re.findall(r"^(\S+?):\d+:\d+: error", done.stderr, re.MULTILINE))
        if done.returncode and not offenders:
            yield done.stderr
        for file in sorted(offenders):
            yield f"{os.path.relpath(file, tree.root)}: ./run format changes it"


CHECKS = {
    name.removeprefix("check_").replace("_", "-"): function
    for name, function in list(globals().items())
    if name.startswith("check_")
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=CHECKS, help="this check alone")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--list-sources", action="store_true", help="print what the format check looks at")
    arguments = parser.parse_args()
    tree = Tree(pathlib.Path(__file__).resolve().parent.parent, arguments.jobs)
    if arguments.list_sources:
        print("\n".join(str(tree.relative(file)) for file in tree.sources()))
        return 0

    import check_selftest  # beside this file; it imports this one

    passed = failed = 0
    for name, check in CHECKS.items():
        if arguments.only not in (None, name):
            continue
        for title, problems in ((f"{name} finds an offence", check_selftest.run(name)), (name, list(check(tree)))):
            passed, failed = (passed, failed + 1) if problems else (passed + 1, failed)
            print(f"{'FAILED' if problems else 'passed'}  {title}", flush=True)
            print("".join(f"    {problem}\n" for problem in problems), end="")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
