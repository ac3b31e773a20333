"""Lettering for what is printed: the shipped fonts, at any size, broken into lines that fit a width."""

from dataclasses import dataclass
from typing import Literal

from PIL import ImageDraw, ImageFont

from installation import resources

Weight = Literal["display", "text"]
Ink = int | tuple[int, int, int]
_FILES: dict[Weight, str] = {"display": "InterDisplay-ExtraLight.otf", "text": "Inter-Light.otf"}


def font(weight: Weight, pixels: float) -> ImageFont.FreeTypeFont:
    """Return a font of this height."""
    path = resources.directory("assets") / "fonts" / _FILES[weight]
    return ImageFont.truetype(str(path), max(1, round(pixels)))


@dataclass
class Column:
    """Sets paragraphs below one another into a column of a picture, `width` pixels wide, from `top` on."""

    draw: ImageDraw.ImageDraw
    left: float
    top: float
    width: float

    def add(self, text: str, face: ImageFont.FreeTypeFont, fill: Ink, after: float = 0.0) -> None:
        """Set a paragraph, then leave `after` times its font's height free."""
        for line in lines(text, face, self.width):
            self.draw.text((self.left, self.top), line, fill, face)
            self.top += line_height(face)
        self.top += after * face.size


def line_height(face: ImageFont.FreeTypeFont) -> float:
    """Return the distance from one line to the next, in pixels."""
    return 1.4 * face.size


def lines(text: str, face: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Return the text broken between words into lines of at most `width` pixels, as even as they can be."""
    broken = _broken(text, face, width)
    if len(broken) < 2:
        return broken
    # The narrowest column of as many lines leaves no lonely word at the end.
    low, high = width / len(broken) / 2.0, width
    for _ in range(12):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if len(_broken(text, face, middle)) <= len(broken) else (middle, high)
    return _broken(text, face, high)


def _broken(text: str, face: ImageFont.FreeTypeFont, width: float) -> list[str]:
    found: list[str] = []
    for word in text.split():
        joined = f"{found[-1]} {word}" if found else word
        if found and face.getlength(joined) <= width:
            found[-1] = joined
        else:
            found.append(word)
    return found
