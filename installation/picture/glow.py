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

    def __init__(self, context: moderngl.Context, shaders: Shaders, view_size: tuple[float, float]) -> None:
        self.context = context
        width, height = view_size
        rows, columns = max(16, round(ROWS * height)), max(16, round(ROWS * width))
        sizes = [(max(2, columns >> n), max(2, rows >> n)) for n in range(LEVELS)]
        self.down = [_level(context, size) for size in sizes]
        self.up = [_level(context, size) for size in sizes[:-1]]
        self.backdrop, self.membrane = _level(context, sizes[0]), _level(context, sizes[1])
        self.gather = shaders.render("picture/full.vert", "picture/gather.frag")
        self.shrink = shaders.render("picture/full.vert", "picture/shrink.frag")
        self.spread = shaders.render("picture/full.vert", "picture/spread.frag")
        self.skin = shaders.render("picture/full.vert", "picture/membrane.frag")
        # What is lit only in a celebration has a program of its own: asking for it costs as much as all else there.
        self.behind, self.feasting = (
            shaders.render("picture/full.vert", "picture/backdrop.frag", WITH_FEAST=feast) for feast in (0, 1)
        )
        self._warm = False
        self._share = context.buffer(reserve=16)

    @property
    def texture(self) -> Any:
        """The glow and the backdrop that it lights, linear light, half floats."""
        return self.backdrop.color_attachments[0]

    def draw(self, scene: Any, ground: tuple[Any, Any], radius: float, feast: bool, triangle: Any) -> None:
        """Spread the scene's light over about `radius` heights; `triangle(program)` covers the target.

        The backdrop behind it shows the `ground`, textures of its fields and its wound, and what is lit in a `feast`.
        """
        self._pass(self.gather, triangle, self.down[0], scene)
        for level, smaller in zip(self.down, self.down[1:], strict=False):
            self._pass(self.shrink, triangle, smaller, level.color_attachments[0])
        share = spread_share(radius)
        self._share.write(np.array([share, 0, 0, 0], np.float32).tobytes())
        self._share.bind_to_uniform_block(3)
        above = self.down[-1]
        for own, target in zip(reversed(self.down[:-1]), reversed(self.up), strict=True):
            self._pass(self.spread, triangle, target, above.color_attachments[0], own.color_attachments[0])
            above = target
        light = self.up[0].color_attachments[0]
        self._pass(self.skin, triangle, self.membrane, ground[0])
        self.membrane.color_attachments[0].use(4)
        if feast or not self._warm:  # once at the start too, so that it is not compiled in the show
            self._pass(self.feasting, triangle, self.backdrop, *ground, light)
        if not feast:
            self._pass(self.behind, triangle, self.backdrop, *ground, light)
        self._warm = True

    def _pass(self, program: Any, triangle: Any, target: Any, *textures: Any) -> None:
        target.use()
        for place, texture in enumerate(textures):
            texture.use(place)
        triangle(program)

    def release(self) -> None:
        """Free the chain's textures."""
        for level in (*self.down, *self.up, self.backdrop, self.membrane):
            level.color_attachments[0].release()
            level.release()


def spread_share(radius: float) -> float:
    """Return what the smaller levels weigh at each level so that light spreads `radius` heights on average.

    Level n spreads light by about 2^n / ROWS; with a share s it keeps (1 - s) s^n of all light.
    """
    wanted = math.log2(max(radius * ROWS, 1.01)) / (LEVELS - 1)
    return min(0.95, 0.25 + 0.68 * min(wanted, 1.0))


def _level(context: moderngl.Context, size: tuple[int, int]) -> Any:
    texture = context.texture(size, 4, dtype="f2")
    texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
    texture.repeat_x = texture.repeat_y = False
    return context.framebuffer([texture])
