# SPDX-License-Identifier: MIT OR Apache-2.0
"""A benchmark's main measure as bars, one panel per contest, as an SVG that is the same for the
same numbers."""

import math
import re
from pathlib import Path

from . import machine, report

OURS, OTHERS, INK = "#2a6f97", "#b8c0c8", "#30363d"
PANEL_INCHES, ROW_INCHES, HEAD_INCHES = 4.6, 0.24, 0.62


def draw(path, title, facts, results):
    """Writes the picture. Returns the reason if there is no matplotlib or nothing to draw."""
    shown = [result for result in results if result.values]
    if not shown:
        return "nothing was measured"
    try:
        import matplotlib
    except ImportError:
        return "python3-matplotlib is not installed"
    matplotlib.use("svg")
    from matplotlib import pyplot
    settings = {"svg.hashsalt": "sring", "svg.fonttype": "none", "font.family": "sans-serif",
                "font.size": 9, "text.color": INK, "axes.labelcolor": INK, "xtick.color": INK,
                "ytick.color": INK}
    with pyplot.rc_context(settings):
        across = min(2, len(shown))
        down = math.ceil(len(shown) / across)
        rows = max(len(result.values) for result in shown)
        figure, panels = pyplot.subplots(
            down, across, squeeze=False,
            figsize=(PANEL_INCHES * across, (ROW_INCHES * rows + HEAD_INCHES) * down + 0.7))
        for panel, result in zip(panels.flat, shown):
            draw_panel(panel, result)
        for panel in list(panels.flat)[len(shown):]:
            panel.axis("off")
        figure.suptitle(title, fontsize=11, fontweight="bold")
        figure.text(0.01, 0.008, f"Blue: built on the library. {machine.sentence(facts)}", fontsize=7, ha="left", va="bottom")
        figure.tight_layout(rect=(0, 0.03, 1, 0.99))
        figure.savefig(path, metadata={"Date": None, "Creator": None})
        pyplot.close(figure)
        shorten(Path(path))
    return None


def shorten(path):
    """One line for each panel, and not one for each point of a path."""
    text = re.sub(r">\s+<", "><", " ".join(path.read_text().split()))
    path.write_text(text.replace('<g id="axes_', '\n<g id="axes_') + "\n")


def draw_panel(panel, result):
    measure = result.contest.measures[0]
    contestants = [c for c in result.contest.contestants if c.name in result.values]
    spreads = [result.spread(c.name, measure.name) for c in contestants]
    medians = [s.median for s in spreads]
    errors = [[s.median - s.low for s in spreads], [s.high - s.median for s in spreads]]
    colours = [OURS if c.ours else OTHERS for c in contestants]
    bars = panel.barh([c.name for c in contestants], medians, color=colours, xerr=errors,
                      error_kw={"ecolor": INK, "elinewidth": 0.8}, height=0.7)
    panel.bar_label(bars, [" " + report.number(m) for m in medians], padding=4, fontsize=8)
    panel.invert_yaxis()
    panel.set_xlim(0, max(s.high for s in spreads) * 1.25)
    panel.set_title(f"{result.contest.title}\n{measure.unit}, {measure.better} is better",
                    fontsize=9, loc="left")
    panel.set_xticks([])
    panel.tick_params(length=0)
    for side in ("top", "right", "bottom"):
        panel.spines[side].set_visible(False)
