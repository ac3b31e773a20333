"""The director: turns the events of each tick into one `Moment`."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from installation.community import Citizen, Community, Listeners
from installation.community.following import finite
from installation.community.music import tone_height
from installation.params import INDEX, Values, find, to_unit
from installation.score import PHASES, TICKS_PER_SECOND, Event, read_values
from installation.story import crossing
from installation.story.acts import Act, move
from installation.story.arc import CELEBRATION, Arc
from installation.story.crossing import Crossing
from installation.story.desk import Desk
from installation.story.echo import Echo
from installation.story.gestures import Gestures, Hands
from installation.story.looks import DEFAULT_BLEND, Looks, blend_seconds, worlds_in_turn
from installation.story.macros import Macros
from installation.story.marks import Marks, chance
from installation.story.moment import Mark, Moment, Touch
from installation.story.pulse import Heartbeat
from installation.story.wounds import Vitals

STRONGEST = 2.0
"""The greatest strength of a touch."""
_CELEBRATED = 12.0
"""Seconds of celebration that complete a story."""


class Director:
    """Moves through worlds and phases and blends every parameter, without a cut or a step.

    `presets` gives the values of each "world/phase"; `world` is one to stay in, or "auto" for all in turn; `phase` is
    one to stay in, or "auto" for the arc; `aspect` is the world's width over its height. ValueError where there is no
    such preset. `seed` is the show's: it stands for chance where the story takes one. `marks` are those that earlier
    stories left, the oldest first.
    """

    def __init__(
        self,
        presets: Mapping[str, Values],
        world: str,
        phase: str,
        aspect: float,
        seed: int,
        marks: Sequence[Mark] = (),
    ) -> None:
        self.auto_world = world == "auto"
        self.auto = phase == "auto"
        self.world, self.phase = _beginning(presets, world, phase)
        self._looks = Looks(presets, self._key())
        self._macros = Macros()
        self._desk = Desk()
        self._aspect = aspect
        self._seed = seed
        self._heartbeat = Heartbeat()
        self._listeners = Listeners()
        self._echo = Echo()
        self._hands = Hands()
        self.gestures = Gestures()
        """Those that people made at the last tick."""
        self._act = Act()
        self._arc = Arc(self.world)
        self._crossing = Crossing()
        self._marks = Marks(marks, self.world, aspect)
        self._entered: int | None = None
        self._met: tuple[float, float] | None = None
        """Where somebody touched or came last in this story, in shares of the frame."""

    def step(self, tick: int, events: Sequence[Event], vitals: Vitals | None) -> Moment:
        """Return the moment of `tick`, to be called for every tick in order.

        `vitals` are the world's of tick - 12, None in the first ticks.
        """
        self._entered = tick if self._entered is None else self._entered
        for event in events:
            self._answer(tick, event)
        self._macros.step(self.world)
        self._desk.step()
        values = self.values(tick)
        pulse = self._heartbeat.step(self.world, values)
        community = self._listeners.step(events, _place(values, "ear"), self._aspect, pulse)
        self._heartbeat.quicken(community)
        pointers = tuple(self._pointers(events))
        self._meet(pointers, community.citizens)
        self._echo.step(community)
        touch = sum(pointer.strength for pointer in pointers)
        self.gestures = self._hands.step(community, touch, self._echo)
        self._act.step(self.world, community, self.gestures)
        if self._desk.frozen:
            # What happens in time waits with the world.
            self._entered += 1
        else:
            wanted = self._arc.step(self.phase, community, vitals, self._act.strength, self.auto)
            if wanted is not None:
                self._move_on(tick, wanted)
            self._complete(tick)
            self._crossing.step()
        values = move(self._crossing.move(values), community, self._act, self._arc.mercy)
        return Moment(
            tick=tick,
            world=self.world,
            phase=self.phase,
            values=values,
            community=community,
            touches=(*self._voice(values, community), *self._strikes(events, values, community), *pointers),
            phase_age=(tick - self._entered) / TICKS_PER_SECOND,
            marks=self._marks.step(self.world),
            crossing=self._crossing.share,
            light=self._desk.light,
            frozen=self._desk.frozen,
            pulse=pulse,
        )

    @property
    def presets(self) -> Mapping[str, Values]:
        """The presets by "world/phase", as they are now."""
        return self._looks.presets

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of all worlds, the oldest first, each with the strength that it is going to have."""
        return self._marks.all

    @property
    def act(self) -> float:
        """How strongly the community's act heals just now, 0 to 1."""
        return self._act.strength

    def values(self, tick: int) -> Values:
        """Return the parameters at `tick` as blended, played and overridden, before the room moves them."""
        return self._macros.move(self._looks.values(tick), self._looks.overridden)

    @property
    def macros(self) -> Mapping[str, float]:
        """Where each macro was turned to, by name."""
        return self._macros.wanted

    def standing(self, tick: int, source: str, name: str) -> float | None:
        """Return where that stands which an event of this source and name would move, 0 to 1; None for all others.

        That is a "macro", a "param" on its knob's way, and of the desk ("light", "master" or "blackout") and ("world",
        "freeze"). A knob that is not there must not jump.
        """
        match source, name:
            case "macro", _ if name in self._macros.wanted:
                return self._macros.wanted[name]
            case "param", _ if name in INDEX:
                return to_unit(find(name), float(self.values(tick)[INDEX[name]]))
            case "light", "master":
                return self._desk.master
            case "light", "blackout":
                return float(self._desk.blackout)
            case "world", "freeze":
                return float(self._desk.frozen)
        return None

    def blend(self, tick: int) -> float:
        """Return how far the blend into the current phase has come, 0 to 1."""
        return self._looks.share(tick)

    def messages(self) -> list[str]:
        """Return the sentences for people that came up since the last call."""
        return self._listeners.messages()

    def state(self, tick: int) -> str:
        """Return all that the director knows before the step of `tick`, as JSON for ("state", "story")."""
        return json.dumps(
            {
                "world": self.world,
                "phase": self.phase,
                "auto": [self.auto_world, self.auto],
                "entered": (tick if self._entered is None else self._entered) - tick,
                "met": self._met,
                "looks": self._looks.state(tick),
                **{name: part.state() for name, part in self._parts().items()},
            },
            separators=(",", ":"),
        )

    def _parts(self) -> dict[str, Any]:
        """Return everything that remembers something by itself from one tick to the next, by name."""
        return {
            "macros": self._macros,
            "desk": self._desk,
            "heartbeat": self._heartbeat,
            "listeners": self._listeners,
            "echo": self._echo,
            "hands": self._hands,
            "act": self._act,
            "arc": self._arc,
            "crossing": self._crossing,
            "marks": self._marks,
        }

    def _key(self) -> str:
        return f"{self.world}/{self.phase}"

    def _answer(self, tick: int, event: Event) -> None:
        """Let one event act; what is unknown or makes no sense does nothing."""
        match event.source, event.name, event.values:
            case "cue", "phase", ("auto", *_):
                self.auto = True
                self._arc.enter(self.phase, 0.0)
            case "cue", "phase", (str(phase), *rest) if self._looks.has(self.world, phase):
                self._go(tick, phase, blend_seconds(rest))
            case "cue", "world", (str(world), *rest):
                self._go_to_world(tick, world, blend_seconds(rest, crossing.BLEND))
            case "param", "reset", _:
                self._looks.reset(tick)
                self._macros.reset()
            case "param", name, _ if name in INDEX and len(event.numbers) == 1:
                self._looks.override(name, event.numbers[0])
            case "macro", name, _ if name in self._macros.wanted and len(event.numbers) == 1:
                self._macros.turn(name, event.numbers[0])
            case "world", "reseed", _ if len(event.numbers) == 1:
                self._begin_anew(tick)
            case ("light" | "world"), _, _:
                self._desk.answer(event)
            case "state", "story", (str(text),):
                self._resume(tick, text)
            case "preset", key, (str(text),) if key in self.presets:
                self._replace(tick, key, text)

    def _resume(self, tick: int, text: str) -> None:
        """Become the director of a `state`; what makes no sense does nothing."""
        try:
            known = json.loads(text)
            world, phase = str(known["world"]), str(known["phase"])
            looks = self._looks.resume(tick, f"{world}/{phase}", known["looks"])
            other = Director(looks.presets, world, phase, self._aspect, self._seed)
            other._looks = looks
            other._entered = tick + int(finite(known["entered"]))
            other.auto_world, other.auto = map(bool, known["auto"])
            if known["met"] is not None:
                x, y = map(finite, known["met"])
                other._met = x, y
            for name, part in other._parts().items():
                part.resume(known[name])
        except (TypeError, ValueError, KeyError, AttributeError, IndexError, OverflowError, RecursionError):
            return
        self.__dict__.update(other.__dict__)

    def _replace(self, tick: int, key: str, text: str) -> None:
        try:
            values = read_values(json.loads(text))
        except (TypeError, ValueError, OverflowError, RecursionError):
            return
        self._looks.replace(tick, key, values)

    def _move_on(self, tick: int, wanted: str) -> None:
        """Go where the arc wants to go; from a completed story on, to the next world where that is asked for."""
        worlds = worlds_in_turn(self.presets)
        following = worlds[(worlds.index(self.world) + 1) % len(worlds)]
        if self.phase == CELEBRATION and wanted == PHASES[0] and self.auto_world and following != self.world:
            nearest = self._looks.nearest_phase(following, wanted) or wanted
            self._cross(tick, following, nearest, crossing.WHOLE)
            self._looks.go(tick, self._key(), crossing.BLEND, crossing.DELAY)
            self._arc.enter(self.phase, crossing.WHOLE, self.world, greets=True)
            return
        if not self._looks.has(self.world, wanted):
            wanted = self._looks.next_phase(self.world, wanted)
        self._go(tick, wanted, DEFAULT_BLEND)

    def _go(self, tick: int, phase: str, seconds: float) -> None:
        if not self.phase == phase == CELEBRATION:  # a celebration that is called for again is the same one
            self._entered = tick
        self.phase = phase
        self._looks.go(tick, self._key(), seconds)
        self._arc.enter(phase, seconds)

    def _go_to_world(self, tick: int, world: str, seconds: float) -> None:
        """Let a performer cross to a world; the phase stays, where the world has it."""
        nearest = self._looks.nearest_phase(world, self.phase)
        if nearest is not None and world != self.world:
            whole = max(crossing.SHORTEST, seconds * crossing.WHOLE / crossing.BLEND)
            self._cross(tick, world, nearest, whole)
            self._looks.go(tick, self._key(), seconds)
            self._arc.enter(nearest, seconds, world)

    def _begin_anew(self, tick: int) -> None:
        """Cross from the world to itself: it lets go of spores, and what grows from them is another network."""
        self._cross(tick, self.world, self.phase, crossing.WHOLE, anew=True)
        self._arc.enter(self.phase, crossing.WHOLE, self.world)

    def _cross(self, tick: int, world: str, phase: str, whole: float, anew: bool = False) -> None:
        self.world, self.phase, self._entered = world, phase, tick
        self._crossing.begin(whole, anew)

    def _complete(self, tick: int) -> None:
        """Leave a mark once a story has been celebrated for a while, near where people were last."""
        entered = tick if self._entered is None else self._entered
        if self.phase == CELEBRATION and tick - entered == round(_CELEBRATED * TICKS_PER_SECOND):
            # By what was left so far, not by the tick: a score that begins in the middle counts other ticks.
            x, y, seed = chance(self._seed, *(mark.seed for mark in self.marks))
            preset = self.presets[self._key()]
            ear = float(preset[INDEX["ear_x"]]), float(preset[INDEX["ear_y"]])
            self._marks.leave(self.world, self._met or (x, y), seed, ear)
            self._met = None

    def _meet(self, pointers: Sequence[Touch], citizens: Sequence[Citizen]) -> None:
        """Remember where somebody is: where they touch, else where the newest citizen has their tile."""
        if pointers:
            self._met = pointers[-1].x / self._aspect, pointers[-1].y
        elif citizens and (self._met is None or citizens[-1].age < 1.0):
            self._met = citizens[-1].place

    def _voice(self, values: Values, community: Community) -> Iterator[Touch]:
        x, y = _place(values, "ear")
        yield Touch(x * self._aspect, y, community.voice, "voice", community.pitch)
        if community.onset > 0.0:
            strength = community.onset * float(values[INDEX["onset_to_charge"]])
            yield Touch(x * self._aspect, y, strength, "onset", community.pitch)
        if self._echo.answer is not None:
            x, y = _place(values, "answer")
            yield Touch(x * self._aspect, y, self._echo.answer, "answer", self._echo.pitch)

    def _strikes(self, events: Sequence[Event], values: Values, community: Community) -> Iterator[Touch]:
        """Give an onset where the tile of each note lies that was struck."""
        struck = {event.name: event.numbers for event in events if event.source == "note" and len(event.numbers) == 2}
        if not struck:
            return
        for one in community.citizens:
            pitch, velocity = struck.get(one.name, (0.0, 0.0))
            if velocity > 0.0:
                x, y = one.place
                strength = min(1.0, velocity) * float(values[INDEX["onset_to_charge"]])
                yield Touch(x * self._aspect, y, strength, "onset", tone_height(pitch))

    def _pointers(self, events: Sequence[Event]) -> Iterator[Touch]:
        for event in events:
            if (event.source, event.name) == ("touch", "pointer") and len(event.numbers) == 3:
                x, y, strength = event.numbers
                x, y = min(self._aspect, max(0.0, x)), min(1.0, max(0.0, y))
                yield Touch(x, y, min(STRONGEST, max(0.0, strength)), "pointer")


def _beginning(presets: Mapping[str, Values], world: str, phase: str) -> tuple[str, str]:
    """Return the world and phase that a show begins with; where nothing fits, what was asked for."""
    worlds = worlds_in_turn(presets) if world == "auto" else [world]
    phases = PHASES if phase == "auto" else (phase,)
    wanted = ((one, other) for other in phases for one in worlds)
    return next((pair for pair in wanted if "/".join(pair) in presets), (world, phases[0]))


def _place(values: Values, what: str) -> tuple[float, float]:
    return float(values[INDEX[f"{what}_x"]]), float(values[INDEX[f"{what}_y"]])
