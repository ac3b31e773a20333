"""The installation's own pulse and pitch: what it breathes by, and what its voice is tuned to."""

from collections.abc import Iterable
from typing import Any

from installation.community import TICK, Pulse
from installation.community.attunement import BEATS_A_BREATH
from installation.community.following import finite
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


class Heartbeat:
    """Counts the installation's beats. They are summed up tick by tick, so that a change of rate makes no jump."""

    def __init__(self) -> None:
        self._beats = 0.0

    def step(self, world: str, values: Values) -> Pulse:
        """Let a tick pass under these parameters; return the pulse in it."""
        tempo = BEATS_A_BREATH * float(values[INDEX["breath_rate"]])
        self._beats = (self._beats + tempo / 60.0 * TICK) % _WRAP
        return Pulse(self._beats, tempo, KEYNOTES.get(world, _KEYNOTE))

    def state(self) -> list[float]:
        """Return all that is remembered from one tick to the next."""
        return [self._beats]

    def resume(self, state: Iterable[Any]) -> None:
        """Remember what a `state` says; ValueError or TypeError where it is none."""
        (beats,) = map(finite, state)
        self._beats = beats % _WRAP
