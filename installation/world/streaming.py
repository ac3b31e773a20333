"""Streaming: particles of cytoplasm that run both ways on the graph of hyphae and carry nutrient to its tips."""

import numpy as np

from installation.gpu import blocks
from installation.gpu.shaders import Shaders
from installation.world.state import State


class Streaming:
    """The buffer of the particles, and the pass that moves them."""

    def __init__(self, state: State, shaders: Shaders) -> None:
        self._state = state
        self.stream = shaders.compute("world/stream.comp")

    def make(self, count: int) -> None:
        """Make `count` particles, none of them on a hypha yet."""
        self.count = count
        particles = np.zeros(count, blocks.dtype(blocks.Particle))
        particles["segment"] = -1
        self._state.buffer("stream", particles.nbytes).write(particles.tobytes())

    def step(self, flow: str) -> None:
        """Let every particle stream for a tick, at forks by the load that the buffer `flow` holds."""
        self._state.bind(**{flow: 6, "happened": 7, "counters": 10, "grain": 12, "stream": 13})
        self.stream.run(self.count)
