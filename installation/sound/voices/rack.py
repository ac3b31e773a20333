"""The voices as arrays, and the calibration that makes all timbres equally loud."""

import functools

import numpy as np
from numpy.typing import NDArray

from installation.sound.notes import SAMPLE_RATE, SAMPLES, Timbre
from installation.sound.voices.loudness import curve
from installation.sound.voices.place import output_gains
from installation.sound.voices.pool import begin_voice, render_voices
from installation.sound.voices.state import (
    CALIBRATED,
    CONTROL,
    ENDLESS,
    FREE,
    NOTE,
    POOL,
    VOICE,
    glides,
    timbre_rows,
)
from installation.sound.voices.tables import tables

LOUD = -20.0
"""LUFS of the loudest 400 ms of any note at full velocity, at the centre, without reverb."""
GENTLE = 76.0
"""MIDI number above which a note gets quieter, by 2 dB an octave: high notes carry further than loudness says."""
CURVE = 1.6
"""The power of the velocity that is a note's gain: half of it is 10 dB less."""
LOWEST_STRING = 25.0
"""Hz: what swings slower does not fit a string's line."""


class Rack:
    """32 voices and the endless ones with room to work in; `dry` and `send` are the mix of what was rendered."""

    def __init__(
        self, timbres: tuple[Timbre, ...], sample_rate: int, outputs: int, waves: NDArray[np.float32] | None = None
    ) -> None:
        self.rate, self.outputs = float(sample_rate), outputs
        self.timbres = timbre_rows(timbres)
        self.waves = tables(timbres) if waves is None else waves
        self.voices = np.zeros(POOL + ENDLESS, VOICE)
        length = 1 << int(np.ceil(np.log2(sample_rate / LOWEST_STRING)))
        self.lines = np.zeros((POOL + ENDLESS, 2, length), np.float32)
        self.work = np.zeros((2, CONTROL))
        self.env = np.zeros(0)
        self.clear(SAMPLES)

    def clear(self, samples: int) -> None:
        """Empty the mix, for so many samples."""
        if self.env.size != samples:
            self.dry, self.send = np.zeros((self.outputs, samples)), np.zeros((2, samples))
            self.env, self.scratch = np.zeros(samples), np.zeros((2, samples))
        self.dry[:] = self.send[:] = 0.0

    def begin(
        self, index: int, timbre: int, pitch: float, velocity: float, place: tuple[float, float], glide: NDArray,
        wait: int = 0, held: int = 1 << 60, chance: int = 0, role: int = NOTE,
    ) -> None:  # fmt: skip
        """Begin a voice at this index after `wait` samples, to be held for `held`; `chance` is its own randomness."""
        voice, row = self.voices[index], self.timbres[timbre]
        voice["role"], voice["timbre"], voice["wait"], voice["held"] = role, timbre, wait, held
        voice["chance"] = (chance * 2654435761 + 12345) % 2**32
        voice["pitch"], voice["velocity"] = pitch, velocity
        voice["level"] = velocity**CURVE * np.interp(pitch, CALIBRATED, row["gains"])
        voice["gains"][:, : self.outputs] = output_gains(*place, float(row["width"]), self.outputs)
        voice["sends"] = output_gains(*place, float(row["width"]), 2)
        begin_voice(self.voices, index, self.timbres, self.lines, glide, self.rate)

    def render(self, chosen: NDArray[np.int64], glide: NDArray[np.float64]) -> int:
        """Add the voices of these indices to the mix; return how many of them were faulty."""
        return int(
            render_voices(
                self.voices, chosen, self.timbres, self.waves, self.lines, glide, self.env, self.scratch, self.work,
                self.dry, self.send, self.rate,
            )
        )  # fmt: skip

    @property
    def free(self) -> NDArray[np.bool_]:
        """Which voices are free, the endless ones included."""
        return np.asarray(self.voices["stage"] == FREE)


@functools.lru_cache(maxsize=256)
def calibrated(timbre: Timbre) -> NDArray[np.float64]:
    """Return for each pitch of CALIBRATED the gain that makes a note as loud as LOUD, by playing it for a second."""
    rack = Rack((timbre._replace(attack=min(timbre.attack, 0.05)),), SAMPLE_RATE, 2)
    glide, gains = glides(), []
    for pitch in CALIBRATED:
        rack.begin(0, 0, float(pitch), 1.0, (0.5, 0.5), glide, chance=1)
        rack.clear(SAMPLE_RATE)
        rack.render(np.zeros(1, np.int64), glide)
        loudness = max(curve(rack.dry.T, SAMPLE_RATE))
        gains.append(10 ** ((LOUD - loudness - 2.0 * max(0.0, pitch - GENTLE) / 12.0) / 20))
    return np.clip(gains, 0.02, 20.0)
