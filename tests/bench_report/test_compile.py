"""The page's chapter of compile time and object size, whose cells have no size: it shows the run's figures."""

import json
import pathlib
import statistics

from test_page import InBrowser, make_page

SAMPLE = pathlib.Path(__file__).resolve().parent / "compile.json"


class CompileTime(InBrowser):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.run_of_compile = json.loads(SAMPLE.read_text())
        cls.page = make_page(cls.directory, cls.run_of_compile, "compile")

    def test_it_is_a_chapter(self):
        self.browser.open(self.page)
        title = "compile time and object size"
        self.assertEqual(self.browser.run("document.querySelector('#run0 h2').textContent"), title)
        self.assertEqual(self.browser.run("document.querySelector('nav a[href=\"#run0\"]').textContent"), title)

    def test_the_figures_are_the_run_s(self):
        self.assertEqual(len(self.run_of_compile["figures"]), 2)
        self.browser.open(self.page)
        self.assert_figures(self.run_of_compile["figures"])

    def test_every_way_shows_the_median_of_its_ratios(self):
        self.browser.open(self.page)
        shown = self.browser.run("""[...document.querySelectorAll('.map')].flatMap(map =>
            [...map.querySelectorAll('td:has(button)')].map(td => [map.querySelector('h3 small').textContent,
                td.parentElement.cells[0].textContent, map.querySelector('thead').rows[0].cells[td.cellIndex].textContent,
                td.querySelector('.base').textContent]))""")
        (race,) = self.run_of_compile["races"]
        expected = {(row["contender"], row["operation"], row["pattern"]): statistics.median(row["ratios"])
                    for row in race["rows"] if row["contender"] in race["ours"]}
        self.assertEqual({tuple(cell[:3]) for cell in shown}, expected.keys())
        self.assertEqual(len(shown), len(expected))
        for *cell, ratio in shown:
            self.assert_close(ratio, expected[tuple(cell)], cell)

    def test_what_has_no_size_has_no_place_for_one(self):
        self.browser.open(self.page)
        self.assertEqual(self.browser.run("document.querySelectorAll('.heat .group').length"), 0)
        titles = self.browser.run("[...document.querySelectorAll('.card')].map(card => card.ariaLabel)")
        self.assertEqual(titles, ["a unit with two maps of numbers, -O0"])
