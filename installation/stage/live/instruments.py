"""What is heard and felt now, in pictures: fit to be shown to visitors.

The contour of the last seconds with its onsets and beats, the seven bands, the pulse, the key wheel, and the circumplex
(Russell 1980) with every citizen as a dot. It is drawn by the GPU at the window's own size, over the finished picture.
"""

from dataclasses import dataclass
from typing import Any

import moderngl
import numpy as np

from installation.captions import Captions
from installation.community import Community
from installation.gpu import blocks
from installation.gpu.shaders import Shaders
from installation.stage.live.arrangement import HEADING, Place, arrange
from installation.stage.live.hearing import CONTOUR_TICKS, Hearing
from installation.stage.live.letters import Letters
from installation.stage.live.pointers import Pointers

BONE, DIM, FOXFIRE, GOLD = (232, 238, 230), (164, 178, 180), (118, 226, 168), (255, 214, 138)
MOST_DOTS = 256
_FIFTHS = tuple(number * 7 % 12 for number in range(12))
_CORNERS = (("joy", 1, 1), ("rage", -1, 1), ("grief", -1, -1), ("peace", 1, -1))
"""What the corners of the circumplex are called, with the signs of valence and arousal there."""
_CORNER_COLOURS = {"joy": (236, 190, 120), "rage": (240, 150, 140), "grief": (140, 178, 240), "peace": (128, 212, 176)}


@dataclass(frozen=True)
class Shown:
    """What the instruments show at one frame; `phase` is its key, `title` and `sentence` are for people."""

    hearing: Hearing
    community: Community
    title: str
    phase: str
    sentence: str
    lost: bool = False
    """Whether the microphone is not there just now."""


class Instruments:
    """Draws the instruments into windows of `size` pixels; words are in the language of the captions."""

    def __init__(self, context: moderngl.Context, shaders: Shaders, captions: Captions, size: tuple[int, int]) -> None:
        self._context, self._captions = context, captions
        names = ("scrim", "sound", "pulse", "wheel", "circumplex", "label")
        self._programs = {name: shaders.render("picture/full.vert", f"stage/{name}.frag") for name in names}
        self._programs["citizens"] = shaders.render("stage/citizens.vert", "stage/citizens.frag")
        self._arrays: dict[str, tuple[int, Any]] = {}
        self._card, self._heard = (context.buffer(reserve=blocks.dtype(one).itemsize) for one in blocks.STAGE_BLOCKS)
        self._contour = context.texture((CONTOUR_TICKS, 1), 3, dtype="f4")
        self._citizens = context.texture((MOST_DOTS, 1), 4, dtype="f4")
        self._pointers = Pointers()
        self._last: float | None = None
        self._letters: Letters | None = None
        self._tempo, self._tempo_set = "", 0.0
        self.resize(size)

    def resize(self, size: tuple[int, int]) -> None:
        """Draw for this size, in pixels, from now on."""
        self._size, self._arrangement = size, arrange(size)
        if self._letters is not None:
            self._letters.release()
        self._letters = Letters(self._context, self._arrangement.scale)

    def draw(self, target: Any, now: float, shown: Shown, opacity: float) -> None:
        """Draw over `target` what is to be shown at the time `now`, in seconds."""
        seconds = min(0.5, max(0.0, now - self._last)) if self._last is not None else 0.0
        self._last = now
        heard = self._pointers.move(seconds, shown.hearing, shown.community)
        before = target.viewport
        target.use()
        self._context.enable(moderngl.BLEND)
        self._context.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self._heard.write(blocks.pack(heard))
        self._card.bind_to_uniform_block(5)
        self._heard.bind_to_uniform_block(6)
        self._draw_pictures(target, shown, opacity)
        self._draw_words(target, now, shown, opacity)
        self._context.disable(moderngl.BLEND)
        target.viewport = before

    def _draw_pictures(self, target: Any, shown: Shown, opacity: float) -> None:
        places = self._arrangement
        self._contour.write(np.ascontiguousarray(shown.hearing.contour))
        self._draw_part(target, "scrim", places.shade, opacity)
        self._contour.use(0)
        self._draw_part(target, "sound", places.sound, opacity)
        self._draw_part(target, "pulse", places.pulse, opacity)
        self._draw_part(target, "wheel", places.wheel, opacity)
        self._draw_part(target, "circumplex", places.circle, opacity)
        dots = [(c.valence, c.arousal, c.strength, c.age) for c in shown.community.citizens[-MOST_DOTS:]]
        if dots:
            rows = np.zeros((MOST_DOTS, 4), np.float32)
            rows[: len(dots)] = dots
            self._citizens.write(rows)
            self._citizens.use(0)
            self._draw_part(target, "citizens", places.circle, opacity, moderngl.TRIANGLE_STRIP, 4, len(dots))

    def _draw_part(
        self, target: Any, name: str, place: Place, opacity: float,
        mode: int = moderngl.TRIANGLES, vertices: int = 3, instances: int = 1,
    ) -> None:  # fmt: skip
        scale = self._arrangement.scale
        left, bottom = round(place.left * scale), round(place.bottom * scale)
        target.viewport = left, bottom, round(place.right * scale) - left, round(place.top * scale) - bottom
        self._card.write(blocks.pack(blocks.Card((place.width, place.height), scale, opacity)))
        self._array(name).render(mode, vertices=vertices, instances=instances)

    def _array(self, name: str) -> Any:
        program = self._programs[name]
        version, array = self._arrays.get(name, (-1, None))
        if version != program.version:
            array = self._context.vertex_array(program.gl, [])
            self._arrays[name] = program.version, array
        return array

    def _draw_words(self, target: Any, now: float, shown: Shown, opacity: float) -> None:
        self._target, self._opacity = target, opacity
        self._draw_story(shown)
        places, words = self._arrangement, self._captions.overlay
        parts = {"heard": places.sound, "pulse": places.pulse, "key": places.wheel, "feeling": places.circle}
        for name, place in parts.items():
            self._put(self._line(words[name], "small", DIM), place.left, place.top + HEADING - 4.0)
        self._draw_likely(shown.lost)
        self._draw_tempo(now, shown.community)
        self._draw_keys()
        self._draw_feelings(shown.community)

    def _draw_story(self, shown: Shown) -> None:
        """The world's title, the phase, and the sentence on what to look for."""
        place = self._arrangement.words
        title = self._line(shown.title, "title", BONE)
        top = place.top + 2.0
        self._put(title, place.left - 1.0, top)
        top -= title.height / self._arrangement.scale + 1.0
        phase = self._line(self._captions.phases.get(shown.phase, shown.phase), "small", FOXFIRE)
        self._put(phase, place.left, top)
        top -= phase.height / self._arrangement.scale + 8.0
        self._put(self._line(shown.sentence, "text", BONE, place.width), place.left, top)

    def _draw_likely(self, lost: bool) -> None:
        """What the sound is likely to be, each word as bright as it is likely; or that nothing can be heard."""
        place = self._arrangement.sound
        if lost:
            self._put(self._line(self._captions.overlay["unheard"], "small", GOLD), place.left, place.bottom - 8.0)
            return
        left = place.left
        for name, share in self._pointers.likely.items():
            word = self._line(self._captions.overlay[name], "small", BONE)
            self._put(word, left, place.bottom - 8.0, 0.22 + 0.78 * share)
            left += word.width / self._arrangement.scale + 16.0

    def _draw_tempo(self, now: float, community: Community) -> None:
        if community.tempo > 0.0 and now - self._tempo_set > 0.5:
            self._tempo, self._tempo_set = f"{community.tempo:.0f}", now
        if self._tempo:
            number = self._line(self._tempo, "number", BONE)
            self._put_centred(number, *self._arrangement.pulse.centre, self._pointers.sure_of_pulse)

    def _draw_keys(self) -> None:
        """The names of the tones around the wheel, and the key's in its middle."""
        place, pointers = self._arrangement.wheel, self._pointers
        x, y = place.centre
        radius = 0.5 * place.width - 6.0
        major, minor = self._captions.overlay["major_keys"].split(), self._captions.overlay["minor_keys"].split()
        for number, tone in enumerate(_FIFTHS):
            angle = 2.0 * np.pi * number / 12.0
            own = tone == pointers.key
            share = 0.5 + (0.5 * pointers.sure_of_key if own else 0.0)
            name = self._note(major[tone], "small", GOLD if own and pointers.sure_of_key > 0.5 else BONE)
            self._put_centred(name, x + radius * np.sin(angle), y + radius * np.cos(angle), share)
        if pointers.key >= 0:
            name = (minor if pointers.minor else major)[pointers.key]
            mode = self._captions.overlay["minor" if pointers.minor else "major"]
            self._put_centred(self._note(name, "number", BONE), x, y + 7.0, pointers.sure_of_key)
            self._put_centred(self._line(mode, "small", DIM), x, y - 14.0, pointers.sure_of_key)

    def _draw_feelings(self, community: Community) -> None:
        """The names of four feelings, how many are here, and how far they feel alike."""
        place = self._arrangement.circle
        x, y = place.centre
        reach = 0.36 * place.width
        for name, right, up in _CORNERS:
            word = self._line(self._captions.overlay[name], "small", _CORNER_COLOURS[name])
            self._put_centred(word, x + right * reach * 0.62, y + up * reach * 0.86, 0.85)
        here = self._captions.overlay["here"].format(len(community.citizens))
        alike = self._captions.overlay["together"].format(round(100.0 * community.unity))
        self._put(self._line(here, "small", BONE), place.left, place.bottom - 8.0)
        right = self._line(alike, "small", GOLD)
        self._put(right, place.right - right.width / self._arrangement.scale, place.bottom - 8.0,
                  self._pointers.sure_of_unity)  # fmt: skip

    def _line(self, *how: Any) -> Any:
        assert self._letters is not None
        return self._letters.line(*how)

    def _note(self, *how: Any) -> Any:
        assert self._letters is not None
        return self._letters.note(*how)

    def _put_centred(self, word: Any, x: float, y: float, share: float = 1.0) -> None:
        scale = self._arrangement.scale
        self._put(word, x - 0.5 * word.width / scale, y + 0.5 * word.height / scale, share)

    def _put(self, word: Any, left: float, top: float, share: float = 1.0) -> None:
        """Lay a texture with its left upper corner there; whole pixels keep type sharp."""
        scale = self._arrangement.scale
        if share * self._opacity < 0.004:
            return
        self._target.viewport = round(left * scale), round(top * scale) - word.height, word.width, word.height
        self._card.write(blocks.pack(blocks.Card((1.0, 1.0), scale, share * self._opacity)))
        word.use(0)
        self._array("label").render(moderngl.TRIANGLES, vertices=3)
