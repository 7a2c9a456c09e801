"""Shows that each check of check.py finds an offence: a sound little tree, and for each offence the file that brings it
in. A check has to be silent about the first and to name the offence in the second."""

import pathlib
import tempfile

import check

PAGE = """# {0}

`import arsenal.{0};`

## Synopsis

```cpp fragment
namespace arsenal {{
struct {1};
}}
```

## Contract

Complexity: none. Throws nothing. All stays valid. Any thread. Tests: `tests/{0}/*.cpp`.

## Differences from std

## Example

```cmake
# CMakeLists.txt
```

## Which to take
"""

SOUND = {
    "docs/low.md": PAGE.format("low", "one"),
    "docs/high.md": PAGE.format("high", "two"),
    "tests/low/one.cpp": "int one;\n",
    "tests/high/two.cpp": "int two;\n",
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
LOW = SOUND["docs/low.md"]
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
    "pages": [
        ("docs/low.md", LOW.replace("## Contract", "## Promises"), "low.md: has no heading 'Contract'"),
        ("docs/low.md", LOW.replace("Contract", "?").replace("Synopsis", "Contract").replace("?", "Synopsis"), "too early"),
        ("docs/low.md", LOW.replace("Any thread.", ""), "does not speak of thread safety"),
        ("docs/low.md", LOW.replace("```cmake", "```text"), "nobody builds the example"),
        ("docs/low.md", LOW.replace("low/*", "low/no*"), "names tests/low/no*.cpp, which is not there"),
        ("docs/low.md", LOW.replace("struct one", "struct other"), "has arsenal::other, which arsenal.low does not export"),
        ("docs/low.md", LOW.replace("struct one;", ""), "low.md: no synopsis has arsenal::one"),
        (
            "docs/low.md",
            LOW.replace("## Contract", "| name | |\n|---|---|\n| `ranges::one(x)` | |\n\n## Contract"),
            "has arsenal::ranges::one, which",
        ),
        ("docs/one.md", LOW.replace("## Example", "## An example"), "one.md: has no heading 'Example'"),
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
