"""A little room, synthesised: what the installation hears where there is no microphone.

`python -m installation.senses.sound.demo OUT.score` makes the score that ships as `assets/demo.score`: people
breathe and hum, say a few words, clap, fall into a slow rhythm with a bass, and grow quiet again. The
features come from the same Listener that hears a microphone. `OUT.wav` gives the sound itself.
"""

import sys
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from installation.score import TICKS_PER_SECOND, VERSION, Event, Header, ScoreWriter, index_path
from installation.senses.listening import Listener

SAMPLE_RATE = 24000
SECONDS = 80

Samples = NDArray[np.float64]


class Room:
    """A stretch of sound that closes into a loop: what sounds beyond its end sounds at its beginning."""

    def __init__(self) -> None:
        self.sound = np.zeros(SECONDS * SAMPLE_RATE)
        self.random = np.random.default_rng(7)

    def put(self, second: float, sound: Samples) -> None:
        """Add a sound from `second` on."""
        places = (int(second * SAMPLE_RATE) + np.arange(len(sound))) % len(self.sound)
        self.sound[places] += sound

    def air(self) -> None:
        """The noise of the room itself, which nobody should answer."""
        self.sound += 10.0 ** (-66.0 / 20.0) * self.random.standard_normal(len(self.sound))

    def hum(self, second: float, seconds: float, pitch: float, level: float) -> None:
        """A voice that hums one breath long, with a little vibrato and a little breath in it."""
        time = _time(seconds)
        swell = np.sin(np.pi * time / seconds) ** 1.5
        turn = 2.0 * np.pi * pitch * time + 0.25 * np.sin(2.0 * np.pi * 4.7 * time) * swell
        tone = np.sum([np.sin(k * turn) / k**1.7 for k in range(1, 9)], axis=0)
        breath = _low_pass(self.random.standard_normal(len(time)), 2500.0)
        self.put(second, level * swell * (tone + 0.06 * breath))

    def words(self, second: float, syllables: int, pitch: float, level: float) -> None:
        """Some syllables, each a hiss and a vowel, in the melody of a sentence."""
        for number in range(syllables):
            seconds = float(self.random.uniform(0.13, 0.28))
            time = _time(seconds)
            glide = pitch * (1.15 - 0.3 * number / syllables) * (1.0 + 0.1 * np.sin(np.pi * time / seconds))
            turn = 2.0 * np.pi * np.cumsum(glide) / SAMPLE_RATE
            formants = self.random.uniform([300.0, 900.0, 2300.0], [800.0, 2000.0, 2900.0])
            vowel = sum(np.sin(k * turn) * _formant(k * pitch, formants) for k in range(1, 24))
            hiss = self.random.standard_normal(len(time)) * np.exp(-time / 0.02)
            body = np.minimum(1.0, time / 0.015) * np.minimum(1.0, (seconds - time) / 0.06)
            self.put(second, level * (body * vowel + 0.3 * float(self.random.uniform(0.2, 1.0)) * hiss))
            second += seconds + float(self.random.uniform(0.01, 0.09))

    def clap(self, second: float, level: float) -> None:
        """Two hands: a burst of noise that the room answers."""
        time = _time(0.25)
        noise = self.random.standard_normal(len(time))
        self.put(second, level * noise * (np.exp(-time / 0.008) + 0.12 * np.exp(-time / 0.06)))

    def bass(self, second: float, pitch: float, level: float) -> None:
        """A soft low drum with a note in it."""
        time = _time(0.9)
        turn = 2.0 * np.pi * (pitch * time + 0.6 * (1.0 - np.exp(-time / 0.03)))
        note = np.sin(turn) + 0.35 * np.sin(2.0 * turn)
        self.put(second, level * note * np.minimum(1.0, time / 0.004) * np.exp(-time / 0.28))

    def shaker(self, second: float, level: float) -> None:
        """A grain of treble."""
        time = _time(0.09)
        noise = self.random.standard_normal(len(time))
        self.put(second, level * (noise - _low_pass(noise, 5000.0)) * (time / 0.012) * np.exp(1.0 - time / 0.012))


def scene() -> Samples:
    """Return the whole room, shape (SECONDS * SAMPLE_RATE,), as a loop."""
    room = Room()
    room.air()
    for second, seconds, pitch in ((0.2, 4.5, 196.0), (6.0, 4.5, 147.0), (9.0, 4.0, 220.0)):
        room.hum(second, seconds, pitch, 0.035)
    for second, syllables, pitch in ((13.5, 5, 120.0), (16.0, 7, 190.0), (19.5, 3, 118.0), (21.2, 6, 205.0)):
        room.words(second, syllables, pitch, 0.045)
    for second in (24.5, 25.6, 27.0, 28.0, 28.5, 29.0, 30.0, 31.0, 31.5, 32.0):
        room.clap(second, 0.16 + 0.1 * float(room.random.random()))
    _rhythm(room, start=34.0, beats=36, beat=0.8)
    for second, seconds, pitch in ((40.0, 6.0, 165.0), (47.0, 6.0, 196.0), (53.0, 7.0, 220.0), (56.5, 6.0, 330.0)):
        room.hum(second, seconds, pitch, 0.045)
    room.hum(64.5, 5.5, 147.0, 0.02)
    room.words(71.0, 3, 125.0, 0.012)
    room.hum(74.0, 5.0, 110.0, 0.015)
    return np.clip(room.sound, -1.0, 1.0)


def _rhythm(room: Room, start: float, beats: int, beat: float) -> None:
    """A slow beat that comes out of nothing, gathers claps, and goes."""
    for number in range(beats):
        second = start + number * beat
        strength = min(1.0, 0.35 + number / 12.0, (beats - number) / 6.0)
        room.bass(second, (55.0, 55.0, 65.4, 49.0)[number // 4 % 4], 0.28 * strength)
        room.shaker(second + beat / 2.0, 0.05 * strength)
        if number >= 12 and number % 2:
            room.clap(second, 0.12 * strength)


def write(path: Path) -> None:
    """Write the scene as a WAV file, or the score of what a Listener hears in it; ScoreError where that fails."""
    sound = scene()
    if path.suffix == ".wav":
        soundfile.write(path, sound, SAMPLE_RATE)
        return
    header = Header(VERSION, 0, 16 / 9, 0, 0, 0, "thaloria", "auto")
    writer = ScoreWriter(path, header)
    for event in _hear(sound):
        writer.write(event)
    writer.write(Event(SECONDS * TICKS_PER_SECOND, "end", "tick"))
    writer.close()
    # A score this short is read whole: it needs no index beside it.
    index_path(path).unlink()


def _hear(sound: Samples) -> list[Event]:
    listener = Listener(SAMPLE_RATE)
    block = SAMPLE_RATE // TICKS_PER_SECOND
    events: list[Event] = []
    # The second time round the Listener knows the room as it will at every later turn of the loop.
    for _ in range(2):
        events = []
        for tick, start in enumerate(range(0, len(sound), block)):
            listener.hear(sound[start : start + block])
            events += listener.events(tick)
    return events


def _time(seconds: float) -> Samples:
    return np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE


def _low_pass(sound: Samples, edge: float) -> Samples:
    spectrum = np.fft.rfft(sound)
    frequencies = np.fft.rfftfreq(len(sound), 1.0 / SAMPLE_RATE)
    return np.fft.irfft(spectrum / (1.0 + (frequencies / edge) ** 4), len(sound))


def _formant(frequency: float, formants: Samples) -> float:
    resonance = np.exp(-(((frequency - formants) / (0.12 * formants + 60.0)) ** 2))
    return float(np.dot(resonance, (1.0, 0.5, 0.25))) + 0.02


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m installation.senses.sound.demo OUT.score|OUT.wav")
    write(Path(sys.argv[1]))
