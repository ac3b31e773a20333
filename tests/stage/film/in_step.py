"""An hour of film at each rate: whether what is seen and what is heard stay together in the file that is made.

`python tests/stage/film/in_step.py` (or `make in-step`) films no world but a dark frame that lights up at every minute,
on the clock of films, and a click at the same ticks, through the same encoder. Then it reads both back from the file.
"""

import argparse
import subprocess
import tempfile
from fractions import Fraction
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from installation.clock import FilmClock
from installation.doctor import ffmpeg_path
from installation.sound.notes import SAMPLE_RATE, SAMPLES
from installation.stage.film.encode import Mp4

SIZE = 32, 18
MINUTE = 3600
"""Ticks."""
RATES = "24000/1001", "24", "25", "30000/1001", "30", "60"


def film(path: Path, fps: Fraction, minutes: int, ffmpeg: str) -> None:
    ticks, clock, done = minutes * MINUTE, FilmClock(fps), 0
    dark, light = (np.full((SIZE[1], SIZE[0], 3), value, np.uint8) for value in (0, 255))
    with tempfile.TemporaryDirectory() as folder:
        sound = Path(folder) / "clicks.flac"
        clicks(sound, ticks)
        encoder = Mp4(path, SIZE, fps, "h264", ffmpeg)
        for _ in range(-(-ticks * fps.numerator // (60 * fps.denominator))):
            done += clock.advance()[0]
            # Light from a minute's first tick on, for a second.
            encoder.write(light if (done - 1) % MINUTE < 60 else dark)
        encoder.finish_with(sound)


def clicks(path: Path, ticks: int) -> None:
    with soundfile.SoundFile(path, "w", SAMPLE_RATE, 2, "PCM_24") as file:
        for tick in range(ticks):
            samples = np.zeros((SAMPLES, 2), np.float32)
            if tick % MINUTE == 0:
                samples[:200] = 0.5
            file.write(samples)


def rises(levels: NDArray[np.floating], least: float, apart: float) -> NDArray[np.int64]:
    """Return where levels come to be at least so high, after so long a time of being lower."""
    high = np.flatnonzero(levels >= least)
    return high[np.concatenate([[True], np.diff(high) > apart])]


def seen(path: Path, fps: Fraction, ffmpeg: str) -> tuple[NDArray[np.float64], float]:
    """Return the seconds at which frames light up, and how long the picture lasts, by the file's own times."""
    command = [ffmpeg, "-v", "error", "-i", str(path), "-map", "0:v", "-f", "framecrc", "-c:v", "rawvideo", "-"]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()
    base = Fraction(next(line for line in said if line.startswith("#tb")).split(":")[1].strip())
    rows = [line.split(",") for line in said if not line.startswith("#")]
    at = np.array([float(int(row[2]) * base) for row in rows])
    pixels = ["-map", "0:v", "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", "-"]
    raw = subprocess.run([ffmpeg, "-v", "error", "-i", str(path), *pixels], capture_output=True, check=True).stdout
    levels = np.frombuffer(raw, np.uint8).reshape(len(at), -1).mean(axis=1)
    return at[rises(levels, 128.0, 2.0)], float(at[-1]) + float(1 / fps)


def heard(path: Path, ffmpeg: str) -> tuple[NDArray[np.float64], float]:
    """Return the seconds at which clicks are heard, and how long the sound lasts."""
    command = [ffmpeg, "-v", "error", "-i", str(path), "-map", "0:a", "-f", "s16le", "-ac", "1", "-"]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    samples = np.abs(np.frombuffer(raw, np.int16).astype(np.float32) / 32768)
    return rises(samples, 0.25, SAMPLE_RATE) / SAMPLE_RATE, len(samples) / SAMPLE_RATE


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--fps", action="append", help="frames a second, also as 30000/1001")
    given = parser.parse_args()
    ffmpeg = ffmpeg_path() or "ffmpeg"
    print(f"{'fps':>11} {'minutes':>8} {'sound after picture, frames':>28} {'longer sound, frames':>21}")
    for rate in given.fps or RATES:
        fps = Fraction(rate)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "film.mp4"
            film(path, fps, given.minutes, ffmpeg)
            (flashes, picture), (ticks, sound) = seen(path, fps, ffmpeg), heard(path, ffmpeg)
        assert len(flashes) == len(ticks) == given.minutes, (len(flashes), len(ticks))
        late, longer = (ticks - flashes) * float(fps), (sound - picture) * float(fps)
        good = np.abs(late).max() < 1.0 and abs(longer) < 1.0 + 1024 / SAMPLE_RATE * fps
        span = f"{late.min():.2f} to {late.max():.2f}"
        print(
            f"{rate:>11} {given.minutes:8} {span:>28} {longer:21.2f}{'' if good else '  <- out of bounds'}", flush=True
        )


if __name__ == "__main__":
    main()
