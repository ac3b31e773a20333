"""What happens in the world, sounding where it happens: touches, tiles, charge, flowers, tears, crossings, marks."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from installation.community import TICK, Follower
from installation.community.following import finite, ramp
from installation.sound.agenda import Agenda, Entry
from installation.sound.form import Scene, front, fullness
from installation.sound.mood import figure
from installation.sound.worlds.table import Place, World
from installation.story import Moment, Touch

_COUNTED = ("flora", "torn")
_REST = {"charge": 0.8, "flower": 0.9, "tear": 0.14, "tile": 0.12, "touch": 0.2}
"""Seconds from one such event to the next that sounds."""
_FEAST = (20.0, 24.0)
"""Seconds of celebration after which the mark sounds, and from then on after which it sounds again."""


class Happenings:
    """Hears what happens from one tick to the next, and puts it down to sound."""

    def __init__(self, world: World, agenda: Agenda) -> None:
        self.events = world.events
        """What sounds for each thing that may happen: timbre, register and velocity."""
        self._agenda = agenda
        self._counts: dict[str, float] = {}
        self._charge = Follower(attack=2.5, release=1.5)
        self._rests: dict[str, float] = dict.fromkeys(_REST, 0.0)
        self._newest = ""
        self._touched = (-9.0, -9.0)

    def step(self, scene: Scene, moment: Moment, aspect: float) -> None:
        """Hear what happened in a tick; `aspect` is the world's width over its height."""
        self._rests = {name: max(0.0, rest - TICK) for name, rest in self._rests.items()}
        for touch in moment.touches:
            if touch.kind == "pointer":
                self._touch(scene, touch, aspect)
        self._tile(scene, moment)
        self._charged(scene)
        self._grown(scene)
        self._celebrated(scene)

    def sound(
        self, scene: Scene, name: str, place: Place, height: float, strength: float = 1.0, in_time: bool = True
    ) -> None:
        """Let an event sound, `height` and `strength` 0 to 1; nothing where this world has no such event."""
        if name not in self.events:
            return
        timbre, low, high, velocity = self.events[name]
        level = velocity * strength * scene.mood.value("sound_events") / 0.7
        pitch = low + (high - low) * height
        entry = Entry(0.0, timbre, pitch, level, 0.5 + 0.6 * strength, *place, name, chordal=name != "tear")
        self._agenda.add(scene, entry, in_time)

    def _due(self, name: str) -> bool:
        """Return whether an event of this name may sound again, and let it rest from then on."""
        if self._rests[name] > 0.0:
            return False
        self._rests[name] = _REST[name]
        return True

    def _touch(self, scene: Scene, touch: Touch, aspect: float) -> None:
        moved = math.hypot(touch.x - self._touched[0], touch.y - self._touched[1]) > 0.05
        if touch.strength <= 0.0 or not (moved or self._rests["touch"] <= 0.0):
            return
        self._touched, self._rests["touch"] = (touch.x, touch.y), 6.0 * _REST["touch"]
        name = "serum" if scene.mood.value("touch_serum") > 0.05 else "touch"
        place = min(1.0, touch.x / aspect), touch.y
        self.sound(scene, name, place, touch.y, min(1.0, 0.5 + 0.5 * touch.strength), in_time=False)

    def _tile(self, scene: Scene, moment: Moment) -> None:
        citizens = moment.community.citizens
        newest = citizens[-1] if citizens else None
        if newest is None or newest.name == self._newest:
            return
        self._newest = newest.name
        if newest.age < 1.0 and self._due("tile"):
            self.sound(scene, "tile", newest.place, 0.5 + 0.5 * newest.valence, 0.75 + 0.25 * newest.arousal)

    def _charged(self, scene: Scene) -> None:
        """Hear charge arrive: its share of the network rises above what it was."""
        charge = figure(scene.vitals, "charge")
        rise = charge - self._charge.value
        self._charge.follow(charge)
        if rise > 0.006 + 0.3 * self._charge.value and self._due("charge"):
            place = somewhere(scene, "charge")
            self.sound(scene, "charge", place, place[1], ramp(rise, 0.0, 0.08) ** 0.5 * fullness(scene))

    def _grown(self, scene: Scene) -> None:
        """Hear flowers open and threads tear, by how many there are."""
        for name, count in [(name, figure(scene.vitals, name, -1.0)) for name in _COUNTED]:
            more = count - self._counts.get(name, count)
            if count >= 0.0:
                self._counts[name] = count
            if more > 0.0 and name == "flora" and self._due("flower"):
                height = scene.chance(scene.tick, 61)
                self.sound(scene, "flower", somewhere(scene, "flower"), height, fullness(scene))
            elif more > 0.0 and name == "torn" and self._due("tear"):
                place = on_the_front(scene) if scene.mood.value("storm") > 0.0 else (0.5, scene.chance(scene.tick, 67))
                self.sound(scene, "tear", place, place[1], ramp(more, 0.0, 12.0) ** 0.5, in_time=False)

    def _celebrated(self, scene: Scene) -> None:
        """Let the mark sound that a celebration leaves, and go on shining."""
        since = scene.mood.celebration_age - _FEAST[0]
        if scene.mood.celebration < 0.6 or since < 0.0 or since % _FEAST[1] >= TICK:
            return
        timbre, low, high, velocity = self.events["mark"]
        place = scene.mood.value("subject_x"), scene.mood.value("subject_y")
        for step in range(6):
            pitch = low + (high - low) * step / 5.0
            level = velocity * scene.mood.value("sound_events") * (1.0 - 0.08 * step)
            entry = Entry(10.0 * step, timbre, pitch, level, 3.0, *place, "mark", chordal=True)
            self._agenda.add(scene, entry, in_time=False)

    def state(self) -> dict[str, Any]:
        """Return all that is remembered from one tick to the next."""
        return {
            "counts": self._counts,
            "charge": self._charge.value,
            "rests": self._rests,
            "newest": self._newest,
            "touched": list(self._touched),
        }

    def resume(self, state: Mapping[str, Any]) -> None:
        """Remember what a `state` says; ValueError, TypeError or KeyError where it is none."""
        self._counts = {name: finite(state["counts"][name]) for name in _COUNTED if name in state["counts"]}
        self._charge.value = min(1.0, max(0.0, finite(state["charge"])))
        self._rests = {name: finite(state["rests"][name]) for name in _REST}
        self._newest = str(state["newest"])
        x, y = map(finite, state["touched"])
        self._touched = x, y


def somewhere(scene: Scene, what: str) -> Place:
    """Return a place on the subject's ground, or now and then on the answer's, another at every tick."""
    word = sum(map(ord, what))
    ground = "answer" if scene.chance(scene.tick, word, 71) < 0.25 else "subject"
    x, y, size = (scene.mood.value(f"{ground}_{name}") for name in ("x", "y", "size"))
    angle, away = 2.0 * math.pi * scene.chance(scene.tick, word, 73), size * scene.chance(scene.tick, word, 79) ** 0.5
    return min(1.0, max(0.0, x + 0.5625 * away * math.cos(angle))), min(1.0, max(0.0, y + away * math.sin(angle)))


def on_the_front(scene: Scene) -> Place:
    """Return a place where the storm is now."""
    y = scene.chance(scene.tick, 83)
    return min(1.0, max(0.0, (front(scene) - 0.38 * (1.0 - y)) / 0.62)), y


def often(scene: Scene, what: int, rate: float) -> bool:
    """Return whether something happens in this tick that happens `rate` times a second where there is much to hear."""
    return scene.chance(scene.tick, what, 89) < rate * fullness(scene) * TICK


def places_between(start: Place, end: Place, count: int) -> Iterator[Place]:
    """Give `count` places on the way from one place to another, both included."""
    for step in range(count):
        share = step / max(1, count - 1)
        yield start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])
