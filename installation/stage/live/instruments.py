"""What is heard and felt now, in pictures: fit to be shown to visitors.

The contour of the last seconds with its onsets and beats, the seven bands, the pulse, the key wheel, and the circumplex
(Russell 1980) with every citizen as a dot. It is drawn by the GPU at the window's own size, over the finished picture.
"""

import math
from dataclasses import dataclass
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from installation.captions import Captions
from installation.community import Community
from installation.gpu.blocks import Heard
from installation.gpu.shaders import Shaders
from installation.stage.live.arrangement import FOOT, HEADING, Place, arrange
from installation.stage.live.brush import Brush
from installation.stage.live.hearing import CONTOUR_TICKS, Hearing
from installation.stage.live.pointers import NO_GESTURES, Pointers
from installation.story.gestures import Gestures

BONE, DIM, FOXFIRE, GOLD = (232, 238, 230), (164, 178, 180), (118, 226, 168), (255, 214, 138)
MOST_DOTS = 256
RIM, GLOW = 14.0, 13.0
"""Width of what lies around the circumplex, as its shaders have it, and of the light of the community's centre."""
UNLIKELY = 0.22
"""How bright a word is that says what is surely not heard."""
TEMPO_STAYS = 0.5
"""Seconds for which the number of the tempo stays, so that it can be read."""
_FIFTHS = tuple(number * 7 % 12 for number in range(12))
_CORNERS = {
    "joy": (1, 1, (236, 190, 120)), "rage": (-1, 1, (240, 150, 140)),
    "grief": (-1, -1, (140, 178, 240)), "peace": (1, -1, (128, 212, 176)),
}  # fmt: skip
"""What the corners of the circumplex are called, with the signs of valence and arousal there, and their colours."""


@dataclass(frozen=True)
class Shown:
    """What the instruments show at one frame; `phase` is its key, `title` and `sentence` are for people."""

    hearing: Hearing
    community: Community
    title: str
    phase: str
    sentence: str
    gestures: Gestures = NO_GESTURES
    """What people do just now, and how much each of it helps in this world."""
    helps: Gestures = NO_GESTURES
    lost: bool = False
    """Whether the microphone is not there just now."""


class Instruments:
    """Draws the instruments into windows of `size` pixels; words are in the language of the captions."""

    def __init__(self, context: moderngl.Context, shaders: Shaders, captions: Captions, size: tuple[int, int]) -> None:
        self._captions = captions
        self._major, self._minor = (captions.overlay[name].split() for name in ("major_keys", "minor_keys"))
        self._brush = Brush(context, shaders)
        self._contour = context.texture((CONTOUR_TICKS, 1), 3, dtype="f4")
        self._citizens = context.texture((MOST_DOTS, 1), 4, dtype="f4")
        self._pointers = Pointers()
        self._last: float | None = None
        self._tempo, self._tempo_set = "", -TEMPO_STAYS
        self.resize(size)

    def resize(self, size: tuple[int, int]) -> None:
        """Draw for this size, in pixels, from now on."""
        self._places = arrange(size)
        self._brush.scale = self._places.scale

    def draw(self, target: Any, now: float, shown: Shown, opacity: float) -> None:
        """Draw over `target` what is to be shown at the time `now`, in seconds."""
        seconds = min(0.5, max(0.0, now - self._last)) if self._last is not None else 0.0
        self._last = now
        heard = self._pointers.move(seconds, shown.hearing, shown.community, shown.gestures)
        with self._brush.over(target, heard, opacity):
            self._draw_pictures(shown, heard)
            self._draw_words(now, shown)

    def _draw_pictures(self, shown: Shown, heard: Heard) -> None:
        places, brush = self._places, self._brush
        self._contour.write(_smoothed(shown.hearing.contour))
        brush.picture("scrim", places.shade)
        brush.picture("scrim_above", places.top_shade)
        brush.picture("sound", places.sound, self._contour)
        brush.picture("pulse", places.pulse)
        brush.picture("wheel", places.wheel)
        brush.picture("circumplex", places.circle)
        rows = np.zeros((MOST_DOTS, 4), np.float32)
        for row, citizen in zip(rows, shown.community.citizens[-MOST_DOTS:], strict=False):
            row[:] = citizen.valence, citizen.arousal, citizen.strength, citizen.age
        self._citizens.write(rows)
        brush.dots("citizens", places.circle, self._citizens, min(MOST_DOTS, len(shown.community.citizens)))
        (x, y), radius = places.circle.centre, 0.5 * places.circle.width - RIM
        x, y = x + radius * heard.valence, y + radius * heard.arousal
        brush.picture("centre", Place(x - GLOW, y - GLOW, 2.0 * GLOW, 2.0 * GLOW))

    def _draw_words(self, now: float, shown: Shown) -> None:
        places, words = self._places, self._captions.overlay
        headings = {"heard": places.sound, "pulse": places.pulse, "key": places.wheel, "feeling": places.circle}
        for name, place in headings.items():
            self._brush.word(self._line(words[name], "small", DIM), place.left, place.top + HEADING - 4.0)
        self._draw_story(shown)
        self._draw_gestures(shown.helps)
        self._draw_likely(shown.lost)
        self._draw_tempo(now, shown.community)
        self._draw_keys()
        self._draw_feelings(shown.community)

    def _draw_story(self, shown: Shown) -> None:
        """The world's title, the phase, and the sentence on what to look for."""
        place = self._places.words
        title = self._line(shown.title, "title", BONE)
        top = place.top + 2.0
        # A capital stands a little away from its left edge.
        self._brush.word(title, place.left - 1.0, top)
        top -= title.height / self._brush.scale + 1.0
        phase = self._line(self._captions.phases.get(shown.phase, shown.phase), "small", FOXFIRE)
        self._brush.word(phase, place.left, top)
        top -= phase.height / self._brush.scale + 8.0
        self._brush.word(self._line(shown.sentence, "text", BONE, place.width), place.left, top)

    def _draw_gestures(self, helps: Gestures) -> None:
        """The four things that people can do: brighter what helps here, and in gold what is done."""
        place = self._places.words
        left, top = place.left, place.bottom + FOOT - 8.0
        for name, made in self._pointers.made.items():
            text, resting = self._captions.overlay[name], 0.25 + 0.3 * getattr(helps, name)
            word = self._line(text, "small", BONE)
            self._brush.word(word, left, top, resting * (1.0 - made))
            self._brush.word(self._line(text, "small", GOLD), left, top, made)
            left += word.width / self._brush.scale + 16.0

    def _draw_likely(self, lost: bool) -> None:
        """What the sound is likely to be, each word as bright as it is likely; or that nothing can be heard."""
        left, top = self._places.sound.left, self._places.sound.bottom - 8.0
        if lost:
            self._brush.word(self._line(self._captions.overlay["unheard"], "small", GOLD), left, top)
            return
        for name, share in self._pointers.likely.items():
            word = self._line(self._captions.overlay[name], "small", BONE)
            self._brush.word(word, left, top, UNLIKELY + (1.0 - UNLIKELY) * share)
            left += word.width / self._brush.scale + 16.0

    def _draw_tempo(self, now: float, community: Community) -> None:
        if community.tempo > 0.0 and now - self._tempo_set > TEMPO_STAYS:
            self._tempo, self._tempo_set = f"{community.tempo:.0f}", now
        if self._tempo:
            number = self._line(self._tempo, "number", BONE)
            self._brush.word_centred(number, *self._places.pulse.centre, self._pointers.sure_of_pulse)

    def _draw_keys(self) -> None:
        """The names of the tones around the wheel, and the key's in its middle."""
        (x, y), radius = self._places.wheel.centre, 0.5 * self._places.wheel.width - 6.0
        key, sure = self._pointers.key, self._pointers.sure_of_key
        for number, tone in enumerate(_FIFTHS):
            angle = 2.0 * math.pi * number / 12.0
            own = sure if tone == key else 0.0
            name = self._note(self._major[tone], "small", GOLD if own > 0.5 else BONE)
            self._brush.word_centred(name, x + radius * math.sin(angle), y + radius * math.cos(angle), 0.5 + 0.5 * own)
        if key >= 0:
            minor = self._pointers.minor
            name = self._note((self._minor if minor else self._major)[key], "number", BONE)
            self._brush.word_centred(name, x, y + 7.0, sure)
            mode = self._line(self._captions.overlay["minor" if minor else "major"], "small", DIM)
            self._brush.word_centred(mode, x, y - 14.0, sure)

    def _draw_feelings(self, community: Community) -> None:
        """The names of four feelings, how many are here, and how far they feel alike."""
        place, words = self._places.circle, self._captions.overlay
        x, y = place.centre
        for name, (right, up, colour) in _CORNERS.items():
            word = self._line(words[name], "small", colour)
            self._brush.word_centred(word, x + right * 0.19 * place.width, y + up * 0.23 * place.height, 0.75)
        here = self._line(words["here"].format(len(community.citizens)), "small", BONE)
        self._brush.word(here, place.left, place.bottom - 8.0)
        alike = self._line(words["together"].format(round(100.0 * community.unity)), "small", GOLD)
        self._brush.word_right(alike, place.right, place.bottom - 8.0, self._pointers.sure_of_unity)

    def _line(self, *how: Any) -> Any:
        return self._brush.letters.line(*how)

    def _note(self, *how: Any) -> Any:
        return self._brush.letters.note(*how)


def _smoothed(contour: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the contour with an envelope without the raggedness of single ticks; shape (CONTOUR_TICKS, 3)."""
    smooth, envelope = contour.copy(), contour[:, 0]
    smooth[1:-1, 0] = 0.25 * envelope[:-2] + 0.5 * envelope[1:-1] + 0.25 * envelope[2:]
    return smooth
