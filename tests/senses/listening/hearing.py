"""Listening to a sound in the tests of what is heard."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soundfile

from installation.score import FEATURES, MUSIC, Event
from installation.senses.listening import Calibration, Listener

AUDIO = Path(__file__).parents[4] / "shared" / "audio"


@dataclass
class Heard:
    """All events of a sound."""

    events: list[Event]

    def all(self, name: str) -> np.ndarray:
        """The values of every event of a name, one a row."""
        return np.array([event.values for event in self.events if event.name == name])

    def feature(self, name: str) -> np.ndarray:
        """One of FEATURES, for every tick that said it."""
        return self.all("features")[:, FEATURES.index(name)]

    def music(self, name: str, after: float = 0.0) -> np.ndarray:
        """One of MUSIC over time, from a second on."""
        rows = [event.values[MUSIC.index(name)] for event in self.events if event.name == "music"
                and event.tick >= 60 * after]  # fmt: skip
        return np.array(rows)

    def times(self, name: str = "beat") -> np.ndarray:
        """When events of a name came, in seconds."""
        return np.array([(event.tick + 0.5) / 60 for event in self.events if event.name == name])

    @property
    def onsets(self) -> np.ndarray:
        """When each onset was told, in seconds: the end of its tick."""
        place = FEATURES.index("onset")
        told = [event for event in self.events if event.name == "features" and event.values[place]]
        return np.array([(event.tick + 1) / 60 for event in told])


def listen(sound: np.ndarray, rate: int = 44100, calibration: Calibration | None = None) -> Heard:
    """What a Listener hears in a sound, shape (n,) or (n, channels)."""
    listener, events = Listener(rate, calibration), []
    sound = np.asarray(sound, np.float32)
    for tick in range(len(sound) * 60 // rate):
        listener.hear(sound[tick * rate // 60 : (tick + 1) * rate // 60])
        events += listener.events(tick)
    return Heard(events)


def recording(name: str, seconds: float = 1e9) -> tuple[np.ndarray, int]:
    """A real recording, mono; the test is skipped where it is not there."""
    path = AUDIO / name
    if not path.is_file():
        pytest.skip(f"the recording {name} is not on this machine")
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return sound.mean(axis=1)[: int(min(seconds, 1e4) * rate)], rate


def f_measure(true: np.ndarray, found: np.ndarray, window: float) -> float:
    """The F-measure of times in seconds, each matched once at most within a window."""
    hits, true, found = 0, sorted(true), sorted(found)
    i = j = 0
    while i < len(true) and j < len(found):
        apart = found[j] - true[i]
        hits += abs(apart) <= window
        i, j = i + (apart >= -window), j + (apart <= window)
    return 2.0 * hits / max(1, len(true) + len(found))
