"""Shows that each check of check.py finds an offence: a sound little tree, and for each offence the file that brings it
in. A check has to be silent about the first and to name the offence in the second."""

import pathlib
import tempfile

import check

SOUND = {
    "modules/arsenal.cppm": "export module arsenal;\n\nexport import arsenal.low;\nexport import arsenal.high;\n",
    "modules/arsenal/low/CMakeLists.txt": "arsenal_module(low\n  HEADERS one.hpp)\n",
    "modules/arsenal/low.hpp": "#pragma once\n\n#include <arsenal/low/one.hpp>\n",
    "modules/arsenal/low.cppm": "module;\n#include <arsenal/low.hpp>\nexport module arsenal.low;\n"
    "export namespace arsenal {\nusing arsenal::one;\n}\n",
    "modules/arsenal/low/one.hpp": "#pragma once\n\nnamespace arsenal::inline v1 {\n"
    "struct one {\n    friend void swap(one&, one&) {}\n};\n}\n"
    "namespace arsenal::inline v1::detail {\ninline int hidden() { return 1; }\n}\n",
    "modules/arsenal/high/CMakeLists.txt": "arsenal_module(high DEPENDS low HEADERS two.hpp)\n",
    "modules/arsenal/high.hpp": "#pragma once\n\n#include <arsenal/high/two.hpp>\n",
    "modules/arsenal/high.cppm": "module;\n#include <arsenal/high.hpp>\nexport module arsenal.high;\n"
    "export import arsenal.low;\nexport namespace arsenal {\nusing arsenal::two;\n}\n",
    "modules/arsenal/high/two.hpp": "#pragma once\n\n#include <arsenal/low/one.hpp>\n\n"
    "namespace arsenal::inline v1 {\ntemplate <class T>\nusing two = one; // not <arsenal/nowhere.hpp>\n}\n",
}

TWO = SOUND["modules/arsenal/high/two.hpp"]
# check -> (file, its text, what the check has to say)
OFFENCES = {
    "dependencies": [
        ("modules/arsenal/high/CMakeLists.txt", "arsenal_module(high HEADERS two.hpp)\n", "uses arsenal.low"),
        ("modules/arsenal/low/CMakeLists.txt", "arsenal_module(low DEPENDS high HEADERS one.hpp)\n", "a circle: low"),
    ],
    "relative-includes": [
        ("modules/arsenal/high/two.hpp", TWO.replace("<arsenal/low/one.hpp>", '"../low/one.hpp"'), "../low/one.hpp"),
        ("modules/arsenal/high/two.hpp", TWO.replace("low/one", "high/../low/one"), "high/../low/one.hpp"),
    ],
    "umbrellas": [
        ("modules/arsenal/high.hpp", "#pragma once\n", "does not include <arsenal/high/two.hpp>"),
        ("modules/arsenal.cppm", "export module arsenal;\nexport import arsenal.low;\n", "does not export arsenal.high"),
    ],
    "linkage": [
        ("modules/arsenal/high/two.hpp", TWO + "namespace {\nint x;\n}\n", "namespace {"),
        ("modules/arsenal/high/two.hpp", TWO + "static int x = 1;\n", "static int x"),
    ],
    "exports": [
        ("modules/arsenal/high/two.hpp", TWO + "namespace arsenal {\nvoid three();\n}\n", "arsenal::three is declared in"),
        (
            "modules/arsenal/high.cppm",
            SOUND["modules/arsenal/high.cppm"].replace("using arsenal::two", "using arsenal::two;\nusing arsenal::one"),
            "arsenal::one is exported 2 times",
        ),
        (
            "modules/arsenal/high/two.hpp",
            TWO + "namespace arsenal::inline v1::ranges {\ninline constexpr int four = 4;\n}\n",
            "arsenal::ranges::four is declared in high",
        ),
    ],
    "headers-alone": [
        ("modules/arsenal/high/two.hpp", TWO.replace("#include", "//"), "two.hpp: clang++-22"),
        ("modules/arsenal/high/two.hpp", TWO + "inline void f() { throw 1; }\n", "-fno-exceptions"),
    ],
    "sources": [
        ("modules/arsenal/high/two.hpp", TWO + "// Somebody, Somewhere 1994.\n", "cites 1994"),
        ("modules/arsenal/high/two.hpp", TWO + "// After Somebody, arXiv 1234.56789\n", "cites 1234.56789"),
        ("docs/papers.md", "| somebody 1994 | a table | `high/three.hpp` |\n", "names high/three.hpp"),
    ],
    "benchmarks": [
        ("docs/benchmarks.md", "# Benchmarks\n\nBy hand.\n", "docs/benchmarks.md: not what"),
        ("bench/results/hash.json", "{}", "hash.json: run: no schema"),
    ],
    "format": [("modules/arsenal/high/two.hpp", TWO + "int   x;\n", "two.hpp: ./run format")],
}


def findings(name, changed):
    with tempfile.TemporaryDirectory() as directory:
        root = pathlib.Path(directory)
        for path, text in {".clang-format": "DisableFormat: false\n", **SOUND, **changed}.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        if name == "format" and not changed:
            for file in check.Tree(root).sources():
                check.subprocess.run([check.CLANG_FORMAT, "-i", file], check=True)
        return list(check.CHECKS[name](check.Tree(root)))


def run(name):
    """What is wrong with the check `name`: one line each."""
    problems = [f"it objects to a sound tree: {problem}" for problem in findings(name, {})]
    for file, text, expected in OFFENCES[name]:
        found = findings(name, {file: text})
        if not any(expected in problem for problem in found):
            problems.append(f"it does not say '{expected}' of {file}, but {found}")
    return problems
