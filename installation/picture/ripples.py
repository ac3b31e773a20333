"""Where people touched the world just now: a ring of their light, at once, whatever grows there."""

from typing import Any

import moderngl
import numpy as np

from installation.gpu.shaders import Shaders
from installation.world.world import World

LASTS = 1.4
"""Seconds that a ring lasts."""
MOST = 24
"""Rings drawn at once; the newest are."""


class Ripples:
    """Draws the touches of the last moments as rings."""

    def __init__(self, context: moderngl.Context, world: World, shaders: Shaders) -> None:
        self.context, self.world = context, world
        self.program = shaders.render("picture/ripple.vert", "picture/ripple.frag", LASTS=LASTS)
        self.buffer = context.buffer(reserve=MOST * 16)
        self._array: Any = None
        self._version = -1

    def draw(self, fraction: float) -> None:
        """Draw the rings, `fraction` of a tick after the world's last, where there are any."""
        now = self.world.tick + fraction
        touched = [one for one in self.world.stimuli.touched if now - one[0] < LASTS * 60.0][-MOST:]
        if not touched:
            return
        rings = [(x, y, max(0.0, now - tick) / 60.0, min(1.0, strength)) for tick, x, y, strength in touched]
        self.buffer.write(np.array(rings, np.float32).tobytes())
        if self._version != self.program.version:
            self._array = self.context.vertex_array(self.program.gl, [(self.buffer, "4f/i", "touched")])
            self._version = self.program.version
        self.world.fields.use()
        self._array.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=len(rings))

    def release(self) -> None:
        """Free the buffer."""
        self.buffer.release()
