"""What every source of sound has in common, and how features become an event."""

import logging
from pathlib import Path

from installation.score import FEATURES, Event
from installation.senses.sound_kept import Samples, SoundKept

_log = logging.getLogger(__name__)
_SILENCE = (0.0,) * len(FEATURES)


class SoundInError(Exception):
    """A sound that cannot be had: a missing microphone, a foreign file. The message is one clear line."""


class Source:
    """Gives the sound events of every tick. This one is silent: it is what `--sound-in none` opens.

    `name` is what a person would call it. `newest_block_time` is the `time.perf_counter` of the callback that
    brought the newest block which has been used, where there is a callback: the start of "sound to light".
    """

    name = "none"
    has_sound = False
    """Whether samples are heard, which can be kept, and not events only."""
    newest_block_time: float | None = None

    def __init__(self) -> None:
        self._messages: list[str] = []
        self._heard_something = False
        self._kept: SoundKept | None = None

    def keep_sound(self, path: Path) -> None:
        """Keep what is heard from now on as a FLAC file; SoundInError where events are all that there is."""
        if not self.has_sound:
            raise SoundInError(f"{self.name}: there is no sound in it that could be recorded")
        self._kept = SoundKept(path)

    def events(self, tick: int, ticks_in_frame: int) -> list[Event]:
        """Return what was heard in `tick`, one of `ticks_in_frame` that this frame does; ticks come in order."""
        return []

    def messages(self) -> list[str]:
        """Return the sentences for people that came up since the last call."""
        said, self._messages = self._messages, []
        return said

    def close(self) -> None:
        """Let go of the device or file; never waits for a device that hangs."""
        if self._kept is not None:
            self._kept.close()

    def _say(self, message: str) -> None:
        _log.warning("%s", message)
        self._messages.append(message)

    def _keep(self, samples: Samples, sample_rate: float) -> None:
        """Keep the sound of a tick, where that is wanted."""
        if self._kept is not None:
            well = not self._kept.failed
            self._kept.add(samples, round(sample_rate))
            if well and self._kept.failed:
                self._say(self._kept.failed)

    def _features_event(self, tick: int, features: tuple[float, ...]) -> list[Event]:
        """One event while there is sound, one more when it ends, then none."""
        heard = features != _SILENCE
        if not heard and not self._heard_something:
            return []
        self._heard_something = heard
        return [Event(tick, "sound", "features", features)]
