"""Moments without a director: a world's phase held, with a community as a test wants it."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from installation import presets
from installation.chance import unit
from installation.community import Community
from installation.params import Values
from installation.sound.composer import Composer
from installation.sound.notes import Controls, Note
from installation.story import Moment, Touch
from installation.story.pulse import Heartbeat

SURE = {"confidence": 1.0, "people": 8.0, "arousal_confidence": 1.0, "valence_confidence": 1.0}
"""What makes a community's feelings known for sure."""
NOBODY = Community()


@cache
def look(world: str, phase: str) -> Values:
    return presets.find(world, phase).values


def moments(
    world: str,
    phase: str,
    seconds: float,
    community: Callable[[float], Community] = lambda _: NOBODY,
    touches: Callable[[int], tuple[Touch, ...]] = lambda _: (),
    first: int = 0,
    age: float = 0.0,
) -> Iterator[Moment]:
    """Give the moments of a phase that is held, from tick `first` on; `community` is asked by the seconds since."""
    values, heartbeat = look(world, phase), Heartbeat()
    for tick in range(first, first + round(seconds * 60)):
        since = (tick - first) / 60.0
        people, pulse = community(since), heartbeat.step(world, values)
        heartbeat.quicken(people)
        yield Moment(tick, world, phase, values, people, touches(tick), age + since, pulse=pulse)


def happenings(tick: int, *kinds: str, every: int = 8) -> list[tuple[str, float, float, float]]:
    """Return what happens in a tick where something of each of these kinds happens somewhere, once in so many ticks."""
    if tick % every:
        return []
    return [(kind, *(unit(tick, number, word) for word in (1, 2, 3))) for number, kind in enumerate(kinds)]


def play(
    composer: Composer, told: Iterator[Moment], vitals: Callable[[int], dict[str, Any]] = lambda _: {}
) -> tuple[list[tuple[float, Note]], list[Controls]]:
    """Return every note with its second, and the controls of every tick."""
    notes, controls = [], []
    for moment in told:
        begun, now = composer.step(moment.tick, moment, vitals(moment.tick))
        notes += [((moment.tick + note.offset / 800) / 60.0, note) for note in begun]
        controls.append(now)
    return notes, controls
