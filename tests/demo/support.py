"""What the tests of the demo share: where things are, and a directory that goes away."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools" / "lib"))

NAMES = ("word_count", "distinct_lines", "log_totals", "hash_join", "include_closure", "symbol_table", "percentiles",
         "line_index")
BUILDS = ("std", "arsenal")


def programs():
    """The directory of the built programs."""
    return pathlib.Path(os.environ.get("DEMO_PROGRAMS", ROOT / "build" / "release" / "examples" / "drop_in"))


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)


class InDirectory(unittest.TestCase):
    """A test with an empty directory of its own."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def file(self, name, text):
        path = self.directory / name
        path.write_text(text)
        return path

    def assert_one_line(self, text, *parts):
        self.assertEqual(text.count("\n"), 1, text)
        for part in parts:
            self.assertIn(part, text)
