"""Run inside gdb: compares what `print` says with what the program's source expects, at each of its stops.

    gdb -nx -batch -ex 'source PRINTERS' -ex 'python source = "FILE"' -x check_prints.py PROGRAM

A comment `//= EXPRESSION => TEXT` in FILE expects `print EXPRESSION` to say TEXT in the function around it, when the next
`stop();` below it is reached; an indented comment below it goes on. The last line is 'N expressions printed as expected'; any other end is a failure.
"""

import re
import sys

import gdb

EXPECTATION = re.compile(r"\s*//= (.+?) => (.*)")
CONTINUED = re.compile(r"\s*//   (\S.*)")


class Sum(gdb.Function):
    """$sum(map): all children at once, which `print` would cut off."""

    def __init__(self):
        super().__init__("sum")

    def invoke(self, container):
        shown = [child for _, child in gdb.default_visualizer(container).children()]
        keys, values = [int(v) for v in shown[::2]], [int(v) for v in shown[1::2]]
        if values != [-key for key in keys] or keys != list(range(keys[0], keys[-1] + 1)):
            return f"other elements: {keys} {values}"
        return f"{len(keys)} elements, of the keys {keys[0]} to {keys[-1]}"


def expectations(file):
    """The line of each stop, and what is expected there."""
    stops, pending = {}, []
    with open(file, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if match := EXPECTATION.match(line):
                pending.append((number, *match.groups()))
            elif pending and (match := CONTINUED.match(line)):
                pending[-1] = (*pending[-1][:2], f"{pending[-1][2]} {match.group(1)}")
            elif line.strip() == "stop();":
                stops[number], pending = pending, []
    assert stops and not pending, "expectations that no stop follows"
    return stops


def said(expression):
    try:
        text = gdb.execute(f"print {expression}", to_string=True)
    except gdb.error as problem:
        return f"error: {problem}"
    return re.sub(r"^\$\d+ = ", "", text.rstrip("\n"))


def check(file):
    wanted = expectations(file)
    failures, count = [], 0
    for setting in ("disable-randomization off", "print elements 200", "width 0", "print frame-arguments none"):
        gdb.execute(f"set {setting}")
    gdb.execute("break stop", to_string=True)
    gdb.execute("run", to_string=True)
    while gdb.selected_inferior().pid:
        gdb.execute("up", to_string=True)
        line = gdb.selected_frame().find_sal().line
        near = [stop for stop in (line, line - 1) if stop in wanted]
        if not near:
            failures.append(f"stopped at line {line}, where the source has no stop()")
        for number, expression, text in wanted.pop(near[0]) if near else ():
            count += 1
            if (shown := said(expression)) != text:
                failures.append(f"line {number}: print {expression}\n  wanted {text}\n  got    {shown}")
        gdb.execute("continue", to_string=True)
    failures += [f"line {stop}: never stopped there" for stop in wanted]
    return count, failures


Sum()
count, failures = check(source)  # noqa: F821  set on the command line
print("\n".join(failures) or f"{count} expressions printed as expected")
sys.stdout.flush()
gdb.execute(f"quit {1 if failures else 0}")
