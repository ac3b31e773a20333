"""The composer: from each tick's moment and vitals, the notes that begin and the controls of all that sounds."""

from collections.abc import Mapping
from typing import Any

from installation.community import Follower, Glide
from installation.community.following import finite
from installation.sound.ensemble import Ensemble, loudest
from installation.sound.form import Scene, breathing, cut, fullness, ring, silence
from installation.sound.mood import Figures, Moods, figure
from installation.sound.notes import Controls, Note
from installation.sound.rhythm import Clock, Span
from installation.sound.worlds import timbre_index, world_of
from installation.story import Moment

_NOTHING: Figures = {}
_RINGING = 3.0
"""dB from a celebration's rest to its ringing."""


class Composer:
    """Sings what the picture shows: the same seed, moments and vitals always give the same notes.

    `aspect` is the world's width over its height, in which touches are placed.
    """

    def __init__(self, seed: int, aspect: float = 16.0 / 9.0) -> None:
        self._seed = seed & 0xFFFFFFFF
        self._aspect = aspect
        self._clock = Clock()
        self._moods = Moods()
        self._ensembles: list[Ensemble] = []
        self._drone = Glide(5.0, 3.0)
        """How far the drone has come up: it goes down before it changes its tone, and rises again."""
        self._drone_pitch = 0.0
        self._drone_world = ""
        self._open = Follower(attack=0.12, release=0.02, start=1.0)
        """How open the sound is; cut dry it closes at once."""

    @property
    def ensemble(self) -> Ensemble | None:
        """The ensemble that is heard most; None before the first tick."""
        return loudest(self._ensembles) if self._ensembles else None

    def step(self, tick: int, moment: Moment, vitals: Figures | None) -> tuple[list[Note], Controls]:
        """Return the notes that begin in `tick` and the controls that hold in it, to be called for every tick in order.

        `vitals` are figures by name, of the world that the moment is in; None where none are known yet.
        """
        vitals = _NOTHING if vitals is None else vitals
        mood = self._moods.step(moment, vitals)
        span = self._clock.step(moment.pulse, moment.community, mood.value("follow_room"))
        self._welcome(moment, mood.valence)
        notes: list[Note] = []
        scenes = []
        for ensemble in self._ensembles:
            scenes.append(ensemble.scene(tick, span, mood, moment, vitals))
            notes += ensemble.step(scenes[-1], moment, self._aspect)
        self._ensembles = [one for one in self._ensembles if one.gain > 0.0 or one.name == moment.world]
        return sorted(notes), self._controls(scenes[-1], span, self._ensembles[-1])

    def _welcome(self, moment: Moment, valence: float) -> None:
        """Let the ensemble of the moment's world be the last one."""
        if self._ensembles and self._ensembles[-1].name == moment.world:
            return
        back = [one for one in self._ensembles if one.name == moment.world]
        others = [one for one in self._ensembles if one.name != moment.world]
        new = Ensemble(moment.world, self._seed, moment.pulse.keynote, valence, comes=bool(others))
        self._ensembles = [*others[-1:], *(back or [new])]

    def _controls(self, scene: Scene, span: Span, ensemble: Ensemble) -> Controls:
        mood, answer = scene.mood, ensemble.answer.strength
        full, there, still = breathing(span), fullness(scene), silence(mood)
        wind = max(0.0, figure(scene.vitals, "wind"))
        air = (0.4 + 0.6 * full) * (0.6 + 0.4 * there) * (1.0 - 0.6 * still) * (1.0 + wind)
        hum = (0.25 + 0.2 * full + 0.55 * there) * (1.0 - 0.8 * still) * (1.0 - 0.5 * mood.music)
        opened = self._open.follow(1.0 - cut(scene))
        # Nothing in a story is as loud as its celebration, while that rings.
        louder = mood.value("sound_level") + _RINGING * mood.celebration * (ring(mood.celebration_age) - 0.5)
        gain = 10.0 ** (0.05 * louder) * (1.0 - 0.6 * mood.speech * (1.0 - min(1.0, 2.0 * answer)))
        self._tune_drone(ensemble)
        return Controls(
            drone_pitch=self._drone_pitch,
            drone_level=mood.value("sound_drone") * self._drone.value * hum,
            breath_level=min(1.0, mood.value("sound_breath") * air + 0.35 * answer),
            detune=mood.value("sound_detune") * (1.3 - 0.6 * mood.lock),
            brightness=_share(mood.value("sound_brightness") + 0.25 * (mood.activity - 0.5) + 0.06 * (full - 0.5)),
            space=mood.value("sound_space"),
            tempo=span.tempo,
            level=gain * opened,
            drone_timbre=timbre_index(self._drone_world, "drone"),
            breath_timbre=timbre_index(ensemble.name, "air"),
        )

    def _tune_drone(self, ensemble: Ensemble) -> None:
        """Let the drone rest on the tonic; to another tone it goes through silence."""
        wanted = ensemble.harmony.tonic + world_of(ensemble.name).drone
        if self._drone.value <= 0.0:
            self._drone_pitch, self._drone_world = wanted, ensemble.name
        there = self._drone_pitch == wanted and self._drone_world == ensemble.name
        self._drone.follow(float(there))

    def state(self) -> dict[str, Any]:
        """Return all that is remembered from one tick to the next, in terms of JSON."""
        return {
            "clock": self._clock.state(),
            "moods": self._moods.state(),
            "ensembles": [ensemble.state() for ensemble in self._ensembles],
            "drone": [self._drone.value, self._drone_pitch, self._open.value],
            "drone_world": self._drone_world,
        }

    def resume(self, state: Mapping[str, Any]) -> None:
        """Remember what a `state` says; ValueError, TypeError or KeyError where it is none."""
        self._clock.resume(state["clock"])
        self._moods.resume(state["moods"])
        self._ensembles = [Ensemble.of(one, self._seed) for one in state["ensembles"]][-2:]
        self._drone.value, self._drone_pitch, self._open.value = map(finite, state["drone"])
        self._drone_world = str(state["drone_world"])


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))
