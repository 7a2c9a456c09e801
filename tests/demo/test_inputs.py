"""The inputs: real lines first, generated ones up to the size, the same each time, made once."""

import itertools
import unittest
from unittest import mock

from support import NAMES, InDirectory

from demo import generate, inputs


class Inputs(InDirectory):
    def machine(self, **sizes):
        """A small machine: licences, headers, dpkg's files; and no more than 1 MB of input."""
        licences, headers, dpkg = (self.directory / name for name in ("licences", "include", "dpkg"))
        for path in (licences, headers / "sub", dpkg / "info"):
            path.mkdir(parents=True)
        (licences / "ONE").write_text("licence text\n" * sizes.get("text", 10))
        (headers / "a.h").write_text('#include <sub/b.h>\n  #  include "c.h" // why\nint a;\n')
        (headers / "sub" / "b.h").write_text("// no include\nint b;\n")
        (dpkg / "status").write_text("Package: one\nVersion: 1\nMaintainer: A, B\n\nPackage: two\nVersion: 2\n")
        (dpkg / "info" / "one:amd64.list").write_text(f"/.\n{licences}/ONE\n/has space\n")
        for name, value in {
            "LICENCES": licences, "SYSTEM_HEADERS": headers, "DPKG": dpkg, "ENOUGH": 1 << 20,
            "compiler_headers": lambda: [],
        }.items():
            patch = mock.patch.object(inputs, name, value)
            patch.start()
            self.addCleanup(patch.stop)
        return inputs.prepare(self.directory / "inputs")

    def test_small_machine_is_filled_up(self):
        given = self.machine()
        self.assertEqual(tuple(given), NAMES)
        self.assertRegex(given["word_count"].label, r"^text: 1 KB \+ (1024 KB|1 MB) generated$")
        self.assertRegex(given["log_totals"].label, r"^file lists: 1 KB \+ (1024 KB|1 MB) generated$")
        for name in ("word_count", "log_totals"):
            size = given[name].arguments[0].stat().st_size
            self.assertTrue(1 << 20 <= size < (1 << 20) + 200_000, size)

    def test_large_machine_is_cut(self):
        given = self.machine(text=200_000)
        self.assertEqual(given["word_count"].label, "text: 1024 KB")
        text = given["word_count"].arguments[0].read_text()
        self.assertLessEqual(len(text), 1 << 20)
        self.assertTrue(text.endswith("licence text\n"))

    def test_real_lines_come_first(self):
        given = self.machine()
        table, rows = (path.read_text().splitlines() for path in given["hash_join"].arguments)
        self.assertEqual(table[:2], ["one,1,,,A; B", "two,2,,,"])
        self.assertEqual(rows[0], f"one,{self.directory}/licences/ONE,130")
        keys = {line.partition(",")[0] for line in table}
        found = sum(row.partition(",")[0] in keys for row in rows)
        self.assertTrue(0 < found < len(rows))
        self.assertEqual(given["include_closure"].arguments[0].read_text().count("a.h:#"), 2)

    def test_made_once(self):
        given = self.machine()
        before = {path: path.stat().st_mtime_ns for entry in given.values() for path in entry.arguments[:1]}
        again = inputs.prepare(self.directory / "inputs")
        self.assertEqual(again, given)
        self.assertEqual({path: path.stat().st_mtime_ns for path in before}, before)
        given["hash_join"].arguments[1].unlink()
        inputs.prepare(self.directory / "inputs")
        self.assertTrue(given["hash_join"].arguments[1].exists())

    def test_generators_repeat(self):
        owners = generate.packages(1, 100)
        self.assertEqual(len(set(owners)), 100)
        for make in (lambda: generate.text(7), lambda: generate.files(7, owners)):
            self.assertEqual(list(itertools.islice(make(), 2000)), list(itertools.islice(make(), 2000)))
        self.assertEqual(list(generate.package_rows(7, owners)), list(generate.package_rows(7, owners)))


if __name__ == "__main__":
    unittest.main()
