"""The camera: a performance's picture, drawn and read back at exactly its size; and stills."""

from collections.abc import Callable

import moderngl
import numpy as np

from installation.picture.picture import Picture
from installation.score import TICKS_PER_SECOND
from installation.stage.film.encode import Frame
from installation.stage.options import EventSource
from installation.stage.performance import Performance
from installation.story import Moment


class Camera:
    """A picture of a performance's world that is read back at exactly its size."""

    def __init__(
        self, context: moderngl.Context, performance: Performance, size: tuple[int, int], quality: str = "high"
    ) -> None:
        self.picture = Picture(context, performance.world, size, quality)
        self._size = size
        self._target = context.framebuffer([context.texture(size, 4, dtype="f1")])

    def shoot(self, moment: Moment, fraction: float, fade: float = 1.0) -> Frame:
        """Draw the world and return the frame, uint8 of shape (height, width, 3), the top row first."""
        self.picture.fade = fade
        self.picture.draw(moment, fraction, self._target, (moment.tick + fraction) / TICKS_PER_SECOND)
        width, height = self._size
        pixels = np.frombuffer(self._target.read(components=3, alignment=1), np.uint8)
        return np.ascontiguousarray(pixels.reshape(height, width, 3)[::-1])

    def release(self) -> None:
        """Free what it holds on the GPU; it takes no picture any more."""
        self.picture.release()
        self._target.color_attachments[0].release()
        self._target.release()


def still(
    context: moderngl.Context,
    performance: Performance,
    source: EventSource,
    ticks: int,
    size: tuple[int, int],
    quality: str = "high",
    progress: Callable[[int], None] = lambda ticks: None,
) -> Frame:
    """Let `ticks` pass and return the picture then, uint8 of shape (height, width, 3), the top row first."""
    for done in range(max(1, ticks)):
        moment = performance.tick(source.events(performance.ticks, 1))
        progress(done + 1)
    return Camera(context, performance, size, quality).shoot(moment, 0.0)
