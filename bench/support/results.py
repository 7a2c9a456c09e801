#!/usr/bin/env python3
"""One run of benchmarks as JSON: what every runner of bench/ writes with `--json FILE`, and `./run bench report` reads.

usage: results.py FILE...                            validates the files
       results.py record AREA FILE COMMAND...        runs COMMAND, whose programs write rows (results.hpp), into FILE

A file holds one object:

  schema     "arsenal-bench/1"
  area       "containers"; the page has a chapter for each file
  command    what prints the same figures again: "./run bench containers -- --quick"
  date       when it began, "2026-11-23T04:05:06Z"
  revision   of git, with "-dirty" where files differed; null outside of a checkout
  seconds    how long it took
  compiler   the compiler's own line of version and the flags
  machine    {cpu, cores, memory_gib, system, kernel, load}: load is the mean of the last minute as it began
  versions   contender -> library and version; "Arsenal ..." is what --compare takes for ours
  races      [{name, base, ours: [...], rivals: [...], columns, size_unit, unit, rows: [...]}]
  cut        optional: what was left out to make the file small ("rounds after the first 9")
  figures    [{name, unit, base, rows: [{what, contender, value}]}]: memory and the like, less is better; may be empty

In a race `base` is the contender that ratios are against (std, where std has such a thing), `ours` are Arsenal's (and maps
that were added to a race, to be looked at in the same way: in `versions` these are not Arsenal), and `rivals` the others that
can be the best of a cell; who is none of these is shown and compared with nobody. `columns` ("operation", "pattern" or "size")
is what lies across in a table. A row is one contender in one cell:

  operation, pattern   texts; a pattern may be empty
  size                 a number of `size_unit` (elements, bytes), or a text such as "mixed"; empty where a cell has none
  contender
  ns                   the time of each round, in `unit`: "ns per element"
  ratios               base's time over the contender's, round by round: above 1 the contender is faster. The rounds that
                       both had: a slow rival may have fewer. Medians and spread come from here.
  second               optional, of ours: {rival: the median of its ratios in a second run of the cell}. A cell is lost when
                       its median is under 0.95 and is so again there.
"""

import datetime
import json
import math
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import time

SCHEMA = "arsenal-bench/1"
LOST = 0.95
KEPT_BYTES = 400_000  # of a run that is committed
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
COMPILER = os.environ.get("CXX", "clang++-22")

# Arsenal's contenders that are not `ours` in every race, only shown or rivals of the others (hash races its own xxh3_64).
OWN = re.compile(r"[Aa]rsenal|(for many|wyhash|xxh3)$")
# Which library another contender comes from, by its name; and what that says of itself to the preprocessor.
LIBRARIES = ((r"libc\+\+|import std", "libc++"), ("absl", "abseil"), ("boost|pdqsort|spreadsort|spinsort", "Boost"),
             ("vqsort", "Highway"), ("tbb", "oneTBB"), ("mimalloc", "mimalloc"),
             ("std|string_view|boyer|a static variable", "libstdc++"),
             (r"glibc|malloc|mem(r?chr|mem|cpy|move|set|cmp)\b|strcspn|pthread|sem_t|\(C library", "glibc"), ("loop|plain", "clang"))
UNKNOWN = "(version unknown)"
VERSIONS = """
#include <cstddef>
libstdc++ _GLIBCXX_RELEASE.__GLIBCXX__
glibc __GLIBC__.__GLIBC_MINOR__
clang __clang_major__.__clang_minor__.__clang_patchlevel__
#if __has_include(<absl/base/config.h>)
#include <absl/base/config.h>
abseil ABSL_LTS_RELEASE_VERSION.ABSL_LTS_RELEASE_PATCH_LEVEL
#endif
#if __has_include(<boost/version.hpp>)
#include <boost/version.hpp>
Boost BOOST_LIB_VERSION
#endif
#if __has_include(<hwy/highway.h>)
#include <hwy/highway.h>
Highway HWY_MAJOR.HWY_MINOR.HWY_PATCH
#endif
#if __has_include(<oneapi/tbb/version.h>)
#include <oneapi/tbb/version.h>
oneTBB TBB_VERSION_MAJOR.TBB_VERSION_MINOR
#endif
#if __has_include(<mimalloc.h>)
#include <mimalloc.h>
mimalloc MI_MALLOC_VERSION
#endif
"""


class Invalid(Exception):
    """A file that is no run of benchmarks; the text says why, a line for each reason."""


def output_of(command, **options):
    """What `command` prints, or nothing where it cannot be run."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True, **options).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def library_versions():
    text = output_of([COMPILER, "-std=c++20", "-E", "-P", "-xc++", "-"], input=VERSIONS)
    libcxx = output_of([COMPILER, "-std=c++20", "-stdlib=libc++", "-E", "-P", "-xc++", "-"],
                       input="#include <version>\nlibc++ _LIBCPP_VERSION\n")
    text += f"\n{libcxx}"
    names = "|".join(re.escape(name) for name in ("libstdc++", *(library for _, library in LIBRARIES)))
    return {name: re.sub(r'[" ]', "", version).replace("_", ".")
            for name, version in re.findall(rf"^({names}) (.+)$", text, re.MULTILINE)}


def versions_of(contenders, ours, revision, added=()):
    known = library_versions()
    versions = {}
    for name in contenders:
        library = next((library for start, library in LIBRARIES if re.match(start, name)), None)
        if name in added or not (library or name in ours or OWN.match(name)):
            versions[name] = UNKNOWN
        elif name in ours or OWN.match(name):
            versions[name] = f"Arsenal {revision or ''}".strip()
        else:
            versions[name] = f"{library} {known.get(library, UNKNOWN)}"
    return versions


def machine():
    def first(path, pattern):
        try:
            match = re.search(pattern, pathlib.Path(path).read_text(), re.MULTILINE)
        except OSError:
            return None
        return match and match[1].strip()

    kib = first("/proc/meminfo", r"^MemTotal: *(\d+)")
    return {"cpu": first("/proc/cpuinfo", r"^model name\s*:(.*)") or os.uname().machine, "cores": os.cpu_count(),
            "memory_gib": round(int(kib) / 2**20) if kib else None,
            "system": first("/etc/os-release", r'^PRETTY_NAME="?([^"\n]*)') or os.uname().sysname,
            "kernel": os.uname().release, "load": round(os.getloadavg()[0], 2)}


def git_revision():
    return output_of(["git", "-C", str(REPOSITORY), "describe", "--always", "--dirty", "--exclude=*"]) or None


def rounded(value):
    return float(f"{value:.5g}")


def row(operation, pattern, size, contender, ns, base_ns, second=None):
    """A row of a race, from the times of the contender and of the base, round by round."""
    made = {"operation": operation, "pattern": pattern, "size": size, "contender": contender,
            "ns": [rounded(value) for value in ns], "ratios": [rounded(b / value) for b, value in zip(base_ns, ns)]}
    if second:
        made["second"] = {rival: rounded(value) for rival, value in second.items()}
    return made


class Run:
    """A run that begins now. Its command is this program's own, as ./run is called, without --json."""

    def __init__(self, area, flags, arguments=None):
        self.begin = time.time()
        self.machine = machine()
        self.area, self.flags = area, flags
        self.arguments = without_json(sys.argv[1:] if arguments is None else arguments)

    def write(self, path, races, figures=(), added=()):
        """`added`: contenders that came by an option and are nobody's, whatever they are called."""
        revision = git_revision()
        contenders = dict.fromkeys([r["contender"] for race in races for r in race["rows"]]
                                   + [r["contender"] for figure in figures for r in figure["rows"]])
        ours = {name for race in races for name in race["ours"]}
        run = {"schema": SCHEMA, "area": self.area,
               "command": command_of(self.area, self.arguments),
               "date": f"{datetime.datetime.fromtimestamp(self.begin, datetime.timezone.utc):%Y-%m-%dT%H:%M:%SZ}",
               "revision": revision, "seconds": round(time.time() - self.begin),
               "compiler": f"{output_of([COMPILER, '--version']).partition(chr(10))[0]}, {self.flags}",
               "machine": self.machine, "versions": versions_of(contenders, ours, revision, added),
               "races": list(races), "figures": list(figures)}
        check(run)
        path = pathlib.Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text_of(run))


def command_of(area, arguments):
    front = f"./run bench {area}"
    if arguments in (["--quick"], ["--full"]):
        return f"{front} {arguments[0]}"
    return f"{front} -- {shlex.join(arguments)}" if arguments else front


def without_json(arguments):
    kept, skip = [], False
    for argument in arguments:
        if not skip and argument != "--json" and not argument.startswith("--json="):
            kept.append(str(argument))
        skip = argument == "--json"
    return kept


def text_of(run):
    """JSON with each row on a line of its own."""
    return re.sub(r'\{\s+"(operation|what)".*?\n {4,8}\}',
                  lambda match: re.sub(r"\s*\n\s*", " ", match[0]), json.dumps(run, indent=1), flags=re.DOTALL) + "\n"


def small(run, limit=KEPT_BYTES):
    """The run, or as many of its first rounds as go into `limit` bytes (one at least), and `cut` saying so."""
    rounds = max((len(row["ns"]) for race in run["races"] for row in race["rows"]), default=1)
    made = run
    while len(text_of(made)) > limit and rounds > 1:
        rounds -= 1
        races = [{**race, "rows": [{**row, "ns": row["ns"][:rounds], "ratios": row["ratios"][:rounds]} for row in race["rows"]]}
                 for race in run["races"]]
        made = {**run, "cut": f"rounds after the first {rounds}", "races": races}
    return made


TEXT, NUMBER = str, (int, float)
RUN_FIELDS = {"schema": TEXT, "area": TEXT, "command": TEXT, "date": TEXT, "revision": (str, type(None)),
              "seconds": NUMBER, "compiler": TEXT, "machine": dict, "versions": dict, "races": list, "figures": list}
MACHINE_FIELDS = {"cpu": TEXT, "cores": int, "memory_gib": (int, float, type(None)), "system": TEXT, "kernel": TEXT,
                  "load": NUMBER}
RACE_FIELDS = {"name": TEXT, "base": TEXT, "ours": list, "rivals": list, "columns": TEXT, "size_unit": TEXT, "unit": TEXT,
               "rows": list}
ROW_FIELDS = {"operation": TEXT, "pattern": TEXT, "size": (int, str), "contender": TEXT, "ns": list, "ratios": list}
FIGURE_FIELDS = {"name": TEXT, "unit": TEXT, "base": TEXT, "rows": list}
VALUE_FIELDS = {"what": TEXT, "contender": TEXT, "value": NUMBER}


def problems_of(run):
    """Whatever keeps `run` from being what the schema says, as sentences."""
    def fields(where, thing, wanted, optional=()):
        if not isinstance(thing, dict):
            yield f"{where}: not an object"
            return
        for name, kind in wanted.items():
            if name not in thing:
                yield f"{where}: no {name}"
            elif not isinstance(thing[name], kind) or isinstance(thing[name], bool):
                yield f"{where}: {name} is {thing[name]!r:.40}"
        for name in thing.keys() - wanted.keys() - set(optional):
            yield f"{where}: unknown {name}"

    def positive(values):
        return all(isinstance(v, NUMBER) and not isinstance(v, bool) and math.isfinite(v) and v > 0 for v in values)

    def race_problems(where, race):
        if race["columns"] not in ("operation", "pattern", "size"):
            yield f"{where}: columns is {race['columns']!r}"
        if not race["ours"] or not race["rows"]:
            yield f"{where}: no rows, or nobody's"
        cells = {}
        for i, one in enumerate(race["rows"]):
            place = f"{where}, row {i}"
            found = list(fields(place, one, ROW_FIELDS, ("second",)))
            yield from found
            if found:
                continue
            cell = cells.setdefault((one["operation"], one["pattern"], one["size"]), {})
            if one["contender"] in cell:
                yield f"{place}: {one['contender']} is there twice"
            cell[one["contender"]] = one
            if not one["ns"] or not positive(one["ns"] + one["ratios"]):
                yield f"{place}: times and ratios are positive numbers"
        for cell, by in cells.items():
            base = by.get(race["base"])
            if not base or not base["ns"]:
                yield f"{where}: no {race['base']} in {cell}"
                continue
            for name, one in by.items():
                if len(one["ratios"]) != min(len(one["ns"]), len(base["ns"])):
                    yield f"{where}: {name} in {cell} has {len(one['ratios'])} ratios"
                elif positive(one["ns"]) and any(abs(b / v / r - 1) > 1e-3
                                                 for b, v, r in zip(base["ns"], one["ns"], one["ratios"])):
                    yield f"{where}: {name} in {cell}: a ratio is not that of the times"

    found = list(fields("run", run, RUN_FIELDS, ("cut",)))
    if found:
        return found
    if run["schema"] != SCHEMA:
        return [f"schema is {run['schema']!r}, not {SCHEMA!r}"]
    found += fields("machine", run["machine"], MACHINE_FIELDS)
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", run["date"]):
        found.append(f"run: date is {run['date']!r}")
    if not run["races"] and not run["figures"]:
        found.append("run: neither races nor figures")
    contenders = set()
    for race in run["races"]:
        wrong = list(fields("race", race, RACE_FIELDS))
        if not wrong:
            wrong = list(race_problems(f"race {race['name']}", race))
            contenders |= {r["contender"] for r in race["rows"] if "contender" in r}
        found += wrong
    for figure in run["figures"]:
        wrong = list(fields("figure", figure, FIGURE_FIELDS))
        found += wrong
        for i, one in enumerate(figure["rows"] if not wrong else ()):
            found += fields(f"figure {figure['name']}, row {i}", one, VALUE_FIELDS)
            contenders.add(one.get("contender"))
    found += [f"versions: no {name}" for name in sorted(contenders - run["versions"].keys() - {None})]
    return found


def check(run):
    problems = problems_of(run)
    if problems:
        raise Invalid("\n".join(problems[:20]))


def load(path):
    """The run in the file, which is what the schema says; else Invalid."""
    try:
        run = json.loads(pathlib.Path(path).read_text())
    except (OSError, ValueError) as error:
        raise Invalid(f"{path}: {error}") from None
    problems = problems_of(run)
    if problems:
        raise Invalid("\n".join(f"{path}: {problem}" for problem in problems[:20]))
    return run


def parts_of_lines(lines):
    """(races, figures) that programs wrote through results.hpp; the ratios are made here."""
    races, figures = [], []
    for line in lines:
        kind, *fields = line.rstrip("\n").split("\t")
        if kind == "race":
            races.append(dict(zip(("name", "columns", "size_unit", "unit"), fields), base=None, ours=[], rivals=[], times={},
                              seconds={}))
        elif kind == "contender":
            name, role = fields
            if role == "base":
                races[-1]["base"] = name
            elif role in ("ours", "rivals"):
                races[-1][role].append(name)
        elif kind == "figure":
            figures.append(dict(zip(("name", "unit", "base"), fields), rows=[]))
        elif kind == "value":
            what, contender, value = fields
            figures[-1]["rows"].append({"what": what, "contender": contender, "value": rounded(float(value))})
        else:
            operation, pattern, size, contender, *rest = fields
            cell = (operation, pattern, int(size) if size.isdigit() else size)
            if kind == "second":
                rival, ratio = rest
                races[-1]["seconds"].setdefault((cell, contender), {})[rival] = float(ratio)
            else:
                races[-1]["times"].setdefault(cell, {})[contender] = [float(v) for v in rest[0].split(",")]
    for race in races:
        second = race.pop("seconds")
        race["rows"] = [row(*cell, name, ns, by[race["base"]], second.get((cell, name)))
                        for cell, by in race.pop("times").items() for name, ns in by.items()]
    return [race for race in races if race["rows"]], [figure for figure in figures if figure["rows"]]


def record(area, path, commands, arguments):
    """Runs the commands, whose programs write rows, until one fails, whose return code is returned; `arguments` are those
    of ./run bench AREA that make it do the same."""
    if os.environ.get("ARSENAL_BENCH_BUILD_ONLY"):  # CMake has built them
        return 0
    run = Run(area, "-O3", arguments)
    with tempfile.TemporaryDirectory() as directory:
        rows = pathlib.Path(directory) / "rows"
        for command in commands:
            done = subprocess.run(command, env={**os.environ, "ARSENAL_BENCH_ROWS": str(rows)}, check=False)
            if done.returncode != 0:
                return done.returncode
        if not rows.exists():
            raise Invalid(f"{'; '.join(map(shlex.join, commands))}: no program of these writes rows")
        run.write(path, *parts_of_lines(rows.read_text().splitlines()))
    return 0


def main(arguments):
    if len(arguments) >= 4 and arguments[0] == "record":
        return record(arguments[1], arguments[2], [arguments[3:]], arguments[4:])
    if not arguments or arguments[0].startswith("-"):
        print(__doc__)
        return 2
    for path in arguments:
        run = load(path)
        print(f"{path}: {run['area']}, {sum(len(race['rows']) for race in run['races'])} rows")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Invalid as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
