"""./run demo as it is called: on a file of the user's, on none, and with a program that answers something else."""

import os
import shutil
import unittest

from support import NAMES, ROOT, InDirectory, programs, run


class Runner(InDirectory):
    def demo(self, *arguments, built=None):
        command = [ROOT / "tools" / "demo", "--programs", built or programs(), "--work", self.directory / "work"]
        return run(*command, "--rounds", "1", *arguments)

    def rows(self, text):
        return {line.split()[0]: line for line in text.splitlines() if line.split() and line.split()[0] in NAMES}

    def copy_of_programs(self):
        copy = self.directory / "programs"
        copy.mkdir()
        for path in programs().iterdir():
            if path.is_file() and os.access(path, os.X_OK):
                shutil.copy2(path, copy)
        return copy

    def replace(self, program, script):
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    def test_input_file(self):
        path = self.file("input.txt", "int x = 1;\nint x = 1;\nk,1\n/a:#include <b>\na /b/c 1\n" * 100)
        done = self.demo("--input", path)
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = self.rows(done.stdout)
        self.assertEqual(list(rows), list(NAMES))
        for row in rows.values():
            self.assertIn("input.txt: 5 KB", row)
            self.assertRegex(row, r"\d+ ms .* \d+\.\d\dx .* same$")

    def test_empty_input_file(self):
        done = self.demo("--input", self.file("empty", ""))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([row.split()[-1] for row in self.rows(done.stdout).values()], ["same"] * len(NAMES))

    def test_relative_input(self):
        path = self.file("input.txt", "words\n")
        self.assertEqual(self.demo("--input", os.path.relpath(path)).returncode, 0)

    def assert_refused(self, path, reason):
        done = self.demo("--input", path)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assert_one_line(done.stderr, "demo: cannot read", str(path), reason)

    def test_missing_input(self):
        self.assert_refused(self.directory / "missing", "No such file or directory")

    def test_directory_as_input(self):
        self.assert_refused(self.directory, "Is a directory")

    def test_different_output(self):
        copy = self.copy_of_programs()
        self.replace(copy / "word_count_arsenal", "echo something else")
        done = self.demo("--input", self.file("input.txt", "words\n"), built=copy)
        self.assertEqual(done.returncode, 1)
        rows = self.rows(done.stdout)
        self.assertTrue(rows["word_count"].endswith("DIFFERS"))
        self.assertTrue(all(rows[name].endswith("same") for name in NAMES[1:]))
        self.assertIn("DIFFERENT OUTPUT: word_count.", done.stdout)

    def test_output_that_changes_from_run_to_run(self):
        copy = self.copy_of_programs()
        self.replace(copy / "word_count_std", "echo $$")
        self.replace(copy / "word_count_arsenal", "echo $$")
        self.assertEqual(self.demo("--input", self.file("input.txt", ""), built=copy).returncode, 1)

    def test_program_that_fails(self):
        copy = self.copy_of_programs()
        self.replace(copy / "hash_join_arsenal", "exit 7")
        done = self.demo("--input", self.file("input.txt", "words\n"), built=copy)
        self.assertEqual(done.returncode, 1)
        self.assert_one_line(done.stderr, "hash_join_arsenal exited with 7")

    def test_rounds(self):
        done = self.demo("--input", self.file("input.txt", "words\n"), "--rounds", "3")
        self.assertIn("Medians of 3 rounds", done.stdout)
        for wrong in ("0", "many"):
            self.assertEqual(self.demo("--rounds", wrong).returncode, 2)


if __name__ == "__main__":
    unittest.main()
