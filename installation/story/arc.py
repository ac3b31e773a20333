"""The arc: when a phase has had its time, from what people do, how the world fares, and how long it has been.

Each phase has a way on that people open, and a limit in time that nobody can stop. What is not surely known holds
nothing up.
"""

from collections.abc import Mapping
from typing import Any

from installation.community import CONFIDENT, TICK, Community, Follower, Glide
from installation.community.following import finite
from installation.score import PHASES, TICKS_PER_SECOND
from installation.story.wounds import Vitals, Wound

CALM, DISRUPTION, CHAOS, RESTORATION, CELEBRATION = PHASES
Seconds = dict[str, float]

ALONE: Seconds = {CALM: 180.0, DISRUPTION: 120.0, CHAOS: 120.0, RESTORATION: 150.0, CELEBRATION: 120.0}
"""Seconds that each phase takes with nobody there: about twelve minutes in all. Chaos has its patience and mercy."""
COMPANY: Seconds = {CALM: 60.0, DISRUPTION: 40.0, CHAOS: 90.0, RESTORATION: 60.0, CELEBRATION: 60.0}
"""Seconds that each phase takes with people there, who may hasten it."""
LEAST: Seconds = {CALM: 20.0, DISRUPTION: 15.0, CHAOS: 25.0, RESTORATION: 20.0, CELEBRATION: 30.0}
"""Seconds before people can end a phase."""
LONGEST: Seconds = {CALM: 180.0, DISRUPTION: 120.0, CHAOS: 180.0, RESTORATION: 210.0, CELEBRATION: 120.0}
"""Seconds after which a phase ends whatever holds."""
BETWEEN = 8.0
"""Seconds between two changes of its own, and from a cue to such a change."""
PATIENCE, LONGEST_PATIENCE = 85.0, 150.0
"""Seconds of chaos in which nobody acts, and seconds of chaos at all, until mercy begins to heal."""
MERCY_RISES, MERCY_SINKS = 30.0, 10.0
LONG_EMPTY = 120.0
"""Seconds without anybody after which who comes in is greeted by a disruption."""
GREETING = 10.0
"""Seconds from their first sound to it: they meet it within twenty, its blend included."""
_ACTING = 0.25
"""Strength from which on people act."""
_WORK, _PLENTY = 8.0, 40.0
"""Seconds at full strength that turn a wound which is seen to turn, and after which nothing more is waited for."""
_HELD = 2 * TICKS_PER_SECOND
"""Ticks for which a way on must stay open, so that no flicker of a number goes through it."""


class Arc:
    """Says when the phase is to change by itself, and how much mercy heals.

    Times are counted in ticks since the phase was entered, so that they do not depend on when a show began.
    """

    def __init__(self, world: str) -> None:
        self.wound = Wound(world)
        self._age = 0
        """Ticks of the phase that have passed."""
        self._progress = 0.0
        """How much of its usual time has passed, 0 to 1."""
        self._open = 0
        """Ticks for which its way on has been open."""
        self._rest = round(BETWEEN * TICKS_PER_SECOND)
        self._deaf = self._rest
        """Ticks until it may change by itself, and until it may greet."""
        self._work = 0.0
        """Seconds of full strength that people have acted on this wound, and seconds without an act."""
        self._idle = 0.0
        self._merciful = False
        self._mercy = Glide(MERCY_RISES, MERCY_SINKS)
        self._empty = LONG_EMPTY
        self._greeting: int | None = None
        """Ticks until who came into an empty room is greeted."""
        self._usual = Follower(attack=30.0, release=10.0, start=-1.0)

    @property
    def mercy(self) -> float:
        """How strongly mercy heals, 0 to 1."""
        return self._mercy.value

    def enter(self, phase: str, rest: float, world: str | None = None, greets: bool = False) -> None:
        """Begin to count anew for this phase, with no change of its own for so many seconds at least.

        `world` is the new one, where the world changes too; who comes in is greeted in that time only if it `greets`.
        """
        if world is not None:
            self.wound = Wound(world)
        self._age, self._open = 0, 0
        self._progress = self._work = self._idle = 0.0
        self._rest = round(max(BETWEEN, rest) * TICKS_PER_SECOND)
        self._deaf = round(BETWEEN * TICKS_PER_SECOND) if greets else self._rest
        self._merciful = self._merciful and phase == RESTORATION

    def step(self, phase: str, community: Community, vitals: Vitals | None, strength: float, auto: bool) -> str | None:
        """Let a tick of the phase pass and return the phase to change to, None where it stays.

        `strength` is that of the community's act. Without `auto` it stays, and there is no mercy.
        """
        self._age += 1
        self._rest -= 1
        self._deaf -= 1
        here = community.people > 0.0
        self.wound.step(vitals, phase not in (CALM, CELEBRATION))
        self._progress += TICK / (COMPANY if here else ALONE)[phase]
        self._idle += TICK if strength < _ACTING else 0.0
        self._work += TICK * strength
        self._be_merciful(phase, auto)
        rising = community.arousal - self._usual.follow(community.arousal) > 0.35
        self._greet(here, phase)
        self._open = self._open + 1 if self._may_go(phase, community, rising) else 0
        if not auto:
            self._greeting = None
            return None
        if self._greeting == 0 and self._deaf < 0:
            self._greeting = None
            if phase not in (DISRUPTION, CHAOS):
                return DISRUPTION
        over = self._age >= LONGEST[phase] * TICKS_PER_SECOND
        return _following(phase) if self._rest < 0 and (over or self._open >= _HELD) else None

    def _may_go(self, phase: str, community: Community, rising: bool) -> bool:
        """Return whether the way on from this phase is open."""
        old_enough = self._age >= LEAST[phase] * TICKS_PER_SECOND
        passed = self._progress >= 1.0
        if phase == CALM:
            return passed or (old_enough and rising)
        if phase == DISRUPTION:
            tense = community.confidence >= CONFIDENT and community.arousal > 0.3 and community.unity < 0.6
            return passed or (old_enough and tense)
        if phase == CHAOS:
            healing = self._work >= _WORK or self.mercy >= 1.0
            turned = self.wound.turned is not False or self._work >= _PLENTY
            return old_enough and healing and turned
        if phase == RESTORATION:
            healed, plenty = self.wound.healed, self._work >= _PLENTY
            seen = passed or ((healed is True or plenty) and community.people > 0.0 and self._progress >= 0.5)
            return old_enough and seen and (healed is not False or plenty) and _well(community)
        tired = community.people > 0.0 and community.arousal < -0.3
        return passed or (old_enough and self._progress >= 0.75 and tired)

    def _be_merciful(self, phase: str, auto: bool) -> None:
        seconds = self._age * TICK
        if phase == CHAOS:
            self._merciful |= self._idle >= PATIENCE or seconds >= LONGEST_PATIENCE
        elif phase == RESTORATION:
            healed = self.wound.healed
            self._merciful = (self._merciful or self._progress >= 1.0) and healed is False
        else:
            self._merciful = False
        self._mercy.follow(1.0 if self._merciful and auto else 0.0)

    def _greet(self, here: bool, phase: str) -> None:
        if self._greeting:
            self._greeting -= 1
        if here and self._empty >= LONG_EMPTY and phase not in (DISRUPTION, CHAOS):
            self._greeting = round(GREETING * TICKS_PER_SECOND)
        self._empty = 0.0 if here else min(LONG_EMPTY, self._empty + TICK)

    def state(self) -> dict[str, Any]:
        """Return all that is remembered from one tick to the next."""
        return {
            "ticks": [self._age, self._open, self._rest, self._deaf],
            "numbers": [self._progress, self._work, self._idle, self.mercy, self._empty, self._usual.value],
            "merciful": self._merciful,
            "greeting": self._greeting,
            "wound": self.wound.state(),
        }

    def resume(self, state: Mapping[str, Any]) -> None:
        """Remember what a `state` says; ValueError, TypeError or KeyError where it is none."""
        self._age, self._open, self._rest, self._deaf = (int(finite(ticks)) for ticks in state["ticks"])
        numbers = [finite(number) for number in state["numbers"]]
        self._progress, self._work, self._idle, mercy, self._empty, self._usual.value = numbers
        self._mercy.value = min(1.0, max(0.0, mercy))
        self._merciful = bool(state["merciful"])
        self._greeting = None if state["greeting"] is None else int(finite(state["greeting"]))
        self.wound.resume(state["wound"])


def _following(phase: str) -> str:
    return PHASES[(PHASES.index(phase) + 1) % len(PHASES)]


def _well(community: Community) -> bool:
    """Return whether people feel well together, as far as that is known."""
    glad = community.valence_confidence < CONFIDENT or community.valence > -0.2
    return glad and (community.confidence < CONFIDENT or community.unity > 0.5)
