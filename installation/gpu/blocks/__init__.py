"""Every block of data that Python and the shaders share, declared once and by its reader: see `layout`."""

from installation.gpu.blocks import happenings
from installation.gpu.blocks.counters import Counters
from installation.gpu.blocks.layout import dtype, glsl, offset, pack, uint, vec2, vec4
from installation.gpu.blocks.picture import Held, View
from installation.gpu.blocks.stage import Card, Heard
from installation.gpu.blocks.world import (
    Blossom,
    Body,
    Citizen,
    Instant,
    Mark,
    Parameters,
    Particle,
    Spore,
    Symbiont,
    Touch,
    Vigour,
)

__all__ = [
    "ALL_BLOCKS", "Blossom", "Body", "Card", "Citizen", "Counters", "Heard", "Held", "Instant", "Mark", "Parameters",
    "Particle", "Spore", "Symbiont", "Touch", "View", "Vigour", "dtype", "glsl", "happenings", "offset", "pack", "uint",
    "vec2", "vec4",
]  # fmt: skip

WORLD_BLOCKS: tuple[type, ...] = (
    Parameters, Instant, Body, Vigour, Particle, Touch, Symbiont, Blossom, Spore, Citizen, Mark, Counters,
)  # fmt: skip
PICTURE_BLOCKS: tuple[type, ...] = (View, Held)
STAGE_BLOCKS: tuple[type, ...] = (Card, Heard)
ALL_BLOCKS = WORLD_BLOCKS + PICTURE_BLOCKS + STAGE_BLOCKS
