"""The form of each phase: who plays, how much, and what goes wrong, by how long it lasts and how the world fares."""

import math
from typing import NamedTuple

from installation.chance import unit
from installation.community.following import ramp
from installation.sound.mood import Figures, Mood, figure
from installation.sound.rhythm import Span

BEATS_A_CHORD = 8
"""A breath."""
BEATS_A_SEASON = 64
SOFTEST = 0.02
"""Velocity below which nothing is played."""
_LOSS = 0.25
"""Share of the breaths of chaos in which the loops are lost."""
_CUT_BEATS = 2.0
_TIDES = (8.0 * math.sqrt(5.0), 5.0 * math.sqrt(5.0) - 1.0)
"""Breaths from one high tide to the next, of either swell."""
_EBB = 0.12, 0.55
"""The tide at which all is silent, and from which on nothing is."""
_SURGE = 7.0
"""Breaths from one surge of chaos to the next."""
_LULL = 0.55
"""How much less there is between two surges, as a share."""
_EBBING = (1.0, 0.45, 0.3, 0.4, 0.5)
"""How much of it the ebb takes in each phase."""


class Scene(NamedTuple):
    """Where a world stands at a tick: what its parts need to know besides their own tables."""

    tick: int
    world: str
    seed: int
    span: Span
    mood: Mood
    vitals: Figures
    gain: float
    """How far the world has come up, 0 to 1, while two cross."""

    @property
    def breath(self) -> int:
        """The number of the breath that goes on."""
        return int(self.span.end // BEATS_A_CHORD)

    @property
    def season(self) -> int:
        """The number of the season that goes on: a minute or so, after which others lead."""
        return int(self.span.end // BEATS_A_SEASON)

    def chance(self, *words: int) -> float:
        """Return a number in 0..1 that depends on the show and these words alone."""
        return unit(*reversed(words), self.seed)


def breathing(span: Span) -> float:
    """Return how full of air the breath is, 0 to 1: fullest in its middle, as the light half way out from the Ear."""
    return 0.5 - 0.5 * math.cos(2.0 * math.pi * span.end / BEATS_A_CHORD)


def tide(scene: Scene) -> float:
    """Return how high the tide stands, 0 to 1: two swells of minutes whose lengths have no common measure."""
    breaths = scene.span.end / BEATS_A_CHORD
    swells = (math.cos(2.0 * math.pi * breaths / length) for length in _TIDES)
    return 0.5 + 0.25 * sum(swells)


def silence(mood: Mood) -> float:
    """Return how deep the silence is in which chaos ends, 0 to 1."""
    return mood.restoration * (1.0 - ramp(mood.restoration_age, 7.0, 12.0))


def hush(mood: Mood) -> float:
    """Return how much is not played, 0 to 1: in that silence, and while a celebration rests that has rung out."""
    return silence(mood) + mood.celebration * (1.0 - ring(mood.celebration_age))


def fullness(scene: Scene) -> float:
    """Return how much there is to hear, 0 to 1: while nobody is moved, calm has only air at the tide's ebb."""
    mood = scene.mood
    ebb = 1.0 - ramp(tide(scene), *_EBB)
    shares = zip(mood.phases, _EBBING, strict=True)
    away = sum(phase * share for phase, share in shares) * (1.0 - ramp(mood.activity, 0.55, 0.8))
    surge = 0.5 + 0.5 * math.cos(2.0 * math.pi * scene.span.end / BEATS_A_CHORD / _SURGE)
    lull = _LULL * mood.chaos * (1.0 - surge)
    return (1.0 - ebb * away) * (1.0 - lull) * (1.0 - min(1.0, hush(mood)))


def ring(age: float) -> float:
    """Return how much a celebration rings, 1 to .2: it rings out, and then rests."""
    return 1.0 - 0.8 * ramp(age, 25.0, 42.0)


def gathered(age: float, place: int) -> float:
    """Return how far a voice has joined in a restoration, 0 to 1: one after the other, every eight seconds."""
    return ramp(age, 8.0 * place, 8.0 * place + 6.0)


def division(scene: Scene) -> float:
    """Return how far choirs drift apart, 0 to 1: as the banks do, elsewhere as chaos has them."""
    if scene.world == "nutrient_network":
        return min(1.0, 1.8 * max(abs(scene.mood.value("division")), figure(scene.vitals, "division")))
    return 0.5 * scene.mood.chaos


def jam(scene: Scene) -> float:
    """Return how much the loops get stuck, 0 to 1: as the columns of symbionts jam."""
    return scene.mood.value("jam") * (scene.mood.disruption + scene.mood.chaos)


def choir_share(scene: Scene, place: int) -> float:
    """Return how loud the choir at this place is by the phase, 0 to 1."""
    mood = scene.mood
    share = 1.0 - mood.restoration * (1.0 - gathered(mood.restoration_age - 8.0, place))
    share *= 1.0 - mood.celebration * 0.45 * (1.0 - ring(mood.celebration_age))
    share *= 1.0 - (1.0 - fullness(scene)) * (1.0 - mood.celebration)
    if scene.world == "nutrient_network":
        # The bank that goes bare is hardly heard, the other is over-lit.
        side = 1.0 if place == 0 else -1.0
        share *= 1.0 - min(0.9, 1.5 * max(0.0, side * mood.value("division")))
        if scene.chance(31, place, scene.breath) < mood.value("blackout"):
            share *= 0.1
    return share * (1.0 - 0.9 * cut(scene))


def loop_share(scene: Scene, place: int, where: tuple[float, float]) -> float:
    """Return how densely the loop at this place goes by the phase, as a share of its own density."""
    mood = scene.mood
    share = 0.35 + 1.3 * scene.chance(53, place, scene.season)
    share *= 1.0 - mood.restoration * (1.0 - gathered(mood.restoration_age, place + 2))
    share *= fullness(scene)
    if scene.chance(37, scene.breath) < _LOSS:
        share *= 1.0 - mood.chaos
    if scene.chance(41, place, scene.breath) < mood.value("blackout"):
        share *= 0.05
    if scene.world == "ecoverse":
        share *= 1.0 - 0.5 * mood.chaos * ramp(figure(scene.vitals, "waste"), 0.1, 0.6)
    if passed(scene, where) and mood.value("storm") > 0.3:
        share *= 0.3 + 0.7 * ramp(figure(scene.vitals, "sheltered"), 0.0, 0.5)
    return share * (1.0 - cut(scene))


def front(scene: Scene) -> float:
    """Return how far the storm has crossed the world, along its way from the upper left: 0 to 1 within the frame."""
    return scene.mood.chaos_age * 0.11 - 0.42


def passed(scene: Scene, where: tuple[float, float]) -> bool:
    """Return whether the storm has gone over a place."""
    return 0.62 * where[0] + 0.38 * (1.0 - where[1]) < front(scene)


def cut(scene: Scene) -> float:
    """Return how far the sound is cut dry, 0 to 1: in the chaos of the council, now and then, for two beats."""
    if scene.world != "purification" or scene.mood.chaos < 0.6:
        return 0.0
    breath, within = divmod(scene.span.end, BEATS_A_CHORD)
    begins = 2.0 + 3.0 * scene.chance(43, int(breath))
    return 1.0 if scene.chance(47, int(breath)) < 0.35 and begins <= within < begins + _CUT_BEATS else 0.0


def sag(scene: Scene) -> float:
    """Return by how many semitones the pitch sags: where waste lies on the network its voices sink."""
    if scene.world in ("ecoverse", "purification"):
        return -0.3 * scene.mood.chaos * ramp(figure(scene.vitals, "waste"), 0.1, 0.7)
    return 0.0
