"""The story: which world and phase, what every parameter is, and where the world is touched.

The director turns the events of each tick into one `Moment`; nothing else moves the world. Pure: it knows
ticks, and neither clock, file nor device.
"""

from installation.story.director import ARC, DEFAULT_BLEND, LONGEST_BLEND, Director, smoothstep
from installation.story.moment import Mark, Moment, Touch

__all__ = ["ARC", "DEFAULT_BLEND", "LONGEST_BLEND", "Director", "Mark", "Moment", "Touch", "smoothstep"]
