"""The page's drawings, as SVG. Colours come from the style sheet, so that they follow light, dark and paper."""

import math
import statistics
from html import escape

from report import model

WIDTH, ROW, LETTER = 360, 22, 7.2  # the units of the view box


def bar(ratios, title):
    """The cells as one bar: how many are in each class of ratio."""
    parts, x = [], 0.0
    for _, name in model.CLASSES:
        share = sum(model.class_of(value) == name for value in ratios) / len(ratios) * 120
        if share:
            parts.append(f'<rect class="{name}" x="{x:.2f}" width="{share:.2f}" height="14"/>')
        x += share
    return f'<svg class="bar" viewBox="0 0 120 14" role="img" aria-label="{escape(title)}">{"".join(parts)}</svg>'


def ticks(low, high):
    """Round numbers on a logarithmic scale: 1, 2, 5 and their tenfolds, fewer where there are many."""
    for steps in ((1, 1.5, 2, 3, 5, 7), (1, 2, 5), (1,)):
        found = [step * 10.0**power for power in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
                 for step in steps if low <= step * 10.0**power <= high]
        if len(found) <= 5:
            return found
    return found[::math.ceil(len(found) / 5)]


def distribution(times, ours, title):
    """A line for each contender: a dot for every round, a stroke at the median; the scale is logarithmic."""
    low = min(min(values) for values in times.values()) * 0.97
    high = max(max(values) for values in times.values()) * 1.03
    height = ROW * len(times) + 18
    labels = max(LETTER * max(map(len, times)), 60) + 12
    scale = (WIDTH - labels - 10) / math.log(high / low)

    def x(value):
        return labels + math.log(value / low) * scale

    out = [f'<svg class="distribution" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">']
    for value in ticks(low, high):
        out.append(f'<path class="grid" d="M{x(value):.0f} 0V{height - 16}"/>'
                   f'<text class="tick" x="{x(value):.0f}" y="{height - 4}">{value:g}</text>')
    for i, (name, values) in enumerate(times.items()):
        y = ROW * i + ROW / 2
        kind = "ours" if name in ours else "other"
        dots = "".join(f"M{x(value):.1f} {y:g}h0" for value in values)
        median = x(statistics.median(values))
        out.append(f'<text x="{labels - 8:g}" y="{y + 4:g}" class="name {kind}">{escape(name)}</text>'
                   f'<path class="dots {kind}" d="{dots}"/><path class="median {kind}" d="M{median:.1f} {y - 8:g}v16"/>')
    return "".join(out) + "</svg>"
