"""What the composer hands to the instruments at each tick: notes that begin, and controls for all that sounds."""

from typing import Literal, NamedTuple

Kind = Literal["pad", "pluck", "bell", "bass", "breath", "grain", "drone"]
"""The kinds of voices; a world tunes them by its `Timbre`s."""
SAMPLE_RATE = 48_000
SAMPLES = 800
"""Samples in a tick at that rate: 1/60 s."""


class Timbre(NamedTuple):
    """An instrument: a kind of voice and how it is tuned. Without a unit: 0 to 1.

    `detune` is the spread of its oscillators in cents; `attack`, `decay` and `release` are in seconds, `sustain` is
    the share of the level at which a held note stays; `fold` is how far its wave is folded into overtones (metal,
    glass), `width` how far its oscillators stand apart in the room.
    """

    kind: Kind
    brightness: float
    detune: float
    attack: float
    decay: float
    sustain: float
    release: float
    noise: float
    fold: float
    width: float


class Note(NamedTuple):
    """A note that begins within this tick.

    `offset` is in samples from the tick's beginning, 0 to 799; `timbre` is an index into the timbres that the
    instruments were given; `pitch` is a MIDI number with decimals (60: 261.6 Hz, equal temperament); `velocity` is 0
    to 1; it is held for `seconds`, and released then. `x` and `y` are its place in shares of the frame, from the
    lower left. `source` says why it sounds, a word or two: for the overlay and the tests.
    """

    offset: int
    timbre: int
    pitch: float
    velocity: float
    seconds: float
    x: float
    y: float
    source: str


class Controls(NamedTuple):
    """What holds for everything that sounds in this tick; the instruments glide from one tick to the next.

    The drone and the breath never end: they sound at their levels, 0 to 1, with the timbres of the indices
    `drone_timbre` and `breath_timbre` (a change of one fades over). `drone_pitch` is a MIDI number. `detune` is in
    cents, for every voice on top of its own; `brightness` 0 to 1 opens every filter, .5 leaves the timbres as they
    are; `space` is the send to the reverb, 0 to 1; `tempo` is in beats a minute; `level` is the linear gain of all, 1:
    as mixed for -23 LUFS.
    """

    drone_pitch: float
    drone_level: float
    breath_level: float
    detune: float
    brightness: float
    space: float
    tempo: float
    level: float
    drone_timbre: int = 0
    breath_timbre: int = 0
