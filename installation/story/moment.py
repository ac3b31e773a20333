"""What leaves the story: one `Moment` a tick, with the touches and the marks in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from installation.community import Community, Pulse
from installation.community.following import finite
from installation.params import Values


@dataclass(frozen=True)
class Touch:
    """A place that is touched, and how strongly (0 to 2); world units, `y` from below.

    A "voice" comes every tick with the room's envelope, an "onset" and a "pointer" only when there is one. An "answer"
    is the network's own: what was heard, given back. `pitch`, 0 to 1, is how high it is, as a community's.
    """

    x: float
    y: float
    strength: float
    kind: Literal["voice", "onset", "pointer", "answer"]
    pitch: float = 0.5


@dataclass(frozen=True)
class Mark:
    """What a completed story left in a world: places in shares of the frame; `strength` fades as others come."""

    world: str
    place: tuple[float, float]
    strength: float
    seed: int

    def row(self) -> list[Any]:
        """Return it as a score's header holds it: [world, x, y, strength, seed]."""
        return [self.world, *self.place, self.strength, self.seed]

    @staticmethod
    def from_row(values: Sequence[Any]) -> "Mark":
        """Return the mark of such a row; ValueError or TypeError where it is none."""
        world, *numbers, seed = values
        x, y, strength = (min(1.0, max(0.0, finite(number))) for number in numbers)
        return Mark(str(world), (x, y), strength, int(finite(seed)))


@dataclass(frozen=True, eq=False)
class Moment:
    """All that moves the world at one tick. `values` has shape (len(PARAMETERS),) and keeps to their ranges.

    `phase_age` is the time in seconds since the phase was entered; `marks` are those of this world alone. `crossing`
    is how far the way from another world has come, 0 to 1, and 0 where there is none. `light` is how much of the
    picture's light a performer lets through, 0 to 1; while it is `frozen` the world stands still, not its colours.
    `pulse` is the installation's own: what it breathes by, and the tone that the world rests on.
    """

    tick: int
    world: str
    phase: str
    values: Values
    community: Community
    touches: tuple[Touch, ...]
    phase_age: float = 0.0
    marks: tuple[Mark, ...] = ()
    crossing: float = 0.0
    light: float = 1.0
    frozen: bool = False
    pulse: Pulse = Pulse()
