"""docs/benchmarks.md: its tables show the runs' figures; and what a committed run is cut to."""

import json
import pathlib
import re
import statistics
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tools" / "lib"), str(ROOT / "bench" / "support")]

import results  # noqa: E402
from report import figures, model  # noqa: E402

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


class Command(unittest.TestCase):
    def test_a_quick_run_is_called_as_run_has_it(self):
        self.assertEqual(results.command_of("hash", ["--quick"]), "./run bench hash --quick")
        self.assertEqual(results.command_of("hash", []), "./run bench hash")
        self.assertEqual(results.command_of("containers", ["--quick", "--n", "10"]), "./run bench containers -- --quick --n 10")


if __name__ == "__main__":
    unittest.main()
