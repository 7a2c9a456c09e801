#!/usr/bin/env python3
"""Finds what an archive exports outside namespace arsenal, where it could meet another library's names.

usage: symbols.py ARCHIVE...

Three kinds are let through: weak symbols of namespace std, which are std's own templates and inline functions,
instantiated here as in any object; a module's initialiser, whose name the module's makes unique; and two that the compiler
makes for exceptions, weak and hidden. The last line is 'N passed, N failed', one an archive.
"""

import re
import subprocess
import sys
from pathlib import Path

# The entity's outermost namespace, behind what the Itanium ABI puts before it: special names and local scopes.
PREFIX = r"_Z(?:T[VTISCHW]|Thn?\d+_|Tvn?\d+_n?\d+_|GV|GR|GTt)*Z*N?[rVK]*[RO]?"
OURS = re.compile(PREFIX + r"7arsenal")
STD = re.compile(PREFIX + r"S[tabsiod]")
MODULE_INITIALISER = re.compile(r"_ZGIW7arsenal(W\w+)*$")
EXCEPTIONS = {"DW.ref.__gxx_personality_v0", "__clang_call_terminate"}


def is_allowed(name, is_weak):
    if OURS.match(name) or MODULE_INITIALISER.match(name):
        return True
    return is_weak and (STD.match(name) is not None or name in EXCEPTIONS)


def exported(archive):
    """(name, whether it is weak) of each symbol that the archive's members define for others."""
    run = subprocess.run(
        ["nm", "--defined-only", "--extern-only", "--format=posix", archive], capture_output=True, text=True, check=True
    )
    for line in run.stdout.splitlines():
        if not line.endswith(":") and line:
            name, kind = line.split()[:2]
            yield name, kind in "WVu"


def main():
    archives = [Path(name) for name in sys.argv[1:]]
    if not archives:
        sys.exit(__doc__)
    failed = 0
    for archive in archives:
        strays = sorted({name for name, is_weak in exported(archive) if not is_allowed(name, is_weak)})
        failed += bool(strays)
        if strays:
            names = subprocess.run(["c++filt"], input="\n".join(strays), capture_output=True, text=True, check=True).stdout
            for name in names.splitlines():
                print(f"{archive.name}: {name}: outside arsenal")
    print(f"{len(archives) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
