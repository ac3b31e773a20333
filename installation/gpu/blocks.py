"""GPU data declared once: a dataclass gives the numpy dtype, the GLSL struct and the bytes.

Fields are annotated with GLSL's own type names. Only scalars and vectors of 2 and 4 are allowed:
for these std140 and std430 agree (OpenGL 4.3 core, section 7.6.2.2), so one layout serves both.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from installation import params

uint = int
vec2 = tuple[float, float]
vec4 = tuple[float, float, float, float]
ivec4 = tuple[int, int, int, int]

_SCALARS: dict[str, Any] = {"float": np.float32, "int": np.int32, "uint": np.uint32}
_VECTORS = {"vec": "float", "ivec": "int", "uvec": "uint"}


def _numpy_type(glsl_type: str) -> tuple[Any, int]:
    """Return the numpy type and the alignment in bytes of a GLSL scalar, vec2 or vec4."""
    if glsl_type in _SCALARS:
        return np.dtype(_SCALARS[glsl_type]), 4
    width = int(glsl_type[-1])
    if width not in (2, 4):
        raise TypeError(f"{glsl_type}: blocks hold scalars and vectors of 2 or 4 only")
    return np.dtype((_SCALARS[_VECTORS[glsl_type[:-1]]], (width,))), 4 * width


def dtype(block: type) -> np.dtype[Any]:
    """Return the block's memory layout; its size is a multiple of its largest alignment."""
    names: list[str] = []
    formats: list[Any] = []
    offsets: list[int] = []
    end, widest = 0, 4
    for field in dataclasses.fields(block):
        kind, alignment = _numpy_type(str(field.type))
        end = -(-end // alignment) * alignment
        names.append(field.name)
        formats.append(kind)
        offsets.append(end)
        end += kind.itemsize
        widest = max(widest, alignment)
    size = -(-end // widest) * widest
    return np.dtype({"names": names, "formats": formats, "offsets": offsets, "itemsize": size})


def offset(block: type, name: str) -> int:
    """Return where the field `name` begins, in bytes."""
    return int(dtype(block).fields[name][1])  # type: ignore[index]


def glsl(block: type) -> str:
    """Return the block's GLSL struct, fields in the order of declaration."""
    fields = "".join(f"    {field.type} {field.name};\n" for field in dataclasses.fields(block))
    return f"struct {block.__name__} {{\n{fields}}};\n"


def pack(value: Any) -> bytes:
    """Return the bytes of one block, padded to 16 as a uniform block is."""
    record = np.zeros((), dtype(type(value)))
    for field in dataclasses.fields(value):
        record[field.name] = getattr(value, field.name)
    data = record.tobytes()
    return data + bytes(-len(data) % 16)


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


@dataclasses.dataclass
class Counters:
    """What the passes count: each an integer, so that the order of the additions is free."""

    tips: uint
    """Entries in the list of tips."""
    free: uint
    """Entries in the list of free slots, and how many of them are used up since."""
    used: uint
    births: uint
    deaths: uint
    segments: uint
    length: uint
    """Total length of the hyphae, in hundred-thousandths of a height."""
    links: uint
    growing: uint
    charge: uint
    """Sum of the charge, in 1/255 of a segment."""
    load: uint
    """The largest load."""
    fusions: uint
    crowded: uint
    """Ticks in which births found too few free slots."""
    slack: float
    """Room for growth, 0 to 1, by which the world holds its biomass, and the opposite pressure."""
    pressure: float
    highest: uint
    """One more than the highest slot in use."""
    tip_groups: uint
    """Groups that a pass over the tips needs: the arguments of an indirect dispatch; likewise for the slots."""
    tip_groups_y: uint
    tip_groups_z: uint
    slot_groups: uint
    slot_groups_y: uint
    slot_groups_z: uint
    torn: uint
    """Segments that the storm, or hands that sever, have torn since the world began."""
    left: uint
    """Segments on either bank, and their health and charge, in 1/255 of a segment."""
    right: uint
    health_left: uint
    health_right: uint
    charge_left: uint
    charge_right: uint
    crossing: uint
    """Load that crosses from one bank to the other."""
    flora: uint
    scarred_flora: uint
    """Open blossoms, and those of them that stand on scars."""
    land: uint
    """Rich ground, and how much of it is wasted, sterile or torn, sheltered: in thousandths of a cell."""
    wasted: uint
    sterile: uint
    sheltered: uint
    scarred: uint
    """Length of the hyphae on scars, in hundred-thousandths of a height."""
    processed: uint
    """Waste that was processed since the last census, in thousandths of a cell."""
    exchanges: uint
    """Particles that crossed from one bank or biome to another since the world began."""
    exchanges_before: uint
    order: float
    """How well the swarm keeps to the axis of the hyphae beneath, -1 to 1, and so on: see `Vitals`."""
    harmony: float
    scatter: float
    processing: float
    exchange: float
    division: float
    synchrony: float
    tiles: uint
    wind: float
    mean_left: float
    """Running moments of the charge on both banks."""
    mean_right: float
    variance_left: float
    variance_right: float
    covariance: float


WORLD_BLOCKS: tuple[type, ...] = (
    Parameters, Instant, Body, Vigour, Particle, Touch, Symbiont, Blossom, Spore, Citizen, Mark, Counters,
)


@dataclasses.dataclass
class View:
    """What the picture sees, and with which light. Colours are linear RGB; the fourth part is unused."""

    crop: vec4
    """Left, bottom, width and height of what is seen of the world, in heights."""
    pixel: float
    """Height of a pixel, in heights of the world."""
    seconds: float
    """World time, the fraction of a tick included."""
    rest_a: vec4
    """The resting light over the picture: from one end of its range of hues to the other."""
    rest_b: vec4
    rest_c: vec4
    charge: vec4
    people: vec4
    cord: vec4
    accent: vec4
    swarm: vec4
    flora: vec4
    health: vec4
    """What the hologram shows, as `installation.picture.hologram` says."""
    fraction: float
    """How much of the coming tick has passed, 0 to 1."""
    fade: float
    exposure: float
    voice_tick: uint
    """The last tick whose envelope is in the ring of the voice."""
    drift: vec2
    """Where the planes of depth have drifted to, in heights."""
    segments: uint
    """Slots that may be alive: none beyond is drawn."""
    breath: float
    """Breaths since the beginning of the story, the fraction of a tick included."""


@dataclasses.dataclass
class Held:
    """What the guard has found: first a draw command, then a dispatch command, as OpenGL reads them."""

    vertices: uint
    instances: uint
    """1 where something is held, else 0: then nothing is drawn."""
    first: uint
    base: uint
    groups_x: uint
    groups_y: uint
    groups_z: uint
    full: uint
    """Cells that have flashed as often as they may, and those among them that have done so once too often."""
    over: uint
    left: uint
    """The cells between which all that is held lies, the neighbours included."""
    bottom: uint
    right: uint
    top: uint


PICTURE_BLOCKS: tuple[type, ...] = (View, Held)


@dataclasses.dataclass
class Card:
    """A part of the overlay. Lengths are in pixels of its design, of which the scale says how many pixels they are."""

    extent: vec2
    scale: float
    opacity: float


@dataclasses.dataclass
class Heard:
    """What the overlay shows of the room: all 0 to 1, but valence, arousal and mode, which are -1 to 1."""

    low: vec4
    """The bands from the lowest on, then, after the seventh, the loudness."""
    high: vec4
    chroma: vec4
    """How much of each pitch class is heard: from C on, from E on, from G sharp on."""
    chroma_e: vec4
    chroma_g: vec4
    onset: float
    """How brightly the light of the newest onset still glows, and likewise the newest beat's."""
    beat: float
    phase: float
    """How much of the beat has passed, and how surely there is one."""
    pulse: float
    place: float
    """The beat's place in its bar, 0 to 3, or -1."""
    key: float
    """The tonic, from 0 for C to 11, and how clear it is."""
    mode: float
    clarity: float
    valence: float
    arousal: float
    unity: float
    confidence: float


STAGE_BLOCKS: tuple[type, ...] = (Card, Heard)
ALL_BLOCKS = WORLD_BLOCKS + PICTURE_BLOCKS + STAGE_BLOCKS
