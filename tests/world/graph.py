"""The graph of hyphae as numpy sees it: the world's buffers, read and named."""

import functools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.gpu import blocks
from installation.world.world import World

MODE = 7
SETTLED, GROWING, RESTING, RETRACTING, DYING = range(5)
NOBODY = 0xFFFFFFFF
SLOT = 0x3FFFFFFF
MODES = {"settled": SETTLED, "growing": GROWING, "resting": RESTING, "retracting": RETRACTING}


class Graph:
    """A copy of a world's segments at one tick. Arrays are by slot, shape (capacity, ...); ties are -1 where none."""

    def __init__(self, world: World) -> None:
        self.world, self.tick = world, world.tick

        def read(name: str, kind: Any) -> NDArray[Any]:
            return np.frombuffer(world.state.buffers[name].read(), kind)

        self.ends = read("ends", np.float32).reshape(-1, 4)
        self.ties = read("ties", np.int32).reshape(-1, 4)
        self.body = read("body", blocks.dtype(blocks.Body))
        self.vigour = read("vigour", blocks.dtype(blocks.Vigour))
        self.charge = (read(f"charge{world.hyphae.charge_now}", np.uint32) & 4095) / 4095.0
        self.load = read(f"flow{world.hyphae.flow_now}", np.uint32).reshape(-1, 2)[:, 0]
        self.stream = read("stream", blocks.dtype(blocks.Particle))
        self.counters = read("counters", blocks.dtype(blocks.Counters))[0]
        self.tips = read("tips", np.uint32)[: self.counters["tips"]]
        self.free = read("free", np.uint32)[self.counters["used"] : self.counters["free"]]
        self.live = self.body["born"] > 0
        self.slots = np.flatnonzero(self.live)
        self.parent, self.child, self.branch, self.link = self.ties.T
        self.mode = self.vigour["state"] & MODE
        self.radius = self.body["radius"]

    @functools.cached_property
    def length(self) -> NDArray[np.float64]:
        return np.hypot(*(self.ends[:, 2:] - self.ends[:, :2]).T.astype(np.float64))

    @functools.cached_property
    def middle(self) -> NDArray[np.float64]:
        return (self.ends[:, :2] + self.ends[:, 2:]).astype(np.float64) / 2

    @functools.cached_property
    def heading(self) -> NDArray[np.float64]:
        """The direction of each segment in radians."""
        along = (self.ends[:, 2:] - self.ends[:, :2]).astype(np.float64)
        return np.arctan2(along[:, 1], along[:, 0])

    @functools.cached_property
    def depth(self) -> NDArray[np.int64]:
        """How many parents each live segment has above it; -1 in free slots. AssertionError where parents circle."""
        depth = np.where(self.live, 0, -1)
        up = np.where(self.live, self.parent, -1)
        for _ in range(len(depth)):
            going = up >= 0
            if not going.any():
                return depth
            depth[going] += 1
            up = np.where(going, self.parent[up], -1)
        raise AssertionError("a circle of parents")

    def neighbours(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return every tie between live segments as two arrays of slots; a mutual one comes in both directions."""
        own, other = [], []
        for tie in range(4):
            there = self.slots[self.ties[self.slots, tie] >= 0]
            own.append(there)
            other.append(self.ties[there, tie])
        return np.concatenate(own), np.concatenate(other)

    def faults(self) -> list[str]:
        """Return what is wrong with the graph: each broken reference, by kind."""
        found: list[str] = []

        def none(name: str, wrong: NDArray[np.bool_]) -> None:
            if wrong.any():
                found.append(f"{name}: {int(wrong.sum())}, first at {np.flatnonzero(wrong)[:3].tolist()}")

        for name, tie in zip(("parent", "child", "branch", "link"), self.ties.T, strict=True):
            refers = tie >= 0
            safe = np.where(refers & (tie < len(tie)), tie, 0)
            none(f"{name} out of range", tie >= len(tie))
            none(f"{name} of a free slot", refers & ~self.live)
            none(f"{name} points at a free slot", self.live & refers & ~self.live[safe])
            none(f"{name} points at itself", tie == np.arange(len(tie)))
            none(f"{name} is not mutual", self.live & refers & self.live[safe] & ~self._returned(name, safe))
        none("child and branch are the same", self.live & (self.child >= 0) & (self.child == self.branch))
        found += self._roster_faults()
        return found

    def _returned(self, name: str, other: NDArray[Any]) -> NDArray[np.bool_]:
        """Tell for each slot whether the other end of its tie knows of it."""
        me = np.arange(len(other))
        if name == "parent":
            return (self.child[other] == me) | (self.branch[other] == me)
        return (self.link if name == "link" else self.parent)[other] == me

    def _roster_faults(self) -> list[str]:
        listed = self.tips[self.tips != NOBODY] & SLOT
        checks = {
            "a slot is listed twice among the tips": len(np.unique(listed)) != len(listed),
            "a slot is twice in the free list": len(np.unique(self.free)) != len(self.free),
            "a live slot is in the free list": bool(self.live[self.free].any()),
            "a tip is not listed": not np.isin(self.slots[self.mode[self.slots] != SETTLED], listed).all(),
            "a segment is left dying": bool((self.mode[self.slots] >= DYING).any()),
        }
        return [name for name, wrong in checks.items() if wrong]


def doubled_resultant(heading: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    """Return how far directions without a sense agree, 0 to 1: the weighted mean length of the doubled angles."""
    return float(np.abs((weight * np.exp(2j * heading)).sum()) / weight.sum())
