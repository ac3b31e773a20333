"""What has just been heard, remembered for the overlay: the contour of the last seconds, and the newest figures."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from installation.score import FEATURES, MUSIC, TICKS_PER_SECOND, Event

CONTOUR_TICKS = 4 * TICKS_PER_SECOND
"""How far back the contour goes."""
STALE_TICKS = TICKS_PER_SECOND // 2
"""Ticks without a word on the music after which nothing is known of it any more."""


class Hearing:
    """Takes the events of every tick. Nothing here moves the world: it is what people are shown of the room's sound.

    `features` and `music` are the newest numbers by name, none of them while nothing is heard. `contour` has shape
    (CONTOUR_TICKS, 3), the newest tick last: envelope, onset and beat of each tick, 0 to 1.
    """

    def __init__(self) -> None:
        self.features: dict[str, float] = {}
        self.music: dict[str, float] = {}
        self.contour: NDArray[np.float32] = np.zeros((CONTOUR_TICKS, 3), np.float32)
        self._since_music = 0

    def hear(self, events: Iterable[Event]) -> None:
        """Take the events of the next tick; those that are no sound, or make no sense, are passed over."""
        self.features, beat = {}, 0.0
        self._since_music += 1
        for event in (event for event in events if event.source == "sound"):
            numbers = event.numbers
            if event.name == "features" and len(numbers) == len(FEATURES):
                self.features = dict(zip(FEATURES, numbers, strict=True))
            elif event.name == "music" and len(numbers) == len(MUSIC):
                self.music, self._since_music = dict(zip(MUSIC, numbers, strict=True)), 0
            elif event.name == "beat" and len(numbers) == 3:
                beat = numbers[1]
        if self._since_music > STALE_TICKS:
            self.music = {}
        self.contour[:-1] = self.contour[1:]
        self.contour[-1] = self.features.get("envelope", 0.0), self.features.get("onset", 0.0), beat
