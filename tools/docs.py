#!/usr/bin/env python3
"""Builds and runs the examples of README.md and docs/*.md against an installed package, and checks their links.

usage: docs.py --prefix DIR --work DIR

A fenced block marked cmake whose first line is `# CMakeLists.txt` begins a project. The blocks marked cpp that follow it
and whose first line is `// <file>` are its sources, as they stand. Every executable of the project has to run with
success, and to print, where a block marked text follows that begins with `$ ./<executable>`, the rest of that block. A
block marked cpp without a file name is an offence, unless it is marked `cpp fragment`.

The last line is 'N passed, N failed'.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field

ROOT = pathlib.Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^```([^\n`]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")


@dataclass
class Project:
    """An example: what its files hold, and what its programs print."""

    name: str
    files: dict = field(default_factory=dict)
    prints: dict = field(default_factory=dict)


def projects_of(page, problems):
    project = None
    for block in FENCE.finditer(page.read_text()):
        kind, text = block.group(1).strip(), block.group(2)
        line = page.read_text().count("\n", 0, block.start()) + 1
        first = text.partition("\n")[0]
        if kind == "cmake" and first == "# CMakeLists.txt":
            if project:
                yield project
            project = Project(f"{page.name}:{line}", {"CMakeLists.txt": text})
        elif kind == "cpp":
            name = re.fullmatch(r"// ([\w./-]+\.\w+)", first)
            if not (project and name):
                problems.append(f"{page.name}:{line}: nobody compiles this block: it names no file, or no project")
            elif name.group(1) in project.files:
                problems.append(f"{page.name}:{line}: a second {name.group(1)} in one project")
            else:
                project.files[name.group(1)] = text
        elif kind == "text" and project and first.startswith("$ ./"):
            project.prints[first.removeprefix("$ ./")] = text.partition("\n")[2]
    if project:
        yield project


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
    for step in (
        ["cmake", "-S", source, "-B", build, "-G", "Ninja", "-DCMAKE_CXX_COMPILER=clang++-22"]
        + [f"-DCMAKE_PREFIX_PATH={prefix}"],
        ["cmake", "--build", build],
    ):
        code, text = output_of(*step)
        if code:
            return text
    programs = re.findall(r"add_executable\(\s*(\w+)", project.files["CMakeLists.txt"])
    if not programs:
        return "it makes no program"
    for program in programs:
        code, text = output_of(build / program)
        if code:
            return f"{program} exited with {code} and printed:\n{text}"
        if text != project.prints.get(program, text):
            return f"{program} printed:\n{text}and the page says:\n{project.prints[program]}"
    return ""


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
            if anchor not in {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}:
                yield f"{page.name}: a link to {target}, a heading that is not there"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--prefix", type=pathlib.Path, required=True, help="where the package is installed")
    parser.add_argument("--work", type=pathlib.Path, required=True, help="for the examples")
    arguments = parser.parse_args()

    passed = failed = 0
    for page in [page for page in (ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))) if page.exists()]:
        problems = list(broken_links(page))
        projects = list(projects_of(page, problems))
        results = [(f"{page.name}: links and marks", "\n".join(problems))]
        for project in projects:
            results.append((project.name, run(project, arguments.prefix.resolve(), arguments.work.resolve())))
        for name, problem in results:
            passed, failed = (passed, failed + 1) if problem else (passed + 1, failed)
            print(f"{'FAILED' if problem else 'passed'}  {name}", flush=True)
            if problem:
                print(problem)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
