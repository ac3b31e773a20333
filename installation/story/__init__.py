"""The story: which world and phase, what every parameter is, and where the world is touched.

The director turns the events of each tick into one `Moment`; nothing else moves the world. Pure: it knows
ticks, and neither clock, file nor device.

    moment    what leaves the story          looks     presets, overrides and blends
    echo      the answer to a call           gestures  what people do, as four gestures
    acts      what that moves in a world     wounds    what is wrong, told from the vitals
    arc       when a phase has had its time  crossing  the way from world to world
    pulse     its own beat and pitch
    macros    a performer's eight knobs      desk      a performer's light, blackout, freeze
    marks     what stories leave             director  all of it, tick by tick
"""

from installation.story.director import Director
from installation.story.looks import DEFAULT_BLEND, LONGEST_BLEND, smoothstep
from installation.story.macros import MACROS, Macro
from installation.story.moment import Mark, Moment, Touch

__all__ = [
    "DEFAULT_BLEND", "LONGEST_BLEND", "MACROS", "Director", "Macro", "Mark", "Moment", "Touch", "smoothstep",
]  # fmt: skip
