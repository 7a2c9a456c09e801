"""Run inside gdb: compares what `print` says with what the program's source expects (stops.py).

    gdb -nx -batch -ex 'source PRINTERS' -ex 'python source = "FILE"' -x check_prints.py PROGRAM

The last line is 'N expressions printed as expected'; any other end is a failure.
"""

import pathlib
import re
import sys

import gdb

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(source).parent))  # noqa: F821  set on the command line
import stops  # noqa: E402


class Sum(gdb.Function):
    """$sum(map), and $sorted(map) where the order is not known: all children at once, which `print` would cut off."""

    def __init__(self, name, order):
        super().__init__(name)
        self.order = order

    def invoke(self, container):
        shown = [int(child) for _, child in gdb.default_visualizer(container).children()]
        return stops.summary(self.order(zip(shown[::2], shown[1::2])))


def said(expression, _):
    try:
        text = gdb.execute(f"print {expression}", to_string=True)
    except gdb.error as problem:
        return f"error: {problem}"
    return re.sub(r"^\$\d+ = ", "", text.rstrip("\n"))


Sum("sum", list)
Sum("sorted", sorted)
stops.check(source, said, "expressions printed as expected")  # noqa: F821
