"""The parts that always play: choirs that breathe the chords, a bass under them, and loops that go round."""

import math
from collections.abc import Iterator
from typing import Any

from installation.community.following import finite, ramp
from installation.score import TICKS_PER_SECOND
from installation.sound.agenda import Agenda, Entry
from installation.sound.form import BEATS_A_CHORD, SOFTEST, Scene, choir_share, division, jam, loop_share, sag
from installation.sound.harmony import Harmony
from installation.sound.notes import Note
from installation.sound.rhythm import Wheel
from installation.sound.worlds import timbre_index
from installation.sound.worlds.table import Choir, Loop, World


def within(value: float, low: float, high: float) -> float:
    """Return a pitch shifted by octaves into a register, or as near above its lower end as can be."""
    if value > high:
        value -= 12.0 * math.ceil((value - high) / 12.0)
    return value + 12.0 * max(0, math.ceil((low - value) / 12.0))


class Choirs:
    """Sings a chord with each breath; the next choir answers half a breath later, and the bass holds the root."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._sung: list[list[float]] = [[] for _ in world.choirs]
        """The chord that each choir sang last."""

    def step(self, scene: Scene, harmony: Harmony) -> Iterator[Note]:
        """Give the notes of the choirs and of the bass that begin in a tick."""
        for place, choir in enumerate(self._world.choirs):
            begun = scene.span.crossed(BEATS_A_CHORD, choir.offset)
            if begun is not None:
                yield from self._sing(scene, harmony, place, choir, begun[1])
        begun = scene.span.crossed(BEATS_A_CHORD)
        if begun is not None:
            yield from self._ground(scene, harmony, begun[1])

    def _sing(self, scene: Scene, harmony: Harmony, place: int, choir: Choir, offset: int) -> Iterator[Note]:
        mood = scene.mood
        level = choir.level * mood.value("sound_chords") * choir_share(scene, place) * scene.gain
        joined = 1.0 + (choir.voices - 1) * (1.0 - mood.restoration * (1.0 - ramp(mood.restoration_age, 12.0, 44.0)))
        # In a feast and in a crush there is a voice more; in the one it doubles the octave, in the other it crowds.
        count = round(joined + (mood.celebration + mood.chaos > 0.5))
        # A season lies higher or lower than the last, and now and then voices move all at once.
        shift = round(7.0 * scene.chance(place, scene.season, 67) - 3.5)
        before = [] if scene.chance(place, scene.breath, 71) < 0.2 else self._sung[place]
        pitches = harmony.voicing(before, count, choir.low + shift, choir.high + shift)
        self._sung[place] = pitches
        if level * 0.6 < SOFTEST:
            return
        breath = scene.span.seconds(BEATS_A_CHORD)
        drift = 0.25 * choir.sway * division(scene) + sag(scene)
        for voice, pitch in enumerate(pitches):
            if mood.chaos > 0.5 and voice == count - 1 > 0:
                pitch = harmony.nearest(pitches[voice - 1] + 2.0)
            said = scene.chance(scene.breath, place, voice, 3)
            yield Note(
                offset,
                timbre_index(scene.world, choir.timbre),
                harmony.just(pitch, mood.lock) + drift,
                min(1.0, level * (0.5 + 0.2 * said)),
                breath * (0.62 + 0.12 * said),
                min(1.0, max(0.0, choir.place[0] + 0.12 * (voice - 0.5 * (count - 1)))),
                choir.place[1],
                "choir",
            )

    def _ground(self, scene: Scene, harmony: Harmony, offset: int) -> Iterator[Note]:
        bass, mood = self._world.bass, scene.mood
        level = bass.level * mood.value("sound_chords") * choir_share(scene, 1) * scene.gain
        if level * 0.6 < SOFTEST:
            return
        root = min(harmony.chord_pitches(bass.low, bass.high), key=lambda pitch: _above(pitch, harmony))
        index = timbre_index(scene.world, bass.timbre)
        held = scene.span.seconds(BEATS_A_CHORD) * 0.7
        yield Note(offset, index, root + sag(scene), min(1.0, 0.62 * level), held, *bass.place, "bass")

    def state(self) -> list[list[float]]:
        """Return all that is remembered from one tick to the next."""
        return [list(sung) for sung in self._sung]

    def resume(self, state: Any) -> None:
        """Remember what a `state` says; ValueError or TypeError where it is none."""
        self._sung = [[finite(pitch) for pitch in sung] for sung, _ in zip(state, self._world.choirs, strict=True)]


def _above(pitch: float, harmony: Harmony) -> float:
    """Return how far a pitch lies above the chord's root, in semitones within an octave."""
    return (pitch - harmony.root_pitch) % 12.0


class Loops:
    """Lines in cycles of unlike lengths: apart they drift, together they share the pulse, at last the melody too."""

    def __init__(self, world: World, agenda: Agenda) -> None:
        self._world = world
        self._agenda = agenda
        self._wheels = [Wheel(loop.drift, number) for number, loop in enumerate(world.loops)]

    def step(self, scene: Scene, harmony: Harmony) -> Iterator[Note]:
        """Give the notes of the loops that begin in a tick."""
        for place, (loop, wheel) in enumerate(zip(self._world.loops, self._wheels, strict=True)):
            begun = wheel.step(scene.span, 0.25 * loop.stretch, scene.mood.lock)
            if begun is not None and self._sounds(scene, place, loop, begun[0]):
                yield from self._play(scene, harmony, place, loop, *begun)

    def _sounds(self, scene: Scene, place: int, loop: Loop, step: int) -> bool:
        """Return whether a loop plays at a step: it keeps its pattern from cycle to cycle, and slowly changes it."""
        mood = scene.mood
        density = mood.value("sound_density") * loop.density * 5.0 ** (2.0 * mood.activity - 1.0)
        density *= (1.0 - 0.5 * mood.music) * (1.0 - 0.6 * mood.speech) * loop_share(scene, place, loop.place)
        cycle, bead = divmod(self._bead(scene, place, loop, step), loop.steps)
        changed = (cycle + int(7.0 * scene.chance(place, bead, 5))) // 7
        return scene.chance(place, bead, changed, 7) < density * self._weight(loop, step, mood.lock)

    def _bead(self, scene: Scene, place: int, loop: Loop, step: int) -> int:
        """Return which of its beads a loop plays; where columns jam, it gets stuck or goes back."""
        cycle, bead = divmod(step, loop.steps)
        fate = scene.chance(place, cycle, 11)
        if fate < 0.5 * jam(scene):
            bead = loop.steps - 1 - bead
        elif fate < jam(scene):
            bead -= bead % 3
        return cycle * loop.steps + bead

    @staticmethod
    def _weight(loop: Loop, step: int, lock: float) -> float:
        quarters = step * loop.stretch
        metrical = 1.3 if quarters % 4 == 0 else 0.8 if quarters % 2 == 0 else 0.4
        return 0.7 + lock * (metrical - 0.7)

    def _play(self, scene: Scene, harmony: Harmony, place: int, loop: Loop, step: int, offset: int) -> Iterator[Note]:
        mood = scene.mood
        bead = self._bead(scene, place, loop, step) % loop.steps
        pitch = self._pitch(scene, harmony, place, loop, bead)
        if place > 0 and scene.chance(place, step // 4, 13) < 0.8 * ramp(mood.lock, 0.6, 0.95):
            # Together they play the first loop's melody, each in its own octave.
            lead = self._world.loops[0]
            shared = math.floor(scene.span.end / (0.25 * lead.stretch)) % lead.steps
            pitch = within(self._pitch(scene, harmony, 0, lead, shared), loop.low, loop.high)
        accent = scene.chance(place, bead, 17)
        velocity = loop.level * mood.value("sound_loops") * scene.gain * (0.4 + 0.35 * accent)
        if velocity < SOFTEST:
            return
        away = 0.01 * mood.value("sound_detune") * (1.0 - mood.lock) * (2.0 * scene.chance(place, step, 19) - 1.0)
        across, up = (0.16 * (scene.chance(place, step, word) - 0.5) for word in (23, 29))
        note = Note(
            offset,
            timbre_index(scene.world, loop.timbre),
            harmony.just(harmony.open(pitch), 0.5 * mood.lock) + away + sag(scene),
            min(1.0, velocity),
            scene.span.seconds(0.25 * loop.stretch * loop.held),
            min(1.0, max(0.0, loop.place[0] + across)),
            min(1.0, max(0.0, loop.place[1] + up)),
            "loop",
        )
        yield note
        if scene.chance(place, step, 43) < 0.5 * jam(scene):
            self._stutter(scene, loop, note)

    def _stutter(self, scene: Scene, loop: Loop, note: Note) -> None:
        """Let a note come three more times, within its own step and a half: it cannot go on."""
        apart = scene.span.seconds(0.125 * loop.stretch) * TICKS_PER_SECOND
        for time in (1, 2, 3):
            entry = Entry(
                time * apart, loop.timbre, note.pitch, note.velocity * 0.8**time, 0.5 * note.seconds, note.x, note.y,
                "stutter",
            )  # fmt: skip
            self._agenda.add(scene, entry, in_time=False)

    def _pitch(self, scene: Scene, harmony: Harmony, place: int, loop: Loop, bead: int) -> float:
        """Return the pitch of a bead: a line that rises and falls once in a cycle, with turns of its own."""
        # In a crush all come into one middle register.
        crush = 0.45 * scene.mood.chaos
        low, high = loop.low + crush * (61.0 - loop.low), loop.high + crush * (73.0 - loop.high)
        phase = bead / loop.steps + scene.chance(place, 31)
        height = 0.5 + 0.32 * math.sin(2.0 * math.pi * phase) + 0.36 * (scene.chance(place, bead, 37) - 0.5)
        chordal = scene.chance(place, bead, 41) < loop.chordal
        pitches = (harmony.chord_pitches if chordal else harmony.scale_pitches)(round(low), round(high))
        return pitches[min(len(pitches) - 1, max(0, int(height * len(pitches))))]

    def state(self) -> list[Any]:
        """Return all that is remembered from one tick to the next."""
        return [wheel.state() for wheel in self._wheels]

    def resume(self, state: Any) -> None:
        """Remember what a `state` says; ValueError or TypeError where it is none."""
        for wheel, one in zip(self._wheels, state, strict=True):
            wheel.resume(one)
