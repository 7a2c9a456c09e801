"""The program that measures: time, peak memory and exit code of one run, and nothing of the measurer's own."""

import sys
import unittest

from support import InDirectory, programs, run


class Measure(InDirectory):
    def measure(self, *command):
        done = run(programs() / "demo_measure", self.directory / "output", *command)
        self.assertEqual(done.returncode, 0, done.stderr)
        seconds, peak, code = done.stdout.split()
        return float(seconds), int(peak), int(code)

    def test_time(self):
        seconds, _, code = self.measure("/bin/sleep", "0.2")
        self.assertEqual(code, 0)
        self.assertGreaterEqual(seconds, 0.2)
        self.assertLess(seconds, 5)

    def test_peak_memory(self):
        _, small, _ = self.measure("/bin/true")
        self.assertLess(small, 8 << 10)  # this interpreter alone is larger
        _, large, _ = self.measure(sys.executable, "-c", "x = b'x' * (100 << 20); del x")
        self.assertGreater(large, 100 << 10)
        self.assertLess(large, 160 << 10)

    def test_exit_code(self):
        self.assertEqual(self.measure("/bin/sh", "-c", "exit 3")[2], 3)
        self.assertEqual(self.measure("/bin/sh", "-c", "kill -KILL $$")[2], 128 + 9)
        self.assertEqual(self.measure(self.directory / "missing")[2], 127)

    def test_output(self):
        self.measure("/bin/echo", "one", "two words")
        self.assertEqual((self.directory / "output").read_text(), "one two words\n")

    def test_output_that_cannot_be_written(self):
        done = run(programs() / "demo_measure", self.directory / "no" / "such", "/bin/true")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assert_one_line(done.stderr, "No such file or directory")


if __name__ == "__main__":
    unittest.main()
