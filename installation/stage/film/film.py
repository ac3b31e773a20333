"""Films: the same performance as a run, on a clock of frames, into files.

Nothing here depends on how long anything takes, so the same score gives the same frames.
"""

import contextlib
import hashlib
import math
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import FrameType

import moderngl

from installation.clock import FilmClock
from installation.files import open_text
from installation.score import TICKS_PER_SECOND, Event
from installation.stage.film.camera import Camera
from installation.stage.film.encode import Codec, Encoder, Frame, Mp4, PngFolder
from installation.stage.options import EventSource
from installation.stage.performance import Performance, fade_in
from installation.stage.singing import Voice
from installation.stage.soundtrack import Soundtrack
from installation.story import Moment

Tick = Callable[[Sequence[Event]], Moment]
HASHED_FRAMES = 10
"""A hash is kept of every tenth frame."""


@dataclass(frozen=True)
class FilmOptions:
    """A film to make: `ticks` long, of `size` in pixels, into the file or folder `out`.

    `quality` is one of the picture's levels; `sound` a file to be heard; `voice` lets the installation itself be heard,
    alone or in that sound; `hashes` a file for the hashes of frames; `ffmpeg` the encoder's path, which a folder of PNG
    pictures does not need.
    """

    out: Path
    ticks: int
    size: tuple[int, int] = (1280, 720)
    fps: Fraction = Fraction(60)
    codec: Codec = "h264"
    quality: str = "high"
    sound: Path | None = None
    voice: bool = False
    hashes: Path | None = None
    ffmpeg: str = "ffmpeg"

    @property
    def frames(self) -> int:
        """Return how many frames the film has: those that begin before its end."""
        return max(1, math.ceil(self.ticks * self.fps / TICKS_PER_SECOND))


def film(
    context: moderngl.Context,
    performance: Performance,
    source: EventSource,
    options: FilmOptions,
    stop: threading.Event,
    progress: Callable[[int], None] = lambda frames: None,
) -> int:
    """Make a film and return the number of frames written: fewer than `options.frames` where `stop` was set.

    `progress` is called with that number after every frame. OutputError before the first frame where `out`
    cannot be written; FilmError where it cannot be finished, with what was written still playable.
    """
    camera = Camera(context, performance, options.size, options.quality)
    hashes = open_text(options.hashes) if options.hashes else None
    encoder = _encoder(options)
    with contextlib.closing(encoder), contextlib.ExitStack() as files:
        tick: Tick = performance.tick
        if isinstance(encoder, Mp4) and options.voice:
            tick = files.enter_context(_sung(performance, encoder, options))
        if hashes is not None:
            files.enter_context(hashes)
        written = 0
        for frame in _frames(camera, performance, source, options, tick):
            encoder.write(frame)
            if hashes is not None and written % HASHED_FRAMES == 0:
                hashes.write(f"{written} {hashlib.sha256(frame.data).hexdigest()}\n")
            written += 1
            progress(written)
            if stop.is_set():
                return written
        # A film of few frames a second leaves ticks after its last one, which are heard and count in vitals and hashes.
        while performance.ticks < options.ticks:
            tick(source.events(performance.ticks, 1))
    return written


@contextlib.contextmanager
def _sung(performance: Performance, encoder: Mp4, options: FilmOptions) -> Iterator[Tick]:
    """Give a tick that is sung too, and let the film have what was sung as its sound, however far it came."""
    soundtrack = Soundtrack(options.sound, options.ffmpeg) if options.sound is not None else None
    with tempfile.NamedTemporaryFile(suffix=".flac") as kept:
        voice = Voice(performance, Path(kept.name), soundtrack=soundtrack)
        yield lambda events: voice.tick(events)[0]
        voice.finish()
        encoder.finish_with(Path(kept.name))


def _frames(
    camera: Camera, performance: Performance, source: EventSource, options: FilmOptions, tick: Tick
) -> Iterator[Frame]:
    clock = FilmClock(options.fps)
    for number in range(options.frames):
        ticks, fraction = clock.advance()
        for _ in range(ticks):
            moment = tick(source.events(performance.ticks, ticks))
        yield camera.shoot(moment, fraction, fade_in(float((number + 1) / options.fps)))


def _encoder(options: FilmOptions) -> Encoder:
    if options.codec == "png":
        return PngFolder(options.out)
    return Mp4(options.out, options.size, options.fps, options.codec, options.ffmpeg, options.sound)


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[threading.Event]:
    """Give an event that Ctrl-C (or a termination) sets, so that work ends between two frames, not within one.

    A second Ctrl-C interrupts as usual.
    """
    stop = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, ask)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
