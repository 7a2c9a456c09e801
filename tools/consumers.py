#!/usr/bin/env python3
"""Configures, builds and runs the outside projects of tests/consumer/ against an installed package.

Some of them are built by a plain command with pkg-config's flags, not by CMake; and the archives' symbols are looked at.

usage: consumers.py --prefix DIR --work DIR [--jobs N] [--only SUBSTRING]

One project per combination, each from nothing; with ARSENAL_TEST_THOROUGH (./run test --all) importers of every dialect with
every option. The last line is 'N passed, N failed'.
"""

import argparse
import concurrent.futures
import itertools
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field

ROOT = pathlib.Path(__file__).resolve().parent.parent
CLANG, GCC = "clang++-22", "g++-12"
MODES = {"none": 0, "fast": 1, "debug": 2}


@dataclass
class Case:
    """A project of tests/consumer/ with its cache variables, and what is to come of it."""

    name: str
    project: str
    compiler: str = CLANG
    variables: dict = field(default_factory=dict)
    programs: dict = field(default_factory=dict)  # program, relative to the build tree -> what it prints
    configure_error: str = ""  # a regular expression: configuration fails and says this
    build_error: str = ""  # so does the build
    run_error: str = ""  # so do the programs
    commands: list = field(default_factory=list)  # a shell's, which build in place of CMake; see shell_environment


def importers():
    dialects = itertools.product(
        ("directory", "features", "options"),
        ("20", "23"),
        ("ON", "OFF"),
        ("", "-fno-rtti", "-fno-exceptions", "-fsanitize=address"),
    )
    for by, standard, extensions, option in dialects:
        if option and (standard, extensions) != ("20", "ON") and not os.environ.get("ARSENAL_TEST_THOROUGH"):
            continue  # whether options arrive has little to do with the dialect
        name = f"import by-{by} {'gnu' if extensions == 'ON' else 'c'}++{standard} {option}".strip()
        variables = {"DIALECT_BY": by, "STANDARD": standard, "EXTENSIONS": extensions, "OPTIONS": option}
        yield Case(name, "import", variables=variables, programs={"app/program": "ok"})


def includers():
    for compiler, standard, option in itertools.product(
        (GCC, CLANG), ("20", "23"), ("", "-fno-rtti", "-fno-exceptions", "-fsanitize=address")
    ):
        variables = {"STANDARD": standard, "OPTIONS": option, "LIBRARY": "arsenal::headers", "HARDENING": MODES["fast"]}
        name = f"include {compiler} c++{standard} {option}".strip()
        yield Case(name, "include", compiler, variables, {"program": "ok"})
    variables = {"STANDARD": "20", "LIBRARY": "arsenal::headers", "HARDENING": MODES["fast"], "CMAKE_BUILD_TYPE": "Debug"}
    yield Case("include, configuration Debug", "include", CLANG, variables, {"program": "ok"})
    for mode, number in MODES.items():
        variables = {"STANDARD": "20", "LIBRARY": f"arsenal::headers_{mode}", "HARDENING": number}
        yield Case(f"include {GCC} hardening {mode}", "include", GCC, variables, {"program": "ok"})


def drop_ins():
    dialects = itertools.product((GCC, CLANG), ("20", "23"), ("", "-fno-rtti", "-fno-exceptions", "-fsanitize=address"))
    for compiler, standard, option in dialects:
        variables = {"STANDARD": standard, "OPTIONS": option}
        name = f"drop-in {compiler} c++{standard} {option}".strip()
        yield Case(name, "drop_in", compiler, variables, {"program": "ok"})
    for compiler in (GCC, CLANG):
        variables = {"STANDARD": "20", "MIX": "ON"}
        yield Case(f"drop-in {compiler}, in half of the program", "drop_in", compiler, variables, build_error="check_mix")


def malloc_overrides():
    for compiler in (GCC, CLANG):
        yield Case(f"malloc_override {compiler}", "malloc_override", compiler, programs={"program": "ok"})
    refusal = r"arsenal::malloc_override: program is built with\s+(SHELL:)?-fsanitize="
    for options in ("-fsanitize=address", "-fsanitize=undefined,thread", "SHELL:-fsanitize=leak -g0"):
        variables = {"OPTIONS": options}
        yield Case(f"malloc_override with {options}", "malloc_override", variables=variables, configure_error=refusal)
    variables = {"CMAKE_CXX_FLAGS": "-fsanitize=address"}
    yield Case("malloc_override, sanitized by flags", "malloc_override", variables=variables, configure_error=refusal)
    sanitized = "a sanitizer that replaces malloc itself"
    for compiler in (GCC, CLANG):
        variables = {"OPTIONS": "$<$<CONFIG:Release>:-fsanitize=address>"}
        name = f"malloc_override {compiler}, sanitized by an expression"
        yield Case(name, "malloc_override", compiler, variables, build_error=sanitized)
        variables = {"OPTIONS": "$<$<CONFIG:Release>:-fsanitize=leak>"}
        name = f"malloc_override {compiler}, watched for leaks by an expression"
        yield Case(name, "malloc_override", compiler, variables, {"program": ""}, run_error=sanitized)


def compiled(file, mode, options=""):
    """The command that compiles a source of the project with pkg-config's flags for a hardening mode."""
    return f'"$CXX" -std=c++20 {options} -c "$SOURCE/{file}.cpp" $(pkg-config --cflags arsenal{mode and "-" + mode})'


def linked(objects, *modes):
    """The command that links them with the archives of these modes."""
    archives = " ".join(f'$(pkg-config --libs arsenal{mode and "-" + mode})' for mode in modes)
    return f'"$CXX" {objects} -o program {archives}'


def pkg_config_users():
    for mode, number in {"": MODES["fast"], "none": MODES["none"], "debug": MODES["debug"]}.items():
        commands = [compiled("main", mode, f"-DEXPECT_HARDENING={number}"), linked("main.o", mode)]
        yield Case(f"pkg-config {mode}".strip(), "include", GCC, commands=commands, programs={"program": "ok"})
    moved = [
        'cp -r "$PREFIX" moved',
        'export PKG_CONFIG_LIBDIR="$(dirname "$(find "$PWD/moved" -name arsenal.pc)")"',
        'if pkg-config --cflags --libs arsenal | grep -F -e "$PREFIX/"; then exit 1; fi',
        compiled("main", "", f"-DEXPECT_HARDENING={MODES['fast']}"),
        linked("main.o", ""),
    ]
    yield Case("pkg-config, the package moved", "include", GCC, commands=moved, programs={"program": "ok"})


def mixed_modes():
    """Hardening modes that meet where no build system sees it: the linker does, and its words name the mode."""
    undefined = r"undefined (reference to|symbol:) [`']?"
    two_modes = r"(multiple definition of|duplicate symbol:) [`']?arsenal::one_hardening_mode_per_program"
    for compiler, linker in ((GCC, ""), (CLANG, "-fuse-ld=lld")):

        def case(name, sources, archives, **outcome):
            """`sources`: file -> its mode; `archives`: the modes that are linked."""
            objects = " ".join(f"{file}.o" for file in sources)
            commands = [compiled(*source) for source in sources.items()] + [linked(f"{linker} {objects}", *archives)]
            return Case(f"{compiler}, {name}", "mixed_modes", compiler, commands=commands, **outcome)

        debug = {"main": "debug", "counts": "debug"}
        yield case("debug objects with the archives of fast", debug, ["fast"], build_error=undefined + r".*arsenal::v\d+_\d+_debug::")
        both = ["fast", "debug"]
        by_name = two_modes if linker else undefined + r"total\(arsenal::v\d+_\d+_fast::unordered_map<"
        counted = {"main": "fast", "counts": "debug"}
        yield case("a map made in fast and counted in debug", counted, both, build_error=by_name)
        held = {"shop_main": "fast", "shop": "debug"}
        yield case("a struct with a map, made in fast and counted in debug", held, both, build_error=two_modes)
        apart = {"main": "fast", "counts": "fast", "sorted": "debug"}
        yield case("a sort in debug and a map in fast that share nothing", apart, both, build_error=two_modes)
        yield case("one hardening mode", {"main": "fast", "counts": "fast"}, ["fast"], programs={"program": "3"})


def symbols():
    look = f'"{ROOT}/tools/symbols.py"'
    every = f'find "$PREFIX" -name "libarsenal_*.a" -exec {look} {{}} +'
    yield Case("exported symbols", "include", commands=['find "$PREFIX" -name "libarsenal_*.a" | grep -q .', every])
    stray = 'echo "int stray() { return 1; }" | "$CXX" -x c++ -c - -o stray.o'
    commands = [stray, "ar rc libstray.a stray.o", f"{look} libstray.a"]
    yield Case("exported symbols, one outside arsenal", "include", commands=commands, build_error=r"libstray\.a.*stray\(\)")


def others():
    for mode, number in MODES.items():
        variables = {"MODES": mode, "COMPONENTS": "platform"}
        yield Case(f"import hardening {mode}", "modes", variables=variables, programs={"program": f"mode {number}"})
    variables = {"MODES": "fast", "COMPONENTS": "platform", "CMAKE_BUILD_TYPE": "Debug"}
    yield Case("import, configuration Debug", "modes", variables=variables, programs={"program": "mode 1"})
    for component in ("atomic", "sync", "memory"):
        yield Case(f"import {component} alone", "component", variables={"COMPONENT": component}, programs={"program": "ok"})
    yield Case(
        "two hardening modes in one program",
        "modes",
        variables={"MODES": "fast;debug", "COMPONENTS": "platform"},
        configure_error=r"ARSENAL_HARDENING_MODE",
    )
    yield Case(
        "a component that does not exist",
        "modes",
        variables={"MODES": "fast", "COMPONENTS": "platform;teleportation"},
        configure_error=r"there is no component\s+'teleportation';\s+there are\s+platform",
    )
    yield Case(
        "importers that disagree",
        "disagree",
        configure_error=r"older and newer both import\s+arsenal::platform_fast[\s\S]*"
        r"older: gnu\+\+20\n[\s\S]*newer: gnu\+\+23\n",
    )
    yield Case(
        "importers that agree in other words",
        "disagree",
        variables={"AGREE": "ON"},
        programs={"older/older": "", "newer/newer": ""},
    )
    yield Case(
        "add_subdirectory",
        "subproject",
        variables={"ARSENAL_SOURCE": ROOT, "IMPORT": "arsenal::arsenal"},
        programs={"program": "ok", "includer": "ok"},
    )


def output_of(command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300, **options)
    return done.returncode, done.stdout


def shell_environment(case, prefix):
    """$PREFIX, $SOURCE (the project's directory), $CXX, and pkg-config's path set to the package's alone."""
    directories = {str(file.parent) for file in prefix.rglob("arsenal.pc")}
    return {
        **os.environ,
        "PREFIX": str(prefix),
        "SOURCE": str(ROOT / "tests" / "consumer" / case.project),
        "CXX": case.compiler,
        "PKG_CONFIG_LIBDIR": ":".join(directories),
    }


def configure(case, prefix, build):
    """What went wrong in a project's configuration, or nothing."""
    variables = {
        "CMAKE_CXX_COMPILER": case.compiler,
        "CMAKE_PREFIX_PATH": prefix,
        "CMAKE_BUILD_TYPE": "Release",
        "CMAKE_CXX_FLAGS_RELEASE": "-O0",
        **case.variables,
    }
    source = ROOT / "tests" / "consumer" / case.project
    code, text = output_of(
        ["cmake", "-S", source, "-B", build, "-G", "Ninja", *(f"-D{name}={value}" for name, value in variables.items())]
    )
    if not case.configure_error:
        return f"configuration failed:\n{text}" if code else ""
    if code == 0:
        return "configuration succeeded"
    return "" if re.search(case.configure_error, text) else f"configuration failed with other words:\n{text}"


def run(case, prefix, work):
    """What went wrong, or nothing."""
    build = work / re.sub(r"[^\w+=-]+", "_", case.name)
    shutil.rmtree(build, ignore_errors=True)
    if case.commands:
        build.mkdir(parents=True)
        script = "\n".join(case.commands)
        code, text = output_of(["bash", "-euc", script], cwd=build, env=shell_environment(case, prefix))
    else:
        problem = configure(case, prefix, build)
        if problem or case.configure_error:
            return problem
        code, text = output_of(["cmake", "--build", build, "--", "-j1"])
    if case.build_error:
        if code == 0:
            return "the build succeeded"
        return "" if re.search(case.build_error, text) else f"the build failed with other words:\n{text}"
    if code:
        return f"the build failed:\n{text}"
    for program, expected in case.programs.items():
        code, text = output_of([build / program])
        if case.run_error:
            if code == 0 or not re.search(case.run_error, text):
                return f"{program} exited with {code} and printed {text!r}"
            continue
        if code or text.strip() != expected:
            return f"{program} exited with {code} and printed {text!r}, not {expected!r}"
    shutil.rmtree(build)
    return ""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--prefix", type=pathlib.Path, required=True, help="where the package is installed")
    parser.add_argument("--work", type=pathlib.Path, required=True, help="for build trees; a failed one stays")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="cases whose name holds this")
    arguments = parser.parse_args()

    kinds = (importers, includers, pkg_config_users, drop_ins, malloc_overrides, mixed_modes, symbols, others)
    cases = [case for kind in kinds for case in kind() if arguments.only in case.name]
    if any("$(pkg-config" in command for case in cases for command in case.commands):
        for name in ("prefix", "work"):
            if re.search(r"\s", str(getattr(arguments, name).resolve())):
                parser.error(f"--{name} must have no spaces: pkg-config's output is split at them")
    failed, start = 0, time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        runs = [pool.submit(run, case, arguments.prefix.resolve(), arguments.work.resolve()) for case in cases]
        for number, (case, done) in enumerate(zip(cases, runs), 1):
            problem = done.result()
            failed += bool(problem)
            print(f"[{number}/{len(cases)}] {'FAILED' if problem else 'passed'}  {case.name}", flush=True)
            if problem:
                print(problem)
    print(f"consumers: {time.monotonic() - start:.0f} s")
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
