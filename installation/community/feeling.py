"""What is known of the people at one tick: each citizen, and all of them together."""

from dataclasses import dataclass
from typing import NamedTuple

CONFIDENT = 0.4
"""Confidence from which on unity and valence may hold something up; below it they are only hints."""


class Citizen(NamedTuple):
    """Somebody who feels something: a sound in the room, a note, a sender. Keeps a tile in the Living Mosaic.

    `place` is where the tile lies, as shares of the frame's width and height from the lower left, and never changes;
    `strength` rises from 0 to 1 as the tile opens and falls as it fades; `age` is in seconds since they came.
    """

    # A named tuple, since two hundred of them are made at every tick: a frozen dataclass costs three times as much.
    name: str
    place: tuple[float, float]
    valence: float
    arousal: float
    strength: float
    age: float


@dataclass(frozen=True)
class Community:
    """What the people do, at one tick. All in 0..1 where nothing else is said.

    What is heard. `onset`, `strike` (how hard a note was struck), `envelope`, `flatness`, `percussive` and `clapping`
    are this tick's own, and so is `voice`: how far the envelope stands out from that of the last seconds, so that a
    word in a quiet room is all voice and steady music only where it has accents. `loudness`, `low` and `high` are
    smoothed; `pitch` is how high the voice is; `silence` is the time in seconds since anything was heard.

    The music in it. `tempo` in BPM, 0 without one; `beat` is the phase from one beat to the next and `bar` the beat's
    position in its bar, 0 to 3, or -1; `key` is the tonic, 0 (C) to 11 (B), and `mode` -1 (minor) to 1 (major), both
    worth as much as `key_clarity`; `chroma` has twelve numbers from C on, or none; `tone` is the MIDI number of a
    sustained tone, with decimals, 0 without one; `notes` are those of the notes that are held, the lowest first.
    `speech`, `crowd` and `music` are likelihoods; `synchrony` says how far people clap in time.

    What they feel. `valence` and `arousal` in -1..1, each with how far it can be trusted; `confidence` is that of
    `unity`. Without anything that tells what people feel, `valence` stays at 0, and `unity` half way. `people` is a
    count, `camps` how far those present fall into two opposed camps, `rhythm` how well taps and onsets keep a common
    pulse, `co_movement` how far feelings rose and fell together in the last half minute, `attunement` how far the room
    falls in with the installation's own pulse or pitch.
    """

    loudness: float = 0.0
    low: float = 0.0
    high: float = 0.0
    onset: float = 0.0
    strike: float = 0.0
    envelope: float = 0.0
    voice: float = 0.0
    flatness: float = 0.0
    percussive: float = 0.0
    clapping: float = 0.0
    pitch: float = 0.5
    silence: float = 0.0
    tempo: float = 0.0
    tempo_confidence: float = 0.0
    beat: float = 0.0
    bar: float = -1.0
    pulse_clarity: float = 0.0
    key: int = 0
    mode: float = 0.0
    key_clarity: float = 0.0
    tonalness: float = 0.0
    chroma: tuple[float, ...] = ()
    tone: float = 0.0
    notes: tuple[float, ...] = ()
    speech: float = 0.0
    crowd: float = 0.0
    music: float = 0.0
    synchrony: float = 0.0
    build_up: float = 0.0
    drop: float = 0.0
    valence: float = 0.0
    valence_confidence: float = 0.0
    arousal: float = -1.0
    arousal_confidence: float = 0.0
    unity: float = 0.5
    confidence: float = 0.0
    people: float = 0.0
    camps: float = 0.0
    rhythm: float = 0.0
    co_movement: float = 0.0
    attunement: float = 0.0
    citizens: tuple[Citizen, ...] = ()
