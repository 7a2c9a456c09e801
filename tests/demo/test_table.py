"""What the table says and what is said below it; the race; the table's way into README.md."""

import contextlib
import io
import unittest

from support import InDirectory, programs

from demo import race, readme, table


def result(name, std, arsenal, peaks=(2048, 2048), same=True):
    return race.Result(
        name, "input", {"std": std, "arsenal": arsenal}, {"std": [peaks[0]], "arsenal": [peaks[1]]}, same
    )


class Table(InDirectory):
    def test_cells(self):
        cells = table.cells(result("p", [1.0, 2.0, 1.5], [0.4, 0.75, 9.0], (3 << 10, 500)))
        self.assertEqual(cells, ("p", "input", "1.50 s", "750 ms", "2.00x", "3 MB", "500 KB", "same"))
        self.assertEqual(table.cells(result("p", [1], [1], same=False))[-1], "DIFFERS")

    def test_remarks_name_what_is_not_won(self):
        results = [
            result("winner", [2.0], [1.0]),
            result("loser", [1.0], [2.0]),
            result("drawn", [1.0], [1.0]),
            result("heavy", [2.0], [1.0], (1000, 1500)),
        ]
        text = "\n".join(table.remarks(results))
        self.assertIn("Slower with Arsenal: loser (0.50x).", text)
        self.assertIn("No difference worth the name: drawn (1.00x).", text)
        self.assertIn("More memory with Arsenal: heavy (1.50 times std's).", text)
        self.assertNotIn("winner", text)
        self.assertNotIn("DIFFERENT", text)
        self.assertIn("DIFFERENT OUTPUT: p.", "\n".join(table.remarks([result("p", [1], [1], same=False)])))

    def test_printed_columns_line_up(self):
        rows = [result("a", [1.0], [0.5]), result("longer_name", [0.001], [12.0])]
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            printer = table.Printer([row.program for row in rows], [row.label for row in rows])
            for row in rows:
                printer.row(row)
        self.assertEqual(len({len(line) for line in printed.getvalue().splitlines()}), 1)

    def test_markdown(self):
        lines = table.markdown([result("p", [1.0], [0.5])])
        self.assertEqual(len({line.count("|") for line in lines}), 1)
        self.assertEqual(lines[2], "| p | input | 1.00 s | 500 ms | 2.00x | 2 MB | 2 MB | same |")

    def test_race_keeps_to_its_time(self):
        command = {build: ["/bin/sleep", "0.05"] for build in race.BUILDS}
        measurer = programs() / "demo_measure"
        self.assertEqual(race.race(measurer, "p", "", command, self.directory, 9, seconds=0.01).rounds, 3)
        self.assertEqual(race.race(measurer, "p", "", command, self.directory, 4, seconds=None).rounds, 4)

    def test_race_sees_the_last_byte(self):
        for text, same in (("0123", True), ("0124", False), ("01234", False)):
            commands = {"std": ["/usr/bin/printf", "0123"], "arsenal": ["/usr/bin/printf", text]}
            raced = race.race(programs() / "demo_measure", "p", "", commands, self.directory, 2)
            self.assertEqual(raced.same, same)


class Readme(InDirectory):
    def test_replaces_between_markers(self):
        page = self.file("page.md", "before\n<!-- t: begin -->\nold\n<!-- t: end -->\nafter\n")
        for _ in range(2):
            readme.replace(page, "t", ["new", "lines"])
            self.assertEqual(page.read_text(), "before\n<!-- t: begin -->\n\nnew\nlines\n\n<!-- t: end -->\nafter\n")

    def test_refuses_a_page_without_markers(self):
        for text in ("nothing", "<!-- t: end --><!-- t: begin -->", "<!-- t: begin -->" * 2 + "<!-- t: end -->"):
            page = self.file("page.md", text)
            with self.assertRaises(ValueError):
                readme.replace(page, "t", ["new"])
            self.assertEqual(page.read_text(), text)


if __name__ == "__main__":
    unittest.main()
