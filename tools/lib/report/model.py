"""What the page says of a run: medians, spreads, the best rival of a cell, who lost. The run is as results.py has it."""

import dataclasses
import math
import statistics

from results import LOST

SORTED_COLUMNS = {"operation": 0, "pattern": 1, "size": 2}


@dataclasses.dataclass(frozen=True)
class Ratio:
    """A rival's time over Arsenal's in one cell: above 1 Arsenal is faster."""

    rival: str
    rounds: tuple  # a ratio for each round
    second: float | None = None  # the median of a second run of the cell, where there was one

    @property
    def median(self):
        return statistics.median(self.rounds)

    @property
    def is_lost(self):
        return self.median < LOST and (self.second is None or self.second < LOST)


class Race:
    def __init__(self, race):
        self.name, self.base, self.rivals = race["name"], race["base"], race["rivals"]
        self.columns, self.size_unit, self.unit = race["columns"], race["size_unit"], race["unit"]
        self.cells = {}  # (operation, pattern, size) -> contender -> row
        for row in race["rows"]:
            self.cells.setdefault((row["operation"], row["pattern"], row["size"]), {})[row["contender"]] = row
        present = {row["contender"] for row in race["rows"]}
        self.ours = [name for name in race["ours"] if name in present]

    def cells_of(self, ours):
        return [cell for cell, by in self.cells.items() if ours in by]

    def against_base(self, cell, ours):
        row = self.cells[cell][ours]
        return Ratio(self.base, tuple(row["ratios"]), row.get("second", {}).get(self.base))

    def against_best(self, cell, ours):
        """Against the rival, or the base, that is fastest in the cell."""
        by = self.cells[cell]
        row = by[ours]
        return min((Ratio(rival, tuple(r / v for r, v in zip(by[rival]["ns"], row["ns"])), row.get("second", {}).get(rival))
                    for rival in (self.base, *self.rivals) if rival in by), key=lambda ratio: ratio.median)

    def layout(self, ours):
        """(columns, groups of rows) of the heat map: a column is a value of the axis `columns`; a group is a pair (title,
        rows), a row a pair (size or other value, cell by column)."""
        column_axis = SORTED_COLUMNS[self.columns]
        group_axis, row_axis = [axis for axis in (0, 1, 2) if axis != column_axis]
        columns, groups = {}, {}
        for cell in self.cells_of(ours):
            columns[cell[column_axis]] = None
            rows = groups.setdefault(cell[group_axis], {})
            rows.setdefault(cell[row_axis], {})[cell[column_axis]] = cell
        across = sorted(columns) if all(isinstance(column, int) for column in columns) else list(columns)
        return across, [(title, list(rows.items())) for title, rows in groups.items()]


@dataclasses.dataclass(frozen=True)
class Loss:
    area: str
    race: Race
    ours: str
    cell: tuple
    ratio: Ratio


def losses_of(area, race, ours):
    """Lost against the base, and against the best rival where that is another."""
    for cell in race.cells_of(ours):
        base, best = race.against_base(cell, ours), race.against_best(cell, ours)
        for ratio in (base, best) if best.rival != base.rival else (base,):
            if ratio.is_lost:
                yield Loss(area, race, ours, cell, ratio)


def geometric_mean(values):
    return math.exp(statistics.fmean(map(math.log, values)))


def short(size):
    """1000 -> 1k, 4000000 -> 4M; texts as they are."""
    if not isinstance(size, int) or size < 1000:
        return str(size)
    for unit, sign in ((1_000_000, "M"), (1000, "k")):
        if size % unit == 0:
            return f"{size // unit}{sign}"
    return str(size)


def ratio_text(value):
    if value < LOST <= round(value, 2):
        return f"{value:.3f}"  # what is lost does not look as if it were not
    return f"{value:.2f}" if value < 9.995 else f"{value:.1f}" if value < 99.95 else f"{value:.0f}"


def time_text(ns):
    return f"{ns:#.3g}".rstrip(".") if ns < 1000 else f"{ns:.0f}"


# Upper ends of the classes of a ratio, and their names in the style sheet: s for slower, f for faster.
CLASSES = ((0.5, "s3"), (0.8, "s2"), (LOST, "s1"), (1.05, "same"), (1.5, "f1"), (3, "f2"), (10, "f3"), (math.inf, "f4"))
CLASS_TITLES = ("under 0.5", "0.5 to 0.8", "0.8 to 0.95", "0.95 to 1.05", "1.05 to 1.5", "1.5 to 3", "3 to 10",
                "10 and more")


def class_of(value):
    return next(name for end, name in CLASSES if value < end)
