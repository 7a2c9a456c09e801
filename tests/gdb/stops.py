"""Inside gdb: runs the program and compares what its source expects with what is said, at each of its stops.

A comment `//= EXPRESSION => TEXT` expects EXPRESSION to be said as TEXT in the function around it, when the next
`stop();` below it is reached; an indented comment below it goes on.
"""

import re
import sys

import gdb

EXPECTATION = re.compile(r"\s*//= (.+?) => (.*)")
CONTINUED = re.compile(r"\s*//   (\S.*)")


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


def summary(elements):
    """Of a map from consecutive keys to their negatives."""
    first, last = elements[0][0], elements[-1][0]
    if elements != [(key, -key) for key in range(first, last + 1)]:
        return f"other elements: {elements}"
    return f"{len(elements)} elements, of the keys {first} to {last}"


def check(file, said, done):
    """Ends gdb. `said(expression, text)` is None where it is not a matter for this test, else what is said, which is to
    be the text. The last line is 'N DONE'; any other end is a failure."""
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
            shown = said(expression, text)
            count += shown is not None
            if shown not in (None, text):
                failures.append(f"line {number}: {expression}\n  wanted {text}\n  got    {shown}")
        gdb.execute("continue", to_string=True)
    failures += [f"line {stop}: never stopped there" for stop in wanted]
    print("\n".join(failures) or f"{count} {done}")
    sys.stdout.flush()
    gdb.execute(f"quit {1 if failures else 0}")
