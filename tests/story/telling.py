"""Plays the director without a world, with communities and vitals made by hand."""

from dataclasses import dataclass, replace

import numpy as np

from installation import params, presets, resources
from installation.params import PARAMETERS
from installation.score import FEATURES, PHASES, WORLDS, Event
from installation.story import Director, Moment

ASPECT = 16 / 9
PRESETS = {key: one.values for key, one in presets.load_all((resources.directory("presets"),)).items()}
FIVE = {f"{world}/{phase}": PRESETS[f"thaloria/{phase}"] for world in WORLDS for phase in PHASES}
"""Five worlds that look alike."""


@dataclass(frozen=True)
class SomeVitals:
    """The numbers of a world that the story asks for: as in good times, where nothing else is said."""

    waste: float = 0.1
    order: float = 0.9
    division: float = 0.05
    synchrony: float = 0.0
    sterile: float = 0.02
    wind: float = 0.0
    scatter: float = 0.1
    harmony: float = 0.3


GOOD = SomeVitals()
BAD = SomeVitals(waste=0.8, order=0.0, division=0.9, sterile=0.4, wind=1.0, scatter=0.5, harmony=0.0)


def between(good: SomeVitals, bad: SomeVitals, share: float) -> SomeVitals:
    return replace(good, **{name: a + (vars(bad)[name] - a) * share for name, a in vars(good).items()})


def director(phase: str = "calm", world: str = "thaloria", looks=PRESETS, **more) -> Director:
    return Director(looks, world, phase, ASPECT, seed=1, **more)


def play(one: Director, ticks: int, events=None, first: int = 0, vitals=None, until: str = "") -> list[Moment]:
    """Play some ticks; `events` are given by tick, or as a function of it, and so are `vitals`, unless they stay.

    It ends early where a phase begins `until` which it was to go on.
    """
    heard = events if callable(events) else lambda tick: (events or {}).get(tick, [])
    seen = vitals if callable(vitals) else lambda tick: vitals
    told: list[Moment] = []
    for tick in range(first, first + ticks):
        told.append(one.step(tick, heard(tick), seen(tick)))
        if told[-1].phase == until:
            break
    return told


def seconds(number: float) -> int:
    """So many seconds in ticks."""
    return round(number * 60)


def cue(tick: int, phase: str, *how_long: float) -> dict[int, list[Event]]:
    return {tick: [Event(tick, "cue", "phase", (phase, *how_long))]}


def sound(tick: int, **features: float) -> list[Event]:
    return [Event(tick, "sound", "features", tuple(features.get(name, 0.0) for name in FEATURES))]


def crowd(feelings, every: int = 600):
    """Events of citizens who feel so and say it now and then."""

    def events(tick: int) -> list[Event]:
        if tick % every:
            return []
        return [Event(tick, "citizen", f"citizen {number}", feeling) for number, feeling in enumerate(feelings)]

    return events


def alike(number: int = 12, valence: float = 0.5, arousal: float = 0.0):
    """Citizens who feel nearly the same."""
    turns = 2 * np.pi * np.arange(number) / number
    return crowd([(valence + 0.1 * np.cos(turn), arousal + 0.1 * np.sin(turn)) for turn in turns])


def opposed(number: int = 12, arousal: float = 0.5):
    """Citizens in two opposed camps."""
    return crowd([(0.8 if index % 2 else -0.8, arousal) for index in range(number)])


def changes(moments: list[Moment]) -> list[tuple[int, str, str]]:
    """The tick, world and phase of each change, the beginning included."""
    found = []
    for moment in moments:
        if not found or found[-1][1:] != (moment.world, moment.phase):
            found.append((moment.tick, moment.world, moment.phase))
    return found


def steps(moments: list[Moment]) -> np.ndarray:
    """How far each parameter goes in each tick, on its knob's way from 0 to 1, shape (ticks - 1, parameters)."""
    unit = np.array(
        [[params.to_unit(row, float(moment.values[i])) for i, row in enumerate(PARAMETERS)] for moment in moments]
    )
    apart = np.abs(np.diff(unit, axis=0))
    hue = np.array([row.curve == "hue" for row in PARAMETERS])
    return np.where(hue, np.minimum(apart, 1.0 - apart), apart)


def in_range(values: params.Values) -> bool:
    return bool(np.isfinite(values).all() and np.array_equal(values, params.clamp(values)))
