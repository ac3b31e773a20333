"""What every source of sound has in common, and how features become an event."""

import logging

from installation.score import FEATURES, Event

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
    newest_block_time: float | None = None

    def __init__(self) -> None:
        self._messages: list[str] = []
        self._heard_something = False

    def events(self, tick: int, ticks_in_frame: int) -> list[Event]:
        """Return what was heard in `tick`, one of `ticks_in_frame` that this frame does; ticks come in order."""
        return []

    def messages(self) -> list[str]:
        """Return the sentences for people that came up since the last call."""
        said, self._messages = self._messages, []
        return said

    def close(self) -> None:
        """Let go of the device or file; never waits for a device that hangs."""

    def _say(self, message: str) -> None:
        _log.warning("%s", message)
        self._messages.append(message)

    def _features_event(self, tick: int, features: tuple[float, ...]) -> list[Event]:
        """One event while there is sound, one more when it ends, then none."""
        heard = features != _SILENCE
        if not heard and not self._heard_something:
            return []
        self._heard_something = heard
        return [Event(tick, "sound", "features", features)]
