"""What a world plays with: its timbres, and the tables of its choirs, loops and melody.

Places are shares of the frame, from the lower left, and those of the picture.
"""

from typing import NamedTuple

from installation.sound.notes import Timbre

Place = tuple[float, float]


class Choir(NamedTuple):
    """Voices that hold the chord: in a register from `low` to `high`, so many beats after the chord begins.

    `sway` says to which side they drift apart when the world is divided: -1 down, 1 up, 0 not at all.
    """

    timbre: str
    voices: int
    low: float
    high: float
    place: Place
    offset: float = 0.0
    sway: float = 0.0
    level: float = 1.0


class Loop(NamedTuple):
    """A line that goes round: `steps` of a quarter of a beat, times `stretch`, make a cycle.

    `drift` is how much faster it goes than the others when nobody keeps together, as a share; `chordal` is the share
    of its steps that keep to the chord; a note is held for `held` steps.
    """

    timbre: str
    steps: int
    stretch: float
    drift: float
    low: float
    high: float
    place: Place
    density: float = 1.0
    level: float = 1.0
    held: float = 1.6
    chordal: float = 0.6


class Melody(NamedTuple):
    """The tones by which a world is known: `degrees` of the mode, 0 the keynote, each for so many `beats`.

    `voices` are timbres and where they stand. Where they are `passed`, each tone goes to the next of them; otherwise
    one of them has all. The keynote is the first one from the pitch `low` on.
    """

    degrees: tuple[int, ...]
    beats: tuple[float, ...]
    voices: tuple[tuple[str, Place], ...]
    low: float
    level: float = 1.0
    passed: bool = False


class World(NamedTuple):
    """What a world plays with; `timbres` by name.

    `drone` is how far the drone lies from the keynote, in semitones. `roots` are the degrees of the chords of a phrase
    after each other, 0 the keynote, and `shape` is a chord, in degrees above its root, the most important first.
    `events` gives for everything that may happen the timbre, the register and the velocity; `answer` are timbre and
    register of the world's own voice.
    """

    timbres: dict[str, Timbre]
    drone: float
    roots: tuple[int, ...]
    shape: tuple[int, ...]
    choirs: tuple[Choir, ...]
    bass: Choir
    loops: tuple[Loop, ...]
    melody: Melody
    events: dict[str, tuple[str, float, float, float]]
    answer: tuple[str, float, float]
