"""What may be said on the command line: kinds of values, and the options that commands share."""

import contextlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from installation.captions import DEFAULT_LANGUAGE
from installation.stage.options import (
    DEFAULT_DETAIL,
    DEFAULT_SEED,
    DEFAULT_WORLD,
    LARGEST_AREA,
    LARGEST_SIDE,
    SMALLEST_SIDE,
)

NAME = "living-mosaic"


def say(sentence: str) -> None:
    """Tell something that is no result, in one line on stderr."""
    click.echo(f"{NAME}: {sentence}", err=True)


class Size(click.ParamType):
    name = "WxH"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Read a size in pixels."""
        if isinstance(value, tuple):
            return value
        parts = str(value).lower().split("x")
        if len(parts) == 2 and all(part.isascii() and part.isdigit() for part in parts):
            size = int(parts[0]), int(parts[1])
            if SMALLEST_SIDE <= min(size) and max(size) <= LARGEST_SIDE and size[0] * size[1] <= LARGEST_AREA:
                return size
        self.fail(f"{value}: expected WIDTHxHEIGHT in pixels, {SMALLEST_SIDE}x{SMALLEST_SIDE} to 7680x4320", param, ctx)


class Rate(click.ParamType):
    name = "N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """Read frames a second, as 30, 29.97 or 30000/1001."""
        with contextlib.suppress(ValueError, ZeroDivisionError):
            rate = Fraction(str(value))
            if 1 <= rate <= 240:
                return rate
        self.fail(f"{value}: expected frames a second, 1 to 240", param, ctx)


class Level(click.ParamType):
    name = "LEVEL"

    def __init__(self, *more: str) -> None:
        self.more = more

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read a quality of the picture."""
        from installation.picture.picture import Picture

        levels = (*self.more, *Picture.levels)
        if value not in levels:
            self.fail(f"{value}: expected one of {', '.join(levels)}", param, ctx)
        return str(value)


class UdpPort(click.ParamType):
    name = "PORT|none"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read a UDP port; none is 0."""
        if value == "none":
            return 0
        if str(value).isascii() and str(value).isdigit() and 1 <= int(value) <= 65535:
            return int(value)
        self.fail(f"{value}: expected a UDP port, 1 to 65535, or none", param, ctx)


class Detail(click.ParamType):
    name = "DETAIL"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read a quality of the world."""
        from installation.world.quality import DETAILS

        if value not in DETAILS:
            self.fail(f"{value}: expected one of {', '.join(DETAILS)}", param, ctx)
        return str(value)


class Language(click.ParamType):
    name = "CODE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read the code of a language that there are captions in."""
        from installation.captions import languages

        if value not in languages():
            self.fail(f"{value}: expected one of {', '.join(languages())}", param, ctx)
        return str(value)


A_PATH = click.Path(path_type=Path)
SECONDS = click.FloatRange(min=0.0, min_open=True, max=7 * 86400.0)
A_STEP = click.FloatRange(1.0, 3600.0)
SHARE = click.FloatRange(0.0, 1.0)
OUTPUTS = click.Choice(["2", "4", "8"])
SIGNED = click.FloatRange(-1.0, 1.0)
_SEED = click.IntRange(0, 2**32 - 1)


def _option(name: str, meaning: str, **how: Any) -> tuple[str, Callable[[Any], Any]]:
    # What a command is given is called like the option, but for `json`, which is a module's name too.
    names = (f"--{name}", "as_json") if name == "json" else (f"--{name}",)
    return name.partition("/")[0], click.option(*names, help=meaning, **how)


COMMON: dict[str, Callable[[Any], Any]] = dict(
    (
        _option("world", "The world, or all in turn.", default=DEFAULT_WORLD, show_default=True, metavar="NAME|auto"),
        _option("phase", "A phase to stay in, or the arc.", default="auto", show_default=True, metavar="NAME|auto"),
        _option("sound-in", "mic, a device's name, a sound FILE, demo or none.", metavar="WHAT"),
        _option("sound-out", "A device's name, or none (default: the system's).", metavar="DEVICE|none"),
        _option("outputs", "2 for stereo (the default); 4 or 8 in a ring around people.", type=OUTPUTS, default="2"),
        _option("midi", "Only the MIDI ports of this name, or none (default: all).", metavar="NAME|none"),
        _option("osc-in", "UDP port for OSC (default: 9000).", type=UdpPort()),
        _option("osc-out", "Where OSC is sent to (default: 127.0.0.1:9001).", metavar="HOST:PORT|none"),
        _option("seed", "Another seed, another life.", type=_SEED, default=DEFAULT_SEED, metavar="N"),
        _option("fresh", "Begin from spores, not on a grown network; and without earlier marks.", is_flag=True),
        _option("state", "Where marks are kept from run to run (default: your own).", type=A_PATH, metavar="DIR"),
        _option("detail", "The world's quality: standard, fine, grand.", type=Detail(), default=DEFAULT_DETAIL),
        _option("size", "Size of the picture in pixels (default: 1280x720).", type=Size()),
        _option("fps", "Frames a second at most (default: what the machine holds).", type=Rate()),
        _option("seconds", "How long it lasts.", type=SECONDS, metavar="N"),
        _option("citizens", "How many stand in for people (default: 12).", type=click.IntRange(0, 5000), metavar="N"),
        _option("unity", "How well they agree.", type=SHARE, metavar="0..1"),
        _option("arousal", "Their mean arousal.", type=SIGNED, metavar="-1..1"),
        _option("valence", "Their mean valence.", type=SIGNED, metavar="-1..1"),
        _option("camps", "2: they fall into two opposed camps.", type=click.IntRange(1, 2), metavar="1|2"),
        _option("touch", "Touches keep falling on this share of the frame.", type=SHARE, metavar="0..1"),
        _option("language", "The language of captions.", type=Language(), default=DEFAULT_LANGUAGE, show_default=True),
        _option("record", "Keep the performance as a score.", type=A_PATH, metavar="FILE"),
        _option("record-sound", "Keep what was heard too, as FLAC beside the score.", is_flag=True),
        _option("vitals", "Keep every tick's vitals as JSON Lines.", type=A_PATH, metavar="FILE"),
        _option("guard-report", "Keep what the guard held, as JSON Lines.", type=A_PATH, metavar="FILE"),
        _option("overlay", "Begin with what is heard and felt in pictures, as Tab shows it.", is_flag=True),
        _option("fullscreen", "Fill the screen.", is_flag=True),
        _option("display", "The screen, from 0.", type=click.IntRange(min=0), default=0, metavar="N"),
        _option("headless", "Run without a window.", is_flag=True),
        _option("preview", "Where a run without a window keeps a picture fresh.", type=A_PATH, metavar="FILE"),
        _option("kiosk", "For exhibitions: only a signal ends it; no keys for window and files.", is_flag=True),
        _option("vsync/--no-vsync", "Follow the screen's own rate.", default=True),
        _option("quality", "The picture's quality.", type=Level("auto"), default="auto", show_default=True),
        _option("json", "Say it as JSON.", is_flag=True),
    )
)
"""The options that several commands share, each declared once."""


COMMUNITY = ("citizens", "unity", "arousal", "valence", "camps", "touch")
"""The options of a community that stands in for people."""


def options(*names: str) -> Callable[[Any], Any]:
    """Give a command these of the common options."""

    def decorate(command: Any) -> Any:
        for name in reversed(names):
            command = COMMON[name](command)
        return command

    return decorate
