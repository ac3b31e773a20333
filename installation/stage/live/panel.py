"""The operator's panel: what it says, and how it is set in type. It knows pygame's fonts and no OpenGL."""

from collections.abc import Sequence
from dataclasses import dataclass

import pygame

from installation import resources
from installation.world.vitals import Vitals

Colour = tuple[int, int, int]
GROUND = (6, 9, 12, 196)
DIM: Colour = (126, 140, 144)
BRIGHT: Colour = (224, 230, 224)
FOXFIRE: Colour = (88, 214, 150)
GOLD: Colour = (255, 214, 138)
FAULT: Colour = (255, 128, 108)
ROWS_OF_DESIGN = 720.0
"""Height of the window, in pixels, at which the lengths below are pixels."""
WIDTH, PADDING, LABEL_WIDTH = 340, 16, 86
TEXT, TITLE = 13, 24
SLIDER_COLUMNS, SLIDER_GAP, SLIDER_LABEL = 2, 18, 52
_MET = 2.5 / 127.0
"""How close a knob is to what it moves where it has met it."""


@dataclass(frozen=True)
class Slider:
    """A macro: where it stands, 0 to 1, and where the knob does that moves it, where it has been turned."""

    name: str
    standing: float
    hand: float | None = None

    @property
    def waits(self) -> bool:
        """Whether the knob moves nothing until it has come to where the macro stands."""
        return self.hand is not None and abs(self.hand - self.standing) > _MET


@dataclass(frozen=True)
class Readings:
    """What the panel shows."""

    fps: float
    frame_ms: float
    tick: int
    slipped: float
    world: str
    phase: str
    blend: float
    """How far the blend into the phase has come, 0 to 1."""
    citizens: int
    unity: float
    arousal: float
    guard: str
    """When the guard held the picture and on what; nothing where it never did."""
    quality: str
    renderer: str
    vitals: Vitals | None
    capacity: int
    sound_in: str
    sound_state: str
    """What is known of it: how its room was measured, or that it is lost."""
    sound_lost: bool
    momentary: float | None
    """Loudness in LUFS, where anything is heard."""
    recording: str
    faults: Sequence[str]
    notes: Sequence[str]
    sound_out: str = "none"
    silenced: bool = False
    """Whether there is no device to sing on just now."""
    played: str = ""
    """What performers play on."""
    held: str = ""
    """What a performer holds over the picture: its light, a blackout, a frozen world; nothing where it is as usual."""
    sliders: Sequence[Slider] = ()
    """The macros, where somebody may play them."""


@dataclass(frozen=True)
class Row:
    """A line of the panel: a dim label and a bright value."""

    label: str
    value: str
    colour: Colour = BRIGHT


def rows(readings: Readings) -> list[Row]:
    """Return the panel's lines in order, the messages apart."""
    lines = [
        Row("frame", f"{readings.frame_ms:.1f} ms   {readings.quality}"),
        Row("tick", f"{readings.tick}" + (f"   slipped {readings.slipped:.1f} s" if readings.slipped >= 0.1 else "")),
        Row("phase", f"{readings.phase}" + (f"   {readings.blend:.0%}" if readings.blend < 1.0 else "")),
    ]
    felt = f"unity {readings.unity:.2f}   arousal {readings.arousal:+.2f}"
    lines.append(Row("citizens", f"{readings.citizens}   {felt}"))
    if readings.vitals is not None:
        vitals = readings.vitals
        lines += [
            Row("segments", f"{vitals.segments} of {readings.capacity}"),
            Row("biomass", f"{vitals.biomass:.1f} heights"),
            Row("tips", f"{vitals.growing} growing of {vitals.tips}"),
        ]
    lines.append(Row("sound in", readings.sound_in, GOLD if readings.sound_lost else BRIGHT))
    if readings.sound_state:
        lines.append(Row("", readings.sound_state, GOLD if readings.sound_lost else DIM))
    lines.append(Row("loudness", "nothing heard" if readings.momentary is None else f"{readings.momentary:.0f} LUFS"))
    out = readings.sound_out + (" is not there" if readings.silenced else "")
    lines.append(Row("sound out", out, GOLD if readings.silenced else BRIGHT))
    if readings.played:
        lines.append(Row("played by", readings.played))
    if readings.held:
        # Who finds the picture black must find out why.
        lines.append(Row("held", readings.held, GOLD))
    lines.append(Row("guard", readings.guard or "nothing held", GOLD if readings.guard else DIM))
    lines.append(Row("recording", readings.recording or "off", GOLD if readings.recording else DIM))
    return lines


class Typesetter:
    """Sets the panel and the one-line notes in type, as large as suits a window of `rows` pixels."""

    def __init__(self, rows: int) -> None:
        pygame.font.init()
        self.scale = max(0.75, rows / ROWS_OF_DESIGN)
        fonts = resources.directory("assets") / "fonts"
        self._text = pygame.font.Font(fonts / "Inter-Light.otf", self._pixels(TEXT))
        self._title = pygame.font.Font(fonts / "InterDisplay-ExtraLight.otf", self._pixels(TITLE))

    def _pixels(self, length: float) -> int:
        return max(1, round(length * self.scale))

    def note(self, text: str, width: int) -> pygame.Surface:
        """Return a small plate with one message, at most `width` pixels wide."""
        line = self._line(self._text, text, BRIGHT, width - 2 * self._pixels(PADDING))
        plate = self._plate(line.get_width() + 2 * self._pixels(PADDING), line.get_height() + self._pixels(PADDING))
        plate.blit(line, (self._pixels(PADDING), self._pixels(PADDING / 2)))
        return plate

    def panel(self, readings: Readings) -> pygame.Surface:
        """Return the whole panel, shape as its content needs."""
        padding, label_width = self._pixels(PADDING), self._pixels(LABEL_WIDTH)
        inner = self._pixels(WIDTH) - 2 * padding
        parts: list[tuple[int, int, pygame.Surface]] = []
        y = padding
        rate = self._title.render(f"{readings.fps:.0f} fps", True, FOXFIRE)
        parts.append((padding + inner - rate.get_width(), y, rate))
        title = self._line(self._title, readings.world, BRIGHT, inner - rate.get_width() - padding)
        parts.append((padding, y, title))
        y += max(title.get_height(), rate.get_height()) + self._pixels(6)
        for row in rows(readings):
            value = self._line(self._text, row.value, row.colour, inner - label_width)
            parts.append((padding, y, self._text.render(row.label, True, DIM)))
            parts.append((padding + label_width, y, value))
            y += value.get_height() + self._pixels(3)
        for number in range(0, len(readings.sliders), SLIDER_COLUMNS):
            for column, slider in enumerate(readings.sliders[number : number + SLIDER_COLUMNS]):
                part = self._slider(slider, (inner - self._pixels(SLIDER_GAP)) // SLIDER_COLUMNS)
                parts.append((padding + column * (part.get_width() + self._pixels(SLIDER_GAP)), y, part))
            y += part.get_height() + self._pixels(1)
        y += self._pixels(6)
        for text, colour in (*((fault, FAULT) for fault in readings.faults), *((note, DIM) for note in readings.notes)):
            line = self._line(self._text, text, colour, inner)
            parts.append((padding, y, line))
            y += line.get_height() + self._pixels(5)
        plate = self._plate(self._pixels(WIDTH), y + padding - self._pixels(5))
        for left, top, part in parts:
            plate.blit(part, (left, top))
        return plate

    def _slider(self, slider: Slider, width: int) -> pygame.Surface:
        """Return a macro's name and where it stands; in gold where its knob does, as long as it waits to meet it."""
        name = self._text.render(slider.name, True, GOLD if slider.waits else DIM)
        part = pygame.Surface((width, name.get_height()), pygame.SRCALPHA)
        part.blit(name, (0, 0))
        left, thick, middle = self._pixels(SLIDER_LABEL), self._pixels(2), name.get_height() // 2
        length = width - left - thick
        pygame.draw.rect(part, (*DIM, 70), (left, middle, length, max(1, thick // 2)))
        reached = round(slider.standing * length)
        centre = length // 2  # from where a macro moves nothing
        start, stop = sorted((centre, reached))
        pygame.draw.rect(part, FOXFIRE, (left + start, middle - thick // 2, max(thick, stop - start), thick))
        pygame.draw.rect(part, BRIGHT, (left + reached, middle - 2 * thick, thick, 4 * thick))
        if slider.waits and slider.hand is not None:
            place = left + round(slider.hand * length), middle - 2 * thick, thick, 4 * thick
            pygame.draw.rect(part, GOLD, place)
        return part

    def _line(self, font: pygame.font.Font, text: str, colour: Colour, width: int) -> pygame.Surface:
        # A font refuses NUL, and a driver's message may hold anything.
        shown = "".join(letter if letter.isprintable() else " " for letter in text) or " "
        return font.render(shown, True, colour, None, max(1, width))

    def _plate(self, width: int, height: int) -> pygame.Surface:
        plate = pygame.Surface((width, height), pygame.SRCALPHA)
        pygame.draw.rect(plate, GROUND, plate.get_rect(), border_radius=self._pixels(8))
        return plate
