"""The ensemble of one world: its harmony, its parts, its gestures, and what it does with what happens."""

import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from installation.community import Glide
from installation.community.following import finite
from installation.sound.agenda import Agenda
from installation.sound.answer import Answer
from installation.sound.form import BEATS_A_CHORD, BEATS_A_SEASON, Scene, cut
from installation.sound.gestures import Gestures
from installation.sound.happenings import Happenings
from installation.sound.harmony import Harmony
from installation.sound.mood import Figures, Mood, tonic
from installation.sound.notes import Note
from installation.sound.parts import Choirs, Loops
from installation.sound.rhythm import PHRASE, Span
from installation.sound.theme import Theme
from installation.sound.worlds import world_of
from installation.story import Moment

_COMES, _GOES = 10.0, 9.0
"""Seconds in which a world comes up, and fades, where two cross."""
_WAITS = 0.8
"""How far below nothing a world begins that comes, so that the other one has gone when it is heard."""
CHORDS = PHRASE // BEATS_A_CHORD


class Ensemble:
    """All that plays in a world. `keynote` is the MIDI number that it rests on by itself."""

    def __init__(self, name: str, seed: int, keynote: float, valence: float, comes: bool) -> None:
        world = world_of(name)
        self.name = name
        self._seed = zlib.crc32(name.encode()) ^ seed
        self._keynote = keynote
        self.harmony = Harmony(keynote, valence, world.roots, world.shape)
        self._gain = Glide(_COMES, _GOES, start=-_WAITS if comes else 1.0)
        agenda = self._agenda = Agenda()
        self._choirs, self._loops, self._theme = Choirs(world), Loops(world, agenda), Theme(world)
        self._happenings = Happenings(world, agenda)
        self._gestures = Gestures(agenda, self._happenings)
        self.answer = Answer(world, agenda)

    @property
    def gain(self) -> float:
        """How far it has come up, 0 to 1."""
        return max(0.0, self._gain.value)

    def scene(self, tick: int, span: Span, mood: Mood, moment: Moment, vitals: Figures) -> Scene:
        """Return where this world stands at a tick; a world that is left hears nothing of the one that comes."""
        own = vitals if moment.world == self.name else {}
        return Scene(tick, self.name, self._seed, span, mood, own, self.gain)

    def step(self, scene: Scene, moment: Moment, aspect: float) -> list[Note]:
        """Let a tick pass and return the notes that begin in it."""
        here = moment.world == self.name
        self._gain.follow(float(here))
        self._turn(scene, moment)
        if here:
            self._happenings.step(scene, moment, aspect)
            self.answer.step(scene, moment)
            if not moment.frozen:
                self._gestures.step(scene)
        # What happened while it is cut off is not made up for.
        notes = [*self._agenda.step(scene, self.harmony)]
        if not moment.frozen:
            notes += [
                note for part in (self._choirs, self._loops, self._theme) for note in part.step(scene, self.harmony)
            ]
        return [note for note in notes if note.source == "answer"] if cut(scene) > 0.0 else notes

    def _turn(self, scene: Scene, moment: Moment) -> None:
        """Change mode and key where a phrase begins, and the chord with each breath."""
        begun = scene.span.crossed(BEATS_A_CHORD)
        if begun is None:
            return
        home = tonic(self._keynote, moment.community, scene.mood.value("follow_room"), self.harmony.tonic)
        if begun[0] % CHORDS == 0:
            self.harmony.new_phrase(scene.mood.valence, home)
        elif home != self._keynote:
            # To music that is playing it goes with the next chord, or that would be over before.
            self.harmony.new_key(home)
        # Now and then it takes another way through its chords; a season begins at home, and so does a celebration.
        arrives = scene.mood.celebration > 0.5 and scene.mood.celebration_age < scene.span.seconds(2.0 * BEATS_A_CHORD)
        first = arrives or begun[0] % (BEATS_A_SEASON // BEATS_A_CHORD) == 0
        turned = int(4.0 * scene.chance(scene.season, 59)) + (scene.chance(begun[0], 61) < 0.2)
        self.harmony.new_chord(0 if first else begun[0] + turned)

    def _parts(self) -> dict[str, Any]:
        return {
            "harmony": self.harmony,
            "choirs": self._choirs,
            "loops": self._loops,
            "theme": self._theme,
            "agenda": self._agenda,
            "happenings": self._happenings,
            "gestures": self._gestures,
            "answer": self.answer,
        }

    def state(self) -> dict[str, Any]:
        """Return all that is remembered from one tick to the next."""
        place = {"name": self.name, "keynote": self._keynote, "gain": self._gain.value}
        return place | {name: part.state() for name, part in self._parts().items()}

    def resume(self, state: Mapping[str, Any]) -> None:
        """Remember what a `state` says; ValueError, TypeError or KeyError where it is none."""
        self._gain.value = min(1.0, max(-_WAITS, finite(state["gain"])))
        for name, part in self._parts().items():
            part.resume(state[name])

    @staticmethod
    def of(state: Mapping[str, Any], seed: int) -> "Ensemble":
        """Return the ensemble of a `state`."""
        ensemble = Ensemble(str(state["name"]), seed, finite(state["keynote"]), 0.0, comes=True)
        ensemble.resume(state)
        return ensemble


def loudest(ensembles: Iterable[Ensemble]) -> Ensemble:
    """Return the ensemble that has come up furthest."""
    return max(ensembles, key=lambda ensemble: ensemble.gain)
