"""The picture: ribbons, glow, backdrop and tone, drawn from (state, fraction of a tick) at any size."""

from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from installation import resources
from installation.gpu import blocks
from installation.params import INDEX, Values
from installation.picture import hologram, spectrum
from installation.picture.backdrop import Backdrop
from installation.picture.emphasis import Emphasis
from installation.picture.glow import Glow
from installation.picture.ground import Ground
from installation.picture.guard import Guard
from installation.picture.life import Life
from installation.picture.ripples import Ripples
from installation.story import Moment
from installation.world.vitals import DELAY
from installation.world.world import VOICE_TICKS, World

PEOPLE = spectrum.as_block(spectrum.lch(0.86, 0.12, 82.0))
"""White-gold: the light reserved for people."""
PALETTE = (
    "rest_wavelength", "rest_width", "charge_wavelength", "hue_spread", "cord_hue", "cord_chroma",
    "accent_hue", "accent_chroma", "swarm_wavelength", "flora_hue",
)  # fmt: skip
"""The parameters that the picture's colours are made from."""
LEVELS = {"low": 0.5, "medium": 0.75, "high": 1.0}
"""Picture qualities and the share of the window's pixels, each way, that the scene is drawn with."""
SPARE_SEGMENTS = 2048
"""Slots drawn beyond the highest known: those that may have been taken since the vitals were read."""
CORNER = {"place": ("2f", 8), "across": ("1f", 4), "radius": ("1f", 4), "packed_form": ("3u4", 12)}
"""Attributes of a ribbon's corner, as shaders/picture/ribbons.comp writes them: format and bytes."""
CORNER_BYTES = sum(size for _, size in CORNER.values())


class Picture:
    """Draws a world into a picture of one size. Covers it whole: the frame is cropped, never squeezed."""

    levels: tuple[str, ...] = tuple(LEVELS)
    shown: Any
    """The framebuffer that holds the picture drawn last."""

    def __init__(self, context: moderngl.Context, world: World, size: tuple[int, int], level: str = "high") -> None:
        self.context, self.world, self.fade = context, world, 1.0
        self.shaders = world.shaders
        # Where there are no citizens, nobody asks for their tiles.
        self.glints, self.felt_glints = (
            self.shaders.compute("picture/glints.comp", VOICE_TICKS=VOICE_TICKS, WITH_TILES=tiles) for tiles in (0, 1)
        )
        self.ribbons = self.shaders.compute("picture/ribbons.comp")
        self.ribbon = self.shaders.render("picture/ribbon.vert", "picture/ribbon.frag")
        self.ear = self.shaders.render("picture/ear.vert", "picture/ear.frag")
        self.hologram = self.shaders.render("picture/hologram.vert", "picture/hologram.frag")
        self.life = Life(context, world, self.shaders)
        self.ripples = Ripples(context, world, self.shaders)
        self.enlarge = self.shaders.render("picture/full.vert", "picture/enlarge.frag")
        self.tone = self.shaders.render("picture/full.vert", "picture/tone.frag")
        self._arrays: dict[tuple[int, int], Any] = {}
        self._make_room()
        self.guard = Guard(context, self.shaders)
        self._presented, self._warm = 0.0, False
        self.voice = context.buffer(reserve=VOICE_TICKS * 8)
        self.view = context.buffer(reserve=-(-blocks.dtype(blocks.View).itemsize // 16) * 16)
        self.dither = _dither(context)
        self._palette: tuple[bytes, list[blocks.vec4]] = (b"", [])
        self._level = level
        self._targets: list[Any] = []
        self.resize(size)

    def _make_room(self) -> None:
        """Make buffers for as many ribbons as the world has slots."""
        self.capacity = self.world.quality.capacity
        self.corners = self.context.buffer(reserve=self.capacity * 4 * CORNER_BYTES)
        self.glint = self.context.buffer(reserve=self.capacity * 16)
        self.order = self.context.buffer(_back_to_front(self.capacity).tobytes())
        self._arrays.clear()

    @property
    def level(self) -> str:
        """The picture's quality; nothing of the world depends on it."""
        return self._level

    @level.setter
    def level(self, level: str) -> None:
        if level != self._level:
            self._level = level
            self.resize(self.size)

    def resize(self, size: tuple[int, int]) -> None:
        """Draw at this size, in pixels, from now on."""
        self._release()
        self.size = size
        share = LEVELS[self._level]
        self.scene_size = (max(16, round(size[0] * share)), max(16, round(size[1] * share)))
        self.crop = cover(self.world.aspect, size[0] / size[1])
        self.scene_light = self.context.texture(self.scene_size, 4, dtype="f2")
        self.scene_light.repeat_x = self.scene_light.repeat_y = False
        self.scene = self.context.framebuffer([self.scene_light])
        self.ground = Ground(self.context, self.shaders, self.scene_size, self.dither)
        last = self.shown if self._targets else None
        self.shown, self._shown_before = self._output(), self._output()
        if last is not None:  # the guard goes on from what is on the screen
            self._enlarge(last, self.shown)
            _release(last)
        self.guard.fit(size[0] / size[1])
        self.glow = Glow(self.context, self.shaders, self.crop[2:], self.scene_size)
        self.emphasis = Emphasis(self.context, self.shaders, self.crop[2:])
        self.backdrop = Backdrop(self.context, self.world, self.shaders, self.glow, self.crop[2:])
        self._targets = [self.scene]

    def release(self) -> None:
        """Free what the picture holds on the GPU: at 4K a quarter of a gigabyte. It cannot draw any more."""
        self._release()
        _release(self.shown)
        self.ripples.release()
        for buffer in (self.corners, self.glint, self.order, self.voice, self.view):
            buffer.release()

    def _release(self) -> None:
        for target in self._targets:
            _release(target)
        if self._targets:
            _release(self._shown_before)
            self.glow.release()
            self.backdrop.release()
            self.emphasis.release()
            self.ground.release()

    def _output(self) -> Any:
        texture = self.context.texture(self.scene_size, 4, dtype="f1")
        texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
        texture.repeat_x = texture.repeat_y = False
        framebuffer = self.context.framebuffer([texture])
        framebuffer.clear(0.0, 0.0, 0.0, 1.0)
        return framebuffer

    def draw(
        self, moment: Moment, fraction: float = 0.0, target: Any = None, presented: float | None = None
    ) -> None:
        """Draw the world as it is, `fraction` of a tick on its way, into `target` or the picture's own.

        `presented` is when it is shown, in seconds from anywhere; without it, a sixtieth after the one before.
        """
        self._presented = self._presented + 1.0 / 60.0 if presented is None else presented
        if self.capacity != self.world.quality.capacity:
            for buffer in (self.corners, self.glint, self.order):
                buffer.release()
            self._make_room()
        if moment.frozen:
            fraction = 0.0  # or everything would tremble within a tick that never comes
        self.world.show(moment)
        segments = self._segments()
        self._write_view(moment, fraction, segments)
        self.ground.draw(moment.values, self._bind_blocks, self._array)
        self._bind_blocks()
        self.emphasis.use(moment.values, self.world.ground, self._array)
        self._make_ribbons(segments)
        self._draw_scene(segments, moment.values, fraction)
        self.glow.draw(self.scene_light, float(moment.values[INDEX["glow_radius"]]), self._triangle)
        self.backdrop.draw(moment.values, self._surging(moment.values), self._array)
        self._finish(target)

    def _segments(self) -> int:
        known = self.world.vitals(self.world.tick - DELAY)
        highest = known.highest if known else self.capacity
        return min(self.capacity, highest + SPARE_SEGMENTS)

    def _write_view(self, moment: Moment, fraction: float, segments: int) -> None:
        values, seconds = moment.values, (self.world.tick + fraction) / 60.0
        drift = float(values[INDEX["parallax"]]) * 0.01
        self.voice.write(self.world.voice.tobytes())
        rest_a, rest_b, rest_c, charge, cord, accent, swarm, flora = self._colours(values)
        self.view.write(blocks.pack(blocks.View(
            crop=self.crop, pixel=self.crop[3] / self.scene_size[1], seconds=seconds,
            rest_a=rest_a, rest_b=rest_b, rest_c=rest_c, charge=charge, cord=cord, accent=accent,
            swarm=swarm, flora=flora, health=hologram.health(self.world.vitals(self.world.tick - DELAY)),
            people=PEOPLE, fraction=fraction, fade=self.fade * moment.light,
            exposure=2.0 ** float(values[INDEX["exposure"]]), voice_tick=max(0, self.world.tick - 1),
            drift=(drift * np.sin(seconds * 0.071), 0.6 * drift * np.sin(seconds * 0.053 + 1.0)),
            segments=segments, breath=moment.pulse.breaths(fraction / 60.0),
        )))  # fmt: skip

    def _colours(self, values: Values) -> list[blocks.vec4]:
        """Return the palette of these values; it is worked out anew only when one of them has changed."""
        chosen = np.round([values[INDEX[name]] for name in PALETTE], 3)
        if self._palette[0] != chosen.tobytes():
            peak, width, charge, spread, hue, chroma, own_hue, own_chroma, swarm, flora = map(float, chosen)
            rest = spectrum.emission(peak, width)
            colours = [
                spectrum.turned(rest, -0.5 * spread), rest, spectrum.turned(rest, 0.5 * spread),
                spectrum.emission(charge, 70.0), spectrum.brightest(spectrum.lch(0.85, chroma, hue)),
                spectrum.brightest(spectrum.lch(0.70, own_chroma, own_hue)),
                spectrum.emission(swarm, 80.0), spectrum.brightest(spectrum.lch(0.72, 0.13, flora)),
            ]  # fmt: skip
            self._palette = (chosen.tobytes(), [spectrum.as_block(colour) for colour in colours])
        return self._palette[1]

    def _bind_blocks(self) -> None:
        self.world.bind_segments()
        self.world.mosaic.use()
        self.world.state.bind(citizens=10)
        self.view.bind_to_uniform_block(2)

    def _make_ribbons(self, segments: int) -> None:
        hyphae, buffers = self.world.hyphae, self.world.state.buffers
        self._bind_blocks()
        for place, name in (
            (4, f"charge{hyphae.charge_now}"), (5, f"charge{hyphae.charge_before}"),
            (6, f"flow{hyphae.flow_now}"), (12, "grain"),
        ):  # fmt: skip
            buffers[name].bind_to_storage_buffer(place)
        self.voice.bind_to_storage_buffer(7)
        self.corners.bind_to_storage_buffer(8)
        self.glint.bind_to_storage_buffer(9)
        self.world.fields.use()
        if self.world.mosaic.count > 0 or not self._warm:  # once at the start, so that it is not compiled in the show
            self.felt_glints.run(segments)
        if self.world.mosaic.count == 0:
            self.glints.run(segments)
        self._warm = True
        self.ribbons.run(segments)

    def _draw_scene(self, segments: int, values: Values, fraction: float) -> None:
        self._bind_blocks()
        self.scene.use()
        self.context.disable(moderngl.BLEND)
        if values[INDEX["set_light"]] > 0.0:
            self.ground.shine(values, self._surging(values), self._array)
        else:
            self.scene.clear(0.0, 0.0, 0.0, 0.0)
        self.context.enable(moderngl.BLEND)
        self.context.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        first = (self.capacity - segments) * 6
        self._array(self.ribbon).render(moderngl.TRIANGLES, vertices=segments * 6, first=first)
        if values[INDEX["hologram_light"]] > 0.0 and values[INDEX["totem"]] > 0.0:
            self._array(self.hologram).render(moderngl.TRIANGLE_STRIP, vertices=4, instances=hologram.RINGS)
        self.life.draw()
        self.ripples.draw(fraction)
        self._array(self.ear).render(moderngl.TRIANGLES, vertices=6)
        self.context.disable(moderngl.BLEND)

    def _surging(self, values: Values) -> bool:
        """Tell whether a surge from the oculus is on its way, in what the world's last tick wrote."""
        return bool(values[INDEX["oculus"]] > 0.0) and self.world.stimuli.way_of_wave(self.world.tick - 1) <= 1.0

    def _array(self, program: Any) -> Any:
        """Return the vertex array of a program, made anew when it was reloaded."""
        key = (id(program), program.version)
        if key not in self._arrays:
            if program is self.ribbon:
                content = [(self.corners, *_attributes(program.gl))]
                self._arrays[key] = self.context.vertex_array(program.gl, content, index_buffer=self.order)
            else:
                self._arrays[key] = self.context.vertex_array(program.gl, [])
        return self._arrays[key]

    def _triangle(self, program: Any) -> None:
        self._array(program).render(moderngl.TRIANGLES, vertices=3)

    def _finish(self, target: Any) -> None:
        self._bind_blocks()
        self.shown, self._shown_before = self._shown_before, self.shown
        self.shown.use()
        self.scene_light.use(0)
        self.backdrop.texture.use(1)
        self.ground.relief.use(2)
        self._triangle(self.tone)
        self.guard.draw(self.shown, self._shown_before, self._presented, self._array)
        if target is not None:
            self.present(target)

    def present(self, target: Any) -> None:
        """Bring the picture that was drawn last onto the whole of `target`, and leave that in use."""
        self._enlarge(self.shown, target)
        target.use()

    def _enlarge(self, source: Any, target: Any) -> None:
        if source.size == target.size:
            self.context.copy_framebuffer(target, source)
            return
        target.use()
        source.color_attachments[0].use(0)
        self._triangle(self.enlarge)

    def read(self) -> NDArray[np.uint8]:
        """Return the picture that was drawn last without a target, shape (height, width, 3), the top row first."""
        if self.scene_size == self.size:
            return _pixels(self.shown)
        whole = self.context.simple_framebuffer(self.size, 4)
        self.present(whole)
        pixels = _pixels(whole)
        whole.release()
        return pixels


def _release(framebuffer: Any) -> None:
    framebuffer.color_attachments[0].release()
    framebuffer.release()


def _pixels(framebuffer: Any) -> NDArray[np.uint8]:
    width, height = framebuffer.size
    pixels = np.frombuffer(framebuffer.read(components=3, alignment=1), np.uint8).reshape(height, width, 3)
    return pixels[::-1].copy()


def cover(world_aspect: float, picture_aspect: float) -> tuple[float, float, float, float]:
    """Return left, bottom, width and height of the part of the frame that fills a picture of this aspect."""
    if picture_aspect >= world_aspect:
        height = world_aspect / picture_aspect
        return 0.0, (1.0 - height) / 2, world_aspect, height
    return (world_aspect - picture_aspect) / 2, 0.0, picture_aspect, 1.0


def _attributes(program: Any) -> tuple[str, ...]:
    """Return the format and the names of a corner's attributes; those that the compiler dropped are skipped."""
    kept = [name for name in CORNER if name in program]
    formats = [form if name in kept else f"{size}x" for name, (form, size) in CORNER.items()]
    return (" ".join(formats), *kept)


def _back_to_front(capacity: int) -> NDArray[np.uint32]:
    """Return the corners' order of drawing: the highest slots first, so that the oldest cords lie on top."""
    first = np.arange(capacity - 1, -1, -1, dtype=np.uint32) * 4
    return (first[:, None] + np.array([0, 1, 2, 2, 1, 3], np.uint32)).ravel()


def _dither(context: moderngl.Context) -> Any:
    with Image.open(resources.directory("assets") / "blue-noise.png") as image:
        texture = context.texture(image.size, 1, image.convert("L").tobytes(), dtype="f1")
    texture.filter = (moderngl.NEAREST, moderngl.NEAREST)
    return texture
