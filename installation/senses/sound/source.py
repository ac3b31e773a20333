"""What every source of sound has in common, and how features become an event."""

import logging
from pathlib import Path

from installation.score import Event
from installation.senses.echo.remover import Played
from installation.senses.sound.kept import Samples, SoundKept

_log = logging.getLogger(__name__)


class SoundInError(Exception):
    """A sound that cannot be had: a missing microphone, a foreign file. The message is one clear line."""


class Source:
    """Gives the sound events of every tick. This one is silent: it is what `--sound-in none` opens.

    `name` is what a person would call it. `newest_block_time` is the `time.perf_counter` of the callback that
    brought the newest block which has been used, where there is a callback: the start of "sound to light".
    """

    name = "none"
    sound_format: tuple[int, int] | None = None
    """Sample rate in Hz and channels of what is heard; None where there are events only, and nothing to keep."""
    newest_block_time: float | None = None
    lost = False
    """Whether there is nothing to hear just now because a device is not there."""
    state = ""
    """What an operator should know of it, in a few words, where there is anything."""

    def __init__(self) -> None:
        self._messages: list[str] = []
        self._kept: SoundKept | None = None
        self._to_close: list[SoundKept] = []

    def keep_sound(self, path: Path | None) -> None:
        """Keep what is heard from the next tick on as a FLAC file at `path`; None ends it.

        SoundInError where events are all that there is, ScoreError where the file cannot be written.
        """
        if self._kept is not None:
            self._kept.end()
            self._kept = None
        if path is None:
            return
        if self.sound_format is None:
            raise SoundInError(f"{self.name}: there is no sound in it that could be recorded")
        self._kept = SoundKept(path, *self.sound_format)
        self._to_close.append(self._kept)

    def overhear(self, played: Played) -> None:
        """Take out of what is heard what this machine plays itself, where there is a microphone that hears it."""

    def events(self, tick: int, ticks_in_frame: int) -> list[Event]:
        """Return what was heard in `tick`, one of `ticks_in_frame` that this frame does; ticks come in order."""
        return []

    def messages(self) -> list[str]:
        """Return the sentences for people that came up since the last call."""
        self._tell_failures()
        said, self._messages = self._messages, []
        return said

    def close(self) -> None:
        """Let go of the device or file; never waits for a device that hangs."""
        for kept in self._to_close:
            kept.close()
        self._tell_failures()

    def _say(self, message: str) -> None:
        _log.warning("%s", message)
        self._messages.append(message)

    def _keep(self, samples: Samples, sample_rate: float) -> None:
        """Keep the sound of a tick, where that is wanted."""
        if self._kept is not None:
            self._kept.add(samples, round(sample_rate))

    def _tell_failures(self) -> None:
        for kept in [kept for kept in self._to_close if kept.failed]:
            self._to_close.remove(kept)
            self._say(kept.failed)
