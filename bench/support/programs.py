"""What the `run` of an area does whose benchmarks are programs of build/release: runs them, one after the other."""

import argparse
import os
import subprocess
import sys

from harness import last_core
import results

PROGRAMS = results.REPOSITORY / "build" / "release" / "bench"


def parse_arguments(area, description, names):
    p = argparse.ArgumentParser(prog=f"run bench {area}", description=description)
    how = p.add_mutually_exclusive_group()
    how.add_argument("--quick", action="store_true", help="fewer cells and shorter rounds")
    how.add_argument("--full", action="store_true", help="everything: what is run without an option, too")
    p.add_argument("--json", metavar="FILE", help="write every time here, for ./run bench report")
    p.add_argument("program", nargs="?", metavar="PROGRAM", help=f"this one only: of {', '.join(names)}")
    p.add_argument("arguments", nargs=argparse.REMAINDER, metavar="ARGUMENT", help="the program's own")
    options = p.parse_args()
    if options.program and options.program not in names:
        p.error(f"there is no {options.program}; there are {', '.join(names)}")
    return options


def main(area, description, programs, not_quick=(), pinned=()):
    """`programs`: name -> file in build/release/bench/AREA/. Those `not_quick` are left out of a quick run, those `pinned`
    are of one thread and stay on one core."""
    options = parse_arguments(area, description, programs)
    names = [options.program] if options.program else [
        name for name in programs if not (options.quick and name in not_quick)]
    commands = []
    for name in names:
        program = PROGRAMS / area / programs[name]
        if program.exists():
            core = ["taskset", "-c", str(last_core())] if name in pinned else []
            commands.append([*core, str(program), *options.arguments])
        else:
            print(f"{program} is not built: left out", file=sys.stderr)
    if not commands:
        return 1
    if options.quick:
        os.environ["ARSENAL_BENCH_QUICK"] = "1"
    if not options.json:
        ended = [subprocess.run(command, check=False).returncode for command in commands]
        return 1 if any(ended) else 0  # a signal's code is negative
    arguments = [*(["--quick"] if options.quick else []), *([options.program] if options.program else []), *options.arguments]
    try:
        return results.record(area, options.json, commands, arguments)
    except results.Invalid as problem:
        print(problem, file=sys.stderr)
        return 1
