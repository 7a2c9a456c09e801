"""Run inside gdb: compares what a natvis file shows with what the program's source expects of `print` (stops.py).

    gdb -nx -batch -ex 'source PRINTERS' -ex 'python source, natvis_file = "FILE", "FILE"' -x check_natvis.py PROGRAM

There is no Visual Studio here: natvis.py evaluates the file. What elements print as is left to gdb. The last line is
'N values shown by natvis as expected'; any other end is a failure.
"""

import pathlib
import re
import sys

import gdb

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(source).parent))  # noqa: F821  set on the command line
import natvis  # noqa: E402
import stops  # noqa: E402

CONFIG = pathlib.Path(source).parents[2] / "modules/arsenal/platform/config.hpp"  # noqa: F821
views = natvis.Natvis(natvis_file)  # noqa: F821


def missing_names():
    """What has a gdb printer, and each type that has a view, is to have one in every hardening mode."""
    modes = re.findall(r"#define ARSENAL_ABI (\w+)", CONFIG.read_text(encoding="utf-8"))
    assert len(modes) == 3
    entities = {re.sub(r"^arsenal::\w+?::", "", name) for name in views.types}
    wanted = {f"arsenal::{mode}::{entity}" for mode in modes for entity in entities | set(PRINTERS)}  # noqa: F821
    return sorted(wanted ^ set(views.types))


def is_slot(value):
    entry, _ = views.view(value)
    return entry is not None and entry.get("Name").endswith("::detail::slot<*>")


def listing(value, as_map):
    children = [views.children(child)[0] if is_slot(child) else child for child in views.children(value)]
    if as_map:
        return [f"[{child['first'].format_string()}] = {child['second'].format_string()}" for child in children]
    return [child.format_string() for child in children]


def container(value, name):
    shown = re.fullmatch(r"\{ size=(\d+) \}", views.text(value))
    if not shown:
        return views.text(value)
    elements = listing(value, name.endswith("map"))
    text = f"arsenal::{name} with {shown.group(1)} element{'' if shown.group(1) == '1' else 's'}"
    return f"{text} = {{{', '.join(elements)}}}" if elements else text


def node(value, expected):
    """As print says it, which names the kind of container too."""
    kind = expected.partition(" with ")[0]
    elements = listing(value, "map" in kind)
    if views.text(value) == "empty":
        return kind if kind.startswith("empty ") and not elements else "empty"
    return f"{kind} with element = {{{', '.join(elements)}}}"


def said(expression, expected):
    if "error" in expected:  # of memory that is no container
        return None
    total = re.fullmatch(r"\$(sum|sorted)\((.*)\)", expression)
    value = gdb.parse_and_eval(total.group(2) if total else expression)
    if value.type.code in (gdb.TYPE_CODE_REF, gdb.TYPE_CODE_RVALUE_REF):
        value = value.referenced_value()
    if views.view(value)[0] is None:
        return None
    try:
        if total:
            elements = [(int(child["first"]), int(child["second"])) for child in views.children(value)]
            return f'"{stops.summary(sorted(elements) if total.group(1) == "sorted" else elements)}"'
        name = value.type.strip_typedefs().tag.partition("<")[0].rpartition("::")[2]
        if "node" in name:
            return node(value, expected)
        return container(value, name)
    except (natvis.Refused, gdb.error) as problem:
        return f"{type(problem).__name__}: {problem}"


if missing := missing_names():
    print(f"missing, or of another version: {missing}")
else:
    stops.check(source, said, "values shown by natvis as expected")  # noqa: F821
