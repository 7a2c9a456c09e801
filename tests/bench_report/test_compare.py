"""The rule of ./run bench --compare: silent about noise, exact about what moved."""

import pathlib
import random
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tools" / "lib"), str(ROOT / "bench" / "support")]

import compare  # noqa: E402


def run_of(noise, rng, slower=(), cells=200, machine=1.0, base_too=(), by=1.2):
    """A run of `cells` cells of 10 ns, each off by its noise; those in `slower` take `by` times that, std in `base_too` too."""
    rows = []
    for i in range(cells):
        time = lambda factor: [10 * factor * machine * rng.lognormvariate(0, noise) for _ in range(5)]
        rows += [{"operation": "find", "pattern": f"p{i}", "size": 1000, "contender": name, "ns": time(factor), "ratios": []}
                 for name, factor in (("std", by if i in base_too else 1), ("arsenal", by if i in slower else 1))]
    return {"versions": {"std": "libstdc++ 12", "arsenal": "Arsenal 4a0f5bb"}, "figures": [],
            "races": [{"name": "grid", "base": "std", "rows": rows}]}


def series_of(rng, pairs=7, noise=0.03, **now):
    return [(run_of(noise, rng), run_of(noise, rng, **now)) for _ in range(pairs)]


def moved(first, second):
    return {cell[2] for cell in compare.confirmed(second, compare.suspects(first))}


class Statistics(unittest.TestCase):
    def test_the_sign_test_is_binomial(self):
        self.assertAlmostEqual(compare.binomial_tail(10, 9), 11 / 1024)
        self.assertAlmostEqual(compare.sign_test([1] * 7), 2 / 128)
        self.assertAlmostEqual(compare.sign_test([1] * 7, 1), 1 / 128)
        self.assertAlmostEqual(compare.sign_test([1] * 7, -1), 1)
        self.assertEqual(compare.sign_test([0] * 7), 1)
        self.assertLessEqual(compare.sign_test([1] * compare.LEAST_PAIRS), compare.LEVEL)
        self.assertGreater(compare.sign_test([1] * (compare.LEAST_PAIRS - 1)), compare.LEVEL)

    def test_the_interval_leaves_out_zero_where_the_sign_test_says_so(self):
        self.assertEqual(compare.interval(range(5)), (0, 4))
        self.assertEqual(compare.interval(range(7)), (0, 6))
        self.assertEqual(compare.interval(range(11)), (1, 9))  # ranks 2 and 10: 98.8 %
        rng = random.Random(1)
        for _ in range(500):
            values = [rng.gauss(1, 1) for _ in range(rng.randrange(6, 20))]
            low, high = compare.interval(values)
            self.assertEqual(low > 0 or high < 0, compare.sign_test(values) <= compare.LEVEL, values)

    def test_benjamini_hochberg(self):
        # The example of their paper: 15 comparisons, of which four are picked at 5 %.
        paper = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
                 0.7590, 1.0]
        self.assertEqual(compare.benjamini_hochberg(paper), {0, 1, 2, 3})
        self.assertEqual(compare.benjamini_hochberg(paper[::-1]), {14, 13, 12, 11})
        self.assertEqual(compare.benjamini_hochberg([]), set())

    def test_quantile(self):
        self.assertEqual(compare.quantile(range(1, 101), 0.95), 95)
        self.assertEqual(compare.quantile([3], 0.95), 3)


class Rule(unittest.TestCase):
    def test_nothing_moves_where_nothing_changed(self):
        rng = random.Random(2)
        found = [moved(series_of(rng), series_of(rng)) for _ in range(5)]
        self.assertLessEqual(sum(map(len, found)), 1, found)

    def test_what_is_slower_is_found_and_nothing_else(self):
        rng = random.Random(3)
        slower = {3, 50, 199}
        found = moved(series_of(rng, slower=slower), series_of(rng, slower=slower))
        self.assertEqual(found, {f"p{i}" for i in slower})

    def test_a_machine_that_slows_down_moves_nothing(self):
        rng = random.Random(4)
        self.assertEqual(moved(series_of(rng, machine=1.3), series_of(rng, machine=1.3)), set())

    def test_a_base_that_moves_moves_nothing(self):
        rng = random.Random(5)
        self.assertEqual(moved(series_of(rng, base_too={7}), series_of(rng, base_too={7})), set())

    def test_what_the_second_series_does_not_confirm_has_not_moved(self):
        rng = random.Random(6)
        first = series_of(rng, slower={3})
        self.assertIn("p3", {cell[2] for cell in compare.suspects(first)})
        self.assertEqual(moved(first, series_of(rng)), set())

    def test_under_the_floor_nothing_moves(self):
        rng = random.Random(10)
        made = lambda by: series_of(rng, noise=0.002, slower={3}, by=by)
        self.assertEqual(compare.suspects(made(1.02)), {})
        self.assertEqual(moved(made(1.05), made(1.05)), {"p3"})

    def test_layout_that_moves_std_s_rows_raises_the_floor(self):
        rng = random.Random(7)
        shaken = {"base_too": set(range(0, 60, 2)), "slower": {101}}
        first = series_of(rng, **shaken)
        self.assertGreater(compare.floor_of(compare.moves(first)[2]), 0.15)
        lines = compare.verdict("grid", first, series_of(rng, slower={101}))
        self.assertRegex(lines[0], "^grid: [01] of 200 cells moved")

    def test_the_verdict_names_the_cell_and_how_far_it_moved(self):
        rng = random.Random(8)
        lines = compare.verdict("containers", series_of(rng, slower={3}), series_of(rng, slower={3}))
        self.assertRegex(lines[0], "^containers: 1 of 200 cells moved; ")
        self.assertRegex(lines[1], r"^ +\+(1[5-9]|2[0-5])\.\d%.*find, p3, 1k, arsenal \(grid\)$")

    def test_a_series_that_is_too_short_decides_nothing(self):
        rng = random.Random(11)
        short = compare.LEAST_PAIRS - 1
        first = series_of(rng, slower={3}, by=2)
        self.assertTrue(compare.suspects(first))
        self.assertFalse(compare.suspects(first[:short]))  # a move of 100 % and no suspect: not that nothing moved
        self.assertRegex(compare.verdict("grid", first[:short], [])[0], "^grid: undecided: budget spent after 5 pairs")
        second = series_of(rng, pairs=compare.LEAST_SECOND, slower={3}, by=2)
        self.assertFalse(compare.confirmed(second[1:], compare.suspects(first)))
        self.assertRegex(compare.verdict("grid", first, second[1:])[0], "^grid: undecided: budget spent .* 4 of 5 for its 1 susp")
        self.assertRegex(compare.verdict("grid", first, second)[0], "^grid: 1 of 200 cells moved")
        self.assertRegex(compare.verdict("grid", series_of(rng, pairs=compare.LEAST_PAIRS), [])[0], "^grid: 0 of 200 cells moved")

    def test_a_figure_that_changes_is_a_cell(self):
        rng = random.Random(9)
        def pairs(now):
            made = series_of(rng, cells=5)
            for pair in made:
                for one, value in zip(pair, (64, now)):
                    rows = [{"what": "map", "contender": "std", "value": 56}, {"what": "map", "contender": "arsenal", "value": value}]
                    one["figures"] = [{"name": "size", "unit": "bytes", "base": "std", "rows": rows}]
            return made
        self.assertEqual(compare.suspects(pairs(64)), {})
        self.assertEqual(list(compare.confirmed(pairs(80), compare.suspects(pairs(80)))), [("size", "map", "", "", "arsenal")])


if __name__ == "__main__":
    unittest.main()
