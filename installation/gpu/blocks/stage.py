"""What the overlay draws with: a card of it, and what it shows of the room."""

from __future__ import annotations

import dataclasses

from installation.gpu.blocks.layout import vec2, vec4


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
