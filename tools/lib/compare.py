"""Two revisions' runs of one area, and which cells of Arsenal's moved between them: the rule of `./run bench --compare`.

A *pair* is a run of each revision, one right after the other; which of them begins alternates (A B, B A, ...). Of a cell and
a pair two numbers are taken, logarithms of quotients of times, each time the median of its run's rounds:

  moved   ours now over ours then
  beside  the same, less what the base of the cell (std) did: a machine that ran slower moves both

The base and the rivals are the same code in both revisions. What they move by is noise, that of another layout of the
program included, of which the pairs of one build say nothing. So the *floor* of an area is what 95 % of their rows keep
below, in the median of the pairs, and at least 3 %.

A cell is a *suspect* when the medians of `moved` and `beside` are beyond the floor on the same side, and the intervals of
both medians leave out zero at 95 %. The interval of a median is that between two order statistics, and leaves out zero where
the sign test says so: it asks nothing of how times are distributed (Hollander, Wolfe and Chicken, Nonparametric Statistical
Methods, 3rd edition, 2014, sections 3.4 to 3.6). That both have to say so costs no level (Berger 1982: an intersection-union
test).

Among some hundred cells a few are suspects by chance. Hence there is a second series of pairs, in which a suspect has to be
beyond the floor again, to the same side, and to be among those that the procedure of Benjamini and Hochberg (1995) picks at
5 % from the suspects' one-sided sign tests: of what is reported 5 % at most is false in expectation, however many cells there
are. What the second series does not confirm has not moved. A series that the budget cut so short that no test of it can come out
under 5 % leaves the area *undecided*, which is not the same.
"""

import math
import statistics

from report import model

LEVEL = 0.05
LEAST_FLOOR = math.log(1.03)  # what another layout of the program does to short loops, wherever std's are elsewhere
FLOOR_QUANTILE = 0.95
LEAST_PAIRS = 6  # of five the sign test cannot say anything at 95 %
LEAST_SECOND = 5  # of four the one-sided test cannot
MOST_PAIRS = 11


def binomial_tail(n, k):
    """The probability of k or more heads of n."""
    return sum(math.comb(n, i) for i in range(k, n + 1)) / 2**n


def sign_test(values, side=0):
    """How probable as many values on one side of zero are, were zero the median; `side` (1 or -1): on that side. A value
    that is zero speaks for neither."""
    above, below = sum(v > 0 for v in values), sum(v < 0 for v in values)
    if side:
        return binomial_tail(len(values), above if side > 0 else below)
    return min(1.0, 2 * binomial_tail(len(values), max(above, below)))


def interval(values, level=LEVEL):
    """The narrowest interval between two order statistics, symmetric in rank, that holds the median with 1 - level; of too
    few values: all of them."""
    ordered = sorted(values)
    k = 0
    while 2 * binomial_tail(len(ordered), len(ordered) - k - 1) <= level and 2 * (k + 1) < len(ordered):
        k += 1
    return ordered[k], ordered[-1 - k]


def benjamini_hochberg(probabilities, level=LEVEL):
    """Indices of those that are picked at this rate of false discoveries."""
    ordered = sorted(range(len(probabilities)), key=probabilities.__getitem__)
    picked = 0
    for rank, index in enumerate(ordered, 1):
        if probabilities[index] <= level * rank / len(ordered):
            picked = rank
    return set(ordered[:picked])


def quantile(values, part):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(part * len(ordered)) - 1)] if ordered else 0.0


def times_of(run):
    """(ours, unchanged): cell and contender -> (the median of the rounds, its base's cell and contender). A figure is a cell,
    too. Ours is whatever is Arsenal's code, those included that are only shown."""
    ours, unchanged = {}, {}

    def add(place, contender, base, value):
        into = ours if run["versions"][contender].startswith("Arsenal") else unchanged
        into[(*place, contender)] = (value, (*place, base))

    for race in run["races"]:
        for row in race["rows"]:
            place = (race["name"], row["operation"], row["pattern"], row["size"])
            add(place, row["contender"], race["base"], statistics.median(row["ns"]))
    for figure in run["figures"]:
        for row in figure["rows"]:
            if row["value"] > 0:
                add((figure["name"], row["what"], "", ""), row["contender"], figure["base"], row["value"])
    return ours, unchanged


def moves(pairs):
    """(moved, beside, unchanged): cell -> a logarithm for each pair (then, now) of runs; cells that every run has."""
    both = [(times_of(then), times_of(now)) for then, now in pairs]
    moved, beside, unchanged = {}, {}, {}
    present = lambda kind: set.intersection(*(set(times[kind]) for pair in both for times in pair))
    log = lambda pair, kind, cell: math.log(pair[1][kind][cell][0] / pair[0][kind][cell][0])
    still = present(1)
    for cell in still:
        unchanged[cell] = [log(pair, 1, cell) for pair in both]
    for cell in present(0):
        base = both[0][1][0][cell][1]
        moved[cell] = [log(pair, 0, cell) for pair in both]
        beside[cell] = [m - u for m, u in zip(moved[cell], unchanged[base])] if base in still else moved[cell]
    return moved, beside, unchanged


def floor_of(unchanged):
    return max(LEAST_FLOOR, quantile([abs(statistics.median(values)) for values in unchanged.values()], FLOOR_QUANTILE))


def side_of(moved, beside, floor):
    """1 or -1 where both medians are beyond the floor on that side, else 0."""
    low, high = sorted((statistics.median(moved), statistics.median(beside)))
    return 1 if low > floor else -1 if high < -floor else 0


def suspects(pairs):
    """Cell -> side of those that the first series finds."""
    moved, beside, unchanged = moves(pairs)
    floor = floor_of(unchanged)
    sides = {cell: side_of(moved[cell], beside[cell], floor) for cell in moved}
    return {cell: side for cell, side in sides.items()
            if side and max(sign_test(moved[cell]), sign_test(beside[cell])) <= LEVEL}


def confirmed(pairs, suspected):
    """The suspects that the second series confirms, the largest move first."""
    moved, beside, unchanged = moves(pairs)
    floor = floor_of(unchanged)
    cells = [cell for cell in suspected if cell in moved]
    tests = [max(sign_test(moved[cell], suspected[cell]), sign_test(beside[cell], suspected[cell])) for cell in cells]
    picked = benjamini_hochberg(tests)
    kept = [cell for i, cell in enumerate(cells)
            if i in picked and side_of(moved[cell], beside[cell], floor) == suspected[cell]]
    return sorted(kept, key=lambda cell: -abs(statistics.median(moved[cell])))


def name_of(cell):
    race, operation, pattern, size, contender = cell
    return ", ".join(str(word) for word in (operation, pattern, model.short(size), f"{contender} ({race})") if word != "")


def percent(value):
    return f"{math.expm1(value):+.1%}"


def undecided(first, second):
    """Whether a series is too short to have found that anything moved."""
    return len(first) < LEAST_PAIRS or bool(suspects(first)) and len(second) < LEAST_SECOND


def verdict(area, first, second):
    """What the series say of an area, as lines; `second` is empty where the first had no suspects."""
    if undecided(first, second):
        return [f"{area}: undecided: budget spent after {len(first)} pairs of {LEAST_PAIRS} at least"
                + (f", and {len(second)} of {LEAST_SECOND} for its {len(suspects(first))} suspects" if suspects(first) else "")]
    moved, _, unchanged = moves(first)
    floors = [floor_of(moves(series)[2]) for series in (first, second) if series]
    suspected = suspects(first)
    kept = confirmed(second, suspected) if second else []
    lines = [f"{area}: {len(kept)} of {len(moved)} cells moved; {len(suspected)} suspects in {len(first)} pairs"
             + (f", {len(kept)} of them again in {len(second)} more" if second else "")
             + f"; {len(unchanged)} rows that have not changed: the floor is "
             + ", ".join(percent(floor) for floor in floors)]
    if kept:  # by how much: the second series alone, for the first has picked the cells
        moved, beside, _ = moves(second)
        lines += [f"  {percent(statistics.median(moved[cell])):>8}  ({' to '.join(map(percent, interval(moved[cell])))}; beside "
                  f"its base {percent(statistics.median(beside[cell]))})  {name_of(cell)}" for cell in kept]
    return lines
