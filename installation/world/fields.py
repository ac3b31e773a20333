"""The ground as rasters: density, nutrient and richness, what ails it, and the network as a walker feels it."""

from typing import Any

import numpy as np

from installation.gpu import blocks
from installation.gpu.shaders import Shaders
from installation.world.state import State

CENSUS_TICKS = 8
"""Ticks from one census (and step of the fields) to the next."""
FIELD_STRIPES = 8
"""Censuses in which the richness of the ground is worked out anew, a stripe of it in each."""
SERUM_RADIUS = 0.1
"""Heights that the serum of one touch reaches."""
MOST_LAID = 64
PAIRS = ("fields", "wound")
"""Textures of which there are two: the last step's and the next's."""

Laid = tuple[float, float, float]
"""Where a touch laid serum, in heights, and how much."""


class Fields:
    """Buffers and passes of the ground. `now` says which texture of each pair is current."""

    def __init__(self, state: State, shaders: Shaders) -> None:
        self._state = state
        census = {"CENSUS_TICKS": CENSUS_TICKS}
        self.enrich = shaders.compute("world/enrich.comp", FIELD_STRIPES=FIELD_STRIPES, **census)
        self.wound = shaders.compute("world/wound.comp", **census)
        self.fields = shaders.compute("world/fields.comp", **census)
        self.paths = shaders.compute("world/paths.comp")
        self.survey = shaders.compute("world/survey.comp")
        self.now = 0
        self.changes = 0
        """How often what passes sample here has changed: for what is derived from it, not state."""
        self.laid: list[Laid] = []
        self._laid_count = state.context.buffer(reserve=16)

    def make(self, columns: int, rows: int) -> None:
        """Make the rasters, of columns by rows cells, empty."""
        self.columns, self.rows, cells = columns, rows, columns * rows
        for name in ("rich", "feeding", "shedding", "processed", "torn"):
            self._state.buffer(name, cells * 4)
        for name, size in (("thread", 4), ("axes", 8), ("crowd", 4)):
            self._state.buffer(name, cells * size, kept=False)
        self._state.buffer("laid", MOST_LAID * int(blocks.dtype(blocks.Touch).itemsize), kept=False)
        for pair in PAIRS:
            for n in range(2):
                self._state.texture(f"{pair}{n}", columns, rows)
        self._state.texture("paths", columns, rows)
        self.changes += 1

    def use(self) -> None:
        """Let passes sample the ground, as lib/fields.glsl, lib/wound.glsl and lib/paths.glsl number it."""
        textures = self._state.textures
        textures[f"fields{self.now}"].use(0)
        textures[f"wound{self.now}"].use(1)
        textures["paths"].use(2)

    def lay(self, x: float, y: float, amount: float) -> None:
        """Lay serum, which the next step takes up."""
        if amount > 0.0 and len(self.laid) < MOST_LAID:
            self.laid.append((x, y, amount))

    def step(self, first: bool) -> None:
        """Step the ground by one census; in the world's `first` tick all of it is worked out at once."""
        state, cells, textures = self._state, self.columns * self.rows, self._state.textures
        self._image("paths")
        state.bind(axes=4, crowd=5)
        self.paths.run(cells)
        state.bind(rich=13, shedding=4, feeding=5)
        self.enrich.run(cells if first else -(-self.rows // FIELD_STRIPES) * self.columns)
        self.use()
        self._write_laid()
        state.bind(shedding=4, processed=5, torn=6, laid=7, citizens=12, rich=13)
        self._image(f"wound{1 - self.now}")
        self.wound.run(cells)
        textures[f"wound{1 - self.now}"].use(1)
        state.bind(feeding=4, processed=5, rich=13, thread=14)
        self._image(f"fields{1 - self.now}")
        self.fields.run(cells)
        self.now = 1 - self.now
        self.changes += 1
        state.bind(rich=4, processed=5, happened=7, counters=10)
        self.survey.run(self.rows)

    def _write_laid(self) -> None:
        records = np.array([(x, y, SERUM_RADIUS, amount) for x, y, amount in self.laid], np.float32)
        if self.laid:
            self._state.buffers["laid"].write(records.tobytes())
        self._laid_count.write(np.array([len(self.laid), 0, 0, 0], np.uint32).tobytes())
        self._laid_count.bind_to_uniform_block(4)
        self.laid = []

    def _image(self, name: str) -> None:
        self._state.textures[name].bind_to_image(0, read=False, write=True)

    @staticmethod
    def stale(now: int) -> set[str]:
        """Return the textures that the next step overwrites unread, where `now` says which are current."""
        return {f"{pair}{1 - now}" for pair in PAIRS}

    def head(self) -> dict[str, Any]:
        """Return what a snapshot's head says of the ground."""
        return {"fields": self.now, "laid": [list(one) for one in self.laid]}

    def resume(self, head: dict[str, Any]) -> None:
        """Go on from a snapshot's head."""
        self.now = head["fields"]
        self.changes += 1
        self.laid = [(x, y, amount) for x, y, amount in head["laid"]]
