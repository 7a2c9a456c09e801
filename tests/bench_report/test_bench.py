"""./run bench itself: what it refuses, and the checkout that --compare measures."""

import importlib.machinery
import importlib.util
import itertools
import pathlib
import shutil
import subprocess
import tempfile
import unittest
from unittest import mock

ROOT = pathlib.Path(__file__).resolve().parents[2]
loader = importlib.machinery.SourceFileLoader("bench_command", str(ROOT / "tools" / "bench"))
bench = importlib.util.module_from_spec(importlib.util.spec_from_loader("bench_command", loader))
loader.exec_module(bench)


class Refused(unittest.TestCase):
    def refuses(self, words, said):
        done = subprocess.run([ROOT / "tools" / "bench", *words], capture_output=True, text=True, check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(said, done.stderr)
        self.assertNotIn("Traceback", done.stderr)

    def test_what_makes_no_sense(self):
        self.refuses(["nosuch"], "there is no 'nosuch'; there are: algorithms")
        self.refuses(["--quick", "--full"], "not allowed with")
        self.refuses(["probes", "--quick"], "probes times nothing")
        self.refuses(["--", "--quick"], "areas that are named")
        self.refuses(["hash", "--quick", "--", "x"], "without other options")

    def test_revisions_that_are_none(self):
        self.refuses(["hash", "--compare", "nosuch"], "there is no such commit")
        self.refuses(["hash", "--compare", "4a0f5bb-dirty"], "what was not committed is not kept")
        self.refuses(["hash", "--compare", "--quick"], "expected one argument")


class Compare(unittest.TestCase):
    def compares(self, step):
        """What --compare says of two runs that are the same, where every look at the clock is `step` seconds later."""
        rows = [{"operation": "hash", "pattern": "", "size": 8, "contender": name, "ns": [1], "ratios": [1]} for name in ("std", "arsenal")]
        made = {"versions": {"std": "libstdc++ 12", "arsenal": "Arsenal 4a0f5bb"}, "figures": [],
                "races": [{"name": "hash", "base": "std", "rows": rows}]}
        clock, said = itertools.count(step=step), []
        for name, value in (("commit_of", lambda _: "4a0f5bb"), ("checkout", lambda _: ROOT), ("build_all", lambda *_: None),
                            ("load_now", lambda: None), ("measure", lambda *_, **__: (1, 0)), ("tell", lambda _: None),
                            ("time", mock.Mock(monotonic=lambda: next(clock))), ("print", lambda text, **_: said.append(text))):
            self.enterContext(mock.patch.object(bench, name, value, create=True))
        self.enterContext(mock.patch.object(bench.results, "load", lambda _: made))
        try:
            bench.compare_with("HEAD", ["hash"], ["--quick"], mock.Mock(budget=1))
        except bench.Failure as failure:
            said.append(str(failure))
        return said[1:]

    def test_a_budget_that_is_enough(self):
        (verdict,) = self.compares(0)
        self.assertRegex(verdict, "^hash: 0 of 1 cells moved")

    def test_it_fails_where_the_budget_decides_nothing(self):
        verdict, failure = self.compares(20)
        self.assertRegex(verdict, "^hash: undecided: budget spent after 3 pairs")
        self.assertEqual(failure, "undecided, for --budget 1 was spent: hash")


class Checkout(unittest.TestCase):
    def setUp(self):
        place = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory())).resolve()
        for name, value in (("ROOT", place), ("COMPARE", place / "build" / "compare")):
            self.addCleanup(setattr, bench, name, getattr(bench, name))
            setattr(bench, name, value)
        own = ("user.name=test", "user.email=test@localhost", "commit.gpgsign=false", "core.hooksPath=/dev/null")
        self.git = lambda *words: bench.git(*(word for setting in own for word in ("-c", setting)), *words, root=place)
        self.place = place
        self.git("init", "--quiet")
        (place / "bench" / "hash").mkdir(parents=True)
        self.commits = [self.commit(number) for number in (1, 2)]

    def commit(self, number):
        (self.place / "library").write_text(f"library {number}")
        (self.place / "same").write_text("same")
        (self.place / "bench" / "hash" / "run").write_text(f"bench {number}")
        self.git("add", "library", "same", "bench")
        self.git("commit", "--quiet", "--message", f"{number}")
        return self.git("rev-parse", "HEAD")

    def texts(self, tree):
        return [(tree / name).read_text() for name in ("library", "bench/hash/run")]

    def test_it_is_that_revision_with_this_bench(self):
        (self.place / "bench" / "hash" / "run").write_text("bench of today")
        tree = bench.checkout(self.commits[0])
        self.assertEqual(self.texts(tree), ["library 1", "bench of today"])
        self.assertEqual(self.texts(bench.checkout(self.commits[1])), ["library 2", "bench of today"])

    def test_it_is_used_again_and_cleaned(self):
        tree = bench.checkout(self.commits[0])
        built, same = tree / "build" / "object", (tree / "same").stat().st_mtime_ns
        (self.place / ".git" / "info" / "exclude").write_text("/build/\n")
        built.parent.mkdir()
        built.write_text("built")
        (tree / "library").write_text("somebody was here")
        (tree / "bench" / "more").mkdir()
        (tree / "more").write_text("and here")
        self.assertEqual(self.texts(bench.checkout(self.commits[0])), ["library 1", "bench 2"])
        self.assertFalse((tree / "more").exists() or (tree / "bench" / "more").exists())
        self.assertTrue(built.exists())
        self.assertEqual((tree / "same").stat().st_mtime_ns, same)

    def test_it_is_made_anew_where_it_was_removed(self):
        tree = bench.checkout(self.commits[0])
        subprocess.run(["rm", "-r", tree], check=True)
        self.assertEqual(self.texts(bench.checkout(self.commits[1])), ["library 2", "bench 2"])

    def elsewhere(self, carry):
        """The clone, which has a checkout, is carried to another place, and is at work there."""
        bench.checkout(self.commits[0])
        (self.place / ".git" / "info" / "exclude").write_text("/build/\n")
        other = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory())).resolve() / "clone"
        carry(self.place, other)
        bench.ROOT, bench.COMPARE = other, other / "build" / "compare"
        for number in (2, 1):
            tree = bench.checkout(self.commits[number - 1])
            self.assertEqual(tree, other / "build" / "compare" / "tree")
            self.assertEqual(self.texts(tree), [f"library {number}", "bench 2"])
            self.assertTrue(bench.is_checkout(tree))

    def test_it_is_made_anew_where_the_clone_was_moved(self):
        self.elsewhere(lambda old, new: (old.rename(new), old.mkdir()))

    def test_it_is_made_anew_where_the_clone_was_copied(self):
        self.elsewhere(lambda old, new: shutil.copytree(old, new, symlinks=True))
        old = self.place / "build" / "compare" / "tree"  # and the first one's is left alone
        self.assertEqual((old / "library").read_text(), "library 1")
        self.assertEqual(bench.git("rev-parse", "HEAD", root=old), self.commits[0])

    def test_git_s_own_words_where_there_is_no_repository(self):
        bench.ROOT = self.place / "bench"
        shutil.rmtree(self.place / ".git")
        with self.assertRaisesRegex(bench.Failure, "not a git repository"):
            bench.commit_of("HEAD")


if __name__ == "__main__":
    unittest.main()
