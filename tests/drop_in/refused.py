#!/usr/bin/env python3
"""Compiles each .cpp file of a directory, expects the errors it names, and expects the page to show them.

usage: refused.py DIRECTORY PAGE COMPILER [FLAG...]

A file says in comments what each compiler must say, as a fixed text, or that it compiles:

    // clang: reference to 'unordered_map' is ambiguous
    // g++: accepted
    // flags: -std=c++17                 (added after the others; @ is DIRECTORY)
    // needs: libstdc++                  (passed over with -stdlib=libc++)

PAGE must contain every such text.
"""

import re
import subprocess
import sys
from pathlib import Path


def notes(file):
    found = {"clang": [], "g++": [], "flags": [], "needs": []}
    for key, text in re.findall(r"^// (clang|g\+\+|flags|needs): (.*)$", file.read_text(), re.M):
        found[key].append(text.strip())
    return found


def plain(text):
    """Without the difference between g++'s quotation marks in two locales."""
    return text.replace("‘", "'").replace("’", "'")


def main():
    directory, page, *command = sys.argv[1:]
    version = subprocess.run([command[0], "--version"], capture_output=True, text=True, check=True).stdout
    compiler = "clang" if "clang" in version else "g++"
    shown = plain(Path(page).read_text())
    failures = []
    files = sorted(Path(directory).glob("*.cpp"))
    for file in files:
        wanted = notes(file)
        if wanted["needs"] and "-stdlib=libc++" in command:
            continue
        flags = [flag for line in wanted["flags"] for flag in line.replace("@", str(file.parent)).split()]
        run = subprocess.run([*command, *flags, "-fsyntax-only", str(file)], capture_output=True, text=True, check=False)
        said = plain(run.stderr)
        if not wanted["clang"] or not wanted["g++"]:
            failures.append(f"{file.name}: does not say what both compilers do")
        for text in map(plain, wanted[compiler]):
            if text == "accepted" and run.returncode:
                failures.append(f"{file.name}: not accepted:\n{said}")
            elif text != "accepted" and (run.returncode == 0 or text not in said):
                failures.append(f"{file.name}: wanted the error\n  {text}\ngot\n{said or '  nothing: it compiles'}")
        for text in map(plain, wanted["clang"] + wanted["g++"]):
            if text != "accepted" and text not in shown:
                failures.append(f"{file.name}: {page} does not show\n  {text}")
    print("\n".join(failures) or f"{len(files)} files, as documented")
    return 1 if failures or not files else 0


if __name__ == "__main__":
    sys.exit(main())
