"""Where the parts of the overlay lie: in a row at the foot of a wide window; in a tall one the words are at the top.

So the Ear, which is at eye height, stays free.

Lengths are in pixels of the design, of which a window of 1280 by 720 has as many; y goes up from its lower edge.
"""

from dataclasses import dataclass

DESIGN_WIDTH, DESIGN_ROWS = 1180.0, 720.0
TALL_WIDTH, TALL_ROWS = 640.0, 760.0
"""The least that the wide and the tall arrangement need: a smaller window shows them smaller."""
TALL_BELOW = 1.2
"""Width over height below which the tall one is used."""
WIDEST = 1320.0
MARGIN, GAP, HEADING = 32.0, 40.0, 28.0
"""Free room at the edges, between two parts, and above each for its heading."""
FOOT = 26.0
"""Room for a line of words under a part."""
WORDS_WIDTH, WORDS_HEIGHT, PULSE_WIDTH, WHEEL, CIRCLE, STRIP = 292.0, 148.0, 88.0, 158.0, 158.0, 96.0
SHADE = 76.0
"""How far the shade goes on above the parts, to fade out."""


@dataclass(frozen=True)
class Place:
    """A rectangle: its left lower corner, width and height, in pixels of the design."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.bottom + self.height

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def centre(self) -> tuple[float, float]:
        """The middle."""
        return self.left + 0.5 * self.width, self.bottom + 0.5 * self.height


@dataclass(frozen=True)
class Arrangement:
    """A place for each part; `scale` is the pixels that a pixel of the design has.

    A shade at the foot of the window fades out upwards, one at its top downwards; this may have no height.
    """

    scale: float
    shade: Place
    top_shade: Place
    words: Place
    sound: Place
    pulse: Place
    wheel: Place
    circle: Place

    @property
    def parts(self) -> tuple[Place, ...]:
        """Every part in the order of reading, without the shades behind them."""
        return self.words, self.sound, self.pulse, self.wheel, self.circle


def arrange(size: tuple[int, int]) -> Arrangement:
    """Return the arrangement for a window of this size, in pixels."""
    return _tall(*size) if size[0] < TALL_BELOW * size[1] else _wide(*size)


def _wide(width: int, rows: int) -> Arrangement:
    scale = min(width / DESIGN_WIDTH, rows / DESIGN_ROWS)
    across = width / scale
    content = min(WIDEST, across - 2.0 * MARGIN)
    left, right = 0.5 * (across - content), 0.5 * (across + content)
    bottom = MARGIN + FOOT
    circle = Place(right - CIRCLE, bottom, CIRCLE, CIRCLE)
    wheel = Place(circle.left - GAP - WHEEL, bottom, WHEEL, WHEEL)
    pulse = Place(wheel.left - GAP - PULSE_WIDTH, bottom, PULSE_WIDTH, CIRCLE)
    sound_left = left + WORDS_WIDTH + GAP
    sound = Place(sound_left, bottom, pulse.left - GAP - sound_left, CIRCLE)
    words = Place(left, bottom - FOOT, WORDS_WIDTH, CIRCLE + FOOT + HEADING)
    shade = Place(0.0, 0.0, across, bottom + CIRCLE + HEADING + SHADE)
    return Arrangement(scale, shade, Place(0.0, rows / scale, across, 0.0), words, sound, pulse, wheel, circle)


def _tall(width: int, rows: int) -> Arrangement:
    scale = min(width / TALL_WIDTH, rows / TALL_ROWS)
    across = width / scale
    content = min(WIDEST, across - 2.0 * MARGIN)
    left, right = 0.5 * (across - content), 0.5 * (across + content)
    bottom = MARGIN + FOOT
    circle = Place(right - CIRCLE, bottom, CIRCLE, CIRCLE)
    pulse = Place(left, bottom, PULSE_WIDTH, CIRCLE)
    wheel = Place(0.5 * (pulse.right + circle.left - WHEEL), bottom, WHEEL, WHEEL)
    sound = Place(left, circle.top + HEADING + FOOT + 12.0, content, STRIP)
    words = Place(left, rows / scale - MARGIN - WORDS_HEIGHT, content, WORDS_HEIGHT)
    shade = Place(0.0, 0.0, across, sound.top + HEADING + SHADE)
    top_shade = Place(0.0, words.bottom - SHADE, across, WORDS_HEIGHT + MARGIN + SHADE)
    return Arrangement(scale, shade, top_shade, words, sound, pulse, wheel, circle)
