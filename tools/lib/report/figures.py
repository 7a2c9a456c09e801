"""docs/benchmarks.md: the runs in bench/results/ as tables. All of that page is written here."""

import re

from report import model

WORST = 5
HEAD = """# Benchmarks

Written by `./run bench report` from the runs in `bench/results/`, which `./run bench --quick` and `./run bench report --keep`
put there. [How each area is raced](benchmark_methods.md) and what a cell is stand on a page of their own. The command also
makes a page in which every cell opens to its rounds. A quick run takes seconds for an area, and says less than the full
ones that the areas' own pages quote. Ratios are the other's time over Arsenal's: above 1 Arsenal is faster. Lost is what is
under {lost} and, where the cell ran twice, under it again.
"""


def page_of(runs):
    parts = [HEAD.format(lost=model.LOST), overview(runs)]
    for run in runs:
        parts.append(chapter(run))
    return "\n".join(parts)


def table(header, rows):
    if not rows:
        return ""
    right = "--:"
    lines = [header, ["---"] + [right if is_number(rows, i) else "---" for i in range(1, len(header))], *rows]
    return "".join(f"| {' | '.join(map(escaped, line))} |\n" for line in lines)


def escaped(text):
    return str(text).replace("|", "\\|")


def is_number(rows, column):
    return all(re.fullmatch(r"[-\d.,e+]*", str(row[column])) for row in rows)


def races_of(run):
    """(race, one of ours) for all that was raced."""
    for race in map(model.Race, run["races"]):
        for ours in race.ours:
            if race.cells_of(ours):
                yield race, ours


def medians(race, ours, against):
    return {cell: against(cell, ours).median for cell in race.cells_of(ours)}


def overview(runs):
    rows = []
    for run in runs:
        base, best, cells, lost = [], [], 0, 0
        for race, ours in races_of(run):
            base += medians(race, ours, race.against_base).values()
            best += medians(race, ours, race.against_best).values()
            cells += len(race.cells_of(ours))
            lost += len({loss.cell for loss in model.losses_of(run["area"], race, ours)})
        mean = lambda values: model.ratio_text(model.geometric_mean(values)) if values else "-"
        rows.append([f"[{run['area']}](#{run['area']})", run["date"][:10], cells, mean(base), mean(best), lost])
    return table(["area", "date", "cells", "geometric mean against the base", "against the best of all", "lost cells"], rows)


def chapter(run):
    machine = run["machine"]
    memory = f", {machine['memory_gib']} GiB" if machine["memory_gib"] else ""
    versions = "; ".join(f"{name}: {version}" for name, version in sorted(run["versions"].items()))
    parts = [f"## {run['area']}\n",
             f"`{run['command']}`, {run['date'][:10]} {run['date'][11:16]} UTC, revision {run['revision'] or 'unknown'}, "
             f"{run['seconds']} s. {machine['cpu']}, {machine['cores']} processors{memory}, {machine['system']}, Linux "
             f"{machine['kernel']}; load as it began {machine['load']}. {run['compiler']}.\n" + cut_text(run),
             f"Contenders: {versions}.\n"]
    rows, worst, lost = [], [], []
    for race, ours in races_of(run):
        base, best = medians(race, ours, race.against_base), medians(race, ours, race.against_best)
        losses = list(model.losses_of(run["area"], race, ours))
        title = f"{race.name}: {ours}"
        rows.append([title, race.base, len(base), *(model.ratio_text(model.geometric_mean(v.values())) for v in (base, best)),
                     len({loss.cell for loss in losses})])
        worst.append([title, "; ".join(f"{model.ratio_text(v)} {name_of(cell)}"
                                       for cell, v in sorted(base.items(), key=lambda item: item[1])[:WORST])])
        lost += [[title, name_of(loss.cell), loss.ratio.rival, model.ratio_text(loss.ratio.median),
                  "-" if loss.ratio.second is None else model.ratio_text(loss.ratio.second)]
                 for loss in sorted(losses, key=lambda loss: loss.ratio.median)]
    if rows:
        parts += [table(["race", "base", "cells", "against the base", "against the best", "lost"], rows),
                  "Worst cells against the base:\n", table(["race", "cells"], worst)]
        parts += ([f"Lost cells, {len(lost)}:\n", table(["race", "cell", "to", "first run", "second"], lost)] if lost
                  else ["No cell is lost.\n"])
    for figure in run["figures"]:
        parts += [f"{figure['name']}, {figure['unit']} (less is better):\n", figure_table(figure)]
    return "\n".join(parts)


def cut_text(run):
    return f"Left out of the file: {run['cut']}.\n" if "cut" in run else ""


def figure_table(figure):
    contenders = list(dict.fromkeys(row["contender"] for row in figure["rows"]))
    values = {(row["what"], row["contender"]): row["value"] for row in figure["rows"]}
    return table(["", *contenders], [[what, *(number(values.get((what, name))) for name in contenders)]
                                     for what in dict.fromkeys(row["what"] for row in figure["rows"])])


def number(value):
    return "-" if value is None else f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def name_of(cell):
    return ", ".join(str(model.short(word)) for word in cell if word != "")
