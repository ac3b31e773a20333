"""The few numbers that flow back from the GPU, read some ticks late so that nothing ever waits."""

from dataclasses import dataclass
from typing import Any

import moderngl
import numpy as np

from installation.gpu import blocks

DELAY = 12
"""Ticks after which vitals are read: story and sound at tick t use those of exactly t - DELAY."""


@dataclass(frozen=True)
class Vitals:
    """What the organism is at a tick. Lengths in heights; counts since the world began where so said."""

    tick: int
    biomass: float
    """Total length of the hyphae."""
    segments: int
    tips: int
    """Segments that end the graph, growing or not; growing are those that extend."""
    growing: int
    links: int
    load: int
    """The largest load: the segments that the thickest cord feeds."""
    charge: float
    """Share of the segments that are charged, 0 to 1."""
    births: int
    """Segments born since the world began; deaths and fusions likewise."""
    deaths: int
    fusions: int
    highest: int
    """One more than the highest slot in use."""
    waste: float
    """Mean of the waste, or toxin, on rich ground, 0 to 1."""
    processing: float
    """Waste that symbionts process, in thousandths of a square height of full waste a second."""
    order: float
    """How well the swarm keeps to the axis of the hyphae beneath it: 1 in columns, 0 where it mills, -1 across."""
    division: float
    """How unlike the health of both banks is, 0 to 1."""
    synchrony: float
    """Correlation of the charge on both banks over the last seconds, -1 to 1."""
    crossing: int
    """Load that crosses from bank to bank."""
    flora: int
    """Open blossoms and fruiting bodies, and those that stand where ground was sterile or torn."""
    scarred_flora: int
    sterile: float
    """Share of the rich ground that is sterile or torn now, and share that serum shelters, 0 to 1."""
    sheltered: float
    torn: int
    """Segments torn since the world began."""
    wind: float
    """Strength of the storm while it crosses, 0 to 1."""
    exchange: float
    """Particles a second that cross from one bank or biome to another."""
    scatter: float
    """Median distance of the symbionts from their tiles, in heights."""
    harmony: float
    """Share of the symbionts within a tenth of a height of their tiles."""
    tiles: int
    """Citizens whose tile is lit by symbionts."""
    scarred_biomass: float
    """Length of hyphae on ground that was sterile or torn, in heights."""


class VitalsRing:
    """Keeps the counters of the last ticks on the GPU and hands out those of DELAY ticks ago."""

    def __init__(self, context: moderngl.Context, counters: Any) -> None:
        self._context, self._counters = context, counters
        self._size = int(blocks.dtype(blocks.Counters).itemsize)
        self.buffer = context.buffer(reserve=self._size * (DELAY + 1))

    def follow(self, counters: Any) -> None:
        """Take the vitals from this buffer from now on; what is in the ring stays."""
        self._counters = counters

    def keep(self, tick: int) -> None:
        """Copy the counters of `tick` into the ring; nothing is waited for."""
        place = (tick % (DELAY + 1)) * self._size
        self._context.copy_buffer(self.buffer, self._counters, self._size, write_offset=place)

    def at(self, tick: int) -> Vitals | None:
        """Return the vitals of `tick`, one of the last DELAY + 1; None before the world began."""
        if tick < 0:
            return None
        place = (tick % (DELAY + 1)) * self._size
        data = self.buffer.read(size=self._size, offset=place)
        return _vitals(tick, np.frombuffer(data, blocks.dtype(blocks.Counters))[0])


def _vitals(tick: int, counters: Any) -> Vitals:
    segments, land = int(counters["segments"]), max(1, int(counters["land"]))
    return Vitals(
        tick=tick,
        biomass=int(counters["length"]) * 1e-5,
        segments=segments,
        tips=int(counters["tips"]),
        growing=int(counters["growing"]),
        links=int(counters["links"]) // 2,
        load=int(counters["load"]),
        charge=int(counters["charge"]) / 255 / max(segments, 1),
        births=int(counters["births"]),
        deaths=int(counters["deaths"]),
        fusions=int(counters["fusions"]),
        highest=int(counters["highest"]),
        waste=int(counters["wasted"]) / land,
        sterile=int(counters["sterile"]) / land,
        sheltered=int(counters["sheltered"]) / land,
        scarred_biomass=int(counters["scarred"]) * 1e-5,
        processing=float(counters["processing"]),
        order=float(counters["order"]),
        division=float(counters["division"]),
        synchrony=float(counters["synchrony"]),
        crossing=int(counters["crossing"]),
        flora=int(counters["flora"]),
        scarred_flora=int(counters["scarred_flora"]),
        torn=int(counters["torn"]),
        wind=float(counters["wind"]),
        exchange=float(counters["exchange"]),
        scatter=float(counters["scatter"]),
        harmony=float(counters["harmony"]),
        tiles=int(counters["tiles"]),
    )
