"""Both builds of every program: what they print for a small input, and what they do without one."""

import os
import unittest

from support import BUILDS, NAMES, ROOT, InDirectory, programs, run

TEXT = "the cat and the Dog\nTHE end\nthe cat and the Dog\n"

LOG = "b /x/one 5\na /x/two 7\nmalformed\na /y/z/three 9\na /x/one 1\na /x/one -1\na plain 2\n"

INCLUDES = """/r/a.h:#include <b.h>
/r/a.h:#include "sub/c.h"
/r/b.h:#include <a.h>
/r/sub/c.h:#include "d.h"
/r/sub/d.h: # include <gone.h>
/r/a.h:no directive
"""

CODE = """// int comment = 1;
int x = 1, *y = 0;
#define int z = 2;
void f(int a) { int x = 2; { int x = 3; use(x, "x = x \\" x"); } x; }
\f
unsigned x;
"""


def arguments(name, path):
    return [path, path] if name == "hash_join" else [path]


class Programs(InDirectory):
    def each(self):
        for name in NAMES:
            for build in BUILDS:
                with self.subTest(program=f"{name}_{build}"):
                    yield name, programs() / f"{name}_{build}"

    def assert_prints(self, name, expected, *inputs):
        for build in BUILDS:
            with self.subTest(build=build):
                done = run(programs() / f"{name}_{build}", *inputs)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertEqual(done.stdout, expected)

    def test_word_count(self):
        text = self.file("text", TEXT)
        self.assert_prints("word_count", "12 words, 5 different\n5 the\n2 and\n2 cat\n2 dog\n1 end\n", text)
        self.assert_prints("word_count", "12 words, 5 different\n5 the\n2 and\n", text, "2")

    def test_distinct_lines(self):
        expected = "the cat and the Dog\nTHE end\n-- 3 lines, 2 distinct\n2 times: the cat and the Dog\n"
        self.assert_prints("distinct_lines", expected, self.file("text", TEXT))

    def test_log_totals(self):
        expected = ". 1 2 2 1\n/x/ 3 13 7 2\n/y/z/ 1 9 9 1\n-- 3 directories, 2 lines left out\n"
        self.assert_prints("log_totals", expected, self.file("log", LOG))

    def test_hash_join(self):
        table = self.file("table", "k1,one,1\nk2,two,2\nk1,again,3\nk3,three,3\n")
        rows = self.file("rows", "k2,a\nk9,b\nk1,c\nk0,d\nk2,e\nk9,f\n")
        expected = "k2,two,2,a\nk1,one,1,c\nk2,two,2,e\n-- not in the table: k0\n-- not in the table: k9\n"
        self.assert_prints("hash_join", expected + "-- 3 keys, 1 of them unused\n", table, rows)

    def test_include_closure(self):
        expected = "4 /r/a.h\n4 /r/b.h\n2 /r/sub/c.h\n1 /r/sub/d.h\n"
        self.assert_prints("include_closure", expected, self.file("graph", INCLUDES), "/nowhere/", "/r/")

    def test_symbol_table(self):
        expected = "f 1 0 1\nx 4 2 3\ny 1 0 1\n-- 3 declared, 5 never declared\n"
        self.assert_prints("symbol_table", expected, self.file("code", CODE))

    def test_percentiles(self):
        log = self.file("numbers", "b /x/one 5\na 7 x10\n5 and 5\nno number\n")
        ranks = "".join(f"{p} %: {n}\n" for p, n in zip((1, 10, 25, 50, 75, 90, 99, 99.9, 100), (5, 5, 5, 5, 7, 7, 7, 7, 10)))
        expected = f"5 numbers\n{ranks}3 different\n3 times 5\n1 times 7\n1 times 10\nfrom 4: 4\nfrom 8: 1\n"
        expected += "10 in line 2\n7 in line 2\n5 in line 1\n5 in line 3\n5 in line 3\n"
        self.assert_prints("percentiles", expected, log)

    def test_line_index(self):
        words = "2 lines have the\n2 lines have Dog\n2 lines have and\n2 lines have cat\n1 lines have THE\n1 lines have end\n"
        expected = f"10 entries of 3 lines\n6 different words\n{words}"
        expected += "2 lines share every word of line 1: the cat and the Dog\n"
        self.assert_prints("line_index", expected, self.file("text", TEXT))

    def test_empty_input(self):
        empty = self.file("empty", "")
        outputs = {}
        for name, program in self.each():
            done = run(program, *arguments(name, empty))
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertEqual(outputs.setdefault(name, done.stdout), done.stdout)
        self.assertEqual(outputs["word_count"], "0 words, 0 different\n")

    def assert_refused(self, path, reason):
        for name, program in self.each():
            done = run(program, *arguments(name, path))
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assert_one_line(done.stderr, str(path), reason)

    def test_missing_file(self):
        self.assert_refused(self.directory / "missing", "No such file or directory")

    def test_directory_for_a_file(self):
        self.assert_refused(self.directory, "Is a directory")

    @unittest.skipIf(os.geteuid() == 0, "root reads everything")
    def test_unreadable_file(self):
        path = self.file("secret", TEXT)
        path.chmod(0)
        self.assert_refused(path, "Permission denied")

    def test_second_file_of_the_join(self):
        for build in BUILDS:
            done = run(programs() / f"hash_join_{build}", self.file("table", "k,v\n"), self.directory / "missing")
            self.assertEqual((done.returncode, done.stdout), (1, ""))

    def test_no_arguments(self):
        for name, program in self.each():
            done = run(program)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assert_one_line(done.stderr, f"usage: {name}")

    def test_sources_know_nothing_of_arsenal(self):
        sources = [path for path in (ROOT / "examples" / "drop_in").iterdir() if path.suffix in (".cpp", ".hpp")]
        self.assertEqual(len(sources), len(NAMES) + 1)
        for path in sources:
            self.assertNotIn("arsenal", path.read_text().lower(), path.name)
            if path.suffix == ".cpp":
                self.assertIn(len(path.read_text().splitlines()), range(50, 151), path.name)


if __name__ == "__main__":
    unittest.main()
