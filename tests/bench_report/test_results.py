"""The format of a run: the sample is one, and whatever is not is refused with a reason."""

import copy
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tools" / "lib"), str(ROOT / "bench" / "support")]

import compare  # noqa: E402
import results  # noqa: E402

SAMPLE = json.loads((pathlib.Path(__file__).resolve().parent / "containers.json").read_text())
LINES = """race\tarena\tpattern\tbytes\tns per block
contender\tstd\tbase
contender\tarena, pmr\tours
contender\tmimalloc\trivals
contender\tnone\tshown
row\tallocate\twarm\t8\tstd\t4,6,8
row\tallocate\twarm\t8\tarena, pmr\t2,2,2
row\tallocate\twarm\tmixed\tstd\t3
second\tallocate\twarm\t8\tarena, pmr\tstd\t1.5
figure\tlongest call\tns\tstd
value\tp99\tstd\t250
race\tempty\tpattern\tbytes\tns
figure\tempty\tns\tstd
"""


class Schema(unittest.TestCase):
    def refuses(self, change, *words):
        run = copy.deepcopy(SAMPLE)
        change(run)
        problems = results.problems_of(run)
        self.assertTrue(problems)
        for word in words:
            self.assertIn(word, " ".join(problems))

    def test_the_sample_is_a_run(self):
        self.assertEqual(results.problems_of(SAMPLE), [])

    def test_what_is_refused(self):
        race = lambda run: run["races"][0]
        self.refuses(lambda run: run.pop("machine"), "no machine")
        self.refuses(lambda run: run.update(schema="arsenal-bench/0"), "schema")
        self.refuses(lambda run: run.update(date="yesterday"), "date")
        self.refuses(lambda run: run.update(hostname="x"), "unknown hostname")
        self.refuses(lambda run: run["machine"].pop("load"), "no load")
        self.refuses(lambda run: run["versions"].pop("boost_flat"), "versions: no boost_flat")
        self.refuses(lambda run: race(run).update(columns="colour"), "columns")
        self.refuses(lambda run: race(run)["rows"][0].update(ns=[]), "positive")
        self.refuses(lambda run: race(run)["rows"][1]["ns"].__setitem__(0, 0), "positive")
        self.refuses(lambda run: race(run)["rows"][1]["ratios"].__setitem__(0, 7.5), "not that of the times")
        self.refuses(lambda run: race(run)["rows"][1]["ratios"].pop(), "ratios")
        self.refuses(lambda run: race(run)["rows"].append(race(run)["rows"][0]), "twice")
        self.refuses(lambda run: race(run).update(rows=[r for r in race(run)["rows"] if r["contender"] != "std"]), "no std")
        self.refuses(lambda run: run["figures"][0]["rows"][0].pop("value"), "no value")

    def test_a_program_s_lines_become_races(self):
        (race,), figures = results.parts_of_lines(LINES.splitlines())
        self.assertEqual((race["base"], race["ours"], race["rivals"]), ("std", ["arena, pmr"], ["mimalloc"]))
        self.assertEqual(race["rows"][1], {"operation": "allocate", "pattern": "warm", "size": 8, "contender": "arena, pmr",
                                           "ns": [2, 2, 2], "ratios": [2, 3, 4], "second": {"std": 1.5}})
        self.assertEqual(race["rows"][2]["size"], "mixed")
        self.assertEqual(figures, [{"name": "longest call", "unit": "ns", "base": "std",
                                    "rows": [{"what": "p99", "contender": "std", "value": 250}]}])

    def test_a_command_is_recorded(self):
        with tempfile.TemporaryDirectory() as directory:
            lines, output = pathlib.Path(directory) / "lines", pathlib.Path(directory) / "run.json"
            lines.write_text(LINES)
            program = pathlib.Path(directory) / "program"
            program.write_text(f'#!/bin/sh\ncat {lines} >"$ARSENAL_BENCH_ROWS"\n')
            os.chmod(program, 0o755)
            command = [ROOT / "bench" / "support" / "results.py", "record", "memory", output, program, "arena"]
            subprocess.run(command, check=True)
            run = results.load(output)
            self.assertEqual(run["command"], "./run bench memory -- arena")
            self.assertEqual(run["versions"].keys(), {"std", "arena, pmr"})
            program.write_text("#!/bin/sh\nexit 3\n")
            self.assertEqual(subprocess.run(command, check=False).returncode, 3)
            program.write_text("#!/bin/sh\n")
            done = subprocess.run(command, check=False, capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertIn("writes rows", done.stderr)

    def test_versions_name_arsenal_only_for_its_own(self):
        ours = ["pool", "lock_free_pool", "mine"]
        known = results.versions_of([*ours, "none", "memory_pool", "memrchr", "memchr of each", "std", "arsenal_avx2", "wyhash",
                                     "arsenal_new"], ours, "4a0f5bb", ["mine", "arsenal_new"])
        arsenal = {name for name, version in known.items() if version == "Arsenal 4a0f5bb"}
        self.assertEqual(arsenal, {"pool", "lock_free_pool", "arsenal_avx2", "wyhash"})
        for name in ("mine", "arsenal_new", "none", "memory_pool"):
            self.assertEqual(known[name], results.UNKNOWN)
        for name, library in (("memrchr", "glibc"), ("memchr of each", "glibc"), ("std", "libstdc++")):
            self.assertTrue(known[name].startswith(f"{library} "), known[name])

    def test_strangers_are_not_compared_as_ours(self):
        rows = [results.row("allocate", "warm", 8, name, [2], [2]) for name in ("std", "pool", "none")]
        run = {"races": [{"name": "pools", "base": "std", "ours": ["pool"], "rows": rows}], "figures": [],
               "versions": results.versions_of(["std", "pool", "none"], ["pool"], "4a0f5bb")}
        ours, unchanged = compare.times_of(run)
        self.assertEqual([{cell[-1] for cell in kind} for kind in (ours, unchanged)], [{"pool"}, {"std", "none"}])

    def test_every_contender_that_is_kept_is_known(self):
        """But for the pools' empty loop: whoever is new and is neither in `ours` nor in LIBRARIES has no version."""
        for file in sorted((ROOT / "bench" / "results").glob("*.json")):
            run = results.load(file)
            ours = {name for race in run["races"] for name in race["ours"]}
            made = results.versions_of(run["versions"], ours, "4a0f5bb")
            self.assertLessEqual({name for name, version in made.items() if version == results.UNKNOWN}, {"none"}, file)

    def test_an_area_of_programs_is_run_as_its_options_say(self):
        with tempfile.TemporaryDirectory() as place:
            directory = pathlib.Path(place) / "area"
            directory.mkdir()
            for name in ("one", "two"):
                program = directory / name
                program.write_text(f"""#!/bin/sh
printf 'race\\t{name}\\tsize\\tbytes\\tns\\ncontender\\tstd\\tbase\\ncontender\\tmine\\tours\\n' >>"$ARSENAL_BENCH_ROWS"
printf 'row\\t%s\\t%s\\t8\\tstd\\t2\\n' "${{ARSENAL_BENCH_QUICK-long}}" "$*" >>"$ARSENAL_BENCH_ROWS"
""")
                program.chmod(0o755)
            text = (f"import pathlib, sys; sys.path.insert(0, {str(ROOT / 'bench' / 'support')!r}); import programs\n"
                    f"programs.PROGRAMS = pathlib.Path({place!r})\n"
                    "sys.exit(programs.main('area', '', {name: name for name in ('one', 'two', 'three')},"
                    " not_quick=('two',), pinned=('one',)))")

            broken = directory / "three"
            broken.write_text("#!/bin/sh\nkill -ABRT $$\n")
            broken.chmod(0o755)
            for arguments in ([], ["--json", os.devnull]):
                done = subprocess.run([sys.executable, "-B", "-c", text, *arguments], check=False, capture_output=True,
                                      env={**os.environ, "ARSENAL_BENCH_ROWS": os.devnull})
                self.assertNotEqual(done.returncode, 0)
            broken.unlink()

            def races(*arguments):
                file = directory / "run.json"
                file.unlink(missing_ok=True)
                done = subprocess.run([sys.executable, "-B", "-c", text, "--json", file, *arguments], check=False,
                                      capture_output=True, text=True)
                if done.returncode:
                    return done.returncode
                run = results.load(file)
                return [run["command"].split(" area ")[-1].removeprefix("-- ")] + [
                    (race["name"], race["rows"][0]["operation"], race["rows"][0]["pattern"]) for race in run["races"]]

            self.assertEqual(races("--full")[1:], [("one", "long", ""), ("two", "long", "")])
            self.assertEqual(races("--quick"), ["--quick", ("one", "1", "")])
            self.assertEqual(races("two", "part", "-x"), ["two part -x", ("two", "long", "part -x")])
            self.assertEqual(races("four"), 2)
            self.assertEqual(races("three"), 1)  # is not built
            self.assertEqual(races("--quick", "--full"), 2)

    def test_the_recorded_command_leaves_out_where_it_went(self):
        self.assertEqual(results.without_json(["--quick", "--json", "/a/b", "--n", "10", "--json=/c"]), ["--quick", "--n", "10"])

    def test_the_report_says_what_is_wrong_with_a_file(self):
        with tempfile.TemporaryDirectory() as directory:
            file = pathlib.Path(directory) / "run.json"
            for text, word in (("{", "Expecting"), ("[]", "not an object"), (json.dumps({**SAMPLE, "date": ""}), "date")):
                file.write_text(text)
                done = subprocess.run([ROOT / "tools" / "bench_report", "--output", file.with_suffix(".html"), file],
                                      check=False, capture_output=True, text=True)
                self.assertEqual(done.returncode, 1)
                self.assertIn(word, done.stderr)
                self.assertNotIn("Traceback", done.stderr)
                self.assertFalse(file.with_suffix(".html").exists())
