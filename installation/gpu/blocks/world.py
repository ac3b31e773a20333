"""What the world's passes work on: a tick, the hyphae, and what lives on them."""

from __future__ import annotations

import dataclasses

from installation import params
from installation.gpu.blocks.layout import uint

Parameters = dataclasses.make_dataclass("Parameters", [(name, "float") for name in params.NAMES])
"""The parameter table as a block: one float for each row."""


@dataclasses.dataclass
class Instant:
    """What a pass needs to know besides the parameters. Lengths are in heights."""

    tick: uint
    seed: uint
    ground: uint
    """The seed of the ground, which a network that is already grown keeps whatever its further chance."""
    seconds: float
    """Length of a tick."""
    capacity: uint
    particles: uint
    columns: int
    """Cells of the fields across, over the whole world: the frame and its margin."""
    rows: int
    aspect: float
    """Width of the frame; its height is 1."""
    margin: float
    """How far the world goes on beyond the frame, as a share of the frame, at each side."""
    segment_length: float
    tip_capacity: uint
    touch_count: uint
    charge_share: float
    """Length of a substep of the charge, as a share of the longest stable one."""
    charge_steps: float
    """All substeps of a tick, in longest stable ones."""
    breadth: float
    """How much wider than in a frame of 16:9 the composition is laid out, within bounds."""
    ear_x: float
    ear_y: float
    voice: float
    """The room's envelope in this tick, 0 to 1."""
    pitch: float
    """How high the room's voice is, 0 to 1."""
    unity: float
    arousal: float
    """What the community feels, as `Community` says."""
    phase_age: float
    """Seconds since the phase was entered."""
    symbionts: uint
    """How many there are of each; citizens and marks change, the others come with the world's quality."""
    blossoms: uint
    drifting: uint
    citizens: uint
    marks: uint
    wave: float
    """How far the last wave of charge is on its way: 0 in the tick in which it sets out, 1 when a surge has crossed the
    frame, and more afterwards."""


@dataclasses.dataclass
class Body:
    """What a segment is: `born` is the tick of its birth plus one, and 0 where the slot is free."""

    radius: float
    health: float
    born: uint
    identity: uint


@dataclasses.dataclass
class Vigour:
    """What a segment is about: its mode and generation, when it wakes, what it was fed, its branch."""

    state: uint
    wake: uint
    store: uint
    branch: uint


@dataclasses.dataclass
class Particle:
    """A grain of cytoplasm: on which segment, how far along it, which way and from where, and what it carries."""

    segment: int
    position: float
    course: uint
    cargo: uint


@dataclasses.dataclass
class Touch:
    """A place in the world and how strongly it is touched."""

    x: float
    y: float
    radius: float
    strength: float


@dataclasses.dataclass
class Symbiont:
    """One of the swarm, in heights and radians: Myco-Cleanser, Symbiogen or nanobot, as the parameters say.

    `state` holds whether it is awake, in step, and at work (SYMBIONT_ bits in shaders/lib/symbionts.glsl).
    """

    x: float
    y: float
    heading: float
    state: uint


@dataclasses.dataclass
class Blossom:
    """A place for flora: how far what grows there is open, 0 to 1, and its state (bits in shaders/lib/flora.glsl)."""

    x: float
    y: float
    open: float
    state: uint


@dataclasses.dataclass
class Spore:
    """A spore on the wind; `born` is the tick of its release plus one, 0 where there is none."""

    x: float
    y: float
    born: uint
    identity: uint


@dataclasses.dataclass
class Citizen:
    """A citizen and the place of their tile, in heights; see `installation.community.Citizen`.

    `identity` is 0 in a slot where there is none. `home` belongs to the symbionts whose number, in 0..255, is this
    slot's: the slot of the citizen at whose tile they are at home.
    """

    x: float
    y: float
    valence: float
    arousal: float
    strength: float
    age: float
    identity: uint
    home: uint


@dataclasses.dataclass
class Mark:
    """What an earlier story left: a place in heights, how strong it still is, and its seed."""

    x: float
    y: float
    strength: float
    seed: uint
