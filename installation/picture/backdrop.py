"""What lies out of focus behind the picture, at the glow's own size: haze, a skin between hyphae, what ails the ground.

Each thing has a pass of its own, left out while there is nothing of it to see, and drawn in patches where only some of
them have any: where the CPU draws, a pixel takes the time of all that its shader may ask for, asked for or not.
"""

from collections.abc import Callable
from typing import Any

import moderngl

from installation.gpu.shaders import Shaders
from installation.params import INDEX, Values
from installation.picture.glow import Glow, level
from installation.picture.ground import SRC1_COLOR
from installation.picture.patches import VERTEX, Patches
from installation.world.world import World

PATCH_ROWS = 15
"""Rows of patches to a height of the world, each a dozen pixels of the backdrop high."""
CORD_VERTICES = 50
"""As shaders/picture/behind/cord.vert counts them."""


class Backdrop:
    """The picture behind the picture, for one glow. `draw` leaves it in `texture`."""

    def __init__(
        self, context: moderngl.Context, world: World, shaders: Shaders, glow: Glow, view_size: tuple[float, float]
    ) -> None:
        self.context: Any = context  # its stubs know no blending of alpha by itself
        self.world, self.glow = world, glow
        full = "picture/full.vert"
        self.haze = shaders.render(full, "picture/backdrop.frag")
        self.skin = shaders.render(VERTEX, "picture/membrane.frag", CHANNEL=0)
        self.wounds = shaders.render(VERTEX, "picture/behind/wounds.frag", CHANNEL=1)
        self.serum = shaders.render(VERTEX, "picture/behind/serum.frag", CHANNEL=2)
        self.ribs, self.mosaic, self.feast, self.surge = (
            shaders.render(full, f"picture/behind/{name}.frag") for name in ("ribs", "mosaic", "feast", "surge")
        )
        self.cord = shaders.render("picture/behind/cord.vert", "picture/behind/cord.frag")
        columns, rows = (max(1, round(PATCH_ROWS * length)) for length in view_size)
        self.patches = Patches(context, shaders, (columns, rows), "picture/presence.frag")
        width, height = glow.size
        self._whole, self._skin = level(context, glow.size), level(context, (max(2, width // 2), max(2, height // 2)))
        self._warm = False

    @property
    def texture(self) -> Any:
        """Linear light, half floats; alpha is what it lets through of the picture before it."""
        return self._whole.color_attachments[0]

    def draw(self, values: Values, surging: bool, array: Callable[[Any], Any]) -> None:
        """Draw it by the glow as it is; the world's blocks are bound. `surging` tells whether a surge may be seen.

        `array(program)` is a vertex array without attributes.
        """
        self.world.fields.use()
        self.patches.look(self.world.fields.changes, array)
        self._skin.use()
        self._skin.clear()
        self.patches.draw(self.skin, array)
        self._skin.color_attachments[0].use(4)
        self.glow.texture.use(2)
        self._whole.use()
        self._cover(self.haze, array)
        self.context.enable(moderngl.BLEND)
        self._lay_over(values, surging, array)
        self.context.disable(moderngl.BLEND)
        self._warm = True

    def _lay_over(self, values: Values, surging: bool, array: Callable[[Any], Any]) -> None:
        rib_light, feast_light, banks, oculus, biomes = (
            float(values[INDEX[name]]) for name in ("rib_light", "feast_light", "banks", "oculus", "biomes")
        )
        first = not self._warm  # all once at the start, where they show nothing, so that none is compiled in the show
        self.context.blend_func = moderngl.ONE, moderngl.ONE
        if rib_light > 0.0 or first:
            self._cover(self.ribs, array)
        self.context.blend_func = moderngl.ONE, moderngl.SRC_ALPHA, moderngl.ZERO, moderngl.SRC_ALPHA
        self.patches.draw(self.wounds, array)
        self.context.blend_func = moderngl.ONE, moderngl.ONE
        self.patches.draw(self.serum, array)
        if self.world.mosaic.count > 0 or first:
            self._cover(self.mosaic, array)
        if feast_light > 0.0 or first:
            self._cover(self.feast, array)
        if surging or first:
            self._cover(self.surge, array)
        if banks + oculus + biomes < 1.0 or first:
            self.context.blend_func = moderngl.ONE, SRC1_COLOR
            array(self.cord).render(moderngl.TRIANGLE_STRIP, vertices=CORD_VERTICES)

    def _cover(self, program: Any, array: Callable[[Any], Any]) -> None:
        array(program).render(moderngl.TRIANGLES, vertices=3)

    def release(self) -> None:
        """Free its textures."""
        for target in (self._whole, self._skin):
            target.color_attachments[0].release()
            target.release()
        self.patches.release()
