"""The guard: the last pass, always on. Whatever is asked for, what is shown never flashes too much.

It mirrors the counter of WCAG 2.2 (success criterion 2.3.1) for square cells, 108 rows to the picture, on what was
really shown: a cell that has flashed three times within a second is held where it is until it may again, unless in
every third-by-third part of the screen around it such cells are so few that the standard allows what they do. Where no
cell is held, the picture passes untouched, to the bit.
"""

from typing import Any

import moderngl
import numpy as np

from installation.gpu import blocks
from installation.gpu.shaders import Shaders

ROWS = 108
_HISTORY_BYTES = 112
_PARTS, _CELLS = (blocks.offset(blocks.Held, name) for name in ("parts_x", "groups_x"))


class Guard:
    """Counts and holds, cell by cell. The history outlives a change of the picture's size, not of its shape."""

    def __init__(self, context: moderngl.Context, shaders: Shaders) -> None:
        self.context = context
        self.count, self.parts = shaders.compute("picture/guard.comp"), shaders.compute("picture/parts.comp")
        self.hold = shaders.compute("picture/hold.comp")
        self.held = shaders.render("picture/held.vert", "picture/held.frag")
        self._block = context.buffer(reserve=16)
        self._nothing = blocks.pack(blocks.Held(6, 0, 0, 0, 0, 1, 1, 0, 1, 1, 0, 0, 2**31, 2**31, 0, 0))
        self._now, self._before = context.buffer(self._nothing), context.buffer(self._nothing)
        self._columns, self._last = 0, 0

    @property
    def findings(self) -> Any:
        """The buffer with what was found at the picture drawn last: a `blocks.Held`, written by the GPU."""
        return self._now

    @property
    def columns(self) -> int:
        """How many cells lie side by side."""
        return self._columns

    def fit(self, aspect: float) -> None:
        """Watch a picture of this aspect; the history begins anew where there are other cells."""
        columns = max(1, round(ROWS * aspect))
        if columns == self._columns:
            return
        self._columns = columns
        self._history = self.context.buffer(bytes(columns * ROWS * _HISTORY_BYTES))
        self._found, self._sums = (self.context.buffer(bytes(columns * ROWS * size)) for size in (4, 8))
        self._least = self.context.texture((columns, ROWS), 1, dtype="f4")
        self._least.repeat_x = self._least.repeat_y = False

    def draw(self, coming: Any, shown: Any, seconds: float, array: Any) -> None:
        """Lay as much of what was `shown` over the `coming` picture, a framebuffer, as it must not go on from.

        Both have one size. `seconds` say when it is presented: they may begin anywhere, and only go on.
        `array(program)` is a vertex array without attributes.
        """
        now = round(seconds * 1000) % 2**32
        self._block.write(np.array([self._columns, ROWS, self._last, now], np.uint32).tobytes())
        self._last = now
        self._now, self._before = self._before, self._now
        self._now.write(self._nothing)
        coming.color_attachments[0].use(0)
        shown.color_attachments[0].use(1)
        self._history.bind_to_storage_buffer(0)
        self._now.bind_to_storage_buffer(1)
        self._before.bind_to_storage_buffer(2)
        self._block.bind_to_uniform_block(3)
        self._sums.bind_to_storage_buffer(4)
        self._found.bind_to_storage_buffer(5)
        self._least.bind_to_image(0, read=False, write=True)
        self.count.run(self._columns * ROWS)
        self.parts.run_counted(self._now, _PARTS)
        self.hold.run_counted(self._now, _CELLS)
        self._lay(coming, shown, array)

    def _lay(self, coming: Any, shown: Any, array: Any) -> None:
        coming.use()
        shown.color_attachments[0].use(0)
        self._least.use(1)
        self._now.bind_to_uniform_block(4)
        self.context.enable(moderngl.BLEND)
        self.context.blend_func = moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA
        array(self.held).render_indirect(self._now, moderngl.TRIANGLES, count=1)
        self.context.disable(moderngl.BLEND)
