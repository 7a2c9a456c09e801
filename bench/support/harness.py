"""What the benchmark runners share: building a contender, running it on one core, ratios, tables."""

import concurrent.futures
import dataclasses
import math
import os
import pathlib
import shlex
import statistics
import subprocess
import sys
import time

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("ARSENAL_BENCH_BUILD", REPOSITORY / "build" / "bench"))
COMPILER = os.environ.get("CXX", "clang++-22")
FLAGS = shlex.split(os.environ.get("ARSENAL_BENCH_FLAGS", "-O3 -march=native"))
AREAS = ("platform", "hash", "containers")  # whose compiled parts a container needs

# Linked statically: hashing a string is a call into them.
ABSL = ("-Wl,-Bstatic,--start-group", *(f"-labsl_{name}" for name in (
    "raw_hash_set", "hash", "city", "low_level_hash", "hashtablez_sampler", "exponential_biased", "synchronization",
    "graphcycles_internal", "stacktrace", "symbolize", "debugging_internal", "demangle_internal", "malloc_internal",
    "time", "time_zone", "civil_time", "strings", "strings_internal", "base", "spinlock_wait", "int128",
    "throw_delegate", "raw_logging_internal", "log_severity", "bad_optional_access", "bad_variant_access")),
    "-Wl,--end-group,-Bdynamic")


class Failure(Exception):
    """Ends a run with one line on stderr."""


@dataclasses.dataclass(frozen=True)
class Contender:
    name: str
    header: str  # as after #include, with its brackets or quotes
    type: str  # class template of <Key, Value>
    flags: tuple = ()  # for compiling and linking
    root: pathlib.Path | None = None  # a checkout whose modules/ it needs, compiled parts included


def arsenal(name="arsenal", root=REPOSITORY, flags=(), container="unordered_map", header=None):
    return Contender(name, f"<arsenal/containers/{header or container}.hpp>", f"arsenal::{container}", tuple(flags), root)


def run(command, **options):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise Failure(f"failed ({done.returncode}): {shlex.join(map(str, command))}\n{done.stderr.strip()[-4000:]}")
    return done.stdout


def compile_object(source, output, flags):
    """Compiles `source` unless `output` is newer than all it was made from and the command is the same."""
    command = [COMPILER, "-std=c++20", *FLAGS, *flags, "-MD", "-MF", f"{output}.d", "-c", str(source), "-o", str(output)]
    stamp = pathlib.Path(f"{output}.command")
    if is_current(output, stamp, shlex.join(command)):
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    run(command)
    stamp.write_text(shlex.join(command))


def is_current(output, stamp, command):
    if not output.exists() or not stamp.exists() or stamp.read_text() != command:
        return False
    made = output.stat().st_mtime
    words = pathlib.Path(f"{output}.d").read_text().replace("\\\n", " ").split()[1:]
    return all(os.path.exists(w) and os.path.getmtime(w) <= made for w in words)


def compiled_parts(root):
    return [s for area in AREAS for s in sorted((root / "modules" / "arsenal" / area).rglob("*.cpp"))]


def build_contender(contender, source, directory):
    """Builds `source` with BENCH_HEADER and BENCH_MAP set to the contender's; returns the program."""
    place = directory / contender.name
    flags = [f"-DBENCH_HEADER={contender.header}", f"-DBENCH_MAP={contender.type}"]
    link = [f for f in contender.flags if f.startswith(("-l", "-L", "-Wl"))]
    flags += [f for f in contender.flags if f not in link]
    objects = [place / "cell.o"]
    work = [(source, objects[0], flags)]
    if contender.root:
        include = [f"-I{contender.root / 'modules'}", *[f for f in contender.flags if f not in link]]
        work[0] = (source, objects[0], flags + include)
        for part in compiled_parts(contender.root):
            objects.append(place / f"{part.parent.name}_{part.stem}.o")
            work.append((part, objects[-1], include))
        link.append("-lxxhash")
    for item in work:
        compile_object(*item)
    program = place / "cell"
    if not program.exists() or any(o.stat().st_mtime > program.stat().st_mtime for o in objects):
        run([COMPILER, *objects, "-o", program, *link])
    return program


def build_all(contenders, source, directory):
    progress(f"building {len(contenders)} contenders")
    with concurrent.futures.ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        built = dict(zip((c.name for c in contenders),
                         pool.map(lambda c: build_contender(c, source, directory), contenders)))
    end_if_only_building()
    return built


def end_if_only_building():
    """./run bench has everything built before it measures anything: a runner that builds calls this next."""
    if os.environ.get("ARSENAL_BENCH_BUILD_ONLY"):
        progress_done()
        sys.exit(0)


def pinned(command, core):
    return run(command, preexec_fn=lambda: os.sched_setaffinity(0, {core}))


def last_core():
    return max(os.sched_getaffinity(0))


def geometric_mean(values):
    values = list(values)
    return math.exp(statistics.fmean(map(math.log, values))) if values else float("nan")


def table(header, rows):
    """Prints rows of strings in columns, the first left-aligned."""
    widths = [max(len(r[i]) for r in [header, *rows]) for i in range(len(header))]
    for r in [header, *rows]:
        cells = [r[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(r[1:], widths[1:]))]
        print("  ".join(cells).rstrip())
    print(flush=True)


def ratio(value):
    if value is None or math.isnan(value):
        return "-"
    return f"{value:.2f}x" if value < 100 else f"{value:.0f}x"


last_report = [0.0]


def progress(text):
    """What is being done, on stderr: rewritten in place on a terminal, elsewhere a line at most every 10 seconds."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
    elif time.monotonic() - last_report[0] > 10:
        last_report[0] = time.monotonic()
        print(text, file=sys.stderr, flush=True)


def progress_done():
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)
