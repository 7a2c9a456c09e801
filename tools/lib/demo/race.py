"""Runs the two builds of a program in turn and keeps what they cost and whether they agree."""

import filecmp
import statistics
import subprocess
import time
from dataclasses import dataclass, field

BUILDS = ("std", "arsenal")


class ProgramFailed(Exception):
    """A program, or the one that measures it, did not exit with 0."""


@dataclass
class Result:
    """The runs of one program's two builds."""

    program: str
    label: str
    seconds: dict = field(default_factory=lambda: {build: [] for build in BUILDS})
    peak_kib: dict = field(default_factory=lambda: {build: [] for build in BUILDS})
    same: bool = True

    def time(self, build):
        """Median seconds."""
        return statistics.median(self.seconds[build])

    def memory(self, build):
        """Median peak resident set in bytes."""
        return statistics.median(self.peak_kib[build]) * 1024

    @property
    def rounds(self):
        return len(self.seconds["arsenal"])

    @property
    def ratio(self):
        """How many times as fast as std."""
        return self.time("std") / self.time("arsenal")


def measure(measurer, command, output):
    """(seconds, peak KiB) of one run of `command`, its standard output in the file `output`."""
    done = subprocess.run([measurer, output, *command], stdout=subprocess.PIPE, text=True, check=False)
    fields = done.stdout.split()
    if done.returncode or len(fields) != 3 or fields[2] != "0":
        code = fields[2] if len(fields) == 3 else done.returncode
        raise ProgramFailed(f"{command[0]} exited with {code}")
    return float(fields[0]), int(fields[1])


def race(measurer, program, label, commands, directory, rounds, seconds=None):
    """Runs commands["std"] and commands["arsenal"] `rounds` times in turn, the first to go changing from round to round.

    After `seconds`, if given, it is content with three rounds. Every output is compared with std's first, byte by byte.
    """
    result = Result(program, label)
    reference = directory / f"{program}_reference.txt"
    stop = time.monotonic() + seconds if seconds else float("inf")
    for number in range(rounds):
        for build in BUILDS if number % 2 == 0 else reversed(BUILDS):
            output = reference if number == 0 and build == "std" else directory / f"{program}_{build}.txt"
            elapsed, peak = measure(measurer, commands[build], output)
            result.seconds[build].append(elapsed)
            result.peak_kib[build].append(peak)
            result.same = result.same and filecmp.cmp(reference, output, shallow=False)
        filecmp.clear_cache()
        if number >= 2 and time.monotonic() > stop:
            break
    return result
