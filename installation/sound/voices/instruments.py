"""The instruments: notes and controls become samples, the same live and offline."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from installation.sound.notes import SAMPLE_RATE, SAMPLES, Controls, Note, Timbre
from installation.sound.voices.kept import kept
from installation.sound.voices.master import Master
from installation.sound.voices.rack import Rack, calibrated
from installation.sound.voices.reverb import Reverb
from installation.sound.voices.state import (
    BREATH_LEVEL,
    DRONE_LEVEL,
    ENDLESS,
    ENDLESS_BREATH,
    ENDLESS_DRONE,
    FREE,
    GLIDES,
    MOST_OUTPUTS,
    POOL,
    RELEASE,
    glides,
)
from installation.sound.voices.tables import tables

GIVE_WAY = 0.012
"""Seconds in which a voice fades whose place is needed."""
LOWEST, HIGHEST = 21.0, 112.0
"""MIDI numbers of the pitches that the voices keep to."""
RANGES = {
    "drone_pitch": (LOWEST, 72.0), "drone_level": (0.0, 1.5), "breath_level": (0.0, 1.5), "detune": (0.0, 100.0),
    "brightness": (0.0, 1.0), "space": (0.0, 1.0), "tempo": (20.0, 300.0), "level": (0.0, 8.0),
}  # fmt: skip
CENTRE = (0.5, 0.5)
EVERY = np.arange(POOL + ENDLESS)


class Instruments:
    """32 voices for notes, and those that never end; a reverb and a master behind them.

    `render` gives the samples of one tick; it never fails for what the notes or controls hold: a note that is not
    finite is left out, what lies out of range is brought into it. `faults` counts the voices that had to be silenced
    and reset, since they held a number that is none.
    """

    def __init__(self, timbres: Sequence[Timbre], sample_rate: int = SAMPLE_RATE, outputs: int = 2) -> None:
        """Make instruments of these timbres; ValueError where there are none, or no or more than 8 outputs."""
        if not timbres or not 1 <= outputs <= MOST_OUTPUTS:
            raise ValueError(f"expected timbres and 1 to {MOST_OUTPUTS} outputs, got {len(timbres)} and {outputs}")
        self.sample_rate, self.outputs = sample_rate, outputs
        self.faults = 0
        all_of = tuple(timbres)
        self.rack = Rack(all_of, sample_rate, outputs, kept("waves", all_of, lambda: tables(all_of)))
        self.rack.timbres["gains"] = kept("gains", all_of, lambda: np.array([calibrated(one) for one in all_of]))
        self._reverb = Reverb(sample_rate, outputs)
        self._master = Master(sample_rate, outputs)
        self._glide = glides()
        self._silent = True
        self._begun = 0
        self._endless = {ENDLESS_DRONE: POOL, ENDLESS_BREATH: POOL + 2}
        """Which voice is the drone, and which the breath; each has another one behind it."""

    @property
    def sounding(self) -> int:
        """How many of the 32 voices sound."""
        return int(np.count_nonzero(~self.rack.free[:POOL]))

    @property
    def delay(self) -> int:
        """By how many samples what is rendered comes later than its tick: the limiter listens ahead."""
        return self._master.delay

    def render(self, notes: Sequence[Note], controls: Controls, samples: int = SAMPLES) -> NDArray[np.float32]:
        """Return the next samples, shape (samples, outputs), full scale 1; the notes begin at their offsets in them."""
        rack = self.rack
        rack.clear(samples)
        self._follow(controls)
        self._keep_endless(controls)
        late = self._begin([note for note in notes if all(map(math.isfinite, note[:-1]))], samples)
        self.faults += rack.render(EVERY, self._glide)
        for index, note in late.items():  # Those before them have faded now, and the voices are theirs.
            self._begin_note(index, note, samples)
        if late:
            self.faults += rack.render(np.array(list(late)), self._glide)
        self.faults += not self._reverb.add(rack.send, rack.dry, self._glide)
        out = np.empty((samples, self.outputs), np.float32)
        self._master.finish(rack.dry, self._glide, out)
        return out

    def _follow(self, controls: Controls) -> None:
        """Glide from the last tick's controls to these; at the first tick only the endless voices fade in."""
        for row, name in enumerate(GLIDES):
            value, before = float(getattr(controls, name)), self._glide[row, 1]
            least, most = RANGES[name]
            after = min(most, max(least, value)) if math.isfinite(value) else before
            glides_in = self._silent and row not in (DRONE_LEVEL, BREATH_LEVEL)
            self._glide[row] = (after if glides_in else before, after)
        self._silent = False

    def _keep_endless(self, controls: Controls) -> None:
        """Hold the drone and the breath; where another timbre is asked for, let the one fade and the other begin."""
        voices = self.rack.voices
        for role, wanted in ((ENDLESS_DRONE, controls.drone_timbre), (ENDLESS_BREATH, controls.breath_timbre)):
            index = self._endless[role]
            timbre = min(len(self.rack.timbres) - 1, max(0, int(wanted)))
            if voices[index]["stage"] != FREE:
                other = index ^ 1
                if voices[index]["timbre"] == timbre or voices[other]["stage"] != FREE:
                    continue
                voices[index]["held"] = 0
                self._endless[role] = index = other
            self.rack.begin(index, timbre, self._glide[0, 1], 1.0, CENTRE, self._glide, chance=index, role=role)

    def _begin(self, notes: Sequence[Note], samples: int) -> dict[int, Note]:
        """Begin the notes on free voices; return for the others the voices that give way to them in this tick.

        The most quiet voices give way first, those that are released sooner; where there are more than 32 notes at
        once, the most quiet notes are left out.
        """
        voices = self.rack.voices[:POOL]
        free = list(np.flatnonzero(voices["stage"] == FREE))
        standing = voices["peak"] * np.where(voices["stage"] == RELEASE, 0.3, 1.0)
        taken = [index for index in np.argsort(standing, kind="stable") if voices[index]["stage"] != FREE]
        late = {}
        for note in sorted(notes, key=lambda note: -note.velocity):
            if free:
                self._begin_note(int(free.pop(0)), note, samples)
            elif taken:
                index = int(taken.pop(0))
                voices[index]["fade"] = min(samples, round(GIVE_WAY * self.sample_rate))
                late[index] = note
        return late

    def _begin_note(self, index: int, note: Note, samples: int) -> None:
        self._begun += 1
        self.rack.begin(
            index,
            min(len(self.rack.timbres) - 1, max(0, int(note.timbre))),
            min(HIGHEST, max(LOWEST, note.pitch)),
            min(1.0, max(0.0, note.velocity)),
            (round(note.x, 3), round(note.y, 3)),
            self._glide,
            wait=min(samples - 1, max(0, round(note.offset * self.sample_rate / SAMPLE_RATE))),
            held=round(min(3600.0, max(0.0, note.seconds)) * self.sample_rate),
            chance=self._begun,
        )
