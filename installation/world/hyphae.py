"""The graph of hyphae: it grows at its tips, carries charge and load along itself, and is counted once a census."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from installation import clock
from installation.gpu import blocks
from installation.gpu.shaders import Compute, Shaders
from installation.world import spores
from installation.world.fields import CENSUS_TICKS
from installation.world.mosaic import MOST_CITIZENS
from installation.world.state import State, size_of

SEGMENT_LENGTH = 0.006
"""Heights after which a hypha starts a new segment."""
MOST_TOUCHES = 16
"""Touches that charge the network in one tick."""

_TIP_GROUPS = blocks.offset(blocks.Counters, "tip_groups")
_SLOT_GROUPS = blocks.offset(blocks.Counters, "slot_groups")


class Hyphae:
    """Buffers and passes of the graph. Which of the alternating buffers are current is told by name and number."""

    def __init__(self, state: State, shaders: Shaders) -> None:
        self._state, compute = state, shaders.compute
        self.extend, self.scan = compute("world/extend.comp"), compute("world/scan.comp")
        self.births, self.inject = compute("world/births.comp"), compute("world/inject.comp")
        self.signal = compute("world/signal.comp", WITH_FLOW=1)
        self.carry = compute("world/signal.comp", WITH_FLOW=0)
        self.clear = compute("world/clear.comp", MOST_CITIZENS=MOST_CITIZENS)
        self.harm = compute("world/harm.comp", CENSUS_TICKS=CENSUS_TICKS)
        self.census = compute("world/census.comp", CENSUS_TICKS=CENSUS_TICKS)
        self.tally, self.roster = compute("world/tally.comp"), compute("world/roster.comp")
        self.charge_now = self.charge_before = self.flow_now = 0

    def make(self, capacity: int, cells: int) -> None:
        """Make `capacity` slots for segments, all of them free, on a ground of so many cells."""
        self.capacity, self._cells = capacity, cells
        self.tip_capacity = max(4096, capacity // 4)
        state = self._state
        state.buffer("ends", capacity * 16)
        state.buffer("ties", capacity * 16, fill=255)
        state.buffer("body", size_of(blocks.Body, capacity))
        state.buffer("vigour", size_of(blocks.Vigour, capacity))
        for n in range(3):
            state.buffer(f"charge{n}", capacity * 4)
        for n in range(2):
            state.buffer(f"flow{n}", capacity * 8)
        state.buffer("tips", self.tip_capacity * 4, fill=255)
        state.buffer("free", capacity * 4)
        state.buffer("counters", size_of(blocks.Counters, 1))
        state.buffer("plans", self.tip_capacity * 16)
        state.buffer("whereabouts", cells * 8)
        state.buffer("bids", capacity * 4)
        state.buffer("tally", capacity // 32 * 8, kept=False)
        state.buffer("grain", capacity * 4)
        state.buffer("touches", size_of(blocks.Touch, MOST_TOUCHES), kept=False)

    @property
    def charge(self) -> str:
        """The name of the buffer that holds the charge now."""
        return f"charge{self.charge_now}"

    @property
    def flow(self) -> str:
        """The name of the buffer that holds load and distance now."""
        return f"flow{self.flow_now}"

    def bind(self) -> None:
        """Bind the four buffers that every pass over the segments reads."""
        self._state.bind(ends=0, ties=1, body=2, vigour=3)

    def plant(self, sown: list[spores.Spore], seed: int) -> None:
        """Let the first segments grow out of spores, in empty slots."""
        planted = spores.plant(sown, SEGMENT_LENGTH, seed)
        for name, data in zip(("ends", "ties", "body", "vigour"), planted, strict=True):
            self._state.buffers[name].write(data.tobytes())

    def tear(self) -> None:
        """Let the storm, and hands that sever, tear what they meet; once a census."""
        self._state.bind(**{self.charge: 4, self.flow: 6}, torn=5, happened=7, tips=8, free=9, counters=10)
        self.harm.run(self.capacity)

    def take_census(self) -> None:
        """Count, thicken, let go; draw up the roster of tips and free slots."""
        self._state.bind(muster=4, gathered=5, crowd=6, counters=10, whereabouts=12, axes=13, thread=14)
        self.clear.run(max(self._cells, MOST_CITIZENS))
        self._state.bind(**{self.charge: 4, self.flow: 6, "happened": 7, "tips": 8, "free": 9, "tally": 15})
        self.census.run(self.capacity // 32)
        self.tally.run(1)
        self.roster.run(self.capacity // 32)

    def grow(self) -> None:
        """Let every tip extend, branch, fuse or rest, and the newborn take free slots."""
        self._state.bind(tips=8, free=9, counters=10, plans=11, whereabouts=12, bids=13)
        self._state.bind(**{self.charge: 4, self.flow: 6, "happened": 7})
        self._over_tips(self.extend)
        self.scan.run(1)
        self._over_tips(self.births)

    def light(self, touches: Sequence[blocks.Touch]) -> None:
        """Charge what is touched, and what a wave meets."""
        if touches:
            self._state.buffers["touches"].write(b"".join(_record(touch) for touch in touches))
        self._state.bind(**{self.charge: 4, "touches": 6, "happened": 7})
        self._over_slots(self.inject)

    def conduct(self, substeps: int) -> None:
        """Carry charge by its substeps; load and distance by one. The charge before the tick is kept."""
        self.charge_before = source = self.charge_now
        others = [n for n in range(3) if n != source]
        self._state.bind(**{f"flow{self.flow_now}": 6, f"flow{1 - self.flow_now}": 7, "grain": 12})
        for n in range(substeps):
            target = others[n % 2]
            self._state.bind(**{f"charge{source}": 4, f"charge{target}": 5})
            self._over_slots(self.signal if n == 0 else self.carry)
            source = target
        self.charge_now = source
        self.flow_now = 1 - self.flow_now

    def _over_tips(self, compute: Compute) -> None:
        compute.run_counted(self._state.buffers["counters"], _TIP_GROUPS)

    def _over_slots(self, compute: Compute) -> None:
        compute.run_counted(self._state.buffers["counters"], _SLOT_GROUPS)

    def head(self) -> dict[str, Any]:
        """Return what a snapshot's head says of the graph: which buffers are current."""
        return {"charge": [self.charge_now, self.charge_before], "flow": self.flow_now}

    def resume(self, head: dict[str, Any]) -> None:
        """Go on from a snapshot's head."""
        self.charge_now, self.charge_before = head["charge"]
        self.flow_now = head["flow"]


def _record(touch: blocks.Touch) -> bytes:
    return np.array([touch.x, touch.y, touch.radius, touch.strength], np.float32).tobytes()


def charge_substeps(speed: float, excitability: float) -> tuple[int, float]:
    """Return the substeps in a tick, and their length, that carry a charge at `speed` heights a second.

    The length is a share of the longest stable substep, in which a charge travels about
    0.25 + 0.09 `excitability` segments (measured on a straight hypha).
    """
    segments_per_tick = speed / SEGMENT_LENGTH / clock.TICKS_PER_SECOND
    wanted = segments_per_tick / (0.25 + 0.09 * excitability)
    substeps = max(1, math.ceil(wanted))
    return substeps, wanted / substeps
