"""What stands still in the picture: the wet ground and the world's own things, drawn once and kept.

They are drawn anew where the composition has changed noticeably, a band in each frame, so that a blend between two
worlds costs little; the picture goes on with the last whole one meanwhile.
"""

from collections.abc import Callable
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from installation.gpu.shaders import Shaders
from installation.params import INDEX, PARAMETERS, Values

BANDS = 15
"""Frames that it takes to draw what stands still anew."""
NOTICEABLE = 0.004
"""Change of a parameter, as a share of its range, from which on it is drawn anew."""
SHARDS = 104
"""Shards of the totem, as shaders/picture/set/totem.glsl has it; each is drawn with its image in the wet ground."""
SRC1_COLOR = 0x88F9
"""OpenGL's factor by a shader's second colour, for which moderngl has no name."""
_SHAPES = [
    INDEX[row.name]
    for row in PARAMETERS
    if row.group == "composition" and not row.name.startswith(("ear_", "answer_", "rib_", "ground_"))
]
"""The parameters that say what stands where."""
_RANGES = np.array([PARAMETERS[index].maximum - PARAMETERS[index].minimum for index in _SHAPES])


class Ground:
    """The kept picture of what stands still, for one size of the scene, in pixels."""

    def __init__(self, context: moderngl.Context, shaders: Shaders, size: tuple[int, int], dither: Any) -> None:
        self.context, self.size, self.dither = context, size, dither
        self.grit = shaders.render("picture/full.vert", "picture/grit.frag")
        self.shard = shaders.render("picture/set/shard.vert", "picture/set/shard.frag")
        # A shader takes the time of all that it may ask for: what only one composition has is left out for the others.
        self.lit = {
            (avenue, surge): shaders.render(
                "picture/full.vert", "picture/set.frag", WITH_AVENUE=int(avenue), WITH_SURGE=int(surge)
            )
            for avenue in (False, True)
            for surge in (False, True)
        }
        self._warm = False
        self._whole, self._next = (context.framebuffer([context.texture(size, 4, dtype="f1")]) for _ in range(2))
        self.take_relief = shaders.render("picture/full.vert", "picture/relief.frag")
        self._relief = context.framebuffer([context.texture(size, 2, dtype="f1")])
        self._parameters = context.buffer(reserve=-(-len(PARAMETERS) * 4 // 16) * 16)
        self._version, self._band, self._with_totem = (-1, -1), 0, False
        self._shape: NDArray[np.float32] = np.zeros(len(_SHAPES), np.float32)

    @property
    def texture(self) -> Any:
        """Reflected share, dither, root of half its own light, number by which that breathes; one byte each."""
        return self._whole.color_attachments[0]

    @property
    def relief(self) -> Any:
        """The first two of these alone."""
        return self._relief.color_attachments[0]

    def draw(self, values: Values, bind: Callable[[], None], array: Callable[[Any], Any]) -> None:
        """Draw what has to be drawn for these values; `bind` binds the blocks.

        `array(program)` is a vertex array without attributes.
        """
        if self._version != self._versions():
            self._begin(values)
            self._draw_bands(0, BANDS, bind, array)
        elif self._band > 0:
            self._draw_bands(self._band, self._band + 1, bind, array)
        elif (np.abs(values[_SHAPES] - self._shape) > NOTICEABLE * _RANGES).any():
            self._begin(values)
            self._draw_bands(0, 1, bind, array)

    def shine(self, values: Values, surging: bool, array: Callable[[Any], Any]) -> None:
        """Draw its own light over the framebuffer in use; `surging` tells whether a surge may pass over it."""
        self.texture.use(2)
        wanted = self.lit[float(values[INDEX["banks"]]) > 0.0, surging]
        others = () if self._warm else self.lit.values()  # each once, so that none is compiled in the show
        for program in (*others, wanted):
            array(program).render(moderngl.TRIANGLES, vertices=3)
        self._warm = True

    def _begin(self, values: Values) -> None:
        # All bands are of one moment, however the parameters go on meanwhile.
        self._parameters.write(values.astype(np.float32).tobytes())
        self._version, self._shape, self._band = self._versions(), values[_SHAPES].copy(), 0
        self._with_totem = float(values[INDEX["totem"]]) > 0.0

    def _versions(self) -> tuple[int, int]:
        return self.grit.version, self.shard.version

    def _draw_bands(self, first: int, last: int, bind: Callable[[], None], array: Callable[[Any], Any]) -> None:
        bind()
        self._parameters.bind_to_uniform_block(0)
        self.context.disable(moderngl.BLEND)
        self._next.use()
        self.dither.use(0)
        width, height = self.size
        bottom, top = height * first // BANDS, height * last // BANDS
        self._next.scissor = (0, bottom, width, top - bottom)
        array(self.grit).render(moderngl.TRIANGLES, vertices=3)
        if self._with_totem:
            self.context.enable(moderngl.BLEND)
            self.context.blend_func = moderngl.ONE, SRC1_COLOR
            array(self.shard).render(moderngl.TRIANGLE_STRIP, vertices=4, instances=2 * SHARDS)
            self.context.disable(moderngl.BLEND)
        self._next.scissor = (0, 0, width, height)
        self._band = last % BANDS
        if last == BANDS:
            self._whole, self._next = self._next, self._whole
            self._relief.use()
            self.texture.use(2)
            array(self.take_relief).render(moderngl.TRIANGLES, vertices=3)

    def release(self) -> None:
        """Free its textures."""
        for framebuffer in (self._whole, self._next, self._relief):
            framebuffer.color_attachments[0].release()
            framebuffer.release()
        self._parameters.release()
