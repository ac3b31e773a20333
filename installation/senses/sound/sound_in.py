"""Sound in: the microphone, a device, a file, the demo or nothing, all behind the same few methods.

A source that cannot be opened raises SoundInError with one clear line; a device may also be waited for.
A source that is lost says so itself, once, and comes back when it can.
"""

from pathlib import Path

from installation.resources import directory
from installation.score import Event, ScoreError, read_score
from installation.senses.sound.devices import Device, devices
from installation.senses.sound.file import FileSource
from installation.senses.sound.microphone import Microphone
from installation.senses.sound.source import SoundInError, Source

__all__ = [
    "Device",
    "FileSource",
    "Microphone",
    "ScoreSource",
    "SoundInError",
    "Source",
    "demo",
    "devices",
    "open_source",
]

DEMO = "demo.score"
_SUFFIXES = {".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aif", ".aiff", ".aifc", ".au", ".caf", ".w64", ".rf64"}


def open_source(
    wanted: str, play_on: str | None = None, loop: bool = True, patient: bool = False, folder: Path | None = None
) -> Source:
    """Open what `--sound-in` names: mic, demo, none, a sound file, or else an input device by name or number.

    `play_on` and `loop` are for files, see FileSource. With `patient`, a microphone or device need not be there yet:
    the demo is heard until it comes. `folder` is where measured rooms are kept, where it is not the user's own.
    SoundInError where it cannot be had.
    """
    if wanted == "none":
        return Source()
    if wanted == "demo":
        return demo()
    if wanted in ("mic", ""):
        return Microphone("", demo() if patient else None, folder)
    path = Path(wanted)
    if path.is_file() or path.suffix.lower() in _SUFFIXES:
        return FileSource(path, play_on, loop)
    return Microphone(wanted, demo() if patient else None, folder)


def demo() -> "ScoreSource":
    """Return the room that the installation ships with."""
    try:
        return ScoreSource(directory("assets") / DEMO, name="demo")
    except FileNotFoundError as error:
        raise SoundInError(str(error)) from None


class ScoreSource(Source):
    """Plays the sound events of the score at `path`, over and over; SoundInError where it has none."""

    def __init__(self, path: Path, name: str = "") -> None:
        super().__init__()
        self.name = name or path.name
        try:
            score = read_score(path)
        except ScoreError as error:
            raise SoundInError(str(error)) from None
        self._heard: dict[int, list[Event]] = {}
        for event in score.events:
            if event.source == "sound":
                self._heard.setdefault(event.tick, []).append(event)
        if not self._heard:
            raise SoundInError(f"{path}: expected a score with sound events")
        self.length = max(score.length, max(self._heard) + 1)
        self._first_tick: int | None = None

    def events(self, tick: int, ticks_in_frame: int) -> list[Event]:
        """Return what the score heard at this tick of its loop, as if it were heard now."""
        if self._first_tick is None:
            self._first_tick = tick
        heard = self._heard.get((tick - self._first_tick) % self.length, [])
        return [Event(tick, event.source, event.name, event.values) for event in heard]
