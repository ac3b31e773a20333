"""The pointers of the overlay's instruments: they follow what is heard and felt as calmly as an eye likes to follow."""

import math
from collections.abc import Sequence

from installation.community import CONFIDENT, Community
from installation.gpu.blocks import Heard
from installation.score import BANDS
from installation.stage.live.hearing import Hearing
from installation.story.gestures import Gestures

ONSET_GLOW, BEAT_GLOW = 0.22, 0.16
"""Seconds in which the lights of an onset and of a beat fade to a third."""
SURE = 0.3
"""Confidence from which on a pulse or a key is shown in full."""
NO_GESTURES = Gestures()
KEY_STAYS = 0.8
"""Seconds for which another key must be heard before it is shown: a wheel that jumps tells nobody anything."""


class Pointers:
    """Moves from frame to frame. `heard` is the block that the shaders read; `key` is 0 to 11, or -1 without one."""

    def __init__(self) -> None:
        self.key, self.minor = -1, False
        self.sure_of_key = self.sure_of_pulse = 0.0
        self.likely: dict[str, float] = dict.fromkeys(("speech", "music", "clapping", "crowd", "quiet"), 0.0)
        self.sure_of_unity = 0.0
        self.made: dict[str, float] = dict.fromkeys(("shape", "tend", "rally", "connect"), 0.0)
        """How strongly each gesture is made."""
        self._levels = [0.0] * 8
        self._chroma = [0.0] * 12
        self._felt = [0.0, -1.0, 0.5, 0.0]
        """Valence, arousal, unity, and how surely the unity is one."""
        self._onset = 0.0
        self._other, self._other_for = (-1, False), 0.0

    def move(self, seconds: float, hearing: Hearing, community: Community, gestures: Gestures = NO_GESTURES) -> Heard:
        """Let `seconds` pass and return what to show."""
        self._move_levels(seconds, hearing)
        self._move_music(seconds, community)
        self._move_likely(seconds, community)
        for name, made in self.made.items():
            self.made[name] = _to(made, getattr(gestures, name), seconds, 0.15, 0.8)
        felt = community.valence, community.arousal, community.unity, min(1.0, community.confidence / CONFIDENT)
        self._felt = [_to(now, then, seconds, 0.3, 0.3) for now, then in zip(self._felt, felt, strict=True)]
        valence, arousal, unity, self.sure_of_unity = self._felt
        outside = max(1.0, math.hypot(valence, arousal))
        period = 60.0 / community.tempo if community.tempo > 0.0 else 1.0
        return Heard(
            low=_four(self._levels[:4]), high=_four(self._levels[4:]),
            chroma=_four(self._chroma[:4]), chroma_e=_four(self._chroma[4:8]), chroma_g=_four(self._chroma[8:]),
            onset=self._onset, beat=math.exp(-community.beat * period / BEAT_GLOW), phase=community.beat,
            pulse=self.sure_of_pulse, place=round(community.bar), key=max(0, self.key),
            mode=-1.0 if self.minor else 1.0, clarity=self.sure_of_key if self.key >= 0 else 0.0,
            valence=valence / outside, arousal=arousal / outside, unity=unity, confidence=self.sure_of_unity,
        )  # fmt: skip

    def _move_levels(self, seconds: float, hearing: Hearing) -> None:
        heard = [hearing.features.get(name, 0.0) for name in (*BANDS, "loudness")]
        self._levels = [_to(now, then, seconds, 0.03, 0.2) for now, then in zip(self._levels, heard, strict=True)]
        struck = float(hearing.contour[-1, 1])
        self._onset = max(self._onset * math.exp(-seconds / ONSET_GLOW), 0.4 + 0.6 * struck if struck > 0.0 else 0.0)

    def _move_music(self, seconds: float, community: Community) -> None:
        chroma = community.chroma or (0.0,) * 12
        self._chroma = [_to(now, then, seconds, 0.12, 0.5) for now, then in zip(self._chroma, chroma, strict=True)]
        there = min(1.0, community.tempo_confidence / SURE) if community.tempo > 0.0 else 0.0
        self.sure_of_pulse = _to(self.sure_of_pulse, there, seconds, 0.4, 0.6)
        self.sure_of_key = _to(self.sure_of_key, min(1.0, community.key_clarity / SURE), seconds, 0.5, 1.2)
        heard = round(community.key) % 12, community.mode < 0.0
        self._other_for = self._other_for + seconds if heard == self._other else 0.0
        self._other = heard
        if community.key_clarity > 0.0 and (self.key < 0 or self._other_for >= KEY_STAYS):
            self.key, self.minor = heard

    def _move_likely(self, seconds: float, community: Community) -> None:
        heard = {
            "speech": community.speech, "music": community.music, "clapping": community.clapping,
            "crowd": community.crowd, "quiet": min(1.0, community.silence / 2.0),
        }  # fmt: skip
        for name, value in heard.items():
            self.likely[name] = _to(self.likely[name], value, seconds, 0.2, 0.8)


def _four(numbers: Sequence[float]) -> tuple[float, float, float, float]:
    first, second, third, fourth = numbers
    return first, second, third, fourth


def _to(now: float, then: float, seconds: float, rise: float, fall: float) -> float:
    """Return where a pointer at `now` is that many seconds later, on its way to `then`."""
    return now + (then - now) * (1.0 - math.exp(-seconds / (rise if then > now else fall)))
