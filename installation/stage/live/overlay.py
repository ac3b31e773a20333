"""The overlay: the instruments for visitors, the operator's panel and short notes, over the finished picture.

What it shows is no part of the picture: no still, film or preview has it.
"""

from collections.abc import Callable
from typing import Any

import moderngl
import pygame

from installation.captions import Captions
from installation.gpu.shaders import Shaders
from installation.stage.live.instruments import Instruments, Shown
from installation.stage.live.messages import Messages
from installation.stage.live.panel import Readings, Typesetter

REFRESH_SECONDS = 0.1
"""Time between two settings of the panel: setting type costs more than drawing it."""
NOTE_SECONDS = 4.0
FADE_SECONDS = 0.4
"""Time in which the instruments come and go."""
MARGIN = 16


class Overlay:
    """Draws over a framebuffer of `size` pixels: first nothing but each new note, for four seconds.

    `toggle` shows the instruments that are fit for visitors, then the operator's `panel` beside them, then nothing.
    """

    def __init__(
        self,
        context: moderngl.Context,
        shaders: Shaders,
        messages: Messages,
        captions: Captions,
        size: tuple[int, int],
    ) -> None:
        self.open = self.panel = False
        self._context, self._messages = context, messages
        self._program = shaders.render("picture/full.vert", "stage/panel.frag")
        self._instruments = Instruments(context, shaders, captions, size)
        self._opacity, self._drawn_at = 0.0, 0.0
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
        self._instruments.resize(size)
        self._drop()

    def toggle(self) -> None:
        """Open the instruments, then the panel too, then close both."""
        self.open, self.panel = not self.panel, self.open and not self.panel
        self._drop()

    def draw(self, target: Any, now: float, look: Callable[[], Shown], read: Callable[[], Readings]) -> None:
        """Draw over `target` where there is something to show at the time `now`, in seconds.

        `look` is asked for what the instruments show while they do, `read` only when the panel is set anew.
        """
        step = (now - self._drawn_at) / FADE_SECONDS
        self._opacity = min(1.0, self._opacity + step) if self.open else max(0.0, self._opacity - step)
        self._drawn_at = now
        if self._opacity > 0.0:
            self._instruments.draw(target, now, look(), self._opacity)
        if self.panel:
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
            # The foot belongs to the instruments while they are there.
            self._show(self._type.note(self._messages.notes[-1], max(64, width - margin)), bottom=not self.open)
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
