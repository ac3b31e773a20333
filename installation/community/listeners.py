"""The listeners: turn the events of each tick into the community."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.community.agreement import camps, dispersion_unity, trimmed_mean
from installation.community.attunement import Attunement, Pulse
from installation.community.emotion import Emotion
from installation.community.feeling import CONFIDENT, Community
from installation.community.following import TICK, Follower, finite, ramp
from installation.community.movement import Movement
from installation.community.music import Music, tone_height
from installation.community.notes import Notes
from installation.community.rhythm import ROOM, Rhythm
from installation.community.roster import MOST_CITIZENS, NOTE, PRESENCE, RECENT, SOUND, TELLER, Roster
from installation.score import BANDS, FEATURES, TICKS_PER_SECOND, Event

HEARD = 0.05
"""Loudness from which on somebody is heard."""
SOUNDING = 0.12
"""Voice from which on a sound in the room is somebody's."""
MOST_SOUNDS = 8
_ONE_PHRASE = round(1.5 * TICKS_PER_SECOND)
"""Ticks of quiet within which two sounds are the same citizen's."""
_LONGEST_NAME = 64
_SOFTEST = 0.05
"""How hard a tap is at least, where the hardest is 1."""
_TAPPED_AROUSAL = 0.3
_SURE = 5.0
"""Citizens from which on what they feel together is as sure as it gets."""
_SOUNDS_CONFIDENCE = 0.15
_CLAPS_CONFIDENCE = 0.6
"""How sure unity is where a room is heard to clap, and where one alone falls in with the installation."""
_ATTUNED_CONFIDENCE = CONFIDENT
_MOVED_TOGETHER = 0.5
"""Share of what is missing to unity that moving together makes up for."""
_LONGEST_SILENCE = 3600.0


class Listeners:
    """Turns the events of each tick into the community. Nothing heard is silence; what makes no sense is not heard."""

    def __init__(self) -> None:
        self._loudness = Follower(attack=0.15, release=1.5)
        self._low = Follower(attack=0.06, release=0.6)
        self._high = Follower(attack=0.03, release=0.25)
        self._usual = Follower(attack=2.0, release=3.0)
        self._pitch = Follower(attack=0.1, release=0.1, start=0.5)
        self._taps_weight = Follower(attack=0.5, release=2.0)
        self._taps_unity = Follower(attack=0.5, release=0.5, start=0.5)
        self._claps_weight = Follower(attack=0.5, release=2.0)
        self._claps_unity = Follower(attack=0.5, release=1.0, start=0.5)
        self._silent = _LONGEST_SILENCE
        self._quiet = _LONGEST_SILENCE
        """Seconds since anybody did anything, and since anything sounded."""
        self._music = Music()
        self._emotion = Emotion()
        self._notes = Notes()
        self._roster = Roster()
        self._rhythm = Rhythm()
        self._movement = Movement()
        self._attunement = Attunement()
        self._sound = ""
        self._sounds = 0
        """The room's citizen who sounded last, and how many there have been."""
        self._since_sound = 0
        self._said_crowded = False

    def step(
        self,
        events: Iterable[Event],
        ear: tuple[float, float] = (0.38, 0.42),
        aspect: float = 16 / 9,
        pulse: Pulse | None = None,
    ) -> Community:
        """Return the community at the tick of these events; to be called once for each tick.

        `ear` is the Ear's place in shares of the frame, near which the room's own sounds have their tiles; `aspect`
        is the frame's width over its height; `pulse` is the installation's own, where it has one.
        """
        self._roster.ear, self._roster.aspect = ear, aspect
        self._notes.step()
        features, taps, tapped, touched = self._sort(events)
        self._music.step()
        onset = max(tapped, features["onset"])
        voice = _standing_out(features["envelope"], self._usual.follow(features["envelope"]))
        self._keep_silence(onset > 0.0 or features["loudness"] >= HEARD, touched)
        self._emotion.step(features, voice, self._music, self._quiet)
        strike = self._hear_notes()
        self._hear_taps(taps, features["onset"])
        self._hear_claps(features["clapping"])
        self._hear_room(features, voice, "keyboard" in taps)
        self._roster.step()
        self._movement.step(self._roster.names, self._roster.feelings())
        self._fall_in(onset > 0.0 or strike > 0.0, pulse)
        self._hear_height(features, voice)
        return Community(
            loudness=self._loudness.follow(features["loudness"]),
            low=self._low.follow(_mean(features, BANDS[:2])),
            high=self._high.follow(_mean(features, BANDS[-2:])),
            onset=onset,
            strike=strike,
            voice=voice,
            pitch=self._pitch.value,
            silence=self._quiet,
            notes=self._notes.pitches,
            people=self._people(),
            rhythm=self._rhythm.level,
            co_movement=self._movement.level,
            attunement=self._attunement.level,
            citizens=self._roster.citizens(),
            envelope=features["envelope"],
            flatness=features["flatness"],
            percussive=features["percussive"],
            clapping=features["clapping"],
            **self._music.fields(),
            **self._together(),
        )

    def _sort(self, events: Iterable[Event]) -> tuple[dict[str, float], list[str], float, bool]:
        """Let citizens come and go; return what was heard, who tapped, how hard, and if the picture was touched."""
        features = dict.fromkeys(FEATURES, 0.0)
        taps, tapped, touched = [], 0.0, False
        for event in events:
            match event.source, event.name:
                case "sound", "features":
                    features = _features(event) or features
                case "sound" | "clock", _:
                    self._music.hear(event)
                case "note", name if 0 < len(name) <= _LONGEST_NAME:
                    self._notes.hear(event)
                case "tap", name:
                    taps.append(name)
                    # Who does not say how hard they tap claps.
                    tapped = max(tapped, _within(_SOFTEST, event.numbers[0]) if event.numbers else 1.0)
                case "touch", "pointer":
                    touched = touched or len(event.numbers) == 3
                case _:
                    self._hear_citizen(event)
        return features, taps, tapped, touched

    def messages(self) -> list[str]:
        """Return the sentences for people that came up since the last call."""
        if not self._roster.crowded or self._said_crowded:
            return []
        self._said_crowded = True
        room = f"there is room for {MOST_CITIZENS} citizens"
        return [f"{room}: one more has it once somebody has been silent for {RECENT:.0f} s"]

    def state(self) -> dict[str, Any]:
        """Return all that is remembered from one tick to the next, as JSON can hold it."""
        return {
            "followers": [follower.value for follower in self._followers()],
            "silence": [self._silent, self._quiet],
            "sound": [self._sound, self._sounds, self._since_sound],
            **{name: part.state() for name, part in self._parts().items()},
        }

    def resume(self, state: Mapping[str, Any]) -> None:
        """Remember what a `state` says; ValueError, TypeError or KeyError where it is none."""
        for follower, value in zip(self._followers(), state["followers"], strict=True):
            follower.value = finite(value)
        self._silent, self._quiet = (min(_LONGEST_SILENCE, max(0.0, finite(time))) for time in state["silence"])
        name, count, since = state["sound"]
        self._sound, self._sounds, self._since_sound = str(name), int(finite(count)), int(finite(since))
        for key, part in self._parts().items():
            part.resume(state[key])

    def _parts(self) -> dict[str, Any]:
        """Return everything that remembers something by itself from one tick to the next, by name."""
        return {
            "music": self._music,
            "emotion": self._emotion,
            "notes": self._notes,
            "roster": self._roster,
            "rhythm": self._rhythm,
            "movement": self._movement,
            "attunement": self._attunement,
        }

    def _followers(self) -> tuple[Follower, ...]:
        heard = self._loudness, self._low, self._high, self._usual, self._pitch
        return *heard, self._taps_weight, self._taps_unity, self._claps_weight, self._claps_unity

    def _keep_silence(self, sounding: bool, touched: bool) -> None:
        """Count the time since anything sounded, and since anybody did anything."""
        sounding = sounding or bool(self._notes.pitches)
        self._quiet = 0.0 if sounding else min(_LONGEST_SILENCE, self._quiet + TICK)
        self._silent = 0.0 if sounding or touched else min(_LONGEST_SILENCE, self._silent + TICK)

    def _hear_citizen(self, event: Event) -> None:
        """Let somebody come who says what they feel, or leave."""
        if not 0 < len(event.name) <= _LONGEST_NAME:
            return
        numbers = event.numbers
        if event.source == "leave":
            self._roster.leave(event.name)
        elif event.source == "citizen" and len(numbers) in (2, 4):
            feeling = _within(-1.0, numbers[0]), _within(-1.0, numbers[1])
            place = (_within(0.0, numbers[2]), _within(0.0, numbers[3])) if len(numbers) == 4 else None
            self._roster.hear(event.name, TELLER, feeling, place)

    def _hear_notes(self) -> float:
        """Let notes be citizens; return how hard the hardest of those was struck that were struck now."""
        felt = self._notes.feelings()
        for name, feeling in felt.items():
            self._roster.hear(name, NOTE, feeling)
        return max((0.5 + 0.5 * felt[name][1] for name in self._notes.struck if name in felt), default=0.0)

    def _hear_taps(self, taps: Sequence[str], onset: float) -> None:
        people = [name for name in taps if name != "keyboard" and 0 < len(name) <= _LONGEST_NAME]
        for name in people:
            self._roster.tap(name, _TAPPED_AROUSAL)
        # All notes of a keyboard are one person's.
        people += {name.rpartition("/")[0] or name for name in self._notes.struck}
        room = "keyboard" in taps or onset > 0.0
        self._rhythm.step([*people, ROOM] if room else people)
        tappers = self._rhythm.tappers
        # One person is in agreement with the pulse or says nothing; several can also disagree.
        unity = self._rhythm.level if tappers > 1 else max(0.5, self._rhythm.level)
        weight = (0.3 + 0.7 * ramp(tappers, 1.0, _SURE)) if tappers else 0.0
        self._taps_weight.follow(weight)
        self._taps_unity.follow(unity)

    def _hear_claps(self, clapping: float) -> None:
        """Hear how far a room claps in time; a few who clap as they like say nothing against one another."""
        many = ramp(self._emotion.onset_rate, 3.0, 6.0)
        clapping *= 1.0 - self._music.value("voice")
        self._claps_weight.follow(_CLAPS_CONFIDENCE * ramp(clapping, 0.15, 0.4))
        self._claps_unity.follow(max(self._music.value("synchrony"), 0.5 * (1.0 - many)))

    def _hear_height(self, features: Mapping[str, float], voice: float) -> None:
        """Follow how high the voice is: by its tone, else by where its pitched part lies, else by its brightness."""
        tone, pitched = self._music.value("pitch"), self._music.value("tonalness")
        if tone > 0.0:
            self._pitch.follow(tone_height(tone))
        elif voice > SOUNDING / 2:
            bright = features["brightness"]
            self._pitch.follow(bright + (self._music.value("register") - bright) * pitched)

    def _fall_in(self, struck: bool, pulse: Pulse | None) -> None:
        if pulse is not None:
            tones = self._music.value("pitch"), *self._notes.pitches[-1:]
            self._attunement.step(struck, next((tone for tone in tones if tone > 0.0), 0.0), pulse)

    def _hear_room(self, features: Mapping[str, float], voice: float, clapped: bool) -> None:
        """Let each phrase or clap in the room be a citizen for a while; what follows at once is the same one's."""
        self._since_sound += 1
        strength = max(voice, features["onset"], 1.0 if clapped else 0.0)
        if strength < SOUNDING:
            return
        known = self._sound in self._roster.names
        if not known or self._since_sound > _ONE_PHRASE:
            if self._roster.sounds() < MOST_SOUNDS:
                self._sounds += 1
                self._sound = f"sound/{self._sounds}"
            else:
                self._sound = self._roster.longest_silent(SOUND)
        self._since_sound = 0
        loud = max(strength, features["loudness"])
        arousal = 2.0 * loud * (0.6 + 0.4 * features["brightness"]) - 1.0
        self._roster.hear(self._sound, SOUND, (self._emotion.valence, arousal))

    def _people(self) -> float:
        room = 1 if self._silent < PRESENCE else 0
        return float(max(room, self._roster.people()))

    def _together(self) -> dict[str, Any]:
        """Return what all feel together: valence, arousal, unity, camps, and the confidence in them."""
        roster, emotion = self._roster, self._emotion
        tellers, feelings = roster.weights(), roster.feelings()
        told = float(tellers.sum())
        # Those who say what they feel speak for all; sounds only hint, where nobody says anything.
        share, sure = min(1.0, told), ramp(told, 1.0, _SURE)
        valence, arousal = trimmed_mean(feelings, tellers).tolist() if told > 1e-6 else (0.0, 0.0)
        unity, confidence = self._unity(feelings, tellers, told)
        # What is hardly known stays half way.
        known = min(1.0, confidence / CONFIDENT)
        return {
            "valence": _within(-1.0, share * valence + (1.0 - share) * emotion.valence),
            "valence_confidence": max(sure, (1.0 - share) * emotion.valence_confidence),
            "arousal": _within(-1.0, share * arousal + (1.0 - share) * emotion.arousal),
            "arousal_confidence": max(sure, (1.0 - share) * emotion.arousal_confidence),
            "unity": 0.5 + (unity - 0.5) * known,
            "camps": camps(feelings, tellers) * known,
            "confidence": confidence,
        }

    def _unity(self, feelings: NDArray[np.float64], tellers: NDArray[np.float64], told: float) -> tuple[float, float]:
        """Return how well people agree by all that says so, and how sure that is."""
        felt, hint = 0.5, 0.0
        if len(tellers):
            sounds = self._roster.strengths(SOUND)
            felt = dispersion_unity(feelings, tellers + max(0.0, 1.0 - told) * sounds)
            felt += (1.0 - felt) * _MOVED_TOGETHER * self._movement.level
            hint = _SOUNDS_CONFIDENCE * ramp(float(sounds.sum()), 1.0, _SURE) * (1.0 - min(1.0, told))
        alone, attuned = ramp(self._people(), _SURE, 1.0), self._attunement.level
        evidence = (
            (max(ramp(told, 1.0, _SURE), hint), felt),
            (self._taps_weight.value, self._taps_unity.value),
            (self._claps_weight.value, self._claps_unity.value),
            (_ATTUNED_CONFIDENCE * attuned * alone, 0.5 + 0.5 * attuned),
        )
        total = sum(weight for weight, _ in evidence)
        unity = sum(weight * unity for weight, unity in evidence) / total if total > 0.0 else 0.5
        return unity, max(weight for weight, _ in evidence)


def _within(minimum: float, value: float) -> float:
    return min(1.0, max(minimum, value))


def _features(event: Event) -> dict[str, float] | None:
    if len(event.numbers) != len(FEATURES):
        return None
    return {name: min(1.0, max(0.0, value)) for name, value in zip(FEATURES, event.numbers, strict=True)}


def _standing_out(envelope: float, usual: float) -> float:
    return max(0.0, envelope - usual) / (1.0 - 0.75 * usual)


def _mean(features: dict[str, float], names: tuple[str, ...]) -> float:
    return sum(features[name] for name in names) / len(names)
