"""The director: turns the events of each tick into one `Moment`."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence

from installation.community import Community, Listeners
from installation.params import INDEX, NAMES, Values, blend, clamp, find
from installation.score import PHASES, TICKS_PER_SECOND, Event, read_values, write_values
from installation.story.moment import Moment, Touch

ARC: dict[str, float] = dict(zip(PHASES, (180.0, 120.0, 120.0, 150.0, 120.0), strict=True))
"""Seconds that each phase lasts while nobody says otherwise: about twelve minutes in all."""
DEFAULT_BLEND = 6.0
LONGEST_BLEND = 30.0
SHORT_BLEND = 0.5
"""Seconds of blending where somebody at work on a look wants to see it soon."""
STRONGEST = 2.0
"""The greatest strength of a touch."""


class Director:
    """Moves through the phases and blends every parameter, without a cut or a step.

    `presets` gives the values of each "world/phase"; `phase` is one to stay in, or "auto" for the arc of
    time; `aspect` is the world's width over its height. ValueError where there is no such preset. `seed` is
    the show's: it stands for chance where the story takes one, and the arc of time takes none.
    """

    def __init__(self, presets: Mapping[str, Values], world: str, phase: str, aspect: float, seed: int) -> None:
        self.world = world
        self.auto = phase == "auto"
        self.phase = PHASES[0] if self.auto else phase
        if self._key() not in presets:
            raise ValueError(f"there is no preset {self._key()}: expected one of {', '.join(sorted(presets))}")
        self._presets = dict(presets)
        self._aspect = aspect
        self._seed = seed
        self._listeners = Listeners()
        self._overrides: dict[int, float] = {}
        self._entered: int | None = None
        # A blend goes from `_start`, frozen where the parameters stood, to the preset of the current phase.
        self._start = self._presets[self._key()]
        self._from_tick, self._to_tick = -1, 0

    def step(self, tick: int, events: Sequence[Event], vitals: object | None) -> Moment:
        """Return the moment of `tick`, to be called for every tick in order.

        `vitals` are the world's of tick - 12, None in the first ticks; the arc of time does not ask for them.
        """
        self._entered = tick if self._entered is None else self._entered
        for event in events:
            self._answer(tick, event)
        if self.auto and tick - self._entered >= round(ARC[self.phase] * TICKS_PER_SECOND):
            self._go(tick, self.world, self._next_phase(), DEFAULT_BLEND)
        community = self._listeners.step(events)
        values = _hear(self.values(tick), community)
        touches = (*self._voice(values, community), *self._pointers(events))
        age = (tick - self._entered) / TICKS_PER_SECOND
        return Moment(tick, self.world, self.phase, values, community, touches, age)

    @property
    def presets(self) -> Mapping[str, Values]:
        """The presets by "world/phase", as they are now."""
        return self._presets

    def values(self, tick: int) -> Values:
        """Return the parameters at `tick` as blended and overridden, before the room moves them."""
        values = self._blended(tick)
        for index, value in self._overrides.items():
            values[index] = value
        return clamp(values)

    def blend(self, tick: int) -> float:
        """Return how far the blend into the current phase has come, 0 to 1."""
        return smoothstep((tick - self._from_tick) / (self._to_tick - self._from_tick))

    def state(self, tick: int) -> str:
        """Return all that the director knows before the step of `tick`, as JSON for ("state", "story")."""
        ticks = self._from_tick - tick, self._to_tick - tick, (tick if self._entered is None else self._entered) - tick
        return json.dumps(
            {
                "world": self.world,
                "phase": self.phase,
                "auto": self.auto,
                "ticks": ticks,
                "start": write_values(self._start),
                "overrides": {NAMES[index]: value for index, value in self._overrides.items()},
                "listeners": self._listeners.state(),
            },
            separators=(",", ":"),
        )

    def _key(self) -> str:
        return f"{self.world}/{self.phase}"

    def _next_phase(self) -> str:
        later = PHASES[PHASES.index(self.phase) + 1 :]
        return next(phase for phase in (*later, *PHASES) if f"{self.world}/{phase}" in self._presets)

    def _answer(self, tick: int, event: Event) -> None:
        """Let one event act; what is unknown or makes no sense does nothing."""
        match event.source, event.name, event.values:
            case "cue", "phase", ("auto", *_):
                self.auto, self._entered = True, tick
            case "cue", "phase", (str(phase), *rest):
                self._go(tick, self.world, phase, _seconds(rest))
            case "cue", "world", (str(world), *rest):
                self._go(tick, world, self.phase, _seconds(rest))
            case "param", "reset", _:
                start = self.values(tick)
                self._overrides.clear()
                self._depart(tick, start, self._remaining(tick))
            case "param", name, _ if name in INDEX and len(event.numbers) == 1:
                parameter = find(name)
                self._overrides[INDEX[name]] = _between(parameter.minimum, event.numbers[0], parameter.maximum)
            case "state", "story", (str(text),):
                self._resume(tick, text)
            case "preset", key, (str(text),) if key in self._presets:
                self._replace(tick, key, text)

    def _resume(self, tick: int, text: str) -> None:
        """Become the director of a `state`; what makes no sense does nothing."""
        try:
            known = json.loads(text)
            world, phase, auto = str(known["world"]), str(known["phase"]), bool(known["auto"])
            start = read_values(known["start"])
            overrides = {INDEX[name]: float(value) for name, value in known["overrides"].items()}
            begun, ended, entered = (tick + int(offset) for offset in known["ticks"])
            if f"{world}/{phase}" not in self._presets or begun >= ended:
                return
            self._listeners.resume(known["listeners"])
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError, RecursionError):
            return
        self.world, self.phase, self.auto = world, phase, auto
        self._start, self._overrides = start, overrides
        self._from_tick, self._to_tick, self._entered = begun, ended, entered

    def _go(self, tick: int, world: str, phase: str, seconds: float) -> None:
        if f"{world}/{phase}" in self._presets:
            start = self._blended(tick)
            self.world, self.phase, self._entered = world, phase, tick
            self._depart(tick, start, seconds)

    def _replace(self, tick: int, key: str, text: str) -> None:
        try:
            values = read_values(json.loads(text))
        except (TypeError, ValueError, OverflowError, RecursionError):
            return
        start = self._blended(tick)
        self._presets[key] = values
        if key == self._key():
            self._depart(tick, start, self._remaining(tick))

    def _depart(self, tick: int, start: Values, seconds: float) -> None:
        """Blend from `start` to the current phase, in one tick at least."""
        self._start = start
        self._from_tick = tick
        self._to_tick = max(tick + 1, tick + round(seconds * TICKS_PER_SECOND))

    def _remaining(self, tick: int) -> float:
        # A long blend under way keeps its time when its goal is edited.
        return max(SHORT_BLEND, (self._to_tick - tick) / TICKS_PER_SECOND)

    def _blended(self, tick: int) -> Values:
        return blend(self._start, self._presets[self._key()], self.blend(tick))

    def _voice(self, values: Values, community: Community) -> Iterator[Touch]:
        x, y = float(values[INDEX["ear_x"]]) * self._aspect, float(values[INDEX["ear_y"]])
        yield Touch(x, y, community.voice, "voice")
        if community.onset > 0.0:
            yield Touch(x, y, community.onset * float(values[INDEX["onset_to_charge"]]), "onset")

    def _pointers(self, events: Sequence[Event]) -> Iterator[Touch]:
        for event in events:
            if (event.source, event.name) == ("touch", "pointer") and len(event.numbers) == 3:
                x, y, strength = event.numbers
                x, y = _between(0.0, x, self._aspect), _between(0.0, y, 1.0)
                yield Touch(x, y, _between(0.0, strength, STRONGEST), "pointer")


def _between(minimum: float, value: float, maximum: float) -> float:
    return min(maximum, max(minimum, value))


def smoothstep(weight: float) -> float:
    """Return 0 to 1 along a curve that starts and ends at rest, for a weight from 0 to 1."""
    weight = _between(0.0, weight, 1.0)
    return weight * weight * (3.0 - 2.0 * weight)


def _seconds(rest: Sequence[float | str]) -> float:
    if len(rest) == 1 and not isinstance(rest[0], str) and abs(rest[0]) < math.inf:
        return _between(0.0, rest[0], LONGEST_BLEND)
    return DEFAULT_BLEND


def _hear(values: Values, community: Community) -> Values:
    """Return the values as the room moves them, by the parameters of the group `hearing`."""

    def amount(name: str) -> float:
        return float(values[INDEX[name]])

    heard = values.copy()
    heard[INDEX["growth_speed"]] *= 1.0 + amount("loudness_to_growth") * community.loudness
    heard[INDEX["streaming_speed"]] *= 1.0 + amount("loudness_to_streaming") * community.loudness
    heard[INDEX["swell"]] = max(amount("swell"), amount("low_to_swell") * community.low)
    heard[INDEX["spark"]] += amount("high_to_spark") * community.high
    return clamp(heard)
