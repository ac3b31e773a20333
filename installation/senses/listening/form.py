"""Form over seconds: something builds up, something drops, nothing is to be heard.

A build-up is loudness, density of onsets and brightness that rise together over eight seconds, as before the climax of
most dance music; a drop is the bass that comes back with all at once (R. Solberg, "Waiting for the bass to drop",
Dancecult 6, 2014).
"""

import math

from installation.senses.listening.sources import ramp

_STEPS_PER_SECOND = 10
_SOON, _LATE = 1.0, 8.0
"""Seconds of the two means whose difference is a rise."""
_DROP_SECONDS = 2.0
_LONGEST_SILENCE = 3600.0


class _Rise:
    """How far the mean of the last second is above that of the last eight, or of all that there was."""

    def __init__(self) -> None:
        self._soon = self._late = 0.0
        self._steps = 0

    def follow(self, value: float) -> float:
        self._steps += 1
        self._soon += (value - self._soon) / min(self._steps, _SOON * _STEPS_PER_SECOND)
        self._late += (value - self._late) / min(self._steps, _LATE * _STEPS_PER_SECOND)
        return self._soon - self._late


class Form:
    """Hears ten times a second. `build_up` and `drop` are 0 to 1, `silence` is in seconds."""

    def __init__(self) -> None:
        self._loud, self._dense, self._bright = _Rise(), _Rise(), _Rise()
        self._onsets = 0.0
        self._rising = self._built = 0.0
        self._bass = self._bass_before = 0.0
        self._steps = 0
        self.build_up = self.drop = self.silence = 0.0

    def hear(self, loudness: float, bass: float, brightness: float, onsets: int, sounds: bool) -> None:
        """Take loudness, bass and brightness (0 to 1), the onsets of this step, and whether anything sounds."""
        self.silence = 0.0 if sounds else min(_LONGEST_SILENCE, self.silence + 1.0 / _STEPS_PER_SECOND)
        self._onsets += (onsets * _STEPS_PER_SECOND - self._onsets) / (1.5 * _STEPS_PER_SECOND)
        self._bass += (bass - self._bass) / (0.3 * _STEPS_PER_SECOND)
        self._steps += 1
        rises = (
            ramp(self._loud.follow(loudness), 0.04, 0.3),
            ramp(self._dense.follow(min(1.0, self._onsets / 12.0)), 0.03, 0.2),
            ramp(self._bright.follow(brightness), 0.02, 0.15),
        )
        # What begins is no build-up: before there is anything to rise from, everything rises.
        rising = sum(rises) / 3.0 if self._steps > 4 * _STEPS_PER_SECOND and loudness > 0.05 else 0.0
        self._rising += (rising - self._rising) / (0.8 * _STEPS_PER_SECOND)
        self.build_up = min(1.0, 1.4 * self._rising)
        self._built = max(self.build_up, self._built * math.exp(-1.0 / (3.0 * _STEPS_PER_SECOND)))
        # The bass against that of the seconds before: it was away, and it is back.
        back = ramp(self._bass - self._bass_before, 0.25, 0.5)
        fall = back * ramp(loudness, 0.3, 0.7) * ramp(self._built, 0.15, 0.45)
        self._bass_before += (self._bass - self._bass_before) / (3.0 * _STEPS_PER_SECOND)
        self.drop = max(fall, self.drop - 1.0 / (_DROP_SECONDS * _STEPS_PER_SECOND))
