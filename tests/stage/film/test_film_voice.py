"""A film has the installation's own voice, the same each time, and in step with its pictures."""

import math
import subprocess
import threading
from fractions import Fraction
from pathlib import Path

import moderngl
import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from installation.clock import FilmClock
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


def filmed(
    context: moderngl.Context,
    out: Path,
    source: EventSource,
    fps: int = 30,
    stopped: bool = False,
    sound: Path | None = None,
) -> NDArray[np.float32]:
    """Film a small world and return the sound of the film, shape (samples, 2)."""
    options = FilmOptions(out, TICKS, (160, 90), Fraction(fps), sound=sound, voice=True, ffmpeg=FFMPEG)
    stop = threading.Event()
    film(
        context, performance(context), source, options, stop,
        lambda frames: stop.set() if stopped and frames > 20 else None,
    )  # fmt: skip
    decode = [FFMPEG, "-v", "error", "-i", str(out), "-f", "f32le", "-ac", "2", "-ar", "48000", "-"]
    return np.frombuffer(subprocess.run(decode, capture_output=True, check=True).stdout, np.float32).reshape(-1, 2)


def sung(context: moderngl.Context, path: Path) -> NDArray[np.float32]:
    """Return what the same world sings without a film, shape (samples, 2)."""
    voice = Voice(performance(context), path)
    for _ in range(TICKS):
        voice.tick([])
    voice.finish()
    samples, _ = soundfile.read(path, dtype="float32")
    return np.asarray(samples, np.float32)


def late(heard: NDArray[np.float32], wanted: NDArray[np.float32]) -> int:
    """Return by how many samples what is wanted is heard too late, or too early."""
    length = 1 << 18
    product = np.fft.rfft(heard[:, 0], length) * np.conj(np.fft.rfft(wanted[:, 0], length))
    lag = int(np.argmax(np.fft.irfft(product)))
    return min(lag, length - lag)


def test_a_film_sings_the_same_twice_and_within_a_frame_of_its_ticks(context, tmp_path) -> None:
    heard, again = (filmed(context, tmp_path / f"{fps}.mp4", Silence(), fps=fps) for fps in (24, 60))
    assert np.array_equal(heard, again)
    assert abs(len(heard) - TICKS * 800) < 800
    wanted = sung(context, tmp_path / "sung.wav")
    assert len(wanted) == TICKS * 800
    assert late(heard, wanted) < 800
    assert np.abs(heard).max() > 0.01


@pytest.mark.parametrize("fps", [24, Fraction(30_000, 1001)])
def test_for_as_long_as_it_lasts_a_frame_shows_the_tick_that_is_heard(fps) -> None:
    clock, ticks = FilmClock(fps), 0
    for frame in range(math.ceil(600 * fps)):
        ticks += clock.advance()[0]
        # The frame lasts from frame / fps on, and the samples of the last tick that it shows from (ticks - 1) / 60 on.
        if frame % 997 == 0 or frame > 599 * fps:
            assert 0 <= Fraction(frame) / fps - Fraction(ticks - 1, 60) < Fraction(1, 60)
    assert abs(ticks * 800 - 600 * 48_000) <= 800 * 60 / fps


def test_a_soundtrack_has_the_voice_in_it_and_both_are_in_step(context, tmp_path) -> None:
    # Loud ticks at another rate than ours, in one ear and far apart, so that the voice is heard between them.
    ticks = np.zeros((44_100 * 3, 2))
    rush = 0.9 * np.random.default_rng(1).uniform(-1, 1, 2205)
    ticks[44_100 : 44_100 + 2205, 0] = ticks[66_150 : 66_150 + 2205, 0] = rush
    soundfile.write(tmp_path / "ticks.wav", ticks, 44_100)
    heard = filmed(context, tmp_path / "film.mp4", Silence(), sound=tmp_path / "ticks.wav")
    assert np.abs(heard).max() < 0.95
    loud = np.flatnonzero(np.abs(heard[:, 0] - heard[:, 1]) > 0.4)
    assert abs(loud[0] - 48_000) < 800 and abs(loud[-1] - 72_000 - 2400) < 800
    wanted = sung(context, tmp_path / "sung.wav")
    assert late(heard[:47_000], wanted[:47_000]) < 800
    between = heard[3000:47_000], wanted[3000:47_000]
    assert abs(np.std(between[0]) / np.std(between[1]) - 1) < 0.1, "the voice is as loud as it is alone"


def test_a_film_that_is_stopped_keeps_what_was_sung_so_far(context, tmp_path) -> None:
    heard = filmed(context, tmp_path / "part.mp4", Silence(), stopped=True)
    assert 0.6 * 48_000 < len(heard) < 0.9 * 48_000
    assert np.abs(heard).max() > 0.005
