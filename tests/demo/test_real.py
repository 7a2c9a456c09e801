"""What ./run demo --real is made of, without the network: failing steps, counted tests, and which build has Arsenal."""

import unittest

from support import NAMES, InDirectory, programs

from demo import real


class Real(InDirectory):
    def outcome_of(self, script):
        tree = self.directory / "tree"
        tree.mkdir(exist_ok=True)
        program = tree / "ninja_test"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        return real.run_tests(tree)

    def test_counts_the_tests_that_passed(self):
        said = r"printf '[1/12] A.B\r[2/12] A.C\r[12/12] Z.Z\npassed\n'"
        self.assertEqual(self.outcome_of(said), 12)

    def test_refuses_tests_that_did_not_pass(self):
        for said in (
            "echo '[12/12] Z.Z'; echo failed",
            "echo '[11/12] Z.Y'; echo passed",
            "echo passed",
            "echo '[12/12] Z.Z'; echo passed; exit 1",
        ):
            with self.assertRaises(real.RealProgramFailed):
                self.outcome_of(said)

    def test_a_failing_step_shows_its_last_lines(self):
        log = self.directory / "step.log"
        with self.assertRaises(real.RealProgramFailed) as raised:
            real.step("Trying", log, ["/bin/sh", "-c", "seq 100; echo broken >&2; exit 5"])
        message = str(raised.exception)
        self.assertIn("Trying: exited with 5", message)
        self.assertTrue(message.endswith("100\nbroken"))
        self.assertNotIn("\n80\n", message)

    def test_sees_which_build_has_arsenal(self):
        for name in NAMES:
            self.assertFalse(real.uses_arsenal(programs() / f"{name}_std"), name)
            self.assertTrue(real.uses_arsenal(programs() / f"{name}_arsenal"), name)

    def test_version(self):
        (self.directory / "debian").mkdir()
        self.file("debian/changelog", "ninja-build (1.11.1-2~deb12u1) bookworm; urgency=medium\n\n  * text\n")
        self.assertEqual(real.version(self.directory), "1.11.1-2~deb12u1")

    def test_source_is_fetched_once(self):
        source = self.directory / "ninja-build-1.0"
        source.mkdir()
        (source / "CMakeLists.txt").touch()
        self.assertEqual(real.fetch(self.directory / "no such root", self.directory), source)


if __name__ == "__main__":
    unittest.main()
