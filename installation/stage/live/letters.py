"""Lines of type for the overlay, each kept as a texture as long as it is in use."""

from collections import OrderedDict
from typing import Any, Literal

import moderngl
import pygame

from installation import resources

Style = Literal["title", "number", "text", "small"]
Colour = tuple[int, int, int]
_STYLES: dict[Style, tuple[str, float]] = {
    "title": ("InterDisplay-ExtraLight.otf", 34.0),
    "number": ("InterDisplay-ExtraLight.otf", 27.0),
    "text": ("Inter-Light.otf", 14.5),
    "small": ("Inter-Light.otf", 12.5),
}
"""The font of each style, and its height in pixels of the design."""
MOST_KEPT = 96
_ACCIDENTAL = 0.66
"""Height of a sharp or flat sign, as a share of its letter's; the fonts have none of their own."""


class Letters:
    """Sets type at `scale` pixels to a pixel of the design."""

    def __init__(self, context: moderngl.Context, scale: float) -> None:
        pygame.font.init()
        self.scale = scale
        self._context = context
        self._fonts: dict[tuple[Style, float], pygame.font.Font] = {}
        self._kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()

    def line(self, text: str, style: Style, colour: Colour, width: float = 0.0) -> Any:
        """Return a texture of the text, wrapped at `width` pixels of the design where that is not 0."""
        return self._keep((text, style, colour, width), lambda: self._set(text, style, colour, width))

    def note(self, name: str, style: Style, colour: Colour) -> Any:
        """Return a texture of a note's name, with a sharp ("#") or flat ("b") as a raised small sign."""
        return self._keep((name, style, colour, "note"), lambda: self._set_note(name, style, colour))

    def release(self) -> None:
        """Let go of every texture."""
        for texture in self._kept.values():
            texture.release()
        self._kept.clear()

    def _keep(self, key: tuple[Any, ...], make: Any) -> Any:
        if key not in self._kept:
            surface = make()
            self._kept[key] = self._context.texture(
                surface.get_size(), 4, pygame.image.tobytes(surface.premul_alpha(), "RGBA")
            )
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)[1].release()
        self._kept.move_to_end(key)
        return self._kept[key]

    def _font(self, style: Style, share: float = 1.0) -> pygame.font.Font:
        if (style, share) not in self._fonts:
            file, height = _STYLES[style]
            path = resources.directory("assets") / "fonts" / file
            self._fonts[style, share] = pygame.font.Font(path, max(8, round(height * share * self.scale)))
        return self._fonts[style, share]

    def _set(self, text: str, style: Style, colour: Colour, width: float) -> pygame.Surface:
        shown = "".join(letter if letter.isprintable() else " " for letter in text) or " "
        return self._font(style).render(shown, True, colour, None, round(width * self.scale))

    def _set_note(self, name: str, style: Style, colour: Colour) -> pygame.Surface:
        if len(name) != 2 or name[1] not in "#b":
            return self._set(name, style, colour, 0.0)
        letter = self._font(style).render(name[0], True, colour)
        sign = self._font(style, _ACCIDENTAL).render(name[1], True, colour)
        surface = pygame.Surface((letter.get_width() + sign.get_width(), letter.get_height()), pygame.SRCALPHA)
        surface.blit(letter, (0, 0))
        surface.blit(sign, (letter.get_width(), 0))
        return surface
