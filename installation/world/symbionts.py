"""The swarm: one population of agents that plays Myco-Cleansers, Symbiogens and nanobots, as the parameters say."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.gpu import blocks
from installation.gpu.shaders import Shaders
from installation.world.mosaic import MOST_CITIZENS
from installation.world.state import State, size_of

MUSTER_BYTES = 68 * 4
FADE_TICKS = 90
"""Ticks after which the last symbiont has faded, once none is called."""


class Symbionts:
    """Buffers and passes of the swarm."""

    def __init__(self, state: State, shaders: Shaders) -> None:
        self._state = state
        self.walk, self.muster = shaders.compute("world/symbionts.comp"), shaders.compute("world/muster.comp")

    def make(self, count: int) -> None:
        """Make `count` symbionts, asleep."""
        self.count = count
        self._state.buffer("symbionts", size_of(blocks.Symbiont, count))
        self._state.buffer("muster", MUSTER_BYTES, kept=False)
        self._state.buffer("gathered", MOST_CITIZENS * 4)

    def step(self) -> None:
        """Let every symbiont walk a tick."""
        self._state.bind(symbionts=4, processed=5, citizens=6)
        self.walk.run(self.count)

    def count_up(self) -> None:
        """Count, once a census, how the swarm walks and where it gathers."""
        self._state.bind(symbionts=4, muster=5, citizens=6, gathered=7, crowd=8)
        self.muster.run(self.count)

    def resized(self, old: NDArray[Any], count: int) -> NDArray[Any]:
        """Return `count` symbionts: the old ones, and further ones asleep."""
        new = np.zeros(count, old.dtype)
        kept = min(count, len(old))
        new[:kept] = old[:kept]
        return new
