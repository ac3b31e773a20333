"""What the picture knows of the world that it shows, and what its guard has found."""

from __future__ import annotations

import dataclasses

from installation.gpu.blocks.layout import uint, vec2, vec4


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
    """What the guard has found: first a draw command, then two dispatch commands, as OpenGL reads them."""

    vertices: uint
    instances: uint
    """1 where something is held, else 0: then nothing is drawn."""
    first: uint
    base: uint
    parts_x: uint
    """1 where a cell would flash too often, else 0: then nobody looks at the parts of the screen."""
    parts_y: uint
    parts_z: uint
    groups_x: uint
    """Groups that tell which cells are held, none where nothing is."""
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
