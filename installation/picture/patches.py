"""Passes that are drawn only in those patches of the picture where a coarse map says that there is something."""

from collections.abc import Callable
from typing import Any

import moderngl

from installation.gpu.shaders import Shaders

VERTEX = "picture/patch.vert"
"""The vertex shader of such a pass, made with the CHANNEL of the map that tells of it."""
_PLACE = 5
"""Where the map is bound."""


class Patches:
    """The map: so many columns and rows of patches, made by a shader of the picture."""

    def __init__(self, context: moderngl.Context, shaders: Shaders, size: tuple[int, int], shader: str) -> None:
        self.context = context
        self.count = size[0] * size[1]
        self.survey = shaders.render("picture/full.vert", shader)
        self.map: Any = context.framebuffer([context.texture(size, 4, dtype="f1")])
        """A pixel for each patch; in a channel more than 0 where there is something to draw."""
        self._known: object = None

    def look(self, state: object, array: Callable[[Any], Any]) -> None:
        """Make the map anew where `state`, by which what it is made from changes, is another than last time.

        `array(program)` is a vertex array without attributes. What the shader reads is bound.
        """
        state = state, self.survey.version
        if state != self._known:
            self._known = state
            self.context.disable(moderngl.BLEND)
            self.map.use()
            array(self.survey).render(moderngl.TRIANGLES, vertices=3)

    def draw(self, program: Any, array: Callable[[Any], Any]) -> None:
        """Draw the pass into the framebuffer in use."""
        self.map.color_attachments[0].use(_PLACE)
        array(program).render(moderngl.TRIANGLES, vertices=6 * self.count)

    def release(self) -> None:
        """Free the map."""
        self.map.color_attachments[0].release()
        self.map.release()
