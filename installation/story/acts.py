"""The community's act: what gestures and agreement bring about in each world, and which parameters they move."""

import math
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from installation.community import Community, Glide
from installation.community.following import finite, ramp
from installation.params import INDEX, Values, clamp
from installation.story.gestures import Gestures

HELPS: dict[str, Gestures] = {
    # Many hands lay serum, and a common step sets the columns right.
    "ecoverse": Gestures(shape=0.5, tend=1.0, rally=1.0, connect=0.5),
    # Waves from both banks: calls that are answered, beats that meet.
    "nutrient_network": Gestures(shape=0.5, tend=0.5, rally=1.0, connect=1.0),
    # The feared thing is met by a steady voice, and linked in.
    "purification": Gestures(shape=1.0, tend=0.5, rally=0.5, connect=1.0),
    # Shelter in the storm, circles of sharing after it.
    "nutrient_symphony": Gestures(shape=0.5, tend=1.0, rally=0.5, connect=1.0),
    # Light and sound are one.
    "thaloria": Gestures(shape=1.0, tend=0.5, rally=1.0, connect=0.5),
}
"""How much each gesture helps in a world: all do something everywhere, two lead."""
_ELSEWHERE = Gestures(1.0, 1.0, 1.0, 1.0)


class Act:
    """The community's act: how strongly it works, 0 to 1 each, never with a step.

    `strength` is what heals, `discord` what divides, `restlessness` what scatters; `bank` is the bank, -1 (left) or 1
    (right), on which more of those live who feel well, and keeps while there is discord.
    """

    def __init__(self) -> None:
        self._strength, self._discord, self._restlessness = (Glide(attack=1.5, release=5.0) for _ in range(3))
        self.bank = 1.0

    @property
    def strength(self) -> float:
        """How strongly the act heals."""
        return self._strength.value

    @property
    def discord(self) -> float:
        """How strongly opposed camps divide."""
        return self._discord.value

    @property
    def restlessness(self) -> float:
        """How strongly arousal without unity scatters."""
        return self._restlessness.value

    def step(self, world: str, community: Community, gestures: Gestures) -> None:
        """Follow what people do in this tick."""
        helped = HELPS.get(world, _ELSEWHERE)
        made = 1.0 - math.prod(
            1.0 - getattr(gestures, one.name) * getattr(helped, one.name) for one in fields(Gestures)
        )
        agreed = agreement(world, community)
        if world == "thaloria":
            # Here gestures mend nothing while people are known to disagree.
            made *= 1.0 - community.confidence * ramp(community.unity, 0.75, 0.4)
        self._strength.follow(1.0 - (1.0 - made) * (1.0 - agreed))
        apart = community.camps * (1.0 - community.unity) * community.confidence
        if self.discord == 0.0 and apart > 0.0:
            self.bank = _happier_bank(community)
        self._discord.follow(apart)
        excited = ramp(community.arousal, -0.2, 0.8) * (1.0 - community.unity)
        self._restlessness.follow(excited * community.confidence)

    def state(self) -> list[float]:
        """Return all that is remembered from one tick to the next."""
        return [self.strength, self.discord, self.restlessness, self.bank]

    def resume(self, state: Iterable[Any]) -> None:
        """Remember what a `state` says; ValueError or TypeError where it is none."""
        glides = self._strength, self._discord, self._restlessness
        *values, bank = map(finite, state)
        for glide, value in zip(glides, values, strict=True):
            glide.value = min(1.0, max(0.0, value))
        self.bank = math.copysign(1.0, bank)


def agreement(world: str, community: Community) -> float:
    """Return how strongly those present agree, 0 to 1, as far as that is known; in thaloria, how strongly they burn.

    There it takes both: arousal without unity scatters, and unity without arousal only pulses.
    """
    if world == "thaloria":
        return ramp(community.unity, 0.4, 0.75) * ramp(community.arousal, 0.1, 0.7) * community.confidence
    return ramp(community.unity, 0.5, 0.85) * community.confidence


def _happier_bank(community: Community) -> float:
    # Feelings on the right of the frame's middle against those on the left.
    balance = sum(one.strength * one.valence * (one.place[0] - 0.5) for one in community.citizens)
    return 1.0 if balance >= 0.0 else -1.0


def move(values: Values, community: Community, act: Act, mercy: float) -> Values:
    """Return the values as the room and the community's act move them, by the parameters of the group `hearing`.

    `mercy`, 0 to 1, heals where the act does not.
    """

    def amount(name: str) -> float:
        return float(values[INDEX[name]])

    moved = values.copy()
    moved[INDEX["growth_speed"]] *= 1.0 + amount("loudness_to_growth") * community.loudness
    moved[INDEX["streaming_speed"]] *= 1.0 + amount("loudness_to_streaming") * community.loudness
    moved[INDEX["swell"]] = max(amount("swell"), amount("low_to_swell") * community.low)
    moved[INDEX["spark"]] += amount("high_to_spark") * community.high
    strength = max(act.strength, mercy)
    moved[INDEX["cure"]] = max(amount("cure"), strength * amount("act_to_cure"), mercy)
    moved[INDEX["bridging"]] += strength * amount("act_to_bridging")
    moved[INDEX["wave_rate"]] += strength * amount("act_to_waves")
    moved[INDEX["tile_appetite"]] += strength * amount("act_to_tiles")
    moved[INDEX["division"]] += act.bank * act.discord * amount("discord_to_division")
    moved[INDEX["severing"]] += act.discord * amount("discord_to_severing")
    moved[INDEX["burst"]] += act.restlessness * amount("arousal_to_burst")
    return clamp(moved)
