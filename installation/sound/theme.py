"""The theme: each world's own melody, by which it is known again in every phase.

Calm says it now and then, whole or only its beginning. In a disruption it does not come to its end; chaos has pieces
of it over each other; restoration gathers it, a tone more each time; a celebration sings it whole and in octaves, and
at last once more, alone and slowly.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from installation.community.following import finite
from installation.sound.form import BEATS_A_CHORD, SOFTEST, Scene, fullness, ring, sag
from installation.sound.harmony import Harmony
from installation.sound.notes import Note
from installation.sound.rhythm import crossing
from installation.sound.worlds import timbre_index
from installation.sound.worlds.table import World

_BEGINS = 2.0
"""Beats after a chord at which the theme begins, so that the chord is known by then."""
_MOST = 48


class Tone(NamedTuple):
    """A tone of the theme to come: at a beat, a degree of the mode, by one of the melody's voices, for so many beats.

    `level` is its share of the melody's, 0 to 1; a tone that `rests` ends a statement, on a tone of the chord.
    """

    beat: float
    degree: int
    voice: int
    beats: float
    level: float
    rests: bool = False


class Theme:
    """Says the theme of a world as its phase has it, at its beats, whatever the tempo becomes meanwhile."""

    def __init__(self, world: World) -> None:
        self._melody = world.melody
        self._coming: list[Tone] = []

    def step(self, scene: Scene, harmony: Harmony) -> Iterator[Note]:
        """Give the tones that begin in a tick."""
        begun = scene.span.crossed(BEATS_A_CHORD, _BEGINS)
        if begun is not None:
            first = begun[0] * BEATS_A_CHORD + _BEGINS
            self._coming += list(self._statement(scene, first))[: _MOST - len(self._coming)]
        due = [tone for tone in self._coming if tone.beat < scene.span.end]
        if due:
            self._coming = [tone for tone in self._coming if tone.beat >= scene.span.end]
            yield from (note for tone in due for note in self._sound(scene, harmony, tone))

    def _statement(self, scene: Scene, first: float) -> Iterator[Tone]:
        phases = scene.mood.phases
        statements = self._calm, self._disruption, self._chaos, self._restoration, self._celebration
        return statements[phases.index(max(phases))](scene, first)

    def _calm(self, scene: Scene, first: float) -> Iterator[Tone]:
        fate = scene.chance(scene.breath, 211)
        count = len(self._melody.degrees) if fate < 0.25 else 3 if fate < 0.42 else 0
        yield from self._tones(first, range(count), self._voice(scene), level=fullness(scene))

    def _disruption(self, scene: Scene, first: float) -> Iterator[Tone]:
        """It breaks off: the last tone comes again and again, ever faster and softer, or it goes back."""
        fate, count = scene.chance(scene.breath, 223), len(self._melody.degrees)
        if fate > 0.6:
            return
        until = 2 + int((count - 3) * scene.chance(scene.breath, 227))
        said = list(self._tones(first, range(until), self._voice(scene)))
        yield from said
        last, at = said[-1], said[-1].beat + 0.75 * said[-1].beats
        if fate < 0.3:
            for time in range(1, 5):
                yield last._replace(beat=at, beats=0.4, level=last.level * 0.75**time)
                at += 0.5 * 0.8**time
        else:
            yield from self._tones(at, range(until - 2, -1, -1), last.voice, pace=0.5, level=0.7)

    def _chaos(self, scene: Scene, first: float) -> Iterator[Tone]:
        """Pieces of it, each by another voice, from another tone and at another pace: it crowds."""
        count = len(self._melody.degrees)
        for piece in range(1 + int(3.0 * scene.chance(scene.breath, 229))):
            start = int((count - 2) * scene.chance(scene.breath, piece, 233))
            length = 2 + int(3.0 * scene.chance(scene.breath, piece, 239))
            away = int(5.0 * scene.chance(scene.breath, piece, 241)) - 2
            pace = (0.5, 0.75, 1.0)[int(3.0 * scene.chance(scene.breath, piece, 251))]
            at = first + 4.0 * scene.chance(scene.breath, piece, 257)
            for tone in self._tones(at, range(start, min(count, start + length)), piece, pace, 0.8):
                yield tone._replace(degree=tone.degree + away)

    def _restoration(self, scene: Scene, first: float) -> Iterator[Tone]:
        """It is gathered: the first tone alone, then one more with each half of a gathering voice's time."""
        count = min(len(self._melody.degrees), int((scene.mood.restoration_age - 4.0) / 9.0))
        yield from self._tones(first, range(count), 0, level=0.9)

    def _celebration(self, scene: Scene, first: float) -> Iterator[Tone]:
        every = range(len(self._melody.degrees))
        # The number of the breath, which none of its parts can miss, says when; whole, it takes more than one.
        if ring(scene.mood.celebration_age) > 0.6:
            if scene.breath % 2 == 0:
                yield from self._tones(first, every, 0)
                yield from (
                    tone._replace(degree=tone.degree + 7, level=0.6 * tone.level)
                    for tone in self._tones(first, every, 1)
                )
        elif scene.breath % 4 == 0:
            yield from self._tones(first, every, self._voice(scene), pace=2.0, level=0.55)

    def _voice(self, scene: Scene) -> int:
        return int(len(self._melody.voices) * scene.chance(scene.season, 263))

    def _tones(self, at: float, places: range, voice: int, pace: float = 1.0, level: float = 1.0) -> Iterator[Tone]:
        """Give tones of the melody, at these places in it, one after the other from a beat on."""
        for number, place in enumerate(places):
            beats = pace * self._melody.beats[place]
            accent = 1.0 if number == 0 or self._melody.beats[place] >= 2.0 else 0.82
            own = voice + place if self._melody.passed else voice
            rests = number == len(places) - 1 and len(places) > 2
            yield Tone(at, self._melody.degrees[place], own % len(self._melody.voices), beats, accent * level, rests)
            at += beats

    def _sound(self, scene: Scene, harmony: Harmony, tone: Tone) -> Iterator[Note]:
        mood, melody = scene.mood, self._melody
        yields = (1.0 - 0.5 * mood.music) * (1.0 - 0.6 * mood.speech)
        velocity = 0.62 * melody.level * tone.level * mood.value("sound_loops") * scene.gain * yields
        if velocity < SOFTEST:
            return
        pitch = harmony.degree(tone.degree, melody.low)
        if tone.rests:
            pitch = harmony.nearest(pitch, chordal=True)
        away = (
            0.01
            * mood.value("sound_detune")
            * (1.0 - mood.lock)
            * (2.0 * scene.chance(tone.degree, scene.breath, 269) - 1)
        )
        begun = crossing(scene.span.start - tone.beat, scene.span.end - tone.beat)
        name, (x, y) = melody.voices[tone.voice]
        yield Note(
            begun[1] if begun is not None else 0,
            timbre_index(scene.world, name),
            harmony.just(pitch, 0.7 * mood.lock) + away + sag(scene),
            min(1.0, velocity),
            0.95 * scene.span.seconds(tone.beats),
            x,
            y,
            "theme",
        )

    def state(self) -> list[list[Any]]:
        """Return all that is remembered from one tick to the next."""
        return [list(tone) for tone in self._coming]

    def resume(self, state: Any) -> None:
        """Remember what a `state` says; ValueError or TypeError where it is none."""
        coming = []
        for beat, degree, voice, beats, level, rests in state:
            at, long, loud = map(finite, (beat, beats, level))
            own = int(voice) % len(self._melody.voices)
            coming.append(Tone(at, int(degree), own, long, loud, bool(rests)))
        self._coming = coming[:_MOST]
