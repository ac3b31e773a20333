"""The commands that print: atlas and label."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from installation.cli.offline import progress
from installation.cli.options import A_PATH, SECONDS, options
from installation.score import WORLDS

if TYPE_CHECKING:
    from installation.stage.prints.atlas import EventsOf

ATLAS_SECONDS = 20.0


@click.command()
@click.argument("out", type=A_PATH)
@click.option("--age", type=SECONDS, default=ATLAS_SECONDS, show_default=True, metavar="SECONDS",
              help="How long each phase lasts before its picture is taken.")  # fmt: skip
@options("seed", "size", "language")
@click.option("--world", "worlds", multiple=True, metavar="NAME", help="Only this world; may be said again.")
@click.option("--report", type=A_PATH, metavar="FILE", help="Measure the stills too, into FILE.md or FILE.json.")
def atlas(out: Path, age: float, report: Path | None, worlds: tuple[str, ...], language: str, **given: Any) -> int:
    """Draw the sheet of all worlds and phases, worlds down and phases across.

    Every world is played through its phases with twelve citizens who stand in for people. --size is that of each
    still (default: 640x360).
    """
    from installation import captions
    from installation.files import check_writable
    from installation.stage.offscreen import offscreen_context
    from installation.stage.prints import atlas as atlases
    from installation.stage.start import check_place

    _check_suffix(out, ".png", ".jpg", ".jpeg")
    for world in worlds:
        check_place(world, "auto")
    if report is not None:
        _check_suffix(report, ".md", ".json")
    for path in filter(None, (out, report)):
        check_writable(path)
    told = captions.find(language)
    plan = atlases.Plan(age, given["size"] or atlases.Plan.size, given["seed"], worlds)
    with progress(f"playing {out}", atlases.ticks_to_do(plan)) as tell:
        taken = dict(atlases.stills(offscreen_context(), plan, _people(), tell))
    _save(out, atlases.sheet(taken, told), quality=92)
    if report is not None:
        report.write_text(atlases.report_looks(taken, markdown=report.suffix == ".md"), encoding="utf-8")
    return 0


def _people() -> "EventsOf":
    """Return what twelve people do in each phase: agree, fall out, despair, tend, and feast."""
    from installation.senses.stand_in import Crowd, StandIn

    crowds = {
        "calm": Crowd(unity=0.75, arousal=-0.3, valence=0.2),
        "disruption": Crowd(unity=0.25, arousal=0.3, camps=2),
        "chaos": Crowd(unity=0.15, arousal=0.7, camps=2),
        "restoration": Crowd(unity=0.85, arousal=0.2, valence=0.3, touch=0.05),
        "celebration": Crowd(unity=0.95, arousal=0.6, valence=0.6),
    }
    ready: dict[str, StandIn] = {}

    def events(phase: str, tick: int, aspect: float) -> list[Any]:
        if tick == 0:
            ready[phase] = StandIn(crowds[phase], aspect)
        return ready[phase].events(tick)

    return events


@click.command()
@click.argument("out", type=A_PATH)
@options("language")
@click.option("--world", metavar="NAME", help="The label of one world (default: of the whole installation).")
@click.option("--paper", type=click.Choice(["a4", "a5"]), default="a5", show_default=True, help="The paper's size.")
def label(out: Path, world: str | None, paper: Literal["a4", "a5"], language: str) -> int:
    """Make a label for the wall, OUT.pdf or OUT.png, ready to be printed."""
    from installation import captions
    from installation.files import check_writable
    from installation.stage.prints import label as labels

    _check_suffix(out, ".pdf", ".png")
    if world is not None and world not in WORLDS:
        raise click.UsageError(f"{world}: there are no captions for such a world: expected one of {', '.join(WORLDS)}")
    check_writable(out)
    _save(out, labels.label(captions.find(language), world, paper), dpi=labels.DOTS_PER_INCH)
    return 0


def _check_suffix(path: Path, *suffixes: str) -> None:
    if path.suffix.lower() not in suffixes:
        raise click.UsageError(f"{path}: expected a name that ends in {' or '.join(suffixes)}")


def _save(path: Path, picture: Any, dpi: int = 72, quality: int = 95) -> None:
    from installation.files import OutputError, replacing

    kinds = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".pdf": "PDF"}
    try:
        with replacing(path) as file:
            kind = kinds[path.suffix.lower()]
            picture.save(file, kind, dpi=(dpi, dpi), resolution=float(dpi), quality=quality)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from None
