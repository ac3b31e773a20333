"""The hologram of a city's health: three rings of light around the totem, which close as far as the city is well."""

from installation.gpu.blocks import vec4
from installation.world.vitals import Vitals

RINGS = 3
PROCESSED = 5.0
"""Processing of a healthy city, as `Vitals.processing` counts it."""
ORDERED = 0.6
"""Order of columns that walk well."""
SPOILT = 0.35
"""Mean waste at which the ground counts as lost."""


def health(vitals: Vitals | None) -> vec4:
    """Return how well the city is, each 0 to 1: clean ground, waste processed, order; the fourth is unused."""
    if vitals is None:
        return 1.0, 1.0, 1.0, 0.0
    shares = 1.0 - vitals.waste / SPOILT, vitals.processing / PROCESSED, vitals.order / ORDERED
    clean, processing, order = (min(1.0, max(0.0, share)) for share in shares)
    return clean, processing, order, 0.0
