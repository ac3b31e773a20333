"""What can be measured of the composer's notes: their places in the beat, how many they are, and their mode."""

import cmath
import math
from collections.abc import Iterator

from sound.moments import SURE, happenings, moments, play

from installation.community import Community
from installation.sound.composer import Composer
from installation.sound.worlds import TIMBRES

QUARTER = 0.25


def loops(world: str, community: Community, seconds: float = 40.0, seed: int = 0) -> Iterator[float]:
    """Give the beats at which loops play, after ten seconds in which they find together."""
    told = list(moments(world, "calm", seconds, lambda _: community))
    notes, _ = play(Composer(seed), iter(told))
    for at, note in notes:
        if note.source == "loop" and at > 10.0:
            pulse = told[math.floor(at * 60.0)].pulse
            yield pulse.beats - (1 - note.offset / 800) * pulse.tempo / 3600.0


def regularity(world: str, unity: float) -> float:
    """Return the resultant length of the loops' phases in a quarter of a beat: 0 at random, 1 all on the pulse."""
    beats = list(loops(world, Community(unity=unity, arousal=1.0, **SURE)))
    return abs(sum(cmath.exp(2j * math.pi * beat / QUARTER) for beat in beats)) / len(beats)


def density(world: str, arousal: float, seconds: float = 40.0) -> float:
    """Return how many notes a second the loops play; few notes are known well only after minutes."""
    return len(list(loops(world, Community(unity=0.6, arousal=arousal, **SURE), seconds))) / (seconds - 10.0)


def in_mode(world: str, phase: str, seconds: float = 30.0, seed: int = 4) -> tuple[int, float]:
    """Return how many notes there are that have a pitch, and the share of them that lies in the mode of their time."""
    composer = Composer(seed)
    held, inside = 0, 0
    for moment in moments(world, phase, seconds):
        happened = happenings(moment.tick, "charge", "flower", "work", "swarm", "crossing", every=96)
        notes, _ = composer.step(moment.tick, moment, {"happenings": happened})
        tuned = [note for note in notes if TIMBRES[note.timbre].kind != "grain"]
        held += len(tuned)
        inside += sum(composer.ensemble.harmony.contains(note.pitch) for note in tuned)
    return held, inside / max(1, held)
