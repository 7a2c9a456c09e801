#!/usr/bin/env python3
"""Prints what each area's tests cost in each preset to compile and to run, in seconds of one core, and of two, against the
budget.

usage: times.py BUILD      BUILD holds a build tree per preset, and logs/<preset>.xml of its last test run
"""

import pathlib
import re
import sys
import xml.etree.ElementTree
from collections import defaultdict

BUDGET = 90  # seconds of wall clock
CORES = 2  # that they are shared by


def run_seconds(report):
    """Area -> seconds, by the part of each test's name before the first dot."""
    seconds = defaultdict(float)
    for case in xml.etree.ElementTree.parse(report).iter("testcase"):
        seconds[case.get("name").split(".")[0]] += float(case.get("time"))
    return seconds


def build_seconds(tree):
    """Area -> seconds its own tests took to compile: the last time of each output that is still one."""
    outputs = set(re.findall(r"^build ([^ :]+)", (tree / "build.ninja").read_text(), re.MULTILINE))
    last = {}
    for line in (tree / ".ninja_log").read_text().splitlines()[1:]:
        start, end, _, output, _ = line.split("\t")
        last[output] = (int(end) - int(start)) / 1000
    seconds = defaultdict(float)
    for output, time in last.items():
        area = re.match(r"tests/(\w+)/", output)
        if area and output in outputs and output.endswith((".o", ".pch", ".gch")):
            seconds[area.group(1)] += time
    return seconds


def main():
    build = pathlib.Path(sys.argv[1])
    presets = [report.stem for report in sorted((build / "logs").glob("*.xml"))]
    print(f"\nSeconds per area and preset (budget: {BUDGET} on {CORES} cores):")
    print(f"{'area':<14}{'preset':<14}{'compile':>9}{'run':>9}{f'{CORES} cores':>11}")
    over = 0
    for preset in presets:
        run = run_seconds(build / "logs" / f"{preset}.xml")
        compiled = build_seconds(build / preset)
        for area in sorted(run.keys() | compiled.keys()):
            wall = (run[area] + compiled[area]) / CORES
            over += wall > BUDGET
            mark = "  OVER" if wall > BUDGET else ""
            print(f"{area:<14}{preset:<14}{compiled[area]:>9.1f}{run[area]:>9.1f}{wall:>11.1f}{mark}")
    print(f"{over} over budget\n")


if __name__ == "__main__":
    main()
