"""The gestures of each world: what nobody else does, from the mechanisms by which it tells its story."""

import math
from collections.abc import Callable, Iterable
from typing import Any

from installation.community import TICK
from installation.community.following import finite, ramp
from installation.score import TICKS_PER_SECOND
from installation.sound.agenda import Agenda, Entry
from installation.sound.form import BEATS_A_CHORD, Scene, cut, fullness
from installation.sound.happenings import Happenings, happened, often, places_between
from installation.sound.mood import figure
from installation.sound.worlds import NUTRIENT_SYMPHONY
from installation.sound.worlds.table import Place

_CENTRE = (0.5, 0.5)
_CHARGES = 0.5
"""Seconds in which a wave that sets out has charged both banks."""
_COLUMN = 0.3
"""How far a column is heard to walk at most, in shares of the frame."""


class Gestures:
    """Puts down what a world does by itself in a tick."""

    def __init__(self, agenda: Agenda, happenings: Happenings) -> None:
        self._agenda = agenda
        self._happenings = happenings
        self._mended = 0.0
        """The share of torn ground at which a mend sounded last."""
        self._rises = 0.0
        """Seconds for which a wave that set out may still be seen on both banks, and rise from there."""

    def step(self, scene: Scene) -> None:
        """Let a tick pass."""
        worlds: dict[str, Callable[[Scene], None]] = {
            "ecoverse": self._ecoverse,
            "nutrient_network": self._nutrient_network,
            "purification": self._purification,
            "nutrient_symphony": self._nutrient_symphony,
            "thaloria": self._thaloria,
        }
        if cut(scene) <= 0.0:
            worlds.get(scene.world, self._ecoverse)(scene)

    def state(self) -> list[float]:
        """Return all that is remembered from one tick to the next."""
        return [self._mended, self._rises]

    def resume(self, state: Iterable[Any]) -> None:
        """Remember what a `state` says; ValueError or TypeError where it is none."""
        self._mended, self._rises = map(finite, state)

    def _ecoverse(self, scene: Scene) -> None:
        """Columns of cleansers tick as they pass and work waste off; where it piles up, it rattles."""
        work = ramp(figure(scene.vitals, "processing"), 0.0, 12.0) * (1.0 - scene.mood.chaos)
        if often(scene, 1, 0.03 + 0.17 * work):
            self._column(scene, 0.5 + 0.5 * work)
        waste = ramp(figure(scene.vitals, "waste"), 0.05, 0.5) * (1.0 - scene.mood.celebration)
        if often(scene, 2, 2.2 * waste * (0.2 + scene.mood.disruption + 2.0 * scene.mood.chaos)):
            self._sound(scene, "growth", self._happenings.last(scene, "waste"), 0.4 + 0.6 * waste)

    def _nutrient_network(self, scene: Scene) -> None:
        """Waves set out from both banks, rise and meet over the channel; what crosses it is plucked there."""
        if _wave(scene) is not None and scene.chance(scene.tick, 95) < fullness(scene):
            self._rises = _CHARGES
        self._rises = max(0.0, self._rises - TICK)
        told = [one for one in happened(scene.vitals) if one.kind == "charge"] if self._rises > 0.0 else []
        banks = [[one for one in told if one.x < 0.5], [one for one in told if one.x >= 0.5]]
        if all(banks):
            self._rises, count = 0.0, 3 + int(3.0 * scene.chance(scene.tick, 99))
            for bank in banks:
                lit = max(bank, key=lambda one: one.rank)
                self._run(scene, "wave", places_between((lit.x, lit.y), _CENTRE, count), 2.0, 0.25, 0.9)
            self._meet(scene, 2.0)
        crossing = ramp(figure(scene.vitals, "exchange"), 20.0, 120.0)
        if often(scene, 3, 0.1 + 0.9 * crossing * (1.0 - scene.mood.chaos)):
            self._sound(scene, "crossing", self._happenings.last(scene, "crossing"), 0.4 + 0.5 * crossing)

    def _purification(self, scene: Scene) -> None:
        """Clusters feast in the dark; a surge of living energy goes out from the oculus in four seconds."""
        toxin = ramp(figure(scene.vitals, "waste"), 0.03, 0.4)
        unclean = scene.mood.disruption + scene.mood.chaos
        if often(scene, 4, unclean * (0.5 + 3.0 * toxin)):
            self._sound(scene, "cluster", self._happenings.last(scene, "waste"), 0.5 + 0.5 * toxin)
        middle = _wave(scene)
        if middle is not None:
            timbre, low, _, velocity = self._happenings.events["wave"]
            level = velocity * scene.mood.value("sound_events")
            for up in (0.0, 7.0, 12.0):
                self._agenda.add(scene, Entry(0.0, timbre, low + up, level, 5.0, *middle, "wave", True), False)
            for side in (0.0, 1.0):
                self._run(scene, "tile", places_between(middle, (side, 0.8), 8), 4.0, 0.0, 1.0)

    def _nutrient_symphony(self, scene: Scene) -> None:
        """Packets cross the rivers in their sender's voice; borders close, and they queue; what was torn is mended."""
        exchange = ramp(figure(scene.vitals, "exchange"), 20.0, 220.0)
        if often(scene, 5, (0.12 + 0.3 * exchange) * (1.0 - 0.8 * scene.mood.chaos)):
            self._packet(scene)
        torn = figure(scene.vitals, "sterile", self._mended)
        if self._mended - torn > 0.004 and often(scene, 7, 5.0):
            self._mended = torn
            if scene.mood.restoration + scene.mood.celebration > 0.5:
                self._sound(scene, "mend", self._happenings.last(scene, "mend"), 0.8)
        self._mended = max(self._mended, torn)

    def _thaloria(self, scene: Scene) -> None:
        """A cloud of nanobots glitters; a surge scatters it in bursts, in harmony it falls still."""
        scatter = ramp(figure(scene.vitals, "scatter"), 0.05, 0.6)
        alive = 0.5 + 3.0 * scatter * (scene.mood.disruption + 1.5 * scene.mood.chaos) + 1.2 * scene.mood.celebration
        if often(scene, 8, alive * (1.0 - 0.85 * scene.mood.restoration)):
            strength = 0.35 + 0.4 * scene.chance(scene.tick, 103)
            self._sound(scene, "nanobot", self._happenings.last(scene, "swarm"), strength)
        if often(scene, 9, 0.55 * max(scene.mood.value("burst"), 0.5 * scene.mood.disruption)):
            self._burst(scene)

    def _sound(self, scene: Scene, name: str, place: Place | None, strength: float) -> None:
        if place is not None:
            self._happenings.sound(scene, name, place, scene.chance(scene.tick, 107), strength)

    def _column(self, scene: Scene, strength: float) -> None:
        """Let a column tick past: even steps, from where it works to the next such place, each on the same tone."""
        timbre, low, high, velocity = self._happenings.events["work"]
        start = self._happenings.last(scene, "work")
        if start is None:
            return
        others = [place for place in self._happenings.places("work") if 0.0 < math.dist(place, start) < _COLUMN]
        end = min(others, key=lambda place: math.dist(place, start), default=start)
        count, apart = 4 + int(5.0 * scene.chance(scene.tick, 167)), scene.span.seconds(0.25) * TICKS_PER_SECOND
        pitch = low + (high - low) * scene.chance(scene.tick, 107)
        level = velocity * strength * scene.mood.value("sound_events") / 0.7
        for step, place in enumerate(places_between(start, end, count)):
            # It comes near and goes away again.
            near = 0.45 + 0.55 * math.sin(math.pi * (step + 0.5) / count)
            self._agenda.add(scene, Entry(step * apart, timbre, pitch, level * near, 0.4, *place, "work", chordal=True))

    def _run(self, scene: Scene, name: str, places: Iterable[Place], seconds: float, low: float, high: float) -> None:
        """Let a line run through places within so many seconds, from `low` to `high` in the register of an event."""
        timbre, bottom, top, velocity = self._happenings.events[name]
        way = list(places)
        for step, place in enumerate(way):
            share = step / max(1, len(way) - 1)
            pitch = bottom + (top - bottom) * (low + (high - low) * share)
            level = velocity * scene.mood.value("sound_events") * (0.45 + 0.55 * share)
            ticks = seconds * share * TICKS_PER_SECOND
            self._agenda.add(scene, Entry(ticks, timbre, pitch, level, 1.2, *place, name, chordal=True))

    def _meet(self, scene: Scene, seconds: float) -> None:
        """Let the lamps sound in the middle, where waves meet."""
        timbre, low, _, velocity = self._happenings.events["serum"]
        level = velocity * scene.mood.value("sound_events")
        entry = Entry(seconds * TICKS_PER_SECOND, timbre, low + 7.0, level, 2.0, *_CENTRE, "wave", chordal=True)
        self._agenda.add(scene, entry)

    def _packet(self, scene: Scene) -> None:
        loops = NUTRIENT_SYMPHONY.loops
        sender = int(len(loops) * scene.chance(scene.tick, 109))
        receiver = (sender + 1 + int((len(loops) - 1) * scene.chance(scene.tick, 113))) % len(loops)
        start, end = loops[sender], loops[receiver]
        pitch = start.low + (start.high - start.low) * scene.chance(scene.tick, 127)
        level = 0.5 * scene.mood.value("sound_events")
        # Where borders are closed, packets wait for the end of the breath, and come all at once.
        left = BEATS_A_CHORD - scene.span.end % BEATS_A_CHORD
        wait = scene.span.seconds(left) if scene.chance(scene.tick, 131) < scene.mood.disruption else 0.0
        apart = scene.span.seconds(0.5)
        for step, place in enumerate(places_between(start.place, end.place, 4)):
            loop = end if step == 3 else start
            ticks = (wait + apart * step) * TICKS_PER_SECOND
            softer = level * (1.0, 0.55, 0.4, 0.9)[step]
            tone = pitch if step < 3 else 0.5 * (end.low + end.high) + (pitch - 0.5 * (end.low + end.high)) % 12.0 - 6.0
            self._agenda.add(scene, Entry(ticks, loop.timbre, tone, softer, apart, *place, "packet", chordal=True))

    def _burst(self, scene: Scene) -> None:
        """Let a handful of nanobots fly, ever faster or ever slower."""
        place = self._happenings.last(scene, "swarm")
        if place is None:
            return
        count = 5 + int(8.0 * scene.chance(scene.tick, 137))
        seconds, bend = 0.6 + 1.2 * scene.chance(scene.tick, 139), (0.55, 1.8)[scene.chance(scene.tick, 149) < 0.5]
        timbre, low, high, velocity = self._happenings.events["nanobot"]
        level = velocity * scene.mood.value("sound_events")
        for step in range(count):
            share = step / count
            ticks = seconds * share**bend / TICK
            x = place[0] + 0.35 * share * (2.0 * scene.chance(scene.tick, step, 151) - 1.0)
            y = place[1] + 0.35 * share * (2.0 * scene.chance(scene.tick, step, 157) - 1.0)
            pitch = low + (high - low) * scene.chance(scene.tick, step, 163)
            self._agenda.add(scene, Entry(ticks, timbre, pitch, level, 0.3, x, y, "burst"), in_time=False)


def _wave(scene: Scene) -> Place | None:
    """Return where a wave sets out in the picture in this tick; None where none does."""
    return next(((one.x, one.y) for one in happened(scene.vitals) if one.kind == "wave"), None)
