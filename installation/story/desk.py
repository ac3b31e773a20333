"""The desk: what a performer holds over the whole picture, its light, a blackout, a world that stands still."""

from collections.abc import Iterable
from typing import Any

from installation.community import Glide
from installation.community.following import finite
from installation.score import Event
from installation.story.looks import smoothstep

_FADER = 0.15
"""Seconds that the light takes at least from all to nothing: a fader of 127 steps must not show them."""
_BLACKOUT = 0.4
"""Seconds in which a blackout closes and opens: at once, and yet no flash."""


class Desk:
    """The light of the picture, 0 to 1, and whether the world is frozen."""

    def __init__(self) -> None:
        self.master = 1.0
        """Where the fader stands."""
        self.blackout = False
        self.frozen = False
        self._master = Glide(_FADER, _FADER, 1.0)
        self._blackout = Glide(_BLACKOUT, _BLACKOUT)

    @property
    def light(self) -> float:
        """How much of the picture's light is to be seen now."""
        return self._master.value * (1.0 - smoothstep(self._blackout.value))

    def answer(self, event: Event) -> None:
        """Let an event act; what is none of the desk's does nothing."""
        if len(event.numbers) != 1:
            return
        value = event.numbers[0]
        match event.source, event.name:
            case "light", "master":
                self.master = min(1.0, max(0.0, value))
            case "light", "blackout":
                self.blackout = value >= 0.5
            case "world", "freeze":
                self.frozen = value >= 0.5

    def step(self) -> None:
        """Let a tick pass."""
        self._master.follow(self.master)
        self._blackout.follow(1.0 if self.blackout else 0.0)

    def state(self) -> list[float]:
        """Return all that is remembered from one tick to the next."""
        wanted = self.master, float(self.blackout), float(self.frozen)
        return [*wanted, self._master.value, self._blackout.value]

    def resume(self, state: Iterable[Any]) -> None:
        """Remember what a `state` says; ValueError or TypeError where it is none."""
        master, blackout, frozen, shown, closed = (min(1.0, max(0.0, finite(value))) for value in state)
        self.master, self.blackout, self.frozen = master, blackout >= 0.5, frozen >= 0.5
        self._master.value, self._blackout.value = shown, closed
