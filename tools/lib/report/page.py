"""The page as HTML."""

import itertools
import pathlib
import statistics
from html import escape

from report import charts, model

HERE = pathlib.Path(__file__).resolve().parent
TITLES = {"compile": "compile time and object size"}  # of areas whose name is no title


def page_of(runs):
    """The whole page of these runs, in their order."""
    races = [[model.Race(race) for race in run["races"]] for run in runs]
    identifiers = map("d{}".format, itertools.count())
    chapters = [chapter(i, name_of(run, runs), run, its, identifiers) for i, (run, its) in enumerate(zip(runs, races))]
    losses = [loss for run, its in zip(runs, races) for race in its for ours in race.ours
              for loss in model.losses_of(run["area"], race, ours)]
    links = "".join(f'<li><a href="#run{i}">{escape(name_of(run, runs))}</a></li>' for i, run in enumerate(runs))
    newest = max(run["date"] for run in runs)[:10]
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Arsenal: benchmarks of {newest}</title>
<style>
{(HERE / "style.css").read_text()}</style>
</head>
<body>
<a class="skip" href="#summary">To the summary</a>
<header>
<h1>Arsenal, measured</h1>
<p>Every figure is a rival’s time divided by Arsenal’s, the median of rounds that took turns on one machine. <strong>Above 1
Arsenal is faster.</strong> A cell of a table opens to what each round took.</p>
<nav aria-label="Contents"><ul><li><a href="#summary">Summary</a></li>{links}<li><a href="#lost">Lost cells</a></li></ul></nav>
</header>
<main>
{summary(runs, races)}
<fieldset class="against"><legend>Compare with</legend>
<label><input type="radio" name="against" id="against-base" checked> std</label>
<label><input type="radio" name="against" id="against-best"> best rival</label>
</fieldset>
{legend()}
{"".join(chapters)}
{lost(losses)}
</main>
<script>
{(HERE / "page.js").read_text()}</script>
</body>
</html>
"""


def name_of(run, runs):
    """The area's title; with its first race where several runs are of one area."""
    alone = [other["area"] for other in runs].count(run["area"]) == 1
    title = TITLES.get(run["area"], run["area"])
    return title if alone or not run["races"] else f"{title}: {run['races'][0]['name']}"


def scroll(label, table):
    """A table that is wider than the screen scrolls in here; the keyboard reaches it, too."""
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(label)}">{table}</div>\n'


def heat(value):
    return f'<span class="chip {model.class_of(value)}">{model.ratio_text(value)}</span>'


def summary(runs, races):
    rows = []
    for i, (run, its) in enumerate(zip(runs, races)):
        for race in its:
            for ours in race.ours:
                cells = race.cells_of(ours)
                base = [race.against_base(cell, ours) for cell in cells]
                best = [race.against_best(cell, ours) for cell in cells]
                means = [model.geometric_mean(ratio.median for ratio in ratios) for ratios in (base, best)]
                worst = min(zip(base, cells), key=lambda pair: pair[0].median)
                bars = [charts.bar([r.median for r in ratios], f"the {len(cells)} cells by their ratio to {whom}")
                        for ratios, whom in ((base, race.base), (best, "the best rival"))]
                rows.append(
                    f'<tr><th scope="row"><a href="#run{i}">{escape(run["area"])}</a>: {escape(race.name)}'
                    f'<small>{escape(ours)}</small></th>'
                    f"<td>{heat(means[0])}</td><td>{heat(means[1])}</td>"
                    f"<td>{len(cells)}</td><td>{sum(r.is_lost for r in base)}</td><td>{sum(r.is_lost for r in best)}</td>"
                    f'<td class="shares"><span class="base">{bars[0]}</span><span class="best">{bars[1]}</span></td>'
                    f'<td>{heat(worst[0].median)}<small>{escape(title_of(worst[1]))}</small></td></tr>')
    table = f"""<table class="summary"><caption><span>Geometric means over the cells of each race</span></caption>
<thead><tr><th scope="col">race</th><th scope="col">mean<small>against std</small></th>
<th scope="col">mean<small>best rival</small></th><th scope="col">cells</th><th scope="col">lost<small>to std</small></th>
<th scope="col">lost<small>to the best</small></th><th scope="col">all cells<small>slower to faster</small></th>
<th scope="col">worst cell<small>against std</small></th></tr></thead>
<tbody>{"".join(rows)}</tbody></table>"""
    return f'<section id="summary"><h2>Summary</h2>\n{scroll("Summary", table)}</section>'


def legend():
    items = "".join(f'<li><span class="chip {name}">{title}</span></li>'
                    for (_, name), title in zip(model.CLASSES, model.CLASS_TITLES))
    return f'<ul class="legend" aria-label="Colours">{items}<li><u>underlined</u>: lost</li></ul>'


def title_of(cell):
    return ", ".join(part for part in map(model.short, cell) if part)


def chapter(index, name, run, races, identifiers):
    parts = [f'<section id="run{index}"><h2>{escape(name)}</h2>\n', conditions(run)]
    maps = []
    for race in races:
        cards = dict(zip(race.cells, identifiers))
        maps += [heat_map(race, ours, cards) for ours in race.ours]
        maps += [distribution(race, cell, card) for cell, card in cards.items()]
    parts.append(f'<div class="maps">{"".join(maps)}</div>\n')
    parts += [figure(one) for one in run["figures"]]
    return "".join(parts) + "</section>\n"


def conditions(run):
    machine = run["machine"]
    memory = f", {machine['memory_gib']} GiB" if machine["memory_gib"] else ""
    versions = "".join(f"<li>{escape(name)}: {escape(version)}</li>" for name, version in run["versions"].items())
    facts = (("machine", f"{machine['cpu']}, {machine['cores']} cores{memory}; {machine['system']}, {machine['kernel']}"),
             ("load as it began", f"{machine['load']:g} of {machine['cores']} cores"),
             ("when", f"{run['date'].replace('T', ' ').replace('Z', ' UTC')}, {run['seconds']} s"),
             ("revision", run["revision"] or "unknown"), ("compiler", run["compiler"]),
             *([("left out of the file", run["cut"])] if "cut" in run else []))
    rows = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in facts)
    busy = (f'<p class="note">Other programs were running: a load of {machine["load"]:g} on {machine["cores"]} cores as it '
            "began. Single cells may be off.</p>\n") if machine["load"] > machine["cores"] / 2 else ""
    return (f'<pre class="command"><code>{escape(run["command"])}</code></pre>\n<details class="conditions">'
            f"<summary>{escape(machine['cpu'])}, {run['date'][:10]}</summary>"
            f"<dl>{rows}<div><dt>versions</dt><dd><ul>{versions}</ul></dd></div></dl></details>\n{busy}")


def heat_map(race, ours, cards):
    columns, groups = race.layout(ours)
    head = "".join(f'<th scope="col">{escape(model.short(column))}</th>' for column in columns)
    body = []
    labelled = any(label for _, rows in groups for label, _ in rows)
    for title, rows in groups:
        body.append("<tbody>")
        if labelled:
            body.append(f'<tr class="group"><th scope="rowgroup" colspan="{len(columns) + 1}"><span>{escape(title)}</span></th>'
                        "</tr>")
        for label, cells in rows:
            tds = []
            for column in columns:
                cell = cells.get(column)
                if not cell:
                    tds.append('<td class="none">–</td>')
                    continue
                tds.append(cell_of(race, ours, cell, cards[cell]))
            body.append(f'<tr><th scope="row">{escape(model.short(label) if labelled else title)}</th>{"".join(tds)}</tr>')
        body.append("</tbody>")
    rows_are = race.size_unit if labelled == (race.columns != "size") else "pattern" if labelled else ""
    against = f"<span class='base'>{escape(race.base)}</span><span class='best'>the best rival</span>"
    rivals = f" (of {escape(', '.join((race.base, *race.rivals)))})" if race.rivals else ""
    table = (f'<table class="heat"><caption><span>How many times faster than {against}{rivals}</span></caption>'
             f'<thead><tr><th scope="col">{escape(rows_are)}</th>{head}</tr></thead>{"".join(body)}</table>')
    name = f"{race.name}: {ours}"
    whose = f" <small>{escape(ours)}</small>" if ours != race.name else ""
    return (f'<div class="map"><h3>{escape(race.name)}{whose}</h3>\n{scroll(name, table)}</div>\n')


def cell_of(race, ours, cell, identifier):
    buttons = []
    for kind, ratio in (("base", race.against_base(cell, ours)), ("best", race.against_best(cell, ours))):
        lost_class = " lost" if ratio.is_lost else ""
        text = model.ratio_text(ratio.median)
        buttons.append(f'<button class="{kind} {model.class_of(ratio.median)}{lost_class}" popovertarget="{identifier}" '
                       f'aria-label="{text} against {escape(ratio.rival)}{", lost" if lost_class else ""}: '
                       f'{escape(title_of(cell))}">{text}</button>')
    return f"<td>{''.join(buttons)}</td>"


def distribution(race, cell, identifier):
    """What opens at a cell: every round's time of every contender."""
    by = race.cells[cell]
    order = [*race.ours, race.base, *race.rivals]
    order += [name for name in by if name not in order]
    times = {name: by[name]["ns"] for name in order if name in by}
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{model.time_text(statistics.median(ns))}</td>'
        f"<td>{model.time_text(min(ns))}–{model.time_text(max(ns))}</td>"
        f"<td>{model.ratio_text(statistics.median(by[name]['ratios']))}</td>"
        f"<td>{model.ratio_text(min(by[name]['ratios']))}–{model.ratio_text(max(by[name]['ratios']))}</td></tr>"
        for name, ns in times.items())
    unit = "" if isinstance(cell[2], str) else f" {race.size_unit}"
    title = title_of(cell) + unit
    most = max(map(len, times.values()))
    rounds = f"{most} rounds" + "".join(f", {name} {len(ns)}" for name, ns in times.items() if len(ns) != most)
    return (f'<div id="{identifier}" popover class="card" role="dialog" aria-label="{escape(title)}"><h4>{escape(title)}</h4>'
            f'{charts.distribution(times, race.ours, f"{race.unit}, each round: {title}")}'
            f'<div class="scroll" role="region" tabindex="0" aria-label="Figures"><table><caption>{escape(race.unit)}; {escape(rounds)}</caption>'
            '<thead><tr><th scope="col"></th><th scope="col">median</th><th scope="col">range</th>'
            f'<th scope="col">{escape(race.base)} / it</th><th scope="col">range</th></tr></thead>'
            f"<tbody>{rows}</tbody></table></div>"
            f'<button class="close" popovertarget="{identifier}" popovertargetaction="hide">Close</button></div>\n')


def figure(one):
    contenders = list(dict.fromkeys(row["contender"] for row in one["rows"]))
    whats = list(dict.fromkeys(row["what"] for row in one["rows"]))
    value = {(row["what"], row["contender"]): row["value"] for row in one["rows"]}
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in contenders)
    rows = []
    for what in whats:
        base, tds = value.get((what, one["base"])), []
        for name in contenders:
            its = value.get((what, name))
            shade = f' class="{model.class_of(base / its)}"' if base and its and name != one["base"] else ""
            tds.append(f"<td{shade}>{its:,.5g}</td>" if its is not None else '<td class="none">–</td>')
        rows.append(f'<tr><th scope="row">{escape(what)}</th>{"".join(tds)}</tr>')
    table = (f'<table class="heat figures"><caption><span>{escape(one["unit"])}; less is better. Shaded by how it compares '
             f'with {escape(one["base"])}</span></caption><thead><tr><th scope="col"></th>{head}</tr></thead><tbody>{"".join(rows)}</tbody>'
             "</table>")
    return f'<h3>{escape(one["name"])}</h3>\n{scroll(one["name"], table)}'


def lost(losses):
    rows = []
    for loss in sorted(losses, key=lambda loss: loss.ratio.median):
        operation, pattern, size = loss.cell
        low, high = min(loss.ratio.rounds), max(loss.ratio.rounds)
        second = f'<td data-value="{loss.ratio.second}">{loss.ratio.second:.2f}</td>' if loss.ratio.second else '<td data-value="9">–</td>'
        rows.append(f'<tr><th scope="row">{escape(operation)}</th>'
                    f'<td data-value="{loss.ratio.median}">{heat(loss.ratio.median)}</td><td>{escape(pattern)}</td>'
                    f'<td data-value="{size if isinstance(size, int) else -1}">{escape(model.short(size))}</td>'
                    f'<td>{escape(loss.ratio.rival)}</td>'
                    f'<td data-value="{low}">{low:.2f}–{high:.2f}</td>{second}'
                    f"<td>{escape(loss.ours)}</td><td>{escape(loss.area)}: {escape(loss.race.name)}</td></tr>")
    columns = ("operation", "ratio", "pattern", "size", "lost to", "range", "second run", "Arsenal’s", "race")
    head = "".join(f'<th scope="col"{" aria-sort=ascending" if name == "ratio" else ""}><button>{name}</button></th>'
                   for name in columns)
    table = (f'<table class="lost-list sortable"><caption><span>{len(rows)} lost, the worst first; a heading sorts</span>'
             f'</caption><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>')
    return ('<section id="lost"><h2>Lost cells</h2>\n<p>A cell is lost when its median is under 0.95, and is so again in a '
            "second run where there was one. “Lost to” is std, or the best rival of the cell.</p>\n"
            f'{scroll("Lost cells", table) if rows else "<p>None.</p>"}</section>')
