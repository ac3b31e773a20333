"""The world's quality: how many slots and particles, and how fine the fields are. It changes only by an event."""

from dataclasses import dataclass

RUN_SLOTS = 64 * 32
"""Slots come in multiples of this: a group of the census, each of whose invocations looks after a run of 32."""


@dataclass(frozen=True)
class Quality:
    """The world's quality: slots for segments, rows of the fields, particles of cytoplasm."""

    capacity: int = 40960
    field_rows: int = 180
    particles: int = 16384


STANDARD = Quality()

DETAILS: dict[str, Quality] = {
    "standard": STANDARD,
    "fine": Quality(131072, 360, 131072),
    "grand": Quality(524288, 720, 1048576),
}
"""The world's qualities by name; what is seen of them is finer streaming and finer sensing."""


def breadth(aspect: float) -> float:
    """Return how much wider than in a frame of 16:9 the composition is laid out, and how much more grows in it."""
    return min(1.3, max(0.45, aspect / (16 / 9)))


def default_quality(aspect: float, detail: str = "standard") -> Quality:
    """Return the world's quality of this name for a frame of this aspect."""
    usual = DETAILS[detail]
    share = breadth(aspect)
    return Quality(round(usual.capacity * share), usual.field_rows, round(usual.particles * share))
