"""The answer: what was said to the network, given back in the world's own voice, as high and as strong as it was."""

from collections.abc import Iterable
from typing import Any

from installation.community.following import finite, ramp
from installation.score import TICKS_PER_SECOND
from installation.sound.agenda import Agenda, Entry
from installation.sound.form import Scene
from installation.sound.worlds.table import World
from installation.story import Moment

_AUDIBLE = 0.08
_RISE = 0.12
"""How much stronger it must become since its last dip to be struck anew."""
_HIGHER = 0.12
"""How far its pitch must move for another tone, as a share of the register."""
_VOICES = 0.12, 0.62
"""How high people's voices are, on the scale of what is heard: they go through the whole register of the answer."""
_LEAST_TICKS, _LONGEST_TICKS = 7, 36
"""Ticks from one tone to the next: at least, and where what is answered is held."""


class Answer:
    """Follows the contour of an answer, and puts down a tone wherever it rises or moves."""

    def __init__(self, world: World, agenda: Agenda) -> None:
        self.timbre, self.low, self.high = world.answer
        self._agenda = agenda
        self.strength = 0.0
        """How strong the answer is in this tick, 0 to 1."""
        self._dip = 0.0
        """The least strength since the last tone; `_pitch` is how high that was, 0 to 1."""
        self._pitch = 0.0
        self._since = _LONGEST_TICKS

    def step(self, scene: Scene, moment: Moment) -> None:
        """Let a tick pass."""
        touch = next((touch for touch in moment.touches if touch.kind == "answer"), None)
        self._since += 1
        self.strength = min(1.0, touch.strength) if touch is not None else 0.0
        if touch is None or self.strength < _AUDIBLE:
            self._dip = min(self._dip, self.strength)
            return
        height = ramp(touch.pitch, *_VOICES)
        rises = self.strength - self._dip > _RISE
        moves = abs(height - self._pitch) > _HIGHER
        if self._since >= _LEAST_TICKS and (rises or moves) or self._since >= _LONGEST_TICKS:
            self._say(scene, height)
        else:
            self._dip = min(self._dip, self.strength)

    def _say(self, scene: Scene, height: float) -> None:
        self._since, self._dip, self._pitch = 0, self.strength, height
        pitch = self.low + (self.high - self.low) * height
        # It is louder than all else: it is meant for somebody.
        velocity = 0.45 + 0.5 * self.strength
        place = scene.mood.value("answer_x"), scene.mood.value("answer_y")
        seconds = _LONGEST_TICKS / TICKS_PER_SECOND
        self._agenda.add(scene, Entry(0.0, self.timbre, pitch, velocity, seconds, *place, "answer"), in_time=False)

    def state(self) -> list[float]:
        """Return all that is remembered from one tick to the next."""
        return [self.strength, self._dip, self._pitch, self._since]

    def resume(self, state: Iterable[Any]) -> None:
        """Remember what a `state` says; ValueError or TypeError where it is none."""
        self.strength, self._dip, self._pitch, since = map(finite, state)
        self._since = int(since)
