"""Vitals as curves over time: small multiples, one column for the community, the network and each world's own."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from installation.files import OutputError, check_writable
from installation.score import TICKS_PER_SECOND
from installation.stage.vitals import COMMUNITY, FIGURES, NETWORK, OWN

COLUMN_INCHES, ROW_INCHES, DOTS_PER_INCH = 3.6, 1.25, 120
INK, GUIDE = "#1b3a34", "#9aa8a4"


class MissingPackageError(RuntimeError):
    """A package that an extra brings is not installed; the message says how to install it."""


def check_can_plot(path: Path) -> None:
    """Raise MissingPackageError where there is nothing to plot with, OutputError where it cannot go to `path`."""
    if find_spec("matplotlib") is None:
        raise MissingPackageError('--plot needs matplotlib: in the clone, pip install ".[plot]"')
    from matplotlib.figure import Figure

    if path.suffix[1:].lower() not in Figure().canvas.get_supported_filetypes():
        raise OutputError(f"{path}: expected a picture's suffix, such as .png, .svg or .pdf")
    check_writable(path)


def plot(path: Path, series: Sequence[dict[str, Any]], title: str) -> None:
    """Draw a series of figures, a dict for each tick, into a picture; its format is the suffix of `path`.

    OutputError where the file cannot be written.
    """
    from matplotlib.figure import Figure

    told = [figures for figures in series if "biomass" in figures] or list(series)
    columns = _columns(told)
    rows = max(map(len, columns.values()))
    size = COLUMN_INCHES * len(columns), ROW_INCHES * rows + 0.8
    picture = Figure(figsize=size, dpi=DOTS_PER_INCH, layout="constrained")
    picture.suptitle(title, x=0.01, ha="left", fontsize=11, color=INK)
    grid = picture.subplots(rows, len(columns), sharex=True, squeeze=False)
    seconds = [figures["tick"] / TICKS_PER_SECOND for figures in told]
    changes = [n for n in range(1, len(told)) if told[n]["phase"] != told[n - 1]["phase"]]
    for column, (heading, names) in enumerate(columns.items()):
        for row in range(rows):
            panel = grid[row][column]
            if row >= len(names):
                panel.set_axis_off()
                continue
            panel.plot(seconds, [figures.get(names[row]) for figures in told], color=INK, linewidth=1.0)
            for n in changes:
                panel.axvline(seconds[n], color=GUIDE, linewidth=0.6, linestyle=":")
            _label(panel, names[row], heading if row == 0 else "")
            panel.tick_params(labelbottom=row == len(names) - 1)
            if row == len(names) - 1:
                panel.set_xlabel("seconds", fontsize=8, color=INK)
    try:
        picture.savefig(path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from None


def _columns(told: Sequence[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    worlds = dict.fromkeys(figures["world"] for figures in told)
    own = {world: OWN[world] for world in worlds if world in OWN}
    return {"community": tuple(figure.name for figure in COMMUNITY), "network": NETWORK} | own


def _label(panel: Any, name: str, heading: str) -> None:
    unit, span = FIGURES[name].unit, FIGURES[name].span
    panel.set_ylabel(f"{name}\n({unit})" if unit else name, fontsize=8, color=INK)
    panel.set_title(heading, loc="left", fontsize=9, color=INK)
    panel.tick_params(labelsize=7, colors=INK, length=2)
    panel.margins(x=0.0, y=0.12)
    if span is not None:
        panel.set_ylim(*span)
    for side in ("top", "right"):
        panel.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        panel.spines[side].set_color(GUIDE)
