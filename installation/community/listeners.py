"""The listeners: turn the events of each tick into the community."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from installation.community.agreement import camps, dispersion_unity
from installation.community.feeling import CONFIDENT, Community
from installation.community.following import TICK, Follower, finite, ramp
from installation.community.rhythm import ROOM, Rhythm
from installation.community.roster import MOST_CITIZENS, PRESENCE, SOUND, TELLER, Roster
from installation.score import BANDS, FEATURES, TICKS_PER_SECOND, Event

HEARD = 0.05
"""Loudness from which on somebody is heard."""
SOUNDING = 0.12
"""Voice from which on a sound in the room is somebody's."""
MOST_SOUNDS = 8
_ONE_PHRASE = round(1.5 * TICKS_PER_SECOND)
"""Ticks of quiet within which two sounds are the same citizen's."""
_LONGEST_NAME = 64
_TAPPED_AROUSAL = 0.3
_SURE = 5.0
"""Citizens from which on what they feel together is as sure as it gets."""
_SOUNDS_CONFIDENCE = 0.15


class Listeners:
    """Turns the events of each tick into the community. Nothing heard is silence; what makes no sense is not heard."""

    def __init__(self) -> None:
        self._loudness = Follower(attack=0.15, release=1.5)
        self._low = Follower(attack=0.06, release=0.6)
        self._high = Follower(attack=0.03, release=0.25)
        self._arousal = Follower(attack=1.5, release=6.0, start=-1.0)
        self._usual = Follower(attack=2.0, release=3.0)
        self._pitch = Follower(attack=0.1, release=0.1, start=0.5)
        self._taps_weight = Follower(attack=0.5, release=2.0)
        self._taps_unity = Follower(attack=0.5, release=0.5, start=0.5)
        self._silent = PRESENCE
        self._roster = Roster()
        self._rhythm = Rhythm()
        self._sound = ""
        self._sounds = 0
        """The room's citizen who sounded last, and how many there have been."""
        self._since_sound = 0
        self._said_crowded = False

    def step(
        self, events: Iterable[Event], ear: tuple[float, float] = (0.38, 0.42), aspect: float = 16 / 9
    ) -> Community:
        """Return the community at the tick of these events; to be called once for each tick.

        `ear` is the Ear's place in shares of the frame, near which the room's own sounds have their tiles; `aspect`
        is the frame's width over its height.
        """
        self._roster.ear, self._roster.aspect = ear, aspect
        features, taps, touched = self._sort(events)
        onset = 1.0 if taps else features["onset"]
        voice = _standing_out(features["envelope"], self._usual.follow(features["envelope"]))
        heard = onset > 0.0 or touched or features["loudness"] >= HEARD
        self._silent = 0.0 if heard else min(PRESENCE, self._silent + TICK)
        self._hear_taps(taps, features["onset"])
        self._hear_room(features, voice, "keyboard" in taps)
        self._roster.step()
        if voice > SOUNDING / 2:
            self._pitch.follow(features["brightness"])
        arousal = self._arousal.follow(2.0 * _excitement(features) - 1.0)
        return Community(
            loudness=self._loudness.follow(features["loudness"]),
            low=self._low.follow(_mean(features, BANDS[:2])),
            high=self._high.follow(_mean(features, BANDS[-2:])),
            onset=onset,
            envelope=features["envelope"],
            voice=voice,
            people=self._people(),
            rhythm=self._rhythm.level,
            pitch=self._pitch.value,
            citizens=self._roster.citizens(),
            **self._together(arousal),
        )

    def _sort(self, events: Iterable[Event]) -> tuple[dict[str, float], list[str], bool]:
        """Let citizens come and go; return what was heard, who tapped, and whether somebody touched the picture."""
        features = dict.fromkeys(FEATURES, 0.0)
        taps, touched = [], False
        for event in events:
            if (event.source, event.name) == ("sound", "features"):
                features = _features(event) or features
            elif event.source == "tap":
                taps.append(event.name)
            elif (event.source, event.name) == ("touch", "pointer"):
                touched = touched or len(event.numbers) == 3
            else:
                self._hear_citizen(event)
        return features, taps, touched

    def messages(self) -> list[str]:
        """Return the sentences for people that came up since the last call."""
        if not self._roster.crowded or self._said_crowded:
            return []
        self._said_crowded = True
        return [f"there is room for {MOST_CITIZENS} citizens: for each more the longest silent one leaves"]

    def state(self) -> dict[str, Any]:
        """Return all that is remembered from one tick to the next, as JSON can hold it."""
        return {
            "followers": [follower.value for follower in self._followers()],
            "silent": self._silent,
            "roster": self._roster.state(),
            "rhythm": self._rhythm.state(),
            "sound": [self._sound, self._sounds, self._since_sound],
        }

    def resume(self, state: Mapping[str, Any]) -> None:
        """Remember what a `state` says; ValueError, TypeError or KeyError where it is none."""
        for follower, value in zip(self._followers(), state["followers"], strict=True):
            follower.value = finite(value)
        self._silent = finite(state["silent"])
        self._roster.resume(state["roster"])
        self._rhythm.resume(state["rhythm"])
        name, count, since = state["sound"]
        self._sound, self._sounds, self._since_sound = str(name), int(finite(count)), int(finite(since))

    def _followers(self) -> tuple[Follower, ...]:
        feelings = self._arousal, self._usual, self._pitch, self._taps_weight, self._taps_unity
        return self._loudness, self._low, self._high, *feelings

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

    def _hear_taps(self, taps: Sequence[str], onset: float) -> None:
        people = [name for name in taps if name != "keyboard" and 0 < len(name) <= _LONGEST_NAME]
        for name in people:
            self._roster.tap(name, _TAPPED_AROUSAL)
        room = "keyboard" in taps or onset > 0.0
        self._rhythm.step([*people, ROOM] if room else people)
        tappers = self._rhythm.tappers
        # One person is in agreement with the pulse or says nothing; several can also disagree.
        unity = self._rhythm.level if tappers > 1 else max(0.5, self._rhythm.level)
        weight = (0.3 + 0.7 * ramp(tappers, 1.0, _SURE)) if tappers else 0.0
        self._taps_weight.follow(weight)
        self._taps_unity.follow(unity)

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
        self._roster.hear(self._sound, SOUND, (0.0, 2.0 * loud * (0.6 + 0.4 * features["brightness"]) - 1.0))

    def _people(self) -> float:
        room = 1 if self._silent < PRESENCE else 0
        return float(max(room, self._roster.people()))

    def _together(self, sound_arousal: float) -> dict[str, float]:
        """Return what all feel together: valence, arousal, unity, camps, and the confidence in them."""
        roster = self._roster
        tellers, sounds = roster.strengths(TELLER), roster.strengths(SOUND)
        told, sounded = float(tellers.sum()), float(sounds.sum())
        # Those who say what they feel speak for all; sounds only hint, where nobody says anything.
        weights = tellers + max(0.0, 1.0 - told) * sounds
        share = min(1.0, told)
        valence, arousal = (tellers @ roster.feelings() / told).tolist() if told > 0.0 else (0.0, 0.0)
        unity, parted = dispersion_unity(roster.feelings(), weights), camps(roster.feelings(), tellers)
        hint = _SOUNDS_CONFIDENCE * ramp(sounded, 1.0, _SURE) * (1.0 - share)
        confidence = max(ramp(told, 1.0, _SURE), hint)
        taps = self._taps_weight.value
        if taps > 0.0:
            unity = (confidence * unity + taps * self._taps_unity.value) / (confidence + taps)
        confidence = max(confidence, taps)
        # What is hardly known stays half way.
        known = min(1.0, confidence / CONFIDENT)
        return {
            "valence": _within(-1.0, share * valence),
            "arousal": _within(-1.0, share * arousal + (1.0 - share) * sound_arousal),
            "unity": 0.5 + (unity - 0.5) * known,
            "camps": parted * known,
            "confidence": confidence,
        }


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


def _excitement(features: dict[str, float]) -> float:
    # Loud sound arouses most, then sound that changes, then bright sound; a hiss that is hardly there does not.
    loudness = features["loudness"]
    return loudness * (0.6 + 0.25 * features["flux"] + 0.15 * features["brightness"])
