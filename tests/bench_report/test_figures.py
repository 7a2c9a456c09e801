"""docs/benchmarks.md: its tables show the runs' figures; and what a committed run is cut to."""

import importlib.machinery
import importlib.util
import json
import pathlib
import re
import statistics
import sys
import tempfile
import unittest
from unittest import mock

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tools" / "lib"), str(ROOT / "bench" / "support")]

import results  # noqa: E402
from report import figures, model  # noqa: E402

loader = importlib.machinery.SourceFileLoader("report_command", str(ROOT / "tools" / "bench_report"))
command = importlib.util.module_from_spec(importlib.util.spec_from_loader("report_command", loader))
loader.exec_module(command)
SAMPLE = json.loads((pathlib.Path(__file__).resolve().parent / "containers.json").read_text())


def rows_below(text, title):
    """The rows of the first table after `title`, as lists of cells, without its head."""
    lines = text[text.index(title):].splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("| ---"))
    rows = []
    for line in lines[start + 1:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return rows


class Tables(unittest.TestCase):
    def setUp(self):
        self.text = figures.page_of([SAMPLE])

    def test_the_run_is_described(self):
        for word in (SAMPLE["command"], SAMPLE["date"][:10], SAMPLE["machine"]["cpu"], *SAMPLE["versions"].values()):
            self.assertIn(word, self.text)

    def test_means_and_counts_are_those_of_the_run(self):
        race = model.Race(SAMPLE["races"][0])
        ours = race.ours[0]
        medians = [statistics.median(by[ours]["ratios"]) for by in race.cells.values() if ours in by]
        row = rows_below(self.text, "| race | base")[0]
        self.assertEqual(row[1:4], [race.base, str(len(medians)), model.ratio_text(statistics.geometric_mean(medians))])
        worst = rows_below(self.text, "Worst cells")[0][1]
        self.assertTrue(worst.startswith(model.ratio_text(min(medians)) + " "), worst)

    def test_every_lost_cell_is_listed(self):
        lost = [loss for race in map(model.Race, SAMPLE["races"]) for ours in race.ours
                for loss in model.losses_of("containers", race, ours)]
        self.assertTrue(lost)
        rows = rows_below(self.text, "Lost cells")
        self.assertEqual(sorted((row[1], row[2], row[3]) for row in rows),
                         sorted((figures.name_of(loss.cell), loss.ratio.rival, model.ratio_text(loss.ratio.median)) for loss in lost))

    def test_every_figure_is_shown(self):
        for figure in SAMPLE["figures"]:
            rows = rows_below(self.text, f"{figure['name']}, {figure['unit']}")
            shown = {(row[0], value) for row in rows for value in row[1:]}
            for row in figure["rows"]:
                self.assertIn((row["what"], figures.number(row["value"])), shown)


class Small(unittest.TestCase):
    def test_a_run_that_fits_stays(self):
        self.assertIs(results.small(SAMPLE), SAMPLE)

    def test_a_large_run_loses_its_last_rounds_and_says_so(self):
        limit = len(results.text_of(SAMPLE)) * 2 // 3
        kept = results.small(SAMPLE, limit)
        self.assertLessEqual(len(results.text_of(kept)), limit)
        self.assertEqual(results.problems_of(kept), [])
        rounds = max(len(row["ns"]) for row in kept["races"][0]["rows"])
        self.assertEqual(kept["cut"], f"rounds after the first {rounds}")
        self.assertIn(kept["cut"], figures.page_of([kept]))


class Kept(unittest.TestCase):
    def setUp(self):
        place = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        for name in ("MADE", "KEPT"):
            self.enterContext(mock.patch.object(command, name, place / name))
            (place / name).mkdir()

    def write(self, directory, area, date, how="--quick"):
        run = {**SAMPLE, "area": area, "date": date, "command": f"./run bench {area} {how}"}
        (directory / f"{area}.json").write_text(results.text_of(run))

    def test_of_two_runs_of_an_area_the_newer_is_shown(self):
        self.write(command.MADE, "containers", "2026-01-02T00:00:00Z")
        self.write(command.KEPT, "containers", "2026-01-01T00:00:00Z")
        self.write(command.MADE, "hash", "2026-01-01T00:00:00Z")
        self.write(command.KEPT, "hash", "2026-01-03T00:00:00Z")
        self.write(command.KEPT, "atomic", "2026-01-04T00:00:00Z")
        self.assertEqual([run["date"][8:10] for run in command.newest()], ["04", "02", "03"])

    def test_only_quick_runs_are_kept(self):
        self.write(command.MADE, "containers", "2026-01-02T00:00:00Z")
        self.write(command.MADE, "hash", "2026-01-02T00:00:00Z", "--full")
        self.write(command.KEPT, "hash", "2026-01-01T00:00:00Z")
        with mock.patch("builtins.print"):
            command.keep()
        self.assertEqual({area: run["date"][8:10] for area, run in command.runs_in(command.KEPT).items()},
                         {"containers": "02", "hash": "01"})


class Command(unittest.TestCase):
    def test_a_quick_run_is_called_as_run_has_it(self):
        self.assertEqual(results.command_of("hash", ["--quick"]), "./run bench hash --quick")
        self.assertEqual(results.command_of("hash", []), "./run bench hash")
        self.assertEqual(results.command_of("containers", ["--quick", "--n", "10"]), "./run bench containers -- --quick --n 10")


if __name__ == "__main__":
    unittest.main()
