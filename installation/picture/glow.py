"""Glow: light scattered on its way to the eye, as a chain of ever smaller pictures (no threshold).

The largest level has a fixed number of rows to the height of the world, whatever the picture's size,
so the glow's radius is in world units and is the same at 720p and at 8K.
"""

import math
from typing import Any

import moderngl
import numpy as np

from installation.gpu.shaders import Shaders

ROWS = 180
"""Rows of the largest level, to a height of the world."""
LEVELS = 5


class Glow:
    """The chain for one picture. `draw` leaves its result in `texture`."""

    def __init__(
        self, context: moderngl.Context, shaders: Shaders, view_size: tuple[float, float], scene_size: tuple[int, int]
    ) -> None:
        self.context = context
        width, height = view_size
        rows, columns = max(16, round(ROWS * height)), max(16, round(ROWS * width))
        sizes = [(max(2, columns >> n), max(2, rows >> n)) for n in range(LEVELS)]
        self.down = [level(context, size) for size in sizes]
        self.up = [level(context, size) for size in sizes[:-1]]
        # A sample blends two pixels each way.
        across, up = (math.ceil(0.5 * one / other - 0.01) for one, other in zip(scene_size, sizes[0], strict=True))
        self.gather = shaders.render("picture/full.vert", "picture/gather.frag", ACROSS=max(1, across), UP=max(1, up))
        self.shrink = shaders.render("picture/full.vert", "picture/shrink.frag")
        self.spread = shaders.render("picture/full.vert", "picture/spread.frag")
        self._share = context.buffer(reserve=16)

    @property
    def texture(self) -> Any:
        """The light that is scattered, linear, half floats."""
        return self.up[0].color_attachments[0]

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows of the largest level."""
        return self.down[0].size

    def draw(self, scene: Any, radius: float, triangle: Any) -> None:
        """Spread the scene's light over about `radius` heights; `triangle(program)` covers the target."""
        self._pass(self.gather, triangle, self.down[0], scene)
        for larger, smaller in zip(self.down, self.down[1:], strict=False):
            self._pass(self.shrink, triangle, smaller, larger.color_attachments[0])
        share = spread_share(radius)
        self._share.write(np.array([share, 0, 0, 0], np.float32).tobytes())
        self._share.bind_to_uniform_block(3)
        above = self.down[-1]
        for own, target in zip(reversed(self.down[:-1]), reversed(self.up), strict=True):
            self._pass(self.spread, triangle, target, above.color_attachments[0], own.color_attachments[0])
            above = target

    def _pass(self, program: Any, triangle: Any, target: Any, *textures: Any) -> None:
        target.use()
        for place, texture in enumerate(textures):
            texture.use(place)
        triangle(program)

    def release(self) -> None:
        """Free the chain's textures."""
        for target in (*self.down, *self.up):
            target.color_attachments[0].release()
            target.release()


def spread_share(radius: float) -> float:
    """Return what the smaller levels weigh at each level so that light spreads `radius` heights on average.

    Level n spreads light by about 2^n / ROWS; with a share s it keeps (1 - s) s^n of all light.
    """
    wanted = math.log2(max(radius * ROWS, 1.01)) / (LEVELS - 1)
    return min(0.95, 0.25 + 0.68 * min(wanted, 1.0))


def level(context: moderngl.Context, size: tuple[int, int]) -> Any:
    """Return a framebuffer for light, sampled linearly, clamped at its edges."""
    texture = context.texture(size, 4, dtype="f2")
    texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
    texture.repeat_x = texture.repeat_y = False
    return context.framebuffer([texture])
