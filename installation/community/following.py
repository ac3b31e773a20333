"""Values that follow others without a step."""

import math

from installation.score import TICKS_PER_SECOND

TICK = 1.0 / TICKS_PER_SECOND
"""Seconds a tick."""


class Follower:
    """A value that follows another: quickly upwards (`attack`), slowly downwards (`release`), both in seconds.

    Each is the time in which it covers 1 - 1/e of its way.
    """

    def __init__(self, attack: float, release: float, start: float = 0.0) -> None:
        self.value = start
        self._rise = 1.0 - math.exp(-TICK / attack)
        self._fall = 1.0 - math.exp(-TICK / release)

    def follow(self, target: float) -> float:
        """Move one tick towards `target` and return the new value."""
        self.value += (target - self.value) * (self._rise if target > self.value else self._fall)
        return self.value


class Glide:
    """A value that goes to another at an even speed: from 0 to 1 in `attack` seconds, back in `release` seconds."""

    def __init__(self, attack: float, release: float, start: float = 0.0) -> None:
        self.value = start
        self._rise = TICK / attack
        self._fall = TICK / release

    def follow(self, target: float) -> float:
        """Move one tick towards `target` and return the new value."""
        self.value += min(self._rise, max(-self._fall, target - self.value))
        return self.value


def ramp(value: float, low: float, high: float) -> float:
    """Return where `value` stands between `low` (0) and `high` (1), within 0 to 1; `high` may be the lower one."""
    return min(1.0, max(0.0, (value - low) / (high - low)))


def finite(value: object) -> float:
    """Return a number read from outside as a float; ValueError or TypeError where it is none, or not finite."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{value!r}: expected a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueError(f"{value!r}: expected a finite number")
    return number
