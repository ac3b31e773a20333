"""What happens in the world, sounding where it happens: touches, tiles, charge, flowers, tears, marks."""

import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from installation.community import TICK
from installation.community.following import finite, ramp
from installation.score import TICKS_PER_SECOND
from installation.sound.agenda import Agenda, Entry
from installation.sound.form import Scene, fullness
from installation.sound.mood import Figures, figure
from installation.sound.worlds.table import Place, World
from installation.story import Moment, Touch

_REST = {"charge": 0.3, "flower": 0.9, "tear": 0.14, "tile": 0.12, "touch": 0.2}
"""Seconds from one such event to the next that sounds."""
_BREATH, _BREATHES_IN = 4.0, 0.4
"""Tones that a run of charge may have, and how many of them come back in a second."""
_THIN, _APART = 0.25, 0.06
"""Rank of a fork that is not heard, and how far from the last one it has to be, in shares of the frame."""
_FRESH = 0.5
"""Seconds for which it is remembered where something happened last."""
_FEAST = (20.0, 24.0)
"""Seconds of celebration after which the mark sounds, and from then on after which it sounds again."""


class Happened(NamedTuple):
    """Something that happened: its kind, its place, and how it ranks among its like, 0 to 1; see the world's vitals."""

    kind: str
    x: float
    y: float
    rank: float


def happened(vitals: Figures) -> Iterator[Happened]:
    """Give what happened in a tick; what cannot be understood is left out."""
    told = vitals.get("happenings", ())
    for one in told if isinstance(told, (list, tuple)) else ():
        try:
            kind, *where = one
            x, y, rank = (min(1.0, max(0.0, finite(number))) for number in where)
        except (TypeError, ValueError):
            continue
        yield Happened(str(kind), x, y, rank)


class Happenings:
    """Hears what happens from one tick to the next, and puts it down to sound."""

    def __init__(self, world: World, agenda: Agenda) -> None:
        self.events = world.events
        """What sounds for each thing that may happen: timbre, register and velocity."""
        self._agenda = agenda
        self._torn: float | None = None
        """Segments torn so far, as far as that is known."""
        self._breath, self._runs = _BREATH, True
        """How many tones of charge there is breath for, and whether a run of them goes on."""
        self._reached: Place = (-9.0, -9.0)
        """Where charge was heard last."""
        self._last: dict[str, tuple[float, list[Place]]] = {}
        """For each kind the seconds since it happened last, and where."""
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
        # While the world stands still it is told again and again what happened before.
        told = [] if moment.frozen else [*happened(scene.vitals)]
        self._remember(told)
        self._charged(scene, [one for one in told if one.kind == "charge"])
        self._torn_apart(scene, [one for one in told if one.kind == "tear"])
        self._opened(scene, [one for one in told if one.kind == "flower"])
        self._lit(scene, [one for one in told if one.kind == "tile"])
        self._celebrated(scene)

    def last(self, scene: Scene, kind: str) -> Place | None:
        """Return a place at which something of a kind happened just now; None where none did."""
        places = self.places(kind)
        return places[int(scene.chance(scene.tick, 71) * len(places))] if places else None

    def places(self, kind: str) -> list[Place]:
        """Return all places at which something of a kind happened just now."""
        return self._last.get(kind, (0.0, []))[1]

    def _remember(self, told: list[Happened]) -> None:
        self._last = {kind: (age + TICK, places) for kind, (age, places) in self._last.items() if age < _FRESH}
        for kind in {one.kind for one in told}:
            self._last[kind] = 0.0, [(one.x, one.y) for one in told if one.kind == kind]

    @staticmethod
    def _height(scene: Scene, one: Happened) -> float:
        """Return how high something sounds, 0 to 1: as high as it is, or nearly."""
        return 0.75 * one.y + 0.25 * scene.chance(scene.tick, 61)

    def sound(
        self,
        scene: Scene,
        name: str,
        place: Place,
        height: float,
        strength: float = 1.0,
        in_time: bool = True,
        after: float = 0.0,
    ) -> None:
        """Let an event sound, `height` and `strength` 0 to 1, some seconds `after`; nothing where it has no sound."""
        if name not in self.events:
            return
        timbre, low, high, velocity = self.events[name]
        level = velocity * strength * scene.mood.value("sound_events") / 0.7
        pitch = low + (high - low) * height
        ticks, held = after * TICKS_PER_SECOND, 0.5 + 0.6 * strength
        entry = Entry(ticks, timbre, pitch, level, held, *place, name, chordal=name != "tear")
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

    def _charged(self, scene: Scene, told: list[Happened]) -> None:
        """Hear charge as it goes from fork to fork, on thick cords first: in runs of some tones, and rests between."""
        self._breath = min(_BREATH, self._breath + _BREATHES_IN * TICK)
        self._runs = self._breath >= (1.0 if self._runs else _BREATH - 1.0)
        away = {one: math.dist(one[1:3], self._reached) for one in told}
        heard = [one for one in told if one.rank > _THIN and away[one] > _APART]
        if not self._runs or not heard or not self._due("charge"):
            return
        one = max(heard, key=lambda one: one.rank + min(0.5, 2.0 * away[one]))
        self._breath, self._reached = self._breath - 1.0, (one.x, one.y)
        self._rests["charge"] += 0.4 * scene.chance(scene.tick, 67)
        strength = (0.4 + 0.6 * one.rank) * fullness(scene)
        self.sound(scene, "charge", self._reached, self._height(scene, one), strength)

    def _opened(self, scene: Scene, told: list[Happened]) -> None:
        """Hear a flower open."""
        if told and self._due("flower"):
            one = max(told, key=lambda one: one.rank)
            self.sound(scene, "flower", (one.x, one.y), self._height(scene, one), fullness(scene))

    def _lit(self, scene: Scene, told: list[Happened]) -> None:
        """Hear tiles lit, every one of them: what is lit at once is heard one after the other, from below."""
        for number, one in enumerate(sorted(told, key=lambda one: one.y)):
            after = self._rests["tile"] + number * _REST["tile"]
            self.sound(scene, "tile", (one.x, one.y), self._height(scene, one), 0.8 * fullness(scene), after=after)
        self._rests["tile"] += len(told) * _REST["tile"]

    def _torn_apart(self, scene: Scene, told: list[Happened]) -> None:
        """Hear threads tear, the louder the more of them do."""
        torn = figure(scene.vitals, "torn", -1.0)
        more = torn - (torn if self._torn is None else self._torn)
        self._torn = torn if torn >= 0.0 else self._torn
        if told and self._due("tear"):
            one = max(told, key=lambda one: one.rank)
            strength = ramp(max(more, 1.0), 0.0, 12.0) ** 0.5
            self.sound(scene, "tear", (one.x, one.y), one.y, strength, in_time=False)

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
            "torn": self._torn,
            "breath": [self._breath, self._runs, *self._reached],
            "last": {kind: [age, places] for kind, (age, places) in self._last.items()},
            "rests": self._rests,
            "newest": self._newest,
            "touched": list(self._touched),
        }

    def resume(self, state: Mapping[str, Any]) -> None:
        """Remember what a `state` says; ValueError, TypeError or KeyError where it is none."""
        self._torn = None if state["torn"] is None else finite(state["torn"])
        breath, runs, across, up = state["breath"]
        self._breath, self._runs, self._reached = finite(breath), bool(runs), (finite(across), finite(up))
        self._last = {
            str(kind): (finite(age), [(finite(x), finite(y)) for x, y in places])
            for kind, (age, places) in state["last"].items()
        }
        self._rests = {name: finite(state["rests"][name]) for name in _REST}
        self._newest = str(state["newest"])
        x, y = map(finite, state["touched"])
        self._touched = x, y


def often(scene: Scene, what: int, rate: float) -> bool:
    """Return whether something happens in this tick that happens `rate` times a second where there is much to hear."""
    return scene.chance(scene.tick, what, 89) < rate * fullness(scene) * TICK


def places_between(start: Place, end: Place, count: int) -> Iterator[Place]:
    """Give `count` places on the way from one place to another, both included."""
    for step in range(count):
        share = step / max(1, count - 1)
        yield start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])
