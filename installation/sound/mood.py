"""The mood: what the composer takes from a tick's moment and vitals, smoothed so that nothing it sings can jump."""

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from installation.community import CONFIDENT, TICK, Community, Follower
from installation.community.following import finite, ramp
from installation.params import INDEX, Values
from installation.score import PHASES
from installation.story import Moment

Figures = Mapping[str, Any]
"""The vitals of a tick by name; what is missing is not known yet."""
_SMOOTH = {"lock": 1.5, "activity": 1.5, "valence": 3.0, "speech": 1.2, "music": 3.0, **dict.fromkeys(PHASES, 2.5)}
"""Seconds in which each of these follows, by name; each phase has a share, which comes and goes with it."""
_BRIGHTENS = 0.4
"""Valence that a restoration gains by itself until its end."""


class Mood(NamedTuple):
    """All in 0..1 but for `valence` (-1 to 1) and `values`, which are the parameters' own.

    `lock` is how far all keep together, `activity` how much happens, `speech` and `music` how far to yield; `phases`
    are the shares of calm, disruption, chaos, restoration and celebration, which add up to 1, and `ages` the seconds
    since each of them began last.
    """

    lock: float
    activity: float
    valence: float
    speech: float
    music: float
    phases: tuple[float, ...]
    ages: tuple[float, ...]
    values: Values

    def value(self, name: str) -> float:
        """Return a parameter's value."""
        return float(self.values[INDEX[name]])

    @property
    def calm(self) -> float:
        """The share of calm; likewise for the other phases."""
        return self.phases[0]

    @property
    def disruption(self) -> float:
        """The share of disruption."""
        return self.phases[1]

    @property
    def chaos(self) -> float:
        """The share of chaos."""
        return self.phases[2]

    @property
    def restoration(self) -> float:
        """The share of restoration."""
        return self.phases[3]

    @property
    def celebration(self) -> float:
        """The share of celebration."""
        return self.phases[4]

    @property
    def chaos_age(self) -> float:
        """The seconds since chaos began; it goes on while chaos fades. Likewise for the other phases."""
        return self.ages[2]

    @property
    def restoration_age(self) -> float:
        """The seconds since restoration began."""
        return self.ages[3]

    @property
    def celebration_age(self) -> float:
        """The seconds since celebration began."""
        return self.ages[4]


class Moods:
    """Follows the community, the story and the world from tick to tick."""

    def __init__(self) -> None:
        self._followed: dict[str, Follower] = {}
        self._ages = dict.fromkeys(PHASES, 0.0)

    def step(self, moment: Moment, vitals: Figures) -> Mood:
        """Return the mood of a tick."""
        community, follow = moment.community, float(moment.values[INDEX["follow_room"]])
        wanted = {
            "lock": lock(moment, vitals),
            "activity": activity(moment),
            "valence": valence(moment),
            "speech": follow * ramp(community.speech, 0.35, 0.8) * ramp(community.silence, 2.0, 0.5),
            "music": follow * community.music,
            **{phase: float(phase == moment.phase) for phase in PHASES},
        }
        if not self._followed:
            self._followed = {name: Follower(_SMOOTH[name], _SMOOTH[name], start) for name, start in wanted.items()}
        now = {name: self._followed[name].follow(value) for name, value in wanted.items()}
        shares = [now[phase] for phase in PHASES]
        # A phase that is left goes on by its own time until it has faded.
        self._ages = {phase: age + TICK for phase, age in self._ages.items()} | {moment.phase: moment.phase_age}
        return Mood(
            now["lock"], now["activity"], now["valence"], now["speech"], now["music"],
            tuple(share / sum(shares) for share in shares), tuple(self._ages[phase] for phase in PHASES), moment.values,
        )  # fmt: skip

    def state(self) -> dict[str, Any]:
        """Return all that is remembered from one tick to the next."""
        return {"followed": {name: follower.value for name, follower in self._followed.items()}, "ages": self._ages}

    def resume(self, state: Mapping[str, Any]) -> None:
        """Remember what a `state` says; ValueError, TypeError or KeyError where it is none."""
        followed = dict(state["followed"])
        if followed and set(followed) != set(_SMOOTH):
            raise ValueError(f"expected {', '.join(_SMOOTH)}")
        self._followed = {name: Follower(_SMOOTH[name], _SMOOTH[name], finite(at)) for name, at in followed.items()}
        self._ages = {phase: finite(state["ages"][phase]) for phase in PHASES}


def figure(vitals: Figures, name: str, otherwise: float = 0.0) -> float:
    """Return a vital; `otherwise` where it is not known or not finite."""
    value = vitals.get(name, otherwise)
    number = float(value) if isinstance(value, (int, float)) else otherwise
    return number if math.isfinite(number) else otherwise


def lock(moment: Moment, vitals: Figures) -> float:
    """Return how far the voices keep together, 0 to 1: by unity, and by what the world's own order is.

    Unity that is not surely known counts for half, beside what the phase itself is like.
    """
    community = moment.community
    usual = {"calm": 0.6, "disruption": 0.35, "chaos": 0.1, "restoration": 0.6, "celebration": 0.9}[moment.phase]
    sure = ramp(community.confidence, 0.0, CONFIDENT) * ramp(community.people, 0.0, 0.5)
    told = usual + (max(community.unity, community.attunement) - usual) * sure
    own = {
        "ecoverse": figure(vitals, "order", told),
        "nutrient_network": 0.5 + 0.5 * figure(vitals, "synchrony", 2.0 * told - 1.0),
        "thaloria": figure(vitals, "harmony", told),
    }.get(moment.world, told)
    # What happens in the world only tips what the people say, so that unity is always heard.
    return min(1.0, max(0.0, told + 0.15 * (min(1.0, max(0.0, own)) - told) * (1.0 - sure)))


def activity(moment: Moment) -> float:
    """Return how much happens, 0 to 1, half where nobody tells how moved they are."""
    community = moment.community
    return 0.5 + 0.5 * community.arousal * ramp(community.arousal_confidence, 0.0, CONFIDENT)


def valence(moment: Moment) -> float:
    """Return the valence that the mode follows, -1 to 1: the phase's own, and as surely as it is known the people's."""
    own = float(moment.values[INDEX["sound_valence"]])
    if moment.phase == "restoration":
        # What gathers grows brighter, so that a celebration can begin as bright as it is.
        own += _BRIGHTENS * ramp(moment.phase_age, 30.0, 110.0)
    sure = 0.75 * ramp(moment.community.valence_confidence, 0.0, CONFIDENT)
    return own + (moment.community.valence - own) * sure


def tonic(keynote: float, community: Community, follow: float, before: float) -> float:
    """Return the tonic for the next phrase: the key of the room's music where that is clear, else the world's own."""
    clear = follow * community.key_clarity * community.music
    if clear < (0.2 if before != keynote else 0.35):
        return keynote
    return keynote + (community.key - keynote + 6.0) % 12.0 - 6.0
