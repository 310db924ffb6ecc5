# SPDX-License-Identifier: MIT OR Apache-2.0
"""A benchmark's ratios as an SVG: a point is a median, its bar the quartiles, the line is at 1.

The picture depends on the JSON of the results alone, and is the same for the same numbers."""

import math
from dataclasses import dataclass
from html import escape

from . import machine

WIDTH, MARGIN, BETWEEN = 1000, 20, 32
TOP, BOTTOM = 50, 54  # with the title; with the explanations
HEAD, ROW, GAP, AXIS = 44, 19, 8, 40  # of a panel: above, per row, between groups, below
LABELS, VALUE = 128, 40  # the columns left and right of the plot; VALUE for each series
TICK_DISTANCE = 28
STYLE = """text{font:12px Helvetica,Arial,sans-serif;fill:#24292f}
.t{font-size:16px;font-weight:bold}.h{font-size:13px;font-weight:bold}
.s{font-size:11px;fill:#57606a}.e{text-anchor:end}.m{text-anchor:middle}
.g{stroke:#e4e8ec}.o{stroke:#24292f;stroke-width:1.5}
.c0{fill:#1f6fb2}path.c0{stroke:#1f6fb2;stroke-width:2}
.c1{fill:#b8510d}path.c1{stroke:#b8510d;stroke-width:2}"""
SIGNS = "●■"  # of the series
READING = ("Point: median of the ratios within a round. Bar: quartiles. "
           "Line at 1: as much as what it is compared with. The scale is logarithmic.")


@dataclass(frozen=True)
class Panel:
    """`groups` has the rows: {group: {label: names}}. A row has the name of a comparison for each of
    the `series`, without the benchmark's name: echo's 64B.128.sring/tuned. What was not measured is
    left out."""

    title: str
    note: str  # what is better, and the like
    groups: dict
    series: tuple = ("",)  # at most as many as there are SIGNS

    def of(self, ratios):
        """[(group, label, [ratio or None])] of what was measured. Only the first row of a group has
        its name."""
        rows = []
        for group, labels in self.groups.items():
            found = [(label, [ratios.get(name) for name in names])
                     for label, names in labels.items() if any(name in ratios for name in names)]
            rows += [(group if not index else None, label, values)
                     for index, (label, values) in enumerate(found)]
        return rows


def svg(document, panels):
    """The picture of the results in `document`, which is as in the JSON file; None if nothing in
    `panels` was measured."""
    ratios = {comparison["what"]: comparison["ratio"] for contest in document["contests"]
              for comparison in contest["comparisons"]}
    measured = [(panel, panel.of(ratios)) for panel in panels]
    measured = [(panel, rows) for panel, rows in measured if rows]
    if not measured:
        return None
    parts, top = [text(MARGIN, 32, document["title"], "t")], TOP
    column = (WIDTH - 2 * MARGIN - BETWEEN) / 2
    for pair in (measured[index:index + 2] for index in range(0, len(measured), 2)):
        scale = limits([ratio for _, rows in pair for *_, values in rows for ratio in values if ratio])
        for index, (panel, rows) in enumerate(pair):
            left = MARGIN + index * (column + BETWEEN)
            parts += drawn(panel, rows, scale, left, top, column)
        top += max(height(rows) for _, rows in pair)
    parts += [text(MARGIN, top + 18, READING, "s"),
              text(MARGIN, top + 36, machine.sentence(document["machine"]), "s")]
    return framed(parts, top + BOTTOM)


def framed(parts, bottom):
    """With a background of its own: the reader's may be dark."""
    start = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{bottom}" '
             f'viewBox="0 0 {WIDTH} {bottom}">')
    ground = f'<rect width="{WIDTH}" height="{bottom}" rx="6" fill="#fff"/>'
    return "\n".join([start, f"<style>{STYLE}</style>", ground, *parts, "</svg>"]) + "\n"


# --- a panel -------------------------------------------------------------------------------------


def height(rows):
    groups = sum(group is not None for group, *_ in rows)
    return HEAD + ROW * len(rows) + GAP * (groups - 1) + AXIS


def drawn(panel, rows, scale, left, top, width):
    start, end = left + LABELS, left + width - VALUE * len(panel.series)
    first, bottom = top + HEAD, top + height(rows) - AXIS

    def place(ratio):
        low, high = scale
        return start + (end - start) * math.log(ratio / low) / math.log(high / low)

    yield text(left, top + 14, panel.title, "h")
    yield text(left, top + 31, panel.note, "s")
    yield from legend(panel.series, left + width, top + 31)
    for tick in ticks(*scale, end - start):
        yield line(place(tick), first, place(tick), bottom, "g")
        yield text(place(tick), bottom + 15, f"{tick:g}", "s m")
    yield line(place(1), first, place(1), bottom, "o")
    y = first - ROW / 2
    for group, label, values in rows:
        y += ROW + (GAP if group is not None and y > first else 0)
        if group:
            yield text(left, y + 4, group)
        yield text(start - 8, y + 4, label, "e")
        for series, ratio in enumerate(values):
            if ratio:
                shift = 6 * (series - (len(values) - 1) / 2)
                yield from point(ratio, place, y + shift, series)
                yield text(end + VALUE * (series + 1), y + 4, number(ratio["median"]), f"e c{series}")


def legend(series, right, y):
    spans = "".join(f'<tspan class="c{index}" dx="{12 * index}">{sign} {escape(name, quote=False)}</tspan>'
                    for index, (sign, name) in enumerate(zip(SIGNS, series)) if name)
    return [f'<text x="{at(right)}" y="{at(y)}" class="s e">{spans}</text>'] if spans else []


def point(ratio, place, y, series):
    low, high = ratio.get("quartiles", (ratio["median"],) * 2)
    if low < high:
        yield line(place(low), y, place(high), y, f"c{series}")
    yield mark(place(ratio["median"]), y, series)


def number(value):
    return f"{value:.0f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.2g}"


# --- the scale -----------------------------------------------------------------------------------


def limits(ratios):
    """The ends of a logarithmic scale for all these ratios, and 1, with some space."""
    values = [1, *(value for ratio in ratios for value in (ratio["median"],
                                                           *ratio.get("quartiles", ())))]
    low, high = min(values), max(values)
    space = max((high / low) ** 0.05, 1.005)
    return low / space, high * space


def ticks(low, high, width):
    """Round numbers, as many as have enough space."""
    steps = [[index * step for index in range(math.ceil(low / step), math.floor(high / step) + 1)]
             for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if high / step < 1000]
    powers = [10.0 ** power for power in range(-9, 10)]
    steps += [[digit * power for power in powers for digit in digits]
              for digits in ((1, 1.5, 2, 3, 4, 6), (1, 2, 5), (1,))]
    for values in steps:
        values = [float(f"{value:.3g}") for value in values if low <= value <= high]
        apart = [math.log(b / a) / math.log(high / low) * width for a, b in zip(values, values[1:])]
        if min(apart, default=width) >= TICK_DISTANCE:
            break
    return values


# --- elements ------------------------------------------------------------------------------------


def text(x, y, words, kind=""):
    name = f' class="{kind}"' if kind else ""
    return f'<text x="{at(x)}" y="{at(y)}"{name}>{escape(words, quote=False)}</text>'


def line(x1, y1, x2, y2, kind):
    return f'<path class="{kind}" d="M{at(x1)} {at(y1)}L{at(x2)} {at(y2)}"/>'


def mark(x, y, series):
    """A circle, or a square: the series differ without colours, too."""
    if series:
        return f'<rect class="c{series}" x="{at(x - 3)}" y="{at(y - 3)}" width="6" height="6"/>'
    return f'<circle class="c{series}" cx="{at(x)}" cy="{at(y)}" r="3.5"/>'


def at(position):
    return f"{position:.1f}".removesuffix(".0")
