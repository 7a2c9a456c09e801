"""The demo's table, for a terminal and for a Markdown page, and what has to be said below it."""

from .inputs import megabytes

COLUMNS = ("program", "input", "std", "Arsenal", "ratio", "memory std", "memory Arsenal", "output")
CLEAR_WIN = 1.05  # below it a difference drowns in the noise of the machine


def seconds(value):
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms"


def cells(result):
    """The row of one result, as strings."""
    return (
        result.program,
        result.label,
        seconds(result.time("std")),
        seconds(result.time("arsenal")),
        f"{result.ratio:.2f}x",
        megabytes(result.memory("std")),
        megabytes(result.memory("arsenal")),
        "same" if result.same else "DIFFERS",
    )


class Printer:
    """Prints the table row by row as the results come in; the widths are known from the programs and labels."""

    def __init__(self, programs, labels):
        self.widths = [max(len(header), 8) for header in COLUMNS]
        self.widths[0] = max(map(len, (*programs, COLUMNS[0])))
        self.widths[1] = max(map(len, (*labels, COLUMNS[1])))
        self.line(COLUMNS)
        self.line(["-" * width for width in self.widths])

    def line(self, texts):
        left = [text.ljust(width) for text, width in zip(texts[:2], self.widths)]
        right = [text.rjust(width) for text, width in zip(texts[2:], self.widths[2:])]
        print("  ".join(left + right), flush=True)

    def row(self, result):
        self.line(cells(result))


def markdown(results):
    """The table's lines in Markdown."""
    lines = [f"| {' | '.join(COLUMNS)} |", "|---|---|" + "--:|" * (len(COLUMNS) - 2)]
    return lines + [f"| {' | '.join(cells(result))} |" for result in results]


def listed(results, text):
    return ", ".join(f"{result.program} ({text(result)})" for result in results)


def remarks(results):
    """Sentences on what the table shows and does not show."""
    rounds = sorted({result.rounds for result in results})
    said = f"{rounds[0]}" if len(rounds) == 1 else f"{rounds[0]} to {rounds[-1]}"
    lines = [f"Medians of {said} rounds, the two builds in turn; the time is the whole process, the memory its peak."]
    lost = [result for result in results if result.ratio < 1 / CLEAR_WIN]
    drawn = [result for result in results if 1 / CLEAR_WIN <= result.ratio < CLEAR_WIN]
    heavier = [result for result in results if result.memory("arsenal") > CLEAR_WIN * result.memory("std")]
    if lost:
        lines.append(f"Slower with Arsenal: {listed(lost, lambda result: f'{result.ratio:.2f}x')}.")
    if drawn:
        lines.append(f"No difference worth the name: {listed(drawn, lambda result: f'{result.ratio:.2f}x')}.")
    if heavier:
        more = listed(heavier, lambda result: f"{result.memory('arsenal') / result.memory('std'):.2f} times std's")
        lines.append(f"More memory with Arsenal: {more}.")
    different = [result.program for result in results if not result.same]
    if different:
        lines.append(f"DIFFERENT OUTPUT: {', '.join(different)}.")
    return lines
