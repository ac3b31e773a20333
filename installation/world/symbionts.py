"""The swarm: one population of agents that plays Myco-Cleansers, Symbiogens and nanobots, as the parameters say."""

from installation.gpu import blocks
from installation.gpu.shaders import GROUP, Shaders
from installation.world.fields import CENSUS_TICKS
from installation.world.mosaic import MOST_CITIZENS
from installation.world.state import State, size_of

MUSTER_BYTES = 68 * 4
MOST_MUSTERED = 16384
"""Symbionts up to which all are counted for the vitals; of more, so many at least."""
WAKING_STRIPES = 16
"""Ticks in which every symbiont that sleeps has its turn to wake."""
FADE_TICKS = 90
"""Ticks after which the last symbiont has faded, once none is called."""


class Symbionts:
    """Buffers and passes of the swarm."""

    def __init__(self, state: State, shaders: Shaders) -> None:
        self._state = state
        # A driver may run both sides of every branch: what is rarer and dear is left out of a program of its own.
        self.walk = shaders.compute("world/symbionts.comp", STIRRED=0)
        self.walk_stirred = shaders.compute("world/symbionts.comp", STIRRED=1)
        self._warm = False
        self.wake = shaders.compute("world/wake.comp", WAKING_STRIPES=WAKING_STRIPES)
        self.muster = shaders.compute(
            "world/muster.comp", MOST_MUSTERED=MOST_MUSTERED, CENSUS_TICKS=CENSUS_TICKS
        )
        self.crowd = shaders.compute("world/crowd.comp")
        self.scent = shaders.compute("world/scent.comp", CENSUS_TICKS=CENSUS_TICKS)

    def make(self, count: int, columns: int, rows: int) -> None:
        """Make `count` symbionts, asleep, that sense a ground of columns by rows cells."""
        self.count, self._cells = count, columns * rows
        self._sensed = -1
        self._state.buffer("symbionts", size_of(blocks.Symbiont, count))
        self._state.buffer("muster", MUSTER_BYTES, kept=False)
        self._state.buffer("gathered", MOST_CITIZENS * 4)
        self._state.texture("scent", columns, rows, kept=False, dtype="f1")
        self._state.texture("drawn", columns, rows, kept=False, dtype="f1")

    def step(self, ground: int, stirred: bool) -> None:
        """Let every symbiont walk a tick, on ground that has changed `ground` times.

        `stirred` tells whether jams, bursts or tiles may draw it out of its course.
        """
        scent, drawn = self._state.textures["scent"], self._state.textures["drawn"]
        if ground != self._sensed:
            scent.bind_to_image(0, read=False, write=True)
            drawn.bind_to_image(1, read=False, write=True)
            self.scent.run(self._cells)
            self._sensed = ground
        scent.use(4)
        drawn.use(5)
        self._state.bind(processed=5, citizens=6, counters=10)
        if not self._warm:
            self._rehearse()
        self._state.bind(symbionts=4)
        self.wake.run(-(-self.count // WAKING_STRIPES))
        (self.walk_stirred if stirred else self.walk).run(self.count)

    def _rehearse(self) -> None:
        # What runs for the first time is compiled by then: here on a few that sleep, and not in the show.
        sleepers = self._state.context.buffer(bytes(size_of(blocks.Symbiont, GROUP)))
        sleepers.bind_to_storage_buffer(4)
        for walk in (self.walk, self.walk_stirred):
            walk.run(GROUP)
        sleepers.release()
        self._warm = True

    def count_up(self) -> None:
        """Count, once a census, how the swarm walks and where it gathers."""
        self._state.bind(symbionts=4, muster=5, citizens=6, happened=7, crowd=8, gathered=9)
        self.crowd.run(self.count)
        # Rounded up as the shader does by its stride, so that the last ones are counted too.
        self.muster.run(min(self.count, 2 * MOST_MUSTERED))
