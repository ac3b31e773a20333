"""The community: what the people in the room do, from the events of each tick.

Pure: it knows ticks, and neither clock, file nor device.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from installation.score import BANDS, FEATURES, TICKS_PER_SECOND, Event

TICK = 1.0 / TICKS_PER_SECOND
"""Seconds a tick."""
PRESENCE = 20.0
"""Seconds for which somebody who was heard is still here."""
HEARD = 0.05
"""Loudness from which on somebody is heard."""


@dataclass(frozen=True)
class Citizen:
    """Somebody who feels something: a sound in the room, a note, a sender. Keeps a tile in the Living Mosaic.

    `place` is where the tile lies, as shares of the frame's width and height from the lower left, and never changes;
    `strength` rises from 0 to 1 as the tile opens and falls as it fades; `age` is in seconds since they came.
    """

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
    `loudness`, `low` and `high` are smoothed. Without anything
    that tells what people feel, `valence` stays at 0, and `unity` half way. `confidence` says how far `unity` and
    `valence` can be trusted, `camps` how far those present fall into two opposed camps, `pitch` how high the voice is.
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
    pitch: float = 0.5
    citizens: tuple[Citizen, ...] = ()


class Follower:
    """A value that follows another: quickly upwards (`attack`), slowly downwards (`release`), both in seconds."""

    def __init__(self, attack: float, release: float, start: float = 0.0) -> None:
        self.value = start
        self._rise = 1.0 - math.exp(-TICK / attack)
        self._fall = 1.0 - math.exp(-TICK / release)

    def follow(self, target: float) -> float:
        """Move one tick towards `target` and return the new value."""
        self.value += (target - self.value) * (self._rise if target > self.value else self._fall)
        return self.value


class Listeners:
    """Turns the events of each tick into the community. Nothing heard is silence; what makes no sense is not heard."""

    def __init__(self) -> None:
        self._loudness = Follower(attack=0.15, release=1.5)
        self._low = Follower(attack=0.06, release=0.6)
        self._high = Follower(attack=0.03, release=0.25)
        self._arousal = Follower(attack=1.5, release=6.0, start=-1.0)
        self._usual = Follower(attack=2.0, release=3.0)
        self._silent = PRESENCE

    def step(self, events: Iterable[Event]) -> Community:
        """Return the community at the tick of these events; to be called once for each tick."""
        features = dict.fromkeys(FEATURES, 0.0)
        tapped = False
        for event in events:
            if (event.source, event.name) == ("sound", "features"):
                features = _features(event) or features
            tapped = tapped or event.source == "tap"
        onset = 1.0 if tapped else features["onset"]
        loudness = self._loudness.follow(features["loudness"])
        heard = onset > 0.0 or features["loudness"] >= HEARD
        self._silent = 0.0 if heard else min(PRESENCE, self._silent + TICK)
        return Community(
            loudness=loudness,
            low=self._low.follow(_mean(features, BANDS[:2])),
            high=self._high.follow(_mean(features, BANDS[-2:])),
            onset=onset,
            envelope=features["envelope"],
            voice=_standing_out(features["envelope"], self._usual.follow(features["envelope"])),
            arousal=self._arousal.follow(2.0 * _excitement(features) - 1.0),
            people=1.0 if self._silent < PRESENCE else 0.0,
        )

    def state(self) -> list[float]:
        """Return all that is remembered from one tick to the next."""
        return [*(follower.value for follower in self._followers()), self._silent]

    def resume(self, state: Sequence[float]) -> None:
        """Remember what a `state` says; ValueError or TypeError where it is none."""
        *values, silent = map(float, state)
        for follower, value in zip(self._followers(), values, strict=True):
            follower.value = value
        self._silent = silent

    def _followers(self) -> tuple[Follower, ...]:
        return self._loudness, self._low, self._high, self._arousal, self._usual


def _features(event: Event) -> dict[str, float] | None:
    if len(event.numbers) != len(FEATURES):
        return None
    return {name: min(1.0, max(0.0, value)) for name, value in zip(FEATURES, event.numbers, strict=True)}


def _standing_out(envelope: float, usual: float) -> float:
    return max(0.0, envelope - usual) / (1.0 - 0.75 * usual)


def _mean(features: dict[str, float], names: tuple[str, ...]) -> float:
    return sum(features[name] for name in names) / len(names)


def _excitement(features: dict[str, float]) -> float:
    # Loud sound arouses most, then sound that changes, then bright sound; a hiss that is hardly there does not.
    loudness = features["loudness"]
    return loudness * (0.6 + 0.25 * features["flux"] + 0.15 * features["brightness"])
