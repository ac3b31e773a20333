"""What a performer's devices may know of the show: where it stands, so that nothing jumps, and what is to be seen."""

from typing import Protocol

Said = tuple[str, str, tuple[float | str, ...]]
"""An event without its tick: source, name, values."""


class View(Protocol):
    """The show, as seen from a knob or a message."""

    @property
    def crop(self) -> tuple[float, float, float, float]:
        """Left, bottom, width and height of what is to be seen, in heights of the frame."""

    def standing(self, source: str, name: str) -> float | None:
        """Return where that stands which an event of this source and name moves, 0 to 1; None where nothing does."""


class Nowhere:
    """The view of who has not been shown anything: the whole of a wide frame, and nothing stands anywhere."""

    crop = (0.0, 0.0, 16 / 9, 1.0)

    def standing(self, source: str, name: str) -> float | None:
        """Return None."""
        return None


def touch(view: View, across: float, up: float, strength: float) -> Said:
    """Return a touch at a place in shares of the picture, both from the lower left."""
    left, bottom, width, height = view.crop
    return "touch", "pointer", (left + across * width, bottom + up * height, strength)
