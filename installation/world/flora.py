"""What grows on the network and leaves it: blossoms and fruiting bodies, and spores on the wind."""

from typing import Any

from installation.gpu import blocks
from installation.gpu.shaders import Shaders
from installation.world.fields import CENSUS_TICKS
from installation.world.state import State, size_of

BLOSSOMS = 640
"""Places for flora in a world of 16:9."""
DRIFTING = 1024
"""Spores that can be in the air."""
LONGEST_DRIFT = 1300
"""Ticks after which the last spore has landed."""


class Flora:
    """Buffers and passes of flora and spores."""

    def __init__(self, state: State, shaders: Shaders) -> None:
        self._state = state
        self.grow = shaders.compute("world/flora.comp", CENSUS_TICKS=CENSUS_TICKS)
        self.drift, self.sow = shaders.compute("world/drift.comp"), shaders.compute("world/sow.comp")
        self.drifts_until = 0
        """The tick from which on no spore is in the air."""

    def make(self, blossoms: int) -> None:
        """Make so many places for flora, none of them taken."""
        self.blossoms = blossoms
        self._state.buffer("blossoms", size_of(blocks.Blossom, blossoms))
        self._state.buffer("drifting", size_of(blocks.Spore, DRIFTING))

    def step(self) -> None:
        """Open, age and wither, once a census."""
        self._state.bind(blossoms=4, happened=7, counters=10, whereabouts=12)
        self.grow.run(self.blossoms)

    def drifts(self, tick: int, spore_rate: float) -> bool:
        """Tell whether spores may be in the air at this tick."""
        if spore_rate > 0.0:
            self.drifts_until = tick + LONGEST_DRIFT
        return tick < self.drifts_until

    def blow(self) -> None:
        """Let spores be released, carried and landed, a tick."""
        self._state.bind(drifting=4)
        self.drift.run(DRIFTING)

    def sow_landed(self, charge: str, flow: str) -> None:
        """Let spores that landed well grow, after a census."""
        self._state.bind(**{"drifting": 4, charge: 5, flow: 6, "tips": 8, "free": 9, "counters": 10})
        self.sow.run(1)

    def head(self) -> dict[str, Any]:
        """Return what a snapshot's head says of spores."""
        return {"drifts_until": self.drifts_until}

    def resume(self, head: dict[str, Any]) -> None:
        """Go on from a snapshot's head."""
        self.drifts_until = head["drifts_until"]
