# SPDX-License-Identifier: MIT OR Apache-2.0
"""Results as text, as machine-readable lines, as JSON. The picture is in picture.py."""

import json


def number(value):
    """Four significant digits, without an exponent."""
    digits = next((digits for digits, limit in ((3, 10), (2, 100), (1, 1000))
                   if abs(value) < limit), 0)
    return f"{value:,.{digits}f}"


def table(result):
    """A contest as lines of text."""
    contest = result.contest
    yield f"{contest.name}: {contest.title}"
    header = ["", *(m.unit for m in contest.measures)]
    rows = []
    for contestant in contest.contestants:
        if contestant.name in result.values:
            rows.append([contestant.name, *(value(result.spread(contestant.name, m.name))
                                            for m in contest.measures)])
    yield from columns([header, *rows])
    for name, why in result.skipped.items():
        yield f"  SKIP {name}: {why}"
    compared = result.compared()
    if compared:
        yield from columns([["ratio", "median", "quartiles", "goal", ""],
                            *([result.label(comparison).removeprefix(contest.name + "."),
                               f"{ratio.median:.3f}", f"{ratio.low:.3f} to {ratio.high:.3f}",
                               comparison.goal(), verdict(comparison.met(ratio.median))]
                              for comparison, ratio in compared)])
    yield ""


def value(spread):
    if spread.low == spread.high:
        return number(spread.median)
    return f"{number(spread.median)} ({number(spread.low)} to {number(spread.high)})"


def verdict(met):
    return {None: "", True: "met", False: "NOT MET"}[met]


def columns(rows):
    widths = [max(map(len, column)) for column in zip(*rows)]
    for row in rows:
        yield ("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths))).rstrip()


def lines(benchmark, results):
    """The machine-readable lines."""
    for result in results:
        for name, why in result.skipped.items():
            yield f"{benchmark}.{result.contest.name}.{name} SKIP {' '.join(why.split())}"
        for comparison, ratio in result.compared():
            kind = "ratio" if comparison.reference else "value"
            yield f"{benchmark}.{result.label(comparison)} {kind} {ratio.median:.3f}"


def document(benchmark, title, machine, results):
    """What the JSON file holds and the picture shows. What is empty is left out."""
    return {"benchmark": benchmark, "title": title, "machine": machine,
            "contests": [contest_as_dict(result) for result in results]}


def to_json(document):
    return compact(document) + "\n"


def compact(value, depth=0, width=130):
    """JSON with short values on one line."""
    line = json.dumps(value, ensure_ascii=False)
    if depth + len(line) <= width or not isinstance(value, (dict, list)):
        return line
    inner = " " * (depth + 1)
    if isinstance(value, dict):
        parts = [f"{json.dumps(key)}: {compact(part, depth + 1, width)}"
                 for key, part in value.items()]
    else:
        parts = [compact(part, depth + 1, width) for part in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}\n{inner}" + f",\n{inner}".join(parts) + f"\n{' ' * depth}{closing}"


def contest_as_dict(result):
    contest = result.contest
    return {
        "name": contest.name,
        "title": contest.title,
        "method": contest.method,
        "rounds": max((len(v) for m in result.values.values() for v in m.values()), default=0),
        "measures": [{"name": m.name, "unit": m.unit, "better": m.better}
                     for m in contest.measures],
        "contestants": {
            name: {m.name: as_dict(result.spread(name, m.name)) for m in contest.measures}
            for name in result.values},
        **({"skipped": result.skipped} if result.skipped else {}),
        "comparisons": [comparison_as_dict(result, *compared) for compared in result.compared()],
    }


def comparison_as_dict(result, comparison, ratio):
    found = {"what": result.label(comparison), "ratio": as_dict(ratio)}
    goal = comparison.goal()
    return {**found, "goal": goal, "met": comparison.met(ratio.median)} if goal else found


def as_dict(spread):
    """Without quartiles if all values are the same."""
    found = {"median": significant(spread.median)}
    if spread.low < spread.high:
        found["quartiles"] = [significant(spread.low), significant(spread.high)]
    return found


def significant(value):
    return float(f"{value:.5g}")
