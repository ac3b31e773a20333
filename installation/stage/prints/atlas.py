"""The atlas: every world in every phase on one sheet, worlds down and phases across.

Each world is played once through its phases, with a community that stands in for people, so that what a phase shows
is what the one before it left.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import moderngl
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from installation import presets
from installation.captions import Captions
from installation.score import PHASES, TICKS_PER_SECOND, Event
from installation.stage.film.camera import Camera
from installation.stage.performance import Performance
from installation.stage.prints.lettering import Column, font, line_height, lines
from installation.stage.start import begin
from installation.story.looks import worlds_in_turn

BLEND_SECONDS = 3.0
"""Seconds in which a phase blends into the next."""
GROUND, TITLE, TEXT = (0, 0, 0), (222, 226, 220), (128, 134, 130)

Frame = NDArray[np.uint8]
EventsOf = Callable[[str, int, float], Sequence[Event]]
"""Gives the events of a phase at a tick, in a world of an aspect: what people do meanwhile."""


@dataclass(frozen=True)
class Plan:
    """What to show: each phase `age` seconds old, in stills of `size` pixels."""

    age: float = 20.0
    size: tuple[int, int] = (640, 360)
    seed: int = 1
    worlds: tuple[str, ...] = ()
    """The worlds to show; all that there are, where none are named."""


def shown_worlds(plan: Plan) -> tuple[str, ...]:
    """Return the worlds of the sheet, in the order in which they are played in turn."""
    return plan.worlds or tuple(worlds_in_turn(f"{world}/" for world in presets.worlds()))


def ticks_to_do(plan: Plan) -> int:
    """Return how many ticks all stills together take."""
    return len(shown_worlds(plan)) * len(PHASES) * round(plan.age * TICKS_PER_SECOND)


def stills(
    context: moderngl.Context, plan: Plan, people: EventsOf, progress: Callable[[int], None] = lambda ticks: None
) -> Iterator[tuple[str, Frame]]:
    """Give every still of the sheet with its "world/phase", as it is taken; `progress` is told the ticks done."""
    done = 0
    for world in shown_worlds(plan):
        start = begin(world, PHASES[0], aspect=plan.size[0] / plan.size[1], seed=plan.seed)
        performance = Performance(context, start)
        camera = Camera(context, performance, plan.size)
        for phase in PHASES:
            for tick in range(round(plan.age * TICKS_PER_SECOND)):
                events = list(people(phase, tick, start.header.aspect))
                if tick == 0:
                    events.append(Event(0, "cue", "phase", (phase, BLEND_SECONDS)))
                moment = performance.tick(events)
                done += 1
                progress(done)
            yield f"{world}/{phase}", camera.shoot(moment, 0.0)
        performance.finish()
        camera.release()
        performance.world.state.release()


def sheet(taken: dict[str, Frame], captions: Captions) -> Image.Image:
    """Return the sheet of these stills, by "world/phase", all of one size."""
    worlds = list(dict.fromkeys(key.split("/")[0] for key in taken))
    height, width = next(iter(taken.values())).shape[:2]
    layout = _Layout(width, height)
    right, bottom = (round(end - layout.gap + layout.margin) for end in layout.place(len(PHASES), len(worlds)))
    picture = Image.new("RGB", (right, bottom), GROUND)
    draw = ImageDraw.Draw(picture)
    small, large = font("text", 0.055 * height), font("display", 0.15 * height)
    for column, phase in enumerate(PHASES):
        left, _ = layout.place(column, 0)
        draw.text((left, layout.margin), captions.phases[phase], TITLE, font("text", 0.075 * height))
    for row, world in enumerate(worlds):
        _, top = layout.place(0, row)
        names = Column(draw, layout.margin, top - 0.03 * height, layout.names - layout.gap)
        told = captions.worlds.get(world)
        names.add(told.title if told else world, large, TITLE, after=0.2)
        names.add(told.line if told else "", small, TEXT)
        for column, phase in enumerate(PHASES):
            left, top = layout.place(column, row)
            if f"{world}/{phase}" in taken:
                picture.paste(Image.fromarray(taken[f"{world}/{phase}"]), (round(left), round(top)))
            sentence = captions.sentence(world, phase)
            if len(lines(sentence, small, width)) * line_height(small) <= layout.caption:
                Column(draw, left, top + height + 0.045 * height, width).add(sentence, small, TEXT)
    return picture


class _Layout:
    """Where things lie on the sheet, in pixels."""

    def __init__(self, width: int, height: int) -> None:
        self.margin, self.gap = 0.3 * height, 0.1 * height
        self.names, self.head, self.caption = 0.7 * width, 0.25 * height, 0.33 * height
        self._width, self._height = width, height

    def place(self, column: int, row: int) -> tuple[float, float]:
        """Return the upper left corner of a still; one beyond the last gives the sheet's end."""
        left = self.margin + self.names + column * (self._width + self.gap)
        return left, self.margin + self.head + row * (self._height + self.caption + self.gap)


def report_looks(taken: dict[str, Frame], markdown: bool) -> str:
    """Return the measures of these stills as tables of Markdown, or as JSON."""
    from installation.stage.prints import look

    looks = {key: look.measure(frame) for key, frame in taken.items()}
    return look.as_markdown(looks) if markdown else look.as_json(looks)
