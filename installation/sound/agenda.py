"""What is to sound soon: notes that were decided on, each with the tick at which it is due."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from installation.chance import unit
from installation.community import TICK
from installation.community.following import finite
from installation.sound.form import SOFTEST, Scene
from installation.sound.harmony import Harmony
from installation.sound.notes import SAMPLES, Note
from installation.sound.worlds import TIMBRES, timbre_index

_TOGETHER = 0.55
"""Lock from which on what happens waits for the next quarter of a beat."""
_MOST = 64
_MOST_A_TICK = 8


class Entry(NamedTuple):
    """A note to come: in so many ticks, of a timbre by name, at the tone of the mode or chord nearest to `pitch`."""

    ticks: float
    timbre: str
    pitch: float
    velocity: float
    seconds: float
    x: float
    y: float
    source: str
    chordal: bool = False


class Agenda:
    """Keeps what is to come and gives it when it is due, in the key of that time."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def add(self, scene: Scene, entry: Entry, in_time: bool = True) -> None:
        """Put a note down; `in_time` lets it wait for the pulse, where all keep to that."""
        if entry.velocity * scene.gain < SOFTEST or len(self._entries) >= _MOST:
            return
        if in_time and scene.mood.lock > _TOGETHER:
            entry = entry._replace(ticks=_next_quarter(scene, entry.ticks))
        self._entries.append(entry)

    def step(self, scene: Scene, harmony: Harmony) -> Iterator[Note]:
        """Give the notes that begin in this tick."""
        if not self._entries:
            return
        due = [entry for entry in self._entries if entry.ticks < 1.0]
        self._entries = [entry._replace(ticks=entry.ticks - 1.0) for entry in self._entries if entry.ticks >= 1.0]
        for entry in due[:_MOST_A_TICK]:
            index = timbre_index(scene.world, entry.timbre)
            # Grains have hardly a pitch, so that it may lie between two tones.
            pitch = harmony.open(harmony.nearest(entry.pitch, entry.chordal))
            if TIMBRES[index].kind == "grain":
                pitch += 0.3 * (2.0 * unit(int(100 * entry.pitch), scene.tick) - 1.0)
            offset = min(SAMPLES - 1, max(0, int(entry.ticks * SAMPLES)))
            x, y = (min(1.0, max(0.0, place)) for place in (entry.x, entry.y))
            velocity = min(1.0, max(0.0, entry.velocity * scene.gain))
            yield Note(offset, index, pitch, velocity, entry.seconds, x, y, entry.source)

    def state(self) -> list[list[Any]]:
        """Return all that is remembered from one tick to the next."""
        return [list(entry) for entry in self._entries]

    def resume(self, state: Any) -> None:
        """Remember what a `state` says; ValueError or TypeError where it is none."""
        entries = []
        for ticks, timbre, pitch, velocity, seconds, x, y, source, chordal in state:
            due, high, loud, long, across, up = map(finite, (ticks, pitch, velocity, seconds, x, y))
            entries.append(Entry(due, str(timbre), high, loud, long, across, up, str(source), bool(chordal)))
        self._entries = entries[:_MOST]


def _next_quarter(scene: Scene, ticks: float) -> float:
    """Return in how many ticks the first quarter of a beat begins that is not before so many ticks."""
    a_tick = scene.span.tempo / 60.0 * TICK
    quarters = 4.0 * (scene.span.start + ticks * a_tick)
    return ticks + (-quarters % 1.0) / 4.0 / a_tick
