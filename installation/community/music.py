"""What is heard of music, kept from one event to the next: tempo and beat, key and tone, voices and crowds."""

import math
from collections.abc import Mapping
from typing import Any

from installation.community.following import TICK, Glide, finite, ramp
from installation.score import MUSIC, TICKS_PER_SECOND, Event

_LASTING = TICKS_PER_SECOND // 2
"""Ticks for which what was said last still holds; then it fades."""
_FADING = 1.0
"""Seconds in which it does."""
_MISSED = 4.0
"""Beats that may be missed before there is none."""
_LEAST_PERIOD, _LONGEST_PERIOD = 0.15, 4.0
"""Seconds from beat to beat: 400 to 15 BPM."""
_LEAST_SURE = 0.1
"""Confidence below which a beat is a guess: speech and noise have such beats too."""
_BEATS_A_BAR = 4
_RANGES: dict[str, tuple[float, float]] = dict.fromkeys(MUSIC, (0.0, 1.0)) | {
    "momentary": (-70.0, 10.0),
    "short_term": (-70.0, 10.0),
    "tempo": (0.0, 400.0),
    "key": (0.0, 11.0),
    "mode": (-1.0, 1.0),
    "pitch": (0.0, 136.0),
    "silence": (0.0, 1e6),
}
"""What a value is kept to; shares lie within 0 to 1."""
_KEPT = {"tempo", "key", "mode", "pitch", "momentary", "short_term", "silence"}
"""What does not sink towards 0 as it fades: something else says how much it is worth."""
LOWEST_TONE, HIGHEST_TONE = 33.0, 93.0
"""MIDI numbers of 55 Hz and 1760 Hz, between which a tone has its height."""


def tone_height(tone: float) -> float:
    """Return how high a tone (a MIDI number) is, 0 at 55 Hz to 1 at 1760 Hz."""
    return ramp(tone, LOWEST_TONE, HIGHEST_TONE)


class Music:
    """The newest of what was heard of music. A MIDI clock, where one runs, knows tempo and beat better than any ear."""

    def __init__(self) -> None:
        self._values = dict.fromkeys(MUSIC, 0.0)
        self._chroma: tuple[float, ...] = ()
        self._age = _LASTING
        self._fresh = Glide(attack=TICK, release=_FADING)
        self._period, self._beat, self._bar = 0.0, 0.0, -1.0
        self._since_beat = 0.0
        self._clocked = False

    def hear(self, event: Event) -> None:
        """Take an event of source "sound" or "clock"; what makes no sense is not heard."""
        numbers = event.numbers
        match event.source, event.name, len(numbers):
            case "sound", "music", count if count == len(MUSIC):
                limits = _RANGES.values()
                kept = (min(high, max(low, value)) for value, (low, high) in zip(numbers, limits, strict=True))
                self._values, self._age = dict(zip(MUSIC, kept, strict=True)), 0
            case "sound", "chroma", 12:
                self._chroma = tuple(min(1.0, max(0.0, value)) for value in numbers)
            case "sound", "beat", 3 if not self._clocked and numbers[1] >= _LEAST_SURE:
                period, _, bar = numbers
                self._strike(period, 0.0, bar if 0.0 <= bar < _BEATS_A_BAR else -1.0)
            case "clock", "midi", 2 if numbers[0] > 0.0:
                tempo, beats = numbers
                self._clocked = self._strike(60.0 / max(1.0, tempo), beats % 1.0, math.floor(beats) % _BEATS_A_BAR)
            case "clock", "stop", _:
                self._clocked = False

    def step(self) -> None:
        """Let a tick pass, after its events were heard."""
        self._fresh.follow(1.0 if self._age < _LASTING else 0.0)
        self._age = min(_LASTING, self._age + 1)
        if not self._period:
            return
        if self._since_beat > 0.0:  # Not in the beat's own tick: there its phase is as it was said.
            self._beat = (self._beat + TICK / self._period) % 1.0
        self._since_beat += TICK
        if self._since_beat > _MISSED * self._period:
            self._period, self._beat, self._bar, self._clocked = 0.0, 0.0, -1.0, False

    def value(self, name: str) -> float:
        """Return one of MUSIC as it holds now: 0 where nothing was said of it lately."""
        if name in _KEPT:
            return self._values[name] if self._fresh.value > 0.0 else 0.0
        return self._values[name] * self._fresh.value

    @property
    def known(self) -> float:
        """How far anything is known of music just now, 0 to 1."""
        return self._fresh.value

    def fields(self) -> dict[str, Any]:
        """Return what it gives the community, by the names of its fields; none where nothing is known."""
        if self._fresh.value <= 0.0 and not self._period:
            return {}
        same = ("pulse_clarity", "mode", "key_clarity", "tonalness", "crowd", "music", "synchrony", "build_up", "drop")
        return {name: self.value(name) for name in same} | {
            "tempo": 60.0 / self._period if self._clocked else self.value("tempo"),
            "tempo_confidence": 1.0 if self._clocked else self.value("tempo_confidence"),
            "beat": self._beat,
            "bar": self._bar,
            "key": int(self.value("key")),
            "chroma": self._chroma if self._fresh.value > 0.0 else (),
            "tone": self.value("pitch"),
            "speech": self.value("voice"),
        }

    def state(self) -> dict[str, Any]:
        """Return all that is remembered from one tick to the next."""
        beat = [self._period, self._beat, self._bar, self._since_beat, float(self._clocked)]
        heard = [self._values[name] for name in MUSIC]
        return {"values": heard, "chroma": self._chroma, "age": self._age, "fresh": self._fresh.value, "beat": beat}

    def resume(self, state: Mapping[str, Any]) -> None:
        """Remember what a `state` says; ValueError, TypeError or KeyError where it is none."""
        values = tuple(finite(value) for value in state["values"])
        if len(values) != len(MUSIC):
            raise ValueError(f"expected {len(MUSIC)} values")
        self.hear(Event(0, "sound", "music", values))
        self._chroma = tuple(min(1.0, max(0.0, finite(value))) for value in state["chroma"])
        self._age = int(finite(state["age"]))
        self._fresh.value = min(1.0, max(0.0, finite(state["fresh"])))
        period, beat, bar, since, clocked = map(finite, state["beat"])
        if self._strike(period, beat % 1.0, min(_BEATS_A_BAR - 1.0, max(-1.0, bar))):
            self._since_beat, self._clocked = since, clocked > 0.0
        else:
            self._period, self._beat, self._bar, self._clocked = 0.0, 0.0, -1.0, False

    def _strike(self, period: float, phase: float, bar: float) -> bool:
        """Begin to count from a beat, or so far behind it; return whether it can be one."""
        if _LEAST_PERIOD <= period <= _LONGEST_PERIOD:
            self._period, self._beat, self._bar, self._since_beat = period, phase, float(bar), 0.0
            return True
        return False
