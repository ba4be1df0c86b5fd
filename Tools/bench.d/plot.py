"""Draws the curves of growth as small SVG pictures, the same bytes for the same figures.

Reads JSON from its standard input and writes the picture to the path that it is given:
{"title": text, "x": text, "panels": [{"y": text, "curves": [{"name": text, "points": [[x, low,
middle, high]]}]}]}. Its own program, as matplotlib (python3-matplotlib of Debian) belongs to the
system's Python, which may not be the one that runs the bench.
"""

import json
import sys

import matplotlib

matplotlib.use("svg")
# Text stays text, and the names of clip paths do not change from run to run.
matplotlib.rcParams |= {
    "svg.fonttype": "none", "svg.hashsalt": "figures", "font.size": 8, "axes.linewidth": 0.6,
    "font.family": "sans-serif", "path.simplify": True}

from matplotlib import pyplot, ticker  # noqa: E402

COLOURS = ("#d9480f", "#1864ab", "#5c940d")


def draw(content, path):
    panels = content["panels"]
    figure, places = pyplot.subplots(
        1, len(panels), figsize=(3.4 * len(panels), 2.4), squeeze=False, layout="constrained")
    for axes, panel in zip(places[0], panels):
        for colour, curve in zip(COLOURS, panel["curves"]):
            x, low, middle, high = zip(*curve["points"])
            spread = [[m - l for m, l in zip(middle, low)], [h - m for m, h in zip(middle, high)]]
            axes.errorbar(x, middle, yerr=spread, color=colour, label=curve["name"], marker="o",
                          markersize=2.5, linewidth=1.1, elinewidth=0.7, capsize=1.5)
        axes.set_xscale("log")
        axes.set_xticks(x, [f"{int(value):,}" for value in x])
        axes.xaxis.set_minor_locator(ticker.NullLocator())
        axes.set_ylim(bottom=0)
        axes.yaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:,.10g}"))
        axes.set_xlabel(content["x"])
        axes.set_ylabel(panel["y"])
        axes.grid(axis="y", linewidth=0.3)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
    places[0][0].legend(frameon=False)
    figure.savefig(path, metadata={"Date": None, "Creator": None})


if __name__ == "__main__":
    draw(json.load(sys.stdin), sys.argv[1])
