"""What sound feels like: the table of cues, and valence and arousal from it.

Sound that people make says more of how aroused they are than of how well they feel. Each cue has a weight, the source
that it rests on, and the times in which it rises and falls; what a cue is known by counts as much as it is known.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from installation.community.following import TICK, Follower, finite, ramp
from installation.community.music import Music

ATTACK, RELEASE = 1.5, 6.0
"""Seconds in which what is felt covers 1 - 1/e of its way, upwards and downwards."""
SILENT = 2.0
"""Seconds of silence after which nothing is waited for any more: what was felt is gone within six seconds in all."""
_LETTING_GO = math.exp(-TICK / 1.1)
"""What is left of a feeling after a tick of such silence."""
_LONG_SILENT = 30.0
"""Seconds of silence after which nothing at all is left, and nothing is worked out."""
_RATE_SPAN = 3.0
"""Seconds over which onsets are counted."""
_PRESENT = 0.25
"""Loudness from which on the other cues count in full: a hiss that is hardly there is bright, and arouses nobody."""
_LIVELY, _MUSICAL = (0.3, 0.5), (0.5, 0.8)
"""How far a sound stands out of the last seconds, and how likely it is music, from nobody's to surely somebody's."""
_LIVELY_FOR = math.exp(-TICK / 12.0)
"""What is left of that after a tick in which nothing stands out: a fan's steady noise is not felt for long."""
MOST_VALENCE_CONFIDENCE, MOST_AROUSAL_CONFIDENCE = 0.35, 0.8
"""How sure a feeling from sound alone can be: of valence never so sure that anything would wait for it."""
_LEAST_CLARITY, _MOST_CLARITY = 0.1, 0.6
"""Key clarity times tonalness at which valence says nothing, and all that it can."""


@dataclass(frozen=True)
class Cue:
    """Something heard that says what people feel.

    Within its feeling it counts by `weight`; `attack` and `release` are in seconds. Cues of arousal go from 0 to 1,
    those of valence from -1 to 1.
    """

    name: str
    feeling: Literal["arousal", "valence"]
    weight: float
    meaning: str
    source: str
    attack: float = ATTACK
    release: float = RELEASE


_FELT = "Coutinho and Cangelosi 2011"
_EVENTS = "Gomez and Danuser 2007"
CUES: tuple[Cue, ...] = (
    Cue("loudness", "arousal", 0.15, "how loud it is within the room's own range", "Schubert 2004; " + _FELT),
    Cue("level", "arousal", 0.15, "how loud it is at all, from -45 to -15 LUFS", "Schubert 2004; ITU-R BS.1770"),
    Cue("flux", "arousal", 0.15, "how much the spectrum changes; in speech half of it", _FELT),
    Cue("onset rate", "arousal", 0.15, "onsets a second, up to six; a syllable is half of one", _EVENTS),
    Cue("brightness", "arousal", 0.1, "the spectrum's centre of gravity, from 200 Hz to 1.1 kHz", _FELT),
    Cue("tempo", "arousal", 0.15, "from 50 to 170 BPM; in speech there is none", "Schubert 2004; Eerola 2013", 3.0),
    Cue("roughness", "arousal", 0.15, "how rough its tones sound together; in speech they do not", _FELT, 3.0),
    Cue("mode", "valence", 0.4, "from minor to major", "Eerola 2013", 3.0),
    Cue("tempo", "valence", 0.2, "from 60 to 140 BPM, as far as there is one", "Eerola 2013", 3.0),
    Cue("register", "valence", 0.15, "from 110 Hz to 880 Hz", "Eerola 2013"),
    Cue("consonance", "valence", 0.15, "from rough to consonant", _EVENTS, 3.0),
    Cue("pulse clarity", "valence", 0.1, "from none to a clear pulse", "Eerola, Lartillot and Toiviainen 2009", 3.0),
)
"""What is felt in sound. The cues of valence weigh in the order that Eerola, Friberg and Bresin (2013) found."""
_AROUSING = sum(cue.feeling == "arousal" for cue in CUES)
"""How many of them tell of arousal; they are the first."""


class Emotion:
    """What the room's sound feels like: `valence` and `arousal` in -1..1, and how far each can be trusted.

    Silence is no feeling: there valence is 0 and arousal -1.
    """

    def __init__(self) -> None:
        self._cues = [_Following(cue) for cue in CUES]
        self._clarity = Follower(attack=3.0, release=4.0)
        self._presence = Follower(attack=0.5, release=RELEASE)
        self._outstanding = Follower(attack=0.15, release=0.15)
        self._rate = 0.0
        self._lively = 0.0
        self.valence, self.arousal = 0.0, -1.0

    @property
    def onset_rate(self) -> float:
        """Onsets a second, of the last few seconds."""
        return self._rate

    @property
    def valence_confidence(self) -> float:
        """How far the valence can be trusted, 0 to 1."""
        return MOST_VALENCE_CONFIDENCE * self._clarity.value

    @property
    def arousal_confidence(self) -> float:
        """How far the arousal can be trusted, 0 to 1."""
        return MOST_AROUSAL_CONFIDENCE * self._presence.value

    def step(self, features: Mapping[str, float], voice: float, music: Music, quiet: float) -> None:
        """Hear a tick's features and what is known of its music.

        `voice` is how far the sound stands out of the last seconds, `quiet` the seconds of silence before it.
        """
        if quiet > _LONG_SILENT:
            if self.arousal > -1.0:
                self.resume([0.0] * len(self.state()))
                self.valence, self.arousal = 0.0, -1.0
            return
        self._rate += (1.0 if features["onset"] > 0.0 else 0.0) / _RATE_SPAN
        self._rate *= math.exp(-TICK / _RATE_SPAN)
        # What stands out of nothing is the room, whose hum may be as tonal as music.
        musical = music.value("music") * ramp(features["envelope"], 0.05, 0.15)
        self._listen_for_life(features["onset"] > 0.0, voice, musical)
        presence = ramp(features["loudness"], 0.0, _PRESENT) * self._lively
        self._presence.follow(presence)
        clarity = ramp(music.value("key_clarity") * music.value("tonalness"), _LEAST_CLARITY, _MOST_CLARITY)
        self._clarity.follow(clarity * presence * (1.0 - music.value("voice")))
        heard = _heard(features, music, self._rate, self._lively * features["loudness"], presence)
        for following, (value, known) in zip(self._cues, heard, strict=True):
            following.follow(value, known)
        if quiet > SILENT:
            self._let_go()
        level = min(1.0, max(0.0, _mean(self._cues[:_AROUSING])))
        # Steepest in the middle, where all music lies, and flat where next to nothing is to be heard.
        self.arousal = 2.0 * level * level * (3.0 - 2.0 * level) - 1.0
        self.valence = self._clarity.value * _mean(self._cues[_AROUSING:])

    def state(self) -> list[float]:
        """Return all that is remembered from one tick to the next."""
        followed = [number for cue in self._cues for number in (cue.value, cue.known)]
        heard = self._clarity.value, self._presence.value, self._outstanding.value, self._lively
        return [*heard, self._rate, *followed, self.valence, self.arousal]

    def resume(self, state: Sequence[Any]) -> None:
        """Remember what a `state` says; ValueError or TypeError where it is none."""
        *heard, self._rate = map(finite, state[:5])
        *followed, valence, arousal = map(finite, state[5:])
        self.valence, self.arousal = (min(1.0, max(-1.0, feeling)) for feeling in (valence, arousal))
        shares = (min(1.0, max(0.0, share)) for share in heard)
        self._clarity.value, self._presence.value, self._outstanding.value, self._lively = shares
        for cue, value, known in zip(self._cues, followed[::2], followed[1::2], strict=True):
            cue.value, cue.known = min(1.0, max(-1.0, value)), min(1.0, max(0.0, known))

    def _listen_for_life(self, onset: bool, voice: float, music: float) -> None:
        """Tell somebody's sound from a fan's: it begins, stands out for longer than noise flutters, or is music."""
        outstanding = ramp(self._outstanding.follow(voice), *_LIVELY)
        found = 1.0 if onset else max(outstanding, ramp(music, *_MUSICAL))
        self._lively = max(found, self._lively * _LIVELY_FOR)

    def _let_go(self) -> None:
        self._rate *= _LETTING_GO
        self._clarity.value *= _LETTING_GO
        self._presence.value *= _LETTING_GO
        for cue in self._cues:
            cue.value *= _LETTING_GO


class _Following:
    """A cue as it is followed: where it stands, and how far that is known."""

    def __init__(self, cue: Cue) -> None:
        self.weight = cue.weight
        self.value, self.known = 0.0, 0.0
        self._rise, self._fall = (1.0 - math.exp(-TICK / seconds) for seconds in (cue.attack, cue.release))

    def follow(self, value: float, known: float) -> None:
        """Move one tick towards `value`: by the attack away from 0, by the release back to it."""
        self.value += (value - self.value) * (self._rise if abs(value) > abs(self.value) else self._fall)
        self.known += (known - self.known) * (self._rise if known > self.known else self._fall)


def _mean(cues: list[_Following]) -> float:
    known = sum(cue.weight * cue.known for cue in cues)
    return sum(cue.weight * cue.known * cue.value for cue in cues) / known if known > 1e-6 else 0.0


def _heard(
    features: Mapping[str, float], music: Music, rate: float, loudness: float, presence: float
) -> Iterator[tuple[float, float]]:
    """Give where each of CUES stands in this tick, and how far that is known, in their order."""
    tempo, pulse, speech = (music.value(name) for name in ("tempo", "tempo_confidence", "voice"))
    consonance, tonalness, known = music.value("consonance"), music.value("tonalness"), music.known
    yield loudness, 1.0
    yield ramp(music.value("short_term"), -45.0, -15.0) * presence, known
    # Even calm speech changes and begins anew at every syllable.
    eventful = presence * (1.0 - 0.5 * speech)
    yield ramp(features["flux"], 0.0, 0.25) * eventful, 1.0
    yield ramp(rate, 0.0, 6.0) * eventful, 1.0
    yield ramp(features["brightness"], 0.15, 0.55) * presence, 1.0
    yield _unless(speech, ramp(tempo, 50.0, 170.0) * presence, pulse)
    yield _unless(speech, (1.0 - consonance) * presence, tonalness)
    yield music.value("mode"), known
    yield 2.0 * ramp(tempo, 60.0, 140.0) - 1.0, known * pulse
    yield 2.0 * ramp(music.value("register"), 0.2, 0.8) - 1.0, known
    yield 2.0 * consonance - 1.0, known
    yield 2.0 * music.value("pulse_clarity") - 1.0, known


def _unless(speech: float, value: float, known: float) -> tuple[float, float]:
    """Return what is known of a cue that speech is known to have nothing of, and of which nobody knows else."""
    spoken = speech * (1.0 - known)
    return value * known / max(known + spoken, 1e-6), known + spoken
