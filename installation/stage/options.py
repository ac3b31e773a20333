"""What the command line asks of a run, and what a run asks of whoever tells it the events."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from installation import captions
from installation.score import Event, Score

if TYPE_CHECKING:
    from installation.sound.notes import Controls, Note
    from installation.story import Moment
    from installation.world.vitals import Vitals

DEFAULT_WORLD = "thaloria"
ALL_WORLDS = "auto"
"""In place of a world: all of them in turn."""
DEFAULT_SEED = 1
DEFAULT_DETAIL = "standard"
DEFAULT_SIZE = (1280, 720)
SMALLEST_SIDE, LARGEST_SIDE = 64, 7680
LARGEST_AREA = 7680 * 4320


class EventSource(Protocol):
    """Gives the events of every tick: a microphone, a sound file, the demo, or a recorded score.

    `newest_block_time` is the `time.perf_counter` of the callback that brought the newest sound in use.
    """

    name: str

    @property
    def newest_block_time(self) -> float | None:
        """Return when the newest sound in use came; None where no device brings it."""

    @property
    def lost(self) -> bool:
        """Return whether there is nothing to hear just now because a device is not there."""

    @property
    def state(self) -> str:
        """Return what an operator should know of it, in a few words, where there is anything."""

    def events(self, tick: int, ticks_in_frame: int) -> list[Event]:
        """Return the events of `tick`, one of `ticks_in_frame` that this frame does; ticks come in order."""

    def messages(self) -> list[str]:
        """Return the sentences for people that came up since the last call."""

    def close(self) -> None:
        """Let go of the device or file."""


class ShowView(Protocol):
    """What performers' devices may know of a show, so that nothing jumps and every touch is to be seen."""

    @property
    def crop(self) -> tuple[float, float, float, float]:
        """Left, bottom, width and height of what is to be seen, in heights of the frame."""

    def standing(self, source: str, name: str) -> float | None:
        """Return where that stands which an event of this source and name moves, 0 to 1; None where nothing does."""


class ControlSource(Protocol):
    """Gives what performers and their programs say: MIDI, or Open Sound Control. `view` is set by the show."""

    view: ShowView

    @property
    def name(self) -> str:
        """Return what is heard, as people call it."""

    @property
    def hands(self) -> Mapping[tuple[str, str], float]:
        """Return where knobs stand that were turned, 0 to 1, by the source and the name of what they move."""

    def events(self, tick: int) -> list[Event]:
        """Return what came until now, as events of this tick; ticks come in order."""

    def messages(self) -> list[str]:
        """Return the sentences for people that came up since the last call."""

    def close(self) -> None:
        """Let go of the devices."""


class Outlet(Protocol):
    """Is told what the show does, tick by tick."""

    def tell(self, moment: "Moment", vitals: "Vitals | None", macros: Mapping[str, float]) -> None:
        """Tell what is due at this moment; `macros` says where each stands."""

    def close(self) -> None:
        """Tell no more."""


class SoundOut(Protocol):
    """Lets be heard what is sung: a sound device, which may be lost and come back."""

    @property
    def name(self) -> str:
        """Return the device as people call it."""

    @property
    def lost(self) -> bool:
        """Return whether nothing can be heard just now."""

    @property
    def told(self) -> Mapping[str, float]:
        """Return how it fares, in figures by name."""

    def sing(self, notes: "list[Note]", controls: "Controls") -> None:
        """Let a tick be heard; never waits."""

    def messages(self) -> list[str]:
        """Return the sentences for people that came up since the last call."""

    def close(self) -> None:
        """Let the sound fade, and let go of the device."""


@dataclass(frozen=True)
class RunOptions:
    """Everything that `run` and `replay` can be told. What is None is chosen by the machine.

    `size` is the window's, in pixels. With `replay`, world, phase, seed and start are the score's, `source`
    plays its events, and the run ends with it. `quality` is the picture's: "auto" or one of its levels; `detail`
    names the world's. `messages` are warnings to say once at the start.
    """

    source: EventSource
    controls: tuple[ControlSource, ...] = ()
    """What performers play on."""
    outlets: tuple[Outlet, ...] = ()
    """Who is told what happens."""
    sound_out: SoundOut | None = None
    """What it sings on; None: nothing is composed."""
    world: str = DEFAULT_WORLD
    phase: str = "auto"
    seed: int = DEFAULT_SEED
    fresh: bool = False
    """Begin from spores, and without the marks of earlier stories."""
    state: Path | None = None
    """The folder in which marks are kept from run to run, where the user's own is not wanted."""
    detail: str = DEFAULT_DETAIL
    replay: Score | None = None
    size: tuple[int, int] | None = None
    fps: float | None = None
    """Frames a second at most, where the screen's own rate is not wanted."""
    seconds: float | None = None
    record: Path | None = None
    keep_sound: Callable[[Path | None], None] | None = None
    """Keeps what is heard from the next tick on in a file, until it is given None; None where it shall not be kept."""
    vitals: Path | None = None
    """A file for the vitals of every tick, as JSON Lines."""
    language: str = captions.DEFAULT_LANGUAGE
    """The language of the captions in the panel, by its code."""
    guard_report: Path | None = None
    """A file for what the guard held, as JSON Lines."""
    overlay: bool = False
    """Begin with the instruments open."""
    fullscreen: bool = False
    display: int = 0
    kiosk: bool = False
    vsync: bool = True
    headless: bool = False
    preview: Path | None = None
    """Where a run without a window keeps a picture fresh."""
    quality: str = "auto"
    json: bool = False
    """Say how it went as JSON, one object on the last line."""
    messages: tuple[str, ...] = field(default=())
