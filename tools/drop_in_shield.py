#!/usr/bin/env python3
"""Writes compat/drop_in/arsenal/drop_in/{shield,unshield}.hpp, for the containers, and {shield,unshield}_algorithms.hpp.

A program may define macros such as T, Key or node before it includes <unordered_map> or <algorithm>; the platform's header survives
that, because it uses reserved identifiers only. Arsenal's headers use ordinary ones. So the shadow headers save and
undefine, around them, every identifier in them that a program may define: all but keywords, reserved identifiers, and
those that also stand in the standard library's own headers (which no program may define; single letters, which stand
there too, it may).

    tools/drop_in_shield.py            write the files
    tools/drop_in_shield.py --check    fail, naming the identifiers, where one is missing from them
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIRECTORY = ROOT / "compat" / "drop_in" / "arsenal" / "drop_in"
CLASSES = ("unordered_map", "unordered_multimap", "unordered_multiset", "unordered_set")
CONTAINERS = tuple(f"arsenal/containers/{name}.hpp" for name in CLASSES)
# Opened by every program that uses the containers: what stands in them is taken, whichever header Arsenal includes.
STANDARD = ("unordered_map", "unordered_set", "string", "string_view", "memory", "memory_resource", "tuple",
            "functional", "stdexcept", "ranges", "cstring", "cstdlib")
ALGORITHM = ("algorithm", "bit", "concepts", "limits", "memory", "utility")
KEYWORDS = set("""
alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t char32_t char8_t class co_await
co_return co_yield compl concept const const_cast consteval constexpr constinit continue decltype default delete do
double dynamic_cast else enum explicit export extern false float for friend goto if inline int long mutable namespace
new noexcept not not_eq nullptr operator or or_eq private protected public register reinterpret_cast requires return
short signed sizeof static static_assert static_cast struct switch template this thread_local throw true try typedef
typeid typename union unsigned using virtual void volatile wchar_t while xor xor_eq final override import module
include define undef ifdef ifndef endif elif elifdef elifndef error warning pragma line once push_macro pop_macro
defined
""".split())
LEXEME = re.compile(r"""//[^\n]*|/\*.*?\*/|R"([^(\s]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'"""
                    r"""|(?P<number>\.?[0-9](?:'?[\w.])*)|(?P<word>[A-Za-z_]\w*)""", re.S)
INCLUDE = re.compile(r"^[ \t]*#[ \t]*include\b.*$", re.M)
DEFINE = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(\w+)", re.M)


def reached(compiler, names):
    """The files that including `names` opens, as (Arsenal's, everybody else's)."""
    source = "".join(f"#include <{name}>\n" for name in names)
    command = [compiler, "-std=c++20", "-I", str(ROOT / "modules"), "-M", "-xc++", "-"]
    rule = subprocess.run(command, input=source, text=True, capture_output=True, check=True).stdout
    files = [Path(name).resolve() for name in rule.replace("\\\n", " ").split()[1:] if name != "-"]
    ours = [name for name in files if (ROOT / "modules") in name.parents]
    return ours, [name for name in files if name not in ours]


def words(text):
    return {match["word"] for match in LEXEME.finditer(text) if match["word"]}


def read(files):
    return "\n".join(name.read_text(errors="replace") for name in files)


def is_reserved(word):
    return "__" in word or re.match(r"_[A-Z]", word) is not None


def included_by(name):
    """Arsenal's headers that a file of the drop-in includes."""
    return re.findall(r"#include <(arsenal/algorithms/[^>]+)>", (DIRECTORY / name).read_text())


def to_shield(compiler, headers, opened, own):
    ours, others = reached(compiler, headers)
    others += reached(compiler, opened)[1]
    text = INCLUDE.sub("", read(ours))
    standard = {word for word in words(read(others)) if len(word) > 1}
    names = words(text) - set(DEFINE.findall(text)) - standard - KEYWORDS
    return sorted({name for name in names if not is_reserved(name) and not name.startswith("ARSENAL_")}
                  | {"arsenal", *own})


def families(compiler):
    """The names to shield, by what the names of the two files end in."""
    overloads = [h for name in ("algorithm.hpp", "numeric.hpp") if (DIRECTORY / name).exists() for h in included_by(name)]
    return {"": to_shield(compiler, CONTAINERS, STANDARD, CLASSES),
            "_algorithms": to_shield(compiler, overloads, ALGORITHM, ())}


def contents(family, names):
    head = "// Written by tools/drop_in_shield.py, which says why.\n\n#pragma GCC system_header\n\n"
    shield = [f'#pragma push_macro("{name}")\n#undef {name}\n' for name in names]
    unshield = [f'#pragma pop_macro("{name}")\n' for name in reversed(names)]
    return {f"shield{family}.hpp": head + "".join(shield), f"unshield{family}.hpp": head + "".join(unshield)}


def shielded(name, directive):
    return set(re.findall(rf'^#pragma {directive}_macro\("(\w+)"\)', (DIRECTORY / name).read_text(), re.M))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    parser.add_argument("--compiler", default=os.environ.get("CXX", "clang++-22"))
    arguments = parser.parse_args()
    missing = set()
    for family, names in families(arguments.compiler).items():
        if arguments.check:
            missing |= set(names) - (shielded(f"shield{family}.hpp", "push") & shielded(f"unshield{family}.hpp", "pop"))
        else:
            for name, text in contents(family, names).items():
                (DIRECTORY / name).write_text(text)
    if missing:
        print(f"Not shielded from users' macros: {' '.join(sorted(missing))}. Run tools/drop_in_shield.py.")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
