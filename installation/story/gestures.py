"""The four gestures by which people do their work, found in what is heard and touched."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from installation.community import TICK, Community, Follower
from installation.community.following import finite, ramp
from installation.community.listeners import SOUNDING
from installation.score import TICKS_PER_SECOND
from installation.story.echo import Echo

_SUSTAINED, _BROKEN = 0.15, 0.3
"""Envelope from which on a tone is held, and the onset that breaks it."""
_TONAL = 0.35
"""Spectral flatness below which a sound can be a tone, where nothing is known yet of its pitch."""
_TIRING, _TIRED = 20.0, 26.0
"""Seconds after which what still goes on is no longer somebody's breath: a fan, a drone."""
_HUSH = 0.08
_MANY_HANDS = 4.0
"""Touches that tend the whole world together; each of them heals its own place besides."""
_REPLY = 4 * TICKS_PER_SECOND
"""Ticks after the network's answer within which a voice is a reply to it."""


@dataclass(frozen=True)
class Gestures:
    """How strongly each of the four gestures is made just now, 0 to 1 each.

    `shape` is a sustained tone or a held note, `tend` quiet after noise or a touch, `rally` a common beat of taps,
    claps or drums, `connect` call and answer.
    """

    shape: float = 0.0
    tend: float = 0.0
    rally: float = 0.0
    connect: float = 0.0


class Hands:
    """Finds the four gestures in what is heard and touched."""

    def __init__(self) -> None:
        self._held = 0.0
        self._hushed = 0.0
        self._noise = Follower(attack=0.5, release=12.0)
        self._touch = Follower(attack=0.2, release=3.0)
        self._claps = Follower(attack=0.5, release=2.0)
        self._drums = Follower(attack=1.0, release=2.0)
        self._exchange = 0.0
        self._replied = False

    def step(self, community: Community, touch: float, echo: Echo) -> Gestures:
        """Return the gestures of this tick; `touch` is the strength of all touches in it together."""
        here = min(1.0, community.people)
        return Gestures(
            shape=self._shape(community),
            tend=max(self._hush(community) * here, self._touch.follow(min(1.0, touch / _MANY_HANDS))),
            rally=self._rally(community),
            connect=self._connect(community, echo),
        )

    def state(self) -> list[float | bool]:
        """Return all that is remembered from one tick to the next."""
        followed = self._noise.value, self._touch.value, self._claps.value, self._drums.value
        return [self._held, self._hushed, *followed, self._exchange, float(self._replied)]

    def resume(self, state: Iterable[Any]) -> None:
        """Remember what a `state` says; ValueError or TypeError where it is none."""
        self._held, self._hushed, *followed, self._exchange, replied = map(finite, state)
        self._noise.value, self._touch.value, self._claps.value, self._drums.value = followed
        self._replied = replied > 0.0

    def _shape(self, community: Community) -> float:
        # Where the pitch is known, a held tone has one: neither talk has, nor the rush of a crowd.
        tonal = community.tone > 0.0 if community.chroma else community.flatness < _TONAL
        sustained = bool(community.notes) or (tonal and community.envelope >= _SUSTAINED)
        if community.onset >= _BROKEN or community.strike >= _BROKEN:
            self._held = 0.0
        elif sustained:
            self._held = min(_TIRED, self._held + TICK)
        else:
            self._held = max(0.0, min(self._held, 3.0) - 4.0 * TICK)
        return ramp(self._held, 0.6, 2.0) * ramp(self._held, _TIRED, _TIRING)

    def _rally(self, community: Community) -> float:
        claps = self._claps.follow(community.clapping * (1.0 - community.speech))
        drums = self._drums.follow(community.percussive * community.tempo_confidence)
        together = max(community.rhythm, community.synchrony * ramp(claps, 0.12, 0.35))
        return max(ramp(together, 0.5, 0.85), ramp(drums, 0.3, 0.6))

    def _hush(self, community: Community) -> float:
        noise = self._noise.follow(community.loudness)
        self._hushed = self._hushed + TICK if community.loudness < _HUSH else 0.0
        return ramp(self._hushed, 0.5, 2.0) * ramp(noise, 0.1, 0.3)

    def _connect(self, community: Community, echo: Echo) -> float:
        self._exchange = max(0.0, self._exchange - TICK / 15.0)
        if not echo.quiet:
            self._replied = False
        elif echo.quiet <= _REPLY and max(community.voice, community.strike) >= SOUNDING and not self._replied:
            self._replied = True
            self._exchange = min(1.0, self._exchange + 0.45)
        return self._exchange
