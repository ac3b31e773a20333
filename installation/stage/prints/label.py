"""The wall label: what stands beside the picture, on paper, for people who have never seen it."""

from typing import Literal

from PIL import Image, ImageDraw

from installation.captions import Captions
from installation.score import PHASES
from installation.stage.prints.lettering import Column, font

Paper = Literal["a4", "a5"]
DOTS_PER_INCH = 300
_MILLIMETRES: dict[Paper, tuple[float, float]] = {"a4": (210.0, 297.0), "a5": (148.0, 210.0)}
INK, QUIET, GROUND = 16, 96, 255


def label(captions: Captions, world: str | None = None, paper: Paper = "a5") -> Image.Image:
    """Return a label in grey at 300 dots per inch: of one world, its sentences; without one, of all worlds' lines.

    KeyError where there are no captions for such a world.
    """
    width, height = (round(length / 25.4 * DOTS_PER_INCH) for length in _MILLIMETRES[paper])
    picture = Image.new("L", (width, height), GROUND)
    unit = width / 148.0
    """A millimetre on A5: type and margins are as large as suits the paper."""
    column = Column(ImageDraw.Draw(picture), 16 * unit, 20 * unit, width - 32 * unit)
    small, text = font("text", 3.1 * unit), font("text", 4.1 * unit)
    if world is None:
        column.add(captions.title, font("display", 13 * unit), INK, after=0.25)
        column.add(captions.line, text, INK, after=2.0)
        told = [(one.title, one.line) for one in captions.worlds.values()]
    else:
        own = captions.worlds[world]
        column.add(captions.title, small, QUIET, after=0.6)
        column.add(own.title, font("display", 13 * unit), INK, after=0.25)
        column.add(own.line, text, INK, after=2.0)
        told = [(captions.phases[phase], own.phases[phase]) for phase in PHASES]
    for heading, sentence in told:
        column.add(heading, small, QUIET, after=0.1)
        column.add(sentence, text, INK, after=0.9)
    return picture
