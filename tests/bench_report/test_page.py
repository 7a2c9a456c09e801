"""The page of ./run bench report in Chromium: it shows the run's figures, sorts, opens, and fits a phone."""

import copy
import json
import pathlib
import statistics
import subprocess
import tempfile
import unittest

from browser import Browser

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = pathlib.Path(__file__).resolve().parent / "containers.json"
PHONE = {"width": 390, "height": 844}


def make_page(directory, run, name="report"):
    """The page of the run, by the command itself."""
    file, page = directory / f"{name}.json", directory / f"{name}.html"
    file.write_text(json.dumps(run))
    subprocess.run([ROOT / "tools" / "bench_report", "--output", page, file], check=True, capture_output=True)
    return page


def cells_of(run):
    """(operation, pattern, size) -> contender -> row of the first race."""
    cells = {}
    for row in run["races"][0]["rows"]:
        cells.setdefault((row["operation"], row["pattern"], row["size"]), {})[row["contender"]] = row
    return cells


def against(by, rival):
    return statistics.median(r / a for r, a in zip(by[rival]["ns"], by["arsenal"]["ns"]))


def against_best(by):
    return min((against(by, rival), rival) for rival in ("std", "absl_flat", "boost_flat") if rival in by)


def size_text(size):
    return f"{size // 1000}k" if size % 1000 == 0 else str(size)


class InBrowser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sample = json.loads(SAMPLE.read_text())
        cls.directory = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.page = make_page(cls.directory, cls.sample)
        cls.browser = cls.enterClassContext(Browser())

    def setUp(self):
        self.browser.errors.clear()
        self.browser.requests.clear()

    def assert_close(self, shown, value, what):
        self.assertLessEqual(abs(float(shown) - value), max(0.0051, value * 0.006), what)

    def assert_figures(self, figures):
        """The tables of figures of the page that is open are these, in their order."""
        shown = self.browser.run("""[...document.querySelectorAll('.figures')].map(table =>
            Object.fromEntries([...table.tBodies[0].rows].flatMap(row => [...row.cells].slice(1).map((cell, i) =>
                [row.cells[0].textContent + '|' + table.tHead.rows[0].cells[i + 1].textContent, cell.textContent]))))""")
        self.assertEqual(len(shown), len(figures))
        for table, figure in zip(shown, figures):
            self.assertEqual(len(table), len(figure["rows"]))
            for row in figure["rows"]:
                self.assert_close(table[f"{row['what']}|{row['contender']}"].replace(",", ""), row["value"], row)


class Figures(InBrowser):
    def test_every_cell_shows_the_median_of_its_ratios(self):
        self.browser.open(self.page)
        shown = self.browser.run("""[...document.querySelectorAll('.heat td:has(button)')].map(td => ({
            base: td.querySelector('.base').textContent, best: td.querySelector('.best').textContent,
            title: document.getElementById(td.querySelector('button').getAttribute('popovertarget')).ariaLabel}))""")
        cells = cells_of(self.sample)
        self.assertEqual(len(shown), len(cells))
        by_title = {cell["title"]: cell for cell in shown}
        for (operation, pattern, size), by in cells.items():
            cell = by_title[f"{operation}, {pattern}, {size_text(size)} elements"]
            self.assert_close(cell["base"], statistics.median(by["arsenal"]["ratios"]), cell)
            self.assert_close(cell["best"], against_best(by)[0], cell)

    def test_a_cell_stands_under_its_column_and_beside_its_row(self):
        self.browser.open(self.page)
        places = self.browser.run("""[...document.querySelectorAll('.heat td button.base')].map(button => {
            const td = button.parentElement, row = td.parentElement;
            return [row.closest('table').tHead.rows[0].cells[td.cellIndex].textContent,
                row.parentElement.rows[0].textContent, row.cells[0].textContent + ' elements'].join(', ') + '|' +
                document.getElementById(button.getAttribute('popovertarget')).ariaLabel})""")
        self.assertTrue(places)
        for place in places:
            self.assertEqual(*place.split("|"))

    def test_a_distribution_shows_every_contender_and_a_dot_for_each_round(self):
        self.browser.open(self.page)
        cards = self.browser.run("""[...document.querySelectorAll('.card')].map(card => ({title: card.ariaLabel,
            rows: [...card.querySelectorAll('tbody tr')].map(row => [...row.cells].map(cell => cell.textContent)),
            dots: [...card.querySelectorAll('.dots')].map(path => path.getAttribute('d').split('M').length - 1)}))""")
        for (operation, pattern, size), by in cells_of(self.sample).items():
            card = next(c for c in cards if c["title"] == f"{operation}, {pattern}, {size_text(size)} elements")
            self.assertEqual({row[0] for row in card["rows"]}, by.keys())
            self.assertEqual(card["dots"], [len(by[row[0]]["ns"]) for row in card["rows"]])
            for name, median, _, ratio, _ in card["rows"]:
                self.assert_close(median, statistics.median(by[name]["ns"]), card["title"])
                self.assert_close(ratio, statistics.median(by[name]["ratios"]), card["title"])

    def test_the_list_holds_what_was_lost_and_nothing_else(self):
        expected = set()
        for (operation, pattern, size), by in cells_of(self.sample).items():
            best = against_best(by)
            for ratio, rival in {(against(by, "std"), "std"), best}:
                second = by["arsenal"].get("second", {}).get(rival, 0)
                if ratio < 0.95 and second < 0.95:
                    expected.add((operation, pattern, size_text(size), rival))
        self.browser.open(self.page)
        shown = self.browser.run("""[...document.querySelectorAll('.lost-list tbody tr')].map(row =>
            [0, 2, 3, 4].map(i => row.cells[i].textContent))""")
        self.assertTrue(expected)
        self.assertEqual({tuple(row) for row in shown}, expected)
        self.assertEqual(len(shown), len(expected))

    def test_a_cell_that_won_its_second_run_is_not_lost(self):
        run = copy.deepcopy(self.sample)
        rows = [row for row in run["races"][0]["rows"] if row["contender"] == "arsenal"]
        for row in rows:
            row["second"] = {rival: 1.0 for rival in ("std", "absl_flat", "boost_flat")}
        self.browser.open(make_page(self.directory, run, "second_runs"))
        self.assertGreater(self.browser.run("document.querySelectorAll('.heat button').length"), 0)
        self.assertEqual(self.browser.run("document.querySelectorAll('.lost-list tr, .lost').length"), 0)

    def test_memory(self):
        self.browser.open(self.page)
        self.assert_figures(self.sample["figures"])

    def test_the_conditions_are_there(self):
        self.browser.open(self.page)
        text = self.browser.run("document.getElementById('run0').textContent")
        machine = self.sample["machine"]
        for part in (self.sample["command"], self.sample["revision"], self.sample["compiler"], self.sample["date"][:10],
                     machine["cpu"], machine["kernel"], *self.sample["versions"].values()):
            self.assertIn(part, text)

    def test_names_are_text_and_not_markup(self):
        name = "<img src=x onerror=alert(1)>&\"'"
        run = json.loads(SAMPLE.read_text().replace('"boost_flat"', json.dumps(name)))
        self.browser.open(make_page(self.directory, run, "names"))
        self.assertEqual(self.browser.run("document.images.length"), 0)
        self.assertIn(name, self.browser.run("document.querySelector('.card tbody').textContent"))


class Use(InBrowser):
    def test_a_heading_sorts_and_again_the_other_way(self):
        self.browser.open(self.page)
        read = """[...document.querySelectorAll('.lost-list tbody tr')].map(row => row.cells[%d].dataset.value ??
            row.cells[%d].textContent)"""
        for column, kind in ((0, str), (1, float), (3, float)):
            press = f"document.querySelectorAll('.lost-list thead button')[{column}].click()"
            for _ in range(2):
                self.browser.run(press)
                values = [kind(value) for value in self.browser.run(read % (column, column))]
                order = self.browser.run(f"document.querySelectorAll('.lost-list thead th')[{column}].ariaSort")
                self.assertEqual(values, sorted(values, reverse=order == "descending"))
                self.assertEqual(self.browser.run("document.querySelectorAll('[aria-sort]').length"), 1)
            self.assertGreater(len(set(values)), 1)

    def test_the_switch_changes_what_is_compared(self):
        self.browser.open(self.page)
        read = """[...document.querySelectorAll('.heat button')].filter(b => b.checkVisibility())
            .every(b => b.classList.contains('%s'))"""
        self.assertTrue(self.browser.run(read % "base"))
        self.browser.run("document.getElementById('against-best').click()")
        self.assertTrue(self.browser.run(read % "best"))
        self.assertTrue(self.browser.run("document.querySelector('.heat button.best').checkVisibility()"))

    def test_a_cell_opens_and_closes_by_keyboard(self):
        self.browser.open(self.page)
        self.browser.run("document.querySelector('.heat button.base').focus()")
        opened = "document.querySelectorAll('.card:popover-open').length"
        self.browser.key("Enter", "\r")
        self.assertEqual(self.browser.run(opened), 1)
        self.browser.key("Escape")
        self.assertEqual(self.browser.run(opened), 0)
        self.assertTrue(self.browser.run("document.activeElement === document.querySelector('.heat button.base')"))

    def test_nothing_is_fetched_and_no_script_fails(self):
        self.browser.open(self.page)
        self.browser.run("document.querySelector('.heat button').click()")
        self.assertEqual(self.browser.requests, [self.page.resolve().as_uri()])
        self.assertEqual(self.browser.errors, [])

    def test_without_a_script_all_but_sorting_works(self):
        self.browser("Emulation.setScriptExecutionDisabled", value=True)
        try:
            self.browser.open(self.page)
            self.assertTrue(self.browser.run("document.querySelector('.heat button.base').checkVisibility()"))
        finally:
            self.browser("Emulation.setScriptExecutionDisabled", value=False)


class Looks(InBrowser):
    def overflow(self):
        return self.browser.run("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def test_no_scrolling_sideways(self):
        for width in (320, 390, 768, 1200):
            for dark in (False, True):
                self.browser.open(self.page, width, 844, dark)
                self.browser.run("document.querySelectorAll('details').forEach(d => d.open = true)")
                self.assertEqual(self.overflow(), 0, width)
                self.browser.run("document.querySelector('.heat button').click()")
                self.assertEqual(self.overflow(), 0, width)
                card = self.browser.run("""(r => [r.left, innerWidth - r.right])(
                    document.querySelector('.card:popover-open').getBoundingClientRect())""")
                self.assertGreaterEqual(min(card), 0, width)

    def test_a_wide_table_scrolls_inside_on_a_phone(self):
        self.browser.open(self.page, **PHONE)
        around = self.browser.run("""(box => [box.clientWidth, box.scrollWidth, getComputedStyle(box).overflowX])(
            document.querySelector('.heat').parentElement)""")
        self.assertLess(around[0], 390)
        self.assertGreater(around[1], 390)
        self.assertEqual(around[2], "auto")

    def test_text_can_be_read_in_every_colour(self):
        for dark, media in ((False, ""), (True, ""), (False, "print")):
            self.browser.open(self.page, dark=dark, media=media)
            contrasts = self.browser.run("""(() => {
                const light = colour => {
                    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
                        .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                };
                const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                const result = {}, page = getComputedStyle(document.body);
                for (const chip of document.querySelectorAll('.legend .chip')) {
                    const style = getComputedStyle(chip);
                    result[chip.className] = contrast(light(style.color), light(style.backgroundColor));
                }
                for (const part of ['body', 'caption', 'small', 'a', '.conditions'])
                    result[part] = contrast(light(getComputedStyle(document.querySelector(part)).color),
                        light(page.backgroundColor));
                return result;
            })()""")
            self.assertEqual(len(contrasts), 13)
            for what, contrast in contrasts.items():
                self.assertGreaterEqual(contrast, 4.5, f"{what}, dark: {dark}, {media}")

    def test_a_run_on_a_busy_machine_says_so(self):
        for load, notes in ((0.1, 0), (5.5, 1)):
            run = {**self.sample, "machine": {**self.sample["machine"], "load": load}}
            self.browser.open(make_page(self.directory, run, "busy"))
            self.assertEqual(self.browser.run("document.querySelectorAll('.note').length"), notes)

    def test_dark_is_dark(self):
        ground = "getComputedStyle(document.body).backgroundColor"
        self.browser.open(self.page, dark=True)
        dark = self.browser.run(ground)
        self.browser.open(self.page)
        self.assertNotEqual(self.browser.run(ground), dark)

    def test_paper_shows_the_tables_and_no_controls(self):
        self.browser.open(self.page, media="print", dark=True)
        self.assertEqual(self.browser.run("getComputedStyle(document.body).backgroundColor"), "rgb(255, 255, 255)")
        self.assertFalse(self.browser.run("document.querySelector('nav').checkVisibility()"))
        self.browser.open(self.page, width=1031, media="print")  # A4 across, less its margins
        self.assertEqual(self.overflow(), 0)
        self.browser.pdf(self.directory / "page.pdf")
        self.assertGreater((self.directory / "page.pdf").stat().st_size, 10_000)

    def test_who_cannot_see_it_is_told(self):
        self.browser.open(self.page)
        offences = self.browser.run("""[
            ...[...document.querySelectorAll('th:not([scope])')].map(e => 'th without scope: ' + e.textContent),
            ...[...document.querySelectorAll('table')].filter(e => !e.caption).map(e => 'no caption: ' + e.className),
            ...[...document.querySelectorAll('svg')].filter(e => e.getAttribute('role') !== 'img' || !e.ariaLabel)
                .map(e => 'unnamed drawing'),
            ...[...document.querySelectorAll('button, input')].filter(e => !e.ariaLabel && !e.textContent &&
                !e.labels?.length).map(e => 'unnamed control'),
            ...[...document.querySelectorAll('.scroll')].filter(e => e.tabIndex !== 0 || !e.ariaLabel)
                .map(e => 'a region out of reach'),
            ...[...document.querySelectorAll('[popovertarget]')].filter(e => !document.getElementById(
                e.getAttribute('popovertarget'))).map(e => 'opens nothing'),
            ...[...document.querySelectorAll('[id]')].filter(e => document.querySelectorAll('#' + e.id).length > 1)
                .map(e => 'twice: ' + e.id)]""")
        self.assertEqual(offences, [])

