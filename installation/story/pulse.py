"""The installation's own pulse and pitch: what it breathes by, and what its voice is tuned to."""

from collections.abc import Iterable
from typing import Any

from installation.community import CONFIDENT, TICK, Community, Follower, Pulse
from installation.community.attunement import BEATS_A_BREATH
from installation.community.following import finite, ramp
from installation.params import INDEX, Values

KEYNOTES: dict[str, float] = {
    "ecoverse": 45.0,
    "nutrient_network": 50.0,
    "purification": 40.0,
    "nutrient_symphony": 48.0,
    "thaloria": 54.0,
}
"""MIDI number of the tone that each world rests on: A, D, E, C and F sharp."""
_KEYNOTE = 48.0
_WRAP = 16.0 * BEATS_A_BREATH
"""Beats after which they are counted anew, so that their fractions stay exact for weeks."""
_QUICKER, _SLOWER = 0.42, 0.22
"""Octaves by which the pulse is quicker where people are moved most, and slower where they are least."""


class Heartbeat:
    """Counts the installation's beats. They are summed up tick by tick, so that a change of rate makes no jump."""

    def __init__(self) -> None:
        self._beats = 0.0
        self._moved = Follower(attack=5.0, release=12.0)
        """How moved people are, -1 to 1, as slowly as a heart takes it up."""

    def step(self, world: str, values: Values) -> Pulse:
        """Let a tick pass under these parameters; return the pulse in it."""
        moved = self._moved.value
        quicker = 2.0 ** (moved * (_QUICKER if moved > 0.0 else _SLOWER))
        tempo = BEATS_A_BREATH * float(values[INDEX["breath_rate"]]) * quicker
        self._beats = (self._beats + tempo / 60.0 * TICK) % _WRAP
        return Pulse(self._beats, tempo, KEYNOTES.get(world, _KEYNOTE))

    def quicken(self, community: Community) -> None:
        """Let the community move the pulse; while it falls in with it, the pulse stays, or it would run from them."""
        moved = community.arousal * ramp(community.arousal_confidence, 0.0, CONFIDENT)
        self._moved.follow(self._moved.value + (moved - self._moved.value) * (1.0 - community.attunement))

    def state(self) -> list[float]:
        """Return all that is remembered from one tick to the next."""
        return [self._beats, self._moved.value]

    def resume(self, state: Iterable[Any]) -> None:
        """Remember what a `state` says; ValueError or TypeError where it is none."""
        beats, moved = map(finite, state)
        self._beats, self._moved.value = beats % _WRAP, min(1.0, max(-1.0, moved))
