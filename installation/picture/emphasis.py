"""Where light gathers, and in which hue: a map of what is seen, drawn anew only where the composition changes."""

from collections.abc import Callable
from typing import Any

import moderngl
import numpy as np

from installation.gpu.shaders import Shaders
from installation.params import INDEX, PARAMETERS, Values
from installation.picture.glow import level

ROWS = 120
"""Rows of the map to a height of the world."""
_PLACE = 6
"""Where the map is bound, as shaders/lib/emphasis.glsl has it."""
_SHAPES = [INDEX[row.name] for row in PARAMETERS if row.group == "composition"]


class Emphasis:
    """The map for one view, of so many heights each way."""

    def __init__(self, context: moderngl.Context, shaders: Shaders, view_size: tuple[float, float]) -> None:
        self.context = context
        self.program = shaders.render("picture/full.vert", "picture/emphasis.frag")
        columns, rows = (max(2, round(ROWS * length)) for length in view_size)
        self._map = level(context, (columns, rows))
        self._parameters = context.buffer(reserve=-(-len(PARAMETERS) * 4 // 16) * 16)
        self._known: object = None

    def use(self, values: Values, ground: int, array: Callable[[Any], Any]) -> None:
        """Bind the map for these values and the seed of the ground. The blocks are bound, and may have to be again.

        `array(program)` is a vertex array without attributes.
        """
        state = values[_SHAPES].tobytes(), ground, self.program.version
        if state != self._known:
            self._known = state
            self._parameters.write(values.astype(np.float32).tobytes())
            self._parameters.bind_to_uniform_block(0)
            self.context.disable(moderngl.BLEND)
            self._map.use()
            array(self.program).render(moderngl.TRIANGLES, vertices=3)
        self._map.color_attachments[0].use(_PLACE)

    def release(self) -> None:
        """Free the map."""
        self._map.color_attachments[0].release()
        self._map.release()
        self._parameters.release()
