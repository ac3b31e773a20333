"""A film has the installation's own voice, the same each time, and in step with its pictures."""

import subprocess
import threading
from fractions import Fraction
from pathlib import Path

import moderngl
import numpy as np
import soundfile
from numpy.typing import NDArray

from installation.doctor import ffmpeg_path
from installation.stage.film.film import FilmOptions, film
from installation.stage.options import EventSource
from installation.stage.performance import Performance
from installation.stage.singing import Voice
from installation.stage.start import begin
from installation.world.quality import Quality

TICKS = 120
FFMPEG = ffmpeg_path() or "ffmpeg"


class Silence:
    """Nobody is there."""

    def events(self, tick: int, ticks_in_frame: int) -> list:
        return []


def performance(context: moderngl.Context) -> Performance:
    return Performance(context, begin("thaloria", "celebration", quality=Quality(8192, 60, 1024)))


def filmed(context: moderngl.Context, out: Path, source: EventSource, stopped: bool = False) -> NDArray[np.float32]:
    """Film a small world and return the sound of the film, shape (samples, 2)."""
    options = FilmOptions(out, TICKS, (160, 90), Fraction(30), voice=True, ffmpeg=FFMPEG)
    stop = threading.Event()
    film(
        context, performance(context), source, options, stop,
        lambda frames: stop.set() if stopped and frames > 20 else None,
    )  # fmt: skip
    decode = [FFMPEG, "-v", "error", "-i", str(out), "-f", "f32le", "-ac", "2", "-ar", "48000", "-"]
    return np.frombuffer(subprocess.run(decode, capture_output=True, check=True).stdout, np.float32).reshape(-1, 2)


def test_a_film_sings_the_same_twice_and_within_a_frame_of_its_ticks(context, tmp_path) -> None:
    heard = filmed(context, tmp_path / "one.mp4", Silence())
    assert np.array_equal(heard, filmed(context, tmp_path / "two.mp4", Silence()))
    sung = performance(context)
    voice = Voice(sung, tmp_path / "sung.wav")
    for _ in range(TICKS):
        voice.tick([])
    voice.finish()
    wanted, _ = soundfile.read(tmp_path / "sung.wav", dtype="float32")
    assert len(wanted) == TICKS * 800
    length = 1 << 18
    product = np.fft.rfft(heard[:, 0], length) * np.conj(np.fft.rfft(wanted[:, 0], length))
    lag = int(np.argmax(np.fft.irfft(product)))
    assert min(lag, length - lag) < 800
    assert np.abs(heard).max() > 0.01


def test_a_film_that_is_stopped_keeps_what_was_sung_so_far(context, tmp_path) -> None:
    heard = filmed(context, tmp_path / "part.mp4", Silence(), stopped=True)
    assert 0.6 * 48_000 < len(heard) < 0.9 * 48_000
    assert np.abs(heard).max() > 0.005
