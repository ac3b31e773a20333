"""A brush for the overlay: lays pictures made by shaders, and lines of type, over a finished picture."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import moderngl

from installation.gpu import blocks
from installation.gpu.shaders import Shaders
from installation.stage.live.arrangement import Place
from installation.stage.live.letters import Letters

PICTURES = ("scrim", "scrim_above", "sound", "pulse", "wheel", "circumplex", "centre", "label")


class Brush:
    """Lays over a framebuffer while it is `over` one; `scale` is the pixels that a pixel of the design has."""

    def __init__(self, context: moderngl.Context, shaders: Shaders) -> None:
        self._context = context
        self._programs = {name: shaders.render("picture/full.vert", f"stage/{name}.frag") for name in PICTURES}
        self._programs["citizens"] = shaders.render("stage/citizens.vert", "stage/citizens.frag")
        self._arrays: dict[str, tuple[int, Any]] = {}
        self._card, self._heard = (context.buffer(reserve=blocks.dtype(one).itemsize) for one in blocks.STAGE_BLOCKS)
        self._target: Any = None
        self._opacity = 1.0
        self.letters = Letters(context, 1.0)

    @property
    def scale(self) -> float:
        """How many pixels a pixel of the design has."""
        return self.letters.scale

    @scale.setter
    def scale(self, scale: float) -> None:
        self.letters.release()
        self.letters = Letters(self._context, scale)

    @contextmanager
    def over(self, target: Any, heard: blocks.Heard, opacity: float) -> Iterator[None]:
        """Lay over `target` from now on, all of it with this opacity; pictures show what is `heard`."""
        self._target, self._opacity = target, opacity
        before = target.viewport
        target.use()
        self._context.enable(moderngl.BLEND)
        self._context.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self._heard.write(blocks.pack(heard))
        self._card.bind_to_uniform_block(5)
        self._heard.bind_to_uniform_block(6)
        yield
        self._context.disable(moderngl.BLEND)
        target.viewport = before

    def picture(self, name: str, place: Place, texture: Any = None) -> None:
        """Lay a picture into its place; it reads the texture."""
        self._lay(name, place, texture, moderngl.TRIANGLES, 3, 1)

    def dots(self, name: str, place: Place, texture: Any, count: int) -> None:
        """Lay so many small pictures into a place, one for each of the texture's first texels."""
        self._lay(name, place, texture, moderngl.TRIANGLE_STRIP, 4, count)

    def _lay(self, name: str, place: Place, texture: Any, mode: int, vertices: int, instances: int) -> None:
        left, bottom = round(place.left * self.scale), round(place.bottom * self.scale)
        right, top = round(place.right * self.scale), round(place.top * self.scale)
        self._target.viewport = left, bottom, right - left, top - bottom
        self._card.write(blocks.pack(blocks.Card((place.width, place.height), self.scale, self._opacity)))
        if texture is not None:
            texture.use(0)
        self._array(name).render(mode, vertices=vertices, instances=instances)

    def word(self, word: Any, left: float, top: float, share: float = 1.0) -> None:
        """Lay a line of type with its left upper corner there, as opaque as `share` says.

        It comes to lie on whole pixels, which keeps type sharp.
        """
        if share * self._opacity < 0.004:
            return
        place = round(left * self.scale), round(top * self.scale) - word.height
        self._target.viewport = *place, word.width, word.height
        self._card.write(blocks.pack(blocks.Card((1.0, 1.0), self.scale, share * self._opacity)))
        word.use(0)
        self._array("label").render(moderngl.TRIANGLES, vertices=3)

    def word_centred(self, word: Any, x: float, y: float, share: float = 1.0) -> None:
        """Lay a line of type around a point."""
        self.word(word, x - 0.5 * word.width / self.scale, y + 0.5 * word.height / self.scale, share)

    def word_right(self, word: Any, right: float, top: float, share: float = 1.0) -> None:
        """Lay a line of type with its right upper corner there."""
        self.word(word, right - word.width / self.scale, top, share)

    def _array(self, name: str) -> Any:
        program = self._programs[name]
        version, array = self._arrays.get(name, (-1, None))
        if version != program.version:
            array = self._context.vertex_array(program.gl, [])
            self._arrays[name] = program.version, array
        return array
