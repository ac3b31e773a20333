"""The few numbers that flow back from the GPU, and what happened where: read some ticks late, so that nothing waits."""

import zipfile
from dataclasses import dataclass
from typing import Any, NamedTuple

import moderngl
import numpy as np

from installation.gpu import blocks
from installation.gpu.blocks import happenings
from installation.world.mosaic import MOST_CITIZENS
from installation.world.snapshot import read_part
from installation.world.state import State

DELAY = 12
"""Ticks after which vitals are read: story and sound at tick t use those of exactly t - DELAY."""


_COUNTERS_BYTES = int(blocks.dtype(blocks.Counters).itemsize)
_PLACES_BYTES = 4 * happenings.WORDS
HAPPENED_BYTES = _PLACES_BYTES + -(-MOST_CITIZENS // 32) * 4
"""What happened in a tick, and behind it a bit for each citizen whose tile is lit."""


class Happening(NamedTuple):
    """Something that happened in a tick, in the frame, `x` and `y` being shares of it from the lower left.

    `kind` is one of these:
    charge (a charge reached a fork of the hyphae), flower (a blossom opened), tear (hyphae were torn), tile (symbionts
    lit a citizen's tile), mend (torn ground grew again), crossing (a particle crossed from one bank or biome to
    another), wave (a wave of charge set out, told at the subject), work and swarm (a symbiont that processes waste, and
    one that walks), waste (a place where it piles up).
    Of each there are eight in a tick at most, one in each eighth of the frame's width: that of the highest `rank`, 0 to
    1, which is how thick the cord is on which a charge comes, how much waste there is, and chance for all others.
    """

    kind: str
    x: float
    y: float
    rank: float


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
    happenings: tuple[Happening, ...] = ()
    """What happened in this tick, and where."""


class VitalsRing:
    """Keeps counters and happenings of the last ticks on the GPU and hands out those of DELAY ticks ago.

    What was handed out is remembered while its tick is in the ring, since story, sound and picture all ask for it.
    """

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._entries = context.buffer(bytes((_COUNTERS_BYTES + _PLACES_BYTES) * (DELAY + 1)))
        self._nothing = context.buffer(bytes(_PLACES_BYTES))
        self._known: dict[int, Vitals] = {}

    @staticmethod
    def _at(tick: int) -> int:
        """Return where the entry of a tick begins: its counters, and behind them its places."""
        return tick % (DELAY + 1) * (_COUNTERS_BYTES + _PLACES_BYTES)

    def keep(self, tick: int, state: State) -> None:
        """Copy what was counted in `tick` into the ring, so that nothing has happened yet; nothing is waited for."""
        counters, happened, copy = state.buffers["counters"], state.buffers["happened"], self._context.copy_buffer
        copy(self._entries, counters, _COUNTERS_BYTES, write_offset=self._at(tick))
        copy(self._entries, happened, _PLACES_BYTES, write_offset=self._at(tick) + _COUNTERS_BYTES)
        copy(happened, self._nothing, _PLACES_BYTES)
        for stale in (tick, tick - DELAY - 1):
            self._known.pop(stale, None)

    def at(self, tick: int) -> Vitals | None:
        """Return the vitals of `tick`, one of the last DELAY + 1; None before the world began."""
        if tick >= 0 and tick not in self._known:
            data = self._entries.read(size=_COUNTERS_BYTES + _PLACES_BYTES, offset=self._at(tick))
            words = np.frombuffer(data, np.uint32, offset=_COUNTERS_BYTES)
            happened = tuple(Happening(*one) for one in happenings.read(words))
            counters = np.frombuffer(data, blocks.dtype(blocks.Counters), count=1)[0]
            self._known[tick] = _vitals(tick, counters, happened)
        return self._known.get(tick)

    def save(self, state: State) -> dict[str, bytes]:
        """Return the ring as parts of a snapshot."""
        entries = np.frombuffer(self._entries.read(), np.uint8).reshape(DELAY + 1, -1)
        counters, places = np.split(entries, [_COUNTERS_BYTES], axis=1)
        happened = state.buffers["happened"].read()
        return {"vitals": counters.tobytes(), "places": places.tobytes(), "happened": happened}

    @staticmethod
    def read(archive: zipfile.ZipFile) -> dict[str, bytes]:
        """Return those parts from a snapshot. In one that tells of no places nothing happened. Raises SnapshotError."""
        ticks, known = DELAY + 1, {"vitals", *archive.namelist()}
        sizes = {"vitals": _COUNTERS_BYTES * ticks, "places": _PLACES_BYTES * ticks, "happened": HAPPENED_BYTES}
        return {name: read_part(archive, name, size) if name in known else bytes(size) for name, size in sizes.items()}

    def load(self, parts: dict[str, bytes], state: State) -> None:
        """Go on from what `read` returned."""
        rows = [np.frombuffer(parts[name], np.uint8).reshape(DELAY + 1, -1) for name in ("vitals", "places")]
        self._entries.write(np.hstack(rows).tobytes())
        state.buffers["happened"].write(parts["happened"])
        self._known = {}

    def release(self) -> None:
        """Free its buffers."""
        for holder in (self._entries, self._nothing):
            holder.release()


def _vitals(tick: int, counters: Any, happened: tuple[Happening, ...]) -> Vitals:
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
        happenings=happened,
    )
