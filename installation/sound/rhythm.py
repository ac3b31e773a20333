"""Time: one pulse that all can share, and loops that keep to it only so far as the community is one."""

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

from installation.chance import unit
from installation.community import TICK, Community, Follower, Pulse
from installation.community.attunement import BEATS_A_BREATH
from installation.community.following import finite
from installation.sound.notes import SAMPLES

PHRASE = 2 * BEATS_A_BREATH
"""Beats of a phrase: two breaths, and a chord for each."""
_JOINING, _LEAVING = 0.45, 0.3
"""How sure a room's tempo must be, over seconds, before it is joined, and until when it is kept to."""
_PULL = 0.008
"""Greatest share of a step by which a loop is drawn to the shared pulse in a tick."""


class Span(NamedTuple):
    """What passes in a tick: beats from `start` to `end`, at `tempo` in beats a minute."""

    start: float
    end: float
    tempo: float

    def crossed(self, period: float, offset: float = 0.0) -> tuple[int, int] | None:
        """Return the number of the period that begins in this tick, and at which sample; None where none does."""
        return crossing((self.start - offset) / period, (self.end - offset) / period)

    def seconds(self, beats: float) -> float:
        """Return how long so many beats last."""
        return beats * 60.0 / self.tempo


def crossing(start: float, end: float) -> tuple[int, int] | None:
    """Return the whole number that is reached on the way from `start` to `end` in a tick, and at which sample of it."""
    number = math.floor(end)
    if not start <= number < end:
        return None
    return number, min(SAMPLES - 1, int((number - start) / (end - start) * SAMPLES))


class Clock:
    """The shared pulse: the installation's own, or that of the music in the room, once that is sure."""

    def __init__(self) -> None:
        self.joined = False
        """Whether it keeps to the room's music."""
        self._beats: float | None = None
        self._sure = Follower(attack=2.0, release=4.0)

    def step(self, pulse: Pulse, community: Community, follow: float) -> Span:
        """Return the beats of a tick; `follow`, 0 to 1, is how readily it joins a room's music."""
        heard = community.tempo_confidence * max(community.music, community.pulse_clarity)
        sure = self._sure.follow(heard * follow if community.tempo > 0.0 else 0.0)
        self.joined = community.tempo > 0.0 and sure > (_LEAVING if self.joined else _JOINING)
        if self.joined:
            fold = 2.0 ** round(math.log2(pulse.tempo / community.tempo))
            tempo, wanted, period = community.tempo * fold, community.beat * fold, min(1.0, fold)
        else:
            tempo, wanted, period = pulse.tempo, pulse.beats, float(BEATS_A_BREATH)
        way = tempo / 60.0 * TICK
        # A show begins with a chord, as it begins with a breath.
        start = pulse.beats - way if self._beats is None else self._beats
        # It never jumps: what it is behind or ahead it makes good by going a little faster or slower.
        behind = (wanted - way - start + 0.5 * period) % period - 0.5 * period
        end = start + way + max(-0.12 * way, min(0.12 * way, 0.05 * behind))
        self._beats = end
        return Span(start, end, tempo)

    def state(self) -> list[Any]:
        """Return all that is remembered from one tick to the next."""
        return [self.joined, self._beats, self._sure.value]

    def resume(self, state: Iterable[Any]) -> None:
        """Remember what a `state` says; ValueError or TypeError where it is none."""
        joined, beats, sure = state
        self._beats = None if beats is None else finite(beats)
        self.joined, self._sure.value = bool(joined), min(1.0, max(0.0, finite(sure)))


class Wheel:
    """How far a loop has turned, in steps: an oscillator that the shared pulse draws in (Kuramoto 1975).

    Left alone it goes at its own rate, and unevenly; the more the community is one, the less its rate differs, the
    more even it is, and the more strongly it is drawn to where the shared pulse stands. `number` tells it from others.
    """

    def __init__(self, drift: float, number: int) -> None:
        self.turned = 0.0
        self._drift = drift
        self._number = number
        self._stands = -0.5
        """Where its unevenness lets it stand: its next step begins when that passes a whole number."""
        self._ends = -1, 0.0, 0.0
        """A step, and the unevenness at its beginning and end, so that they are not reckoned at every tick."""

    def step(self, span: Span, beats: float, lock: float) -> tuple[int, int] | None:
        """Turn for a tick, with steps of so many beats; return the step that begins and its sample, None without.

        `lock`, 0 to 1, says how far it keeps to the pulse.
        """
        way = (span.end - span.start) / beats * (1.0 + (1.0 - lock) * self._drift)
        away = (span.end / beats - self.turned - way + 0.5) % 1.0 - 0.5
        self.turned += max(0.25 * way, way + _PULL * lock * math.sin(2.0 * math.pi * away))
        start = self._stands
        # It never goes back, so that no step sounds twice.
        self._stands = max(start, self.turned + (1.0 - lock) * self._unevenness(self.turned))
        return crossing(start, self._stands)

    def _unevenness(self, turned: float) -> float:
        """Return how far it hurries or lags there, in steps, -.5 to .5; it changes by less than it turns."""
        step = math.floor(turned)
        if step != self._ends[0]:
            self._ends = step, unit(53, step, self._number) - 0.5, unit(53, step + 1, self._number) - 0.5
        _, before, after = self._ends
        return before + (after - before) * (turned - step)

    def state(self) -> list[float]:
        """Return all that is remembered from one tick to the next."""
        return [self.turned, self._stands]

    def resume(self, state: Iterable[Any]) -> None:
        """Remember what a `state` says; ValueError or TypeError where it is none."""
        self.turned, self._stands = map(finite, state)
