"""The overlay: the operator's panel and short notes, blended over the finished picture.

What it shows is no part of the picture: no still, film or preview has it.
"""

from collections.abc import Callable
from typing import Any

import moderngl
import pygame

from installation.gpu.shaders import Shaders
from installation.stage.live.messages import Messages
from installation.stage.live.panel import Readings, Typesetter

REFRESH_SECONDS = 0.1
"""Time between two settings of the panel: setting type costs more than drawing it."""
NOTE_SECONDS = 4.0
MARGIN = 16


class Overlay:
    """Draws over a framebuffer of `size` pixels: the panel while `open`, else each new note for four seconds."""

    def __init__(self, context: moderngl.Context, shaders: Shaders, messages: Messages, size: tuple[int, int]) -> None:
        self.open = False
        self._context, self._messages = context, messages
        self._program = shaders.render("picture/full.vert", "stage/panel.frag")
        self._version = -1
        self._array: Any = None
        self._texture: Any = None
        self._corner = (0, 0)
        self._set_at = -REFRESH_SECONDS
        self._note_count, self._note_until = messages.count, 0.0
        self.resize(size)

    def resize(self, size: tuple[int, int]) -> None:
        """Draw for this size, in pixels, from now on."""
        self.size = size
        self._type = Typesetter(size[1])
        self._drop()

    def toggle(self) -> None:
        """Open the panel, or close it."""
        self.open = not self.open
        self._drop()

    def draw(self, target: Any, now: float, read: Callable[[], Readings]) -> None:
        """Draw over `target` where there is something to show; `read` is asked only when the panel is set anew."""
        if self.open:
            if self._texture is None or now - self._set_at >= REFRESH_SECONDS:
                self._show(self._type.panel(read()), bottom=False)
                self._set_at = now
        else:
            self._set_note(now)
        if self._texture is not None:
            self._blend(target)

    def _set_note(self, now: float) -> None:
        width, height = self.size
        if self._messages.count != self._note_count:
            self._note_count, self._note_until = self._messages.count, now + NOTE_SECONDS
            margin = round(2 * MARGIN * self._type.scale)
            self._show(self._type.note(self._messages.notes[-1], max(64, width - margin)), bottom=True)
        elif now >= self._note_until:
            self._drop()

    def _show(self, surface: pygame.Surface, bottom: bool) -> None:
        if self._texture is None or self._texture.size != surface.get_size():
            self._drop()
            self._texture = self._context.texture(surface.get_size(), 4)
        self._texture.write(pygame.image.tobytes(surface.premul_alpha(), "RGBA"))
        margin = round(MARGIN * self._type.scale)
        self._corner = (margin, margin if bottom else self.size[1] - margin - surface.get_height())

    def _blend(self, target: Any) -> None:
        if self._version != self._program.version:
            self._array = self._context.vertex_array(self._program.gl, [])
            self._version = self._program.version
        before = target.viewport
        target.use()
        target.viewport = (*self._corner, *self._texture.size)
        self._context.enable(moderngl.BLEND)
        self._context.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self._texture.use(0)
        self._array.render(moderngl.TRIANGLES, vertices=3)
        self._context.disable(moderngl.BLEND)
        target.viewport = before

    def _drop(self) -> None:
        if self._texture is not None:
            self._texture.release()
            self._texture = None
