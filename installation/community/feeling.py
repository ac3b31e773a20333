"""What is known of the people at one tick: each citizen, and all of them together."""

from dataclasses import dataclass
from typing import NamedTuple

CONFIDENT = 0.4
"""Confidence from which on unity and valence may hold something up; below it they are only hints."""


class Citizen(NamedTuple):
    """Somebody who feels something: a sound in the room, a note, a sender. Keeps a tile in the Living Mosaic.

    `place` is where the tile lies, as shares of the frame's width and height from the lower left, and never changes;
    `strength` rises from 0 to 1 as the tile opens and falls as it fades; `age` is in seconds since they came.
    """

    # A named tuple, since two hundred of them are made at every tick: a frozen dataclass costs three times as much.
    name: str
    place: tuple[float, float]
    valence: float
    arousal: float
    strength: float
    age: float


@dataclass(frozen=True)
class Community:
    """What the people do, at one tick. All in 0..1, but valence and arousal in -1..1, and people, a count.

    `onset` and `envelope` are this tick's own, and so is `voice`: how far the envelope stands out from that of the
    last seconds, so that a word in a quiet room is all voice and steady music only where it has accents.
    `loudness`, `low` and `high` are smoothed. Without anything that tells what people feel, `valence` stays at 0, and
    `unity` half way. `confidence` says how far `unity` and `valence` can be trusted, `camps` how far those present
    fall into two opposed camps, `rhythm` how well taps and onsets keep a common pulse, `pitch` how high the voice is.
    """

    loudness: float = 0.0
    low: float = 0.0
    high: float = 0.0
    onset: float = 0.0
    envelope: float = 0.0
    voice: float = 0.0
    valence: float = 0.0
    arousal: float = -1.0
    unity: float = 0.5
    people: float = 0.0
    confidence: float = 0.0
    camps: float = 0.0
    rhythm: float = 0.0
    pitch: float = 0.5
    citizens: tuple[Citizen, ...] = ()
