"""The command that tells the vitals: as a table, as JSON, as curves."""

from pathlib import Path
from typing import Any

import click

from installation.cli.offline import offline, ticks_to_do
from installation.cli.options import A_PATH, COMMUNITY, options
from installation.score import TICKS_PER_SECOND
from installation.stage.options import DEFAULT_SIZE

VITALS_SECONDS = 60.0
_TEXTS = {"world": 17, "phase": 11}
"""Columns that hold text, and how wide they are."""


@click.command()
@click.argument("score", type=A_PATH, required=False)
@options("world", "phase", "sound-in", "seed", "fresh", "detail", "seconds", *COMMUNITY, "json")
@click.option("--plot", type=A_PATH, metavar="OUT.png", help="Draw the figures over time too.")
def vitals(score: Path | None, plot: Path | None, **given: Any) -> int:
    """Tell the vitals of the organism and of the community, without a picture.

    That is a line a second, or with --json a line a tick. A community can stand in for people: say how many
    citizens, how well they agree, what they feel, and how much of the frame they touch.
    """
    from installation.stage.prints import plot as plots
    from installation.stage.vitals import NETWORK, OWN, as_line, figures

    if plot is not None:
        plots.check_can_plot(plot)
    if score is None and given["seconds"] is None and given["sound_in"] in (None, "none", "demo"):
        given["seconds"] = VITALS_SECONDS
    series: list[dict[str, Any]] = []
    head: tuple[str, ...] = ()
    with offline(score, DEFAULT_SIZE, given) as show:
        for _ in range(ticks_to_do(given["seconds"], show.source)):
            moment, world = show.tick(), show.performance.world
            told = figures(moment, world.vitals(world.tick - 1))
            if plot is not None:
                series.append(told)
            if given["as_json"]:
                click.echo(as_line(told))
            elif show.performance.ticks % TICKS_PER_SECOND == 0:
                columns = ("seconds", "world", "phase", "unity", "arousal", *NETWORK, *OWN.get(told["world"], ()))
                if columns != head:
                    head = columns
                    click.echo(_row({name: name for name in head}))
                told["seconds"] = show.performance.ticks // TICKS_PER_SECOND
                click.echo(_row({name: told[name] for name in head}))
        if plot is not None:
            plots.plot(plot, series, _title(show.performance.header.world, given))
    return 0


def _row(told: dict[str, Any]) -> str:
    """Return a line of the table: text to the left, numbers to the right of their columns."""
    cells = []
    for name, value in told.items():
        text = f"{value:.4g}" if isinstance(value, float) else str(value)
        cells.append(f"{text:{_TEXTS[name]}}" if name in _TEXTS else f"{text:>{max(len(name), 8)}}")
    return "  ".join(cells).rstrip()


def _title(world: str, given: dict[str, Any]) -> str:
    asked = [f"{name} {given[name]:g}" for name in COMMUNITY if given[name] is not None]
    return ", ".join([world, given["phase"], *asked])
