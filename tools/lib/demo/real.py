"""A program that nobody here wrote: ninja, from its Debian source package, built without and with arsenal::drop_in.

Why ninja: the paths of a build are the keys of one std::unordered_map, with its own hash, and reading a large build
spends a third of its time in it (perf record, `ninja -t targets all` on the build that is generated here).
"""

import os
import re
import shutil
import subprocess

from . import race, table
from .inputs import megabytes

PACKAGE = "ninja-build"
TARGETS = 2000  # of the generated build: some 120 000 files
JOBS = {
    "ninja -t targets": ["-t", "targets", "all"],
    "ninja -t compdb": ["-t", "compdb", "cxx"],
    "ninja -n": ["-n"],
}


class RealProgramFailed(Exception):
    """The source could not be fetched, or a build or its own tests did not succeed."""


def step(what, log, command, **options):
    """Runs `command`, everything it says in the file `log`, and returns that."""
    print(what, flush=True)
    with open(log, "wb") as file:
        code = subprocess.run(command, stdout=file, stderr=subprocess.STDOUT, check=False, **options).returncode
    if code:
        raise RealProgramFailed(f"{what}: exited with {code}; the last lines of {log}:\n{tail(log)}")
    return log.read_text(errors="replace")


def tail(log):
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])


def fetch(root, directory):
    """The unpacked source of the package; fetched once."""
    def unpacked():
        return sorted(path for path in directory.glob(f"{PACKAGE}-*/") if (path / "CMakeLists.txt").exists())

    if not unpacked():
        if not shutil.which("apt-get"):
            raise RealProgramFailed(f"there is no apt here to fetch the source of {PACKAGE} with")
        script = '. "$0" && apt_source "$1" "$2"'
        command = ["bash", "-c", script, root / "tools" / "lib" / "apt.sh", PACKAGE, directory]
        step(f"Fetching the source of {PACKAGE}", directory / "fetch.log", command)
    if not unpacked():
        raise RealProgramFailed(f"apt fetched no source of {PACKAGE}; see {directory / 'fetch.log'}")
    return unpacked()[-1]


def version(source):
    """Debian's version of the unpacked source."""
    return re.match(r"\S+ \((\S+)\)", (source / "debian" / "changelog").read_text())[1]


def build(root, source, tree, with_arsenal):
    """Builds all of it in `tree`; the two builds differ in what real.cmake adds."""
    name = "with Arsenal" if with_arsenal else "without Arsenal"
    options = ["-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_CXX_STANDARD=20", "-DCMAKE_CXX_COMPILER=clang++-22"]
    options += ["-DCMAKE_LINKER_TYPE=LLD", "-DBUILD_TESTING=ON", "-Wno-dev"]
    if with_arsenal:
        options += [f"-DCMAKE_PROJECT_ninja_INCLUDE={root / 'tools' / 'lib' / 'demo' / 'real.cmake'}"]
        options += [f"-DARSENAL_SOURCE={root}"]
    log = tree.with_suffix(".log")
    step(f"Configuring it {name}", log, ["cmake", "-S", source, "-B", tree, "-G", "Ninja", *options])
    jobs = ["--parallel", str(os.cpu_count())]
    step(f"Building it {name}", log, ["cmake", "--build", tree, "--target", "ninja", "ninja_test", *jobs])


def run_tests(tree):
    """Runs the program's own tests; how many passed."""
    said = step(f"Running its own tests in {tree.name}", tree.with_suffix(".tests.log"), [tree / "ninja_test"], cwd=tree)
    counted = re.findall(r"\[(\d+)/(\d+)\]", said)
    if not counted or counted[-1][0] != counted[-1][1] or not said.rstrip().endswith("passed"):
        raise RealProgramFailed(f"its tests in {tree.name} did not pass:\n{tail(tree.with_suffix('.tests.log'))}")
    return int(counted[-1][1])


def uses_arsenal(program):
    """Whether the symbols of `program` name Arsenal's table."""
    symbols = subprocess.run(["nm", "-C", program], capture_output=True, text=True, check=True).stdout
    return "arsenal::" in symbols


def generate_build(source, directory, ninja):
    """A build of TARGETS targets, written by ninja's own generator, with an empty file for every source in it."""
    done = directory / "done"
    if not done.exists():
        generator = ["python3", "-B", source / "misc" / "write_fake_manifests.py", "-t", str(TARGETS), directory]
        step("Generating a large build", directory.with_suffix(".log"), generator)
        listed = subprocess.run([ninja, "-C", directory, "-t", "targets", "rule", ""], capture_output=True, text=True, check=True)
        sources = [directory / line for line in listed.stdout.splitlines() if line.startswith("src/")]
        for path in sources:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        done.write_text(f"{len(sources)}\n")
    return sum(path.stat().st_size for path in directory.rglob("*.ninja"))


def run(root, directory, measurer, rounds, seconds):
    """Fetches, builds, tests, and races the jobs as race.race does; prints the table."""
    directory.mkdir(parents=True, exist_ok=True)
    source = fetch(root, directory)
    trees = {name: directory / name for name in race.BUILDS}
    for name, tree in trees.items():
        build(root, source, tree, with_arsenal=name == "arsenal")
    if uses_arsenal(trees["std"] / "ninja") or not uses_arsenal(trees["arsenal"] / "ninja"):
        raise RealProgramFailed("the build with Arsenal does not have Arsenal in it, or the other does")
    passed = {name: run_tests(tree) for name, tree in trees.items()}
    print(f"{PACKAGE} {version(source)}: {passed['std']} tests passed without Arsenal, {passed['arsenal']} with it\n")

    size = generate_build(source, directory / "build", trees["std"] / "ninja")
    output = directory / "output"
    output.mkdir(exist_ok=True)
    label = f"{TARGETS} targets, {megabytes(size)} of manifests"
    printer = table.Printer(JOBS, [label])
    results = []
    for job, arguments in JOBS.items():
        commands = {name: [tree / "ninja", "-C", directory / "build", *arguments] for name, tree in trees.items()}
        file_name = job.replace(" ", "_")
        results.append(race.race(measurer, file_name, label, commands, output, rounds, seconds))
        results[-1].program = job
        printer.row(results[-1])
    return results
