"""The echo: what was said to the network, it gives back a second and a half later."""

from collections.abc import Mapping
from typing import Any

from installation.community import Community
from installation.community.following import TICK, finite
from installation.score import TICKS_PER_SECOND

PAUSE = round(1.5 * TICKS_PER_SECOND)
"""Ticks of quiet after a phrase, before its answer."""
LONGEST_ANSWER = 3 * TICKS_PER_SECOND
LONGEST_CALL = 10 * TICKS_PER_SECOND
"""Ticks after which what goes on without a pause is no call: music, or talk that is meant for others."""
_LATER = round(0.35 * TICKS_PER_SECOND)
"""Ticks by which it is known later how high something is than how loud."""
CALLING = 0.1
"""Voice from which on somebody calls."""
_PATIENCE = 3.0
"""Answers given in a row before the network grows tired of answering."""
_REST = 4 * TICKS_PER_SECOND
"""Ticks of quiet after which that patience comes back, an answer's worth in five seconds."""
_RECOVERY = TICK / 5.0
_TALKED_RECOVERY = TICK / 20.0
"""The same for a tick between two calls that do not come as evenly as a beat."""

Tone = tuple[float, float]
"""How strong a tick of a phrase is, and how high, 0 to 1 each."""


class Echo:
    """Records phrases and answers them, each once.

    `answer` is the strength of the answer in this tick, 0 to 1, None while there is none, and `pitch` how high it is.
    `quiet` counts the ticks since the last answer ended, None before the first.
    """

    def __init__(self) -> None:
        self.answer: float | None = None
        self.pitch = 0.5
        self.quiet: int | None = None
        self._phrase: list[Tone] = []
        self._length = 0
        """Ticks since the phrase that is heard now began; its newest ones are in `_phrase`."""
        self._silence = 0
        self._answer: list[Tone] = []
        self._weariness = 0.0
        self._since, self._gap = 0, 0
        """Ticks since the last phrase began, and from the one before to it."""

    def step(self, community: Community) -> float | None:
        """Hear a tick; return the strength of the answer in it, None where nothing is answered."""
        self._hear(max(community.voice, community.onset, community.strike), community.pitch)
        self.answer = None
        if self._answer:
            self.answer, self.pitch = self._answer.pop(0)
            self.quiet = 0
        elif self.quiet is not None:
            self.quiet += 1
        return self.answer

    def state(self) -> dict[str, Any]:
        """Return all that is remembered from one tick to the next."""
        return {
            "phrase": self._phrase,
            "answer": self._answer,
            "counts": [self._length, self._silence, self._weariness, self._since, self._gap],
            "quiet": self.quiet,
            "pitch": self.pitch,
        }

    def resume(self, state: Mapping[str, Any]) -> None:
        """Remember what a `state` says; ValueError, TypeError or KeyError where it is none."""
        self._phrase, self._answer = (
            [(_share(strength), _share(pitch)) for strength, pitch in state[name]] for name in ("phrase", "answer")
        )
        length, silence, self._weariness, since, gap = map(finite, state["counts"])
        self._length, self._silence, self._since, self._gap = int(length), int(silence), int(since), int(gap)
        self.quiet = None if state["quiet"] is None else int(finite(state["quiet"]))
        self.pitch = _share(state["pitch"])

    def _hear(self, voice: float, pitch: float) -> None:
        calling = voice >= CALLING
        self._silence = 0 if calling else self._silence + 1
        self._since += 1
        if self._silence > _REST:
            self._weariness = max(0.0, self._weariness - _RECOVERY)
        if calling and not self._length:
            self._begin()
        if calling or self._length:
            self._length += 1
            self._phrase = [*self._phrase[-(LONGEST_ANSWER + PAUSE) :], (min(1.0, voice), pitch)]
        if self._length and self._silence >= PAUSE:
            self._end()

    def _begin(self) -> None:
        if abs(self._since - self._gap) > 0.1 * self._since:
            self._weariness = max(0.0, self._weariness - _TALKED_RECOVERY * self._since)
        self._gap, self._since = self._since, 0

    def _end(self) -> None:
        """Take what was heard, without the pause after it, as the next answer."""
        heights = [pitch for _, pitch in self._phrase[_LATER:]]
        said = zip(self._phrase[: -self._silence], heights, strict=False)
        contour = [(strength, pitch) for (strength, _), pitch in said][-LONGEST_ANSWER:]
        if self._length - self._silence <= LONGEST_CALL and self._weariness <= _PATIENCE - 1.0:
            self._answer = contour
            self._weariness += 1.0
        self._phrase, self._length = [], 0


def _share(number: Any) -> float:
    return min(1.0, max(0.0, finite(number)))
