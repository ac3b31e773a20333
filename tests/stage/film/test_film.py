"""Films: frames into files that play, also where something or somebody ends them early."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import moderngl
import numpy as np
import pytest
import soundfile
from PIL import Image

import installation
from installation.doctor import ffmpeg_path
from installation.files import OutputError
from installation.senses.sound.source import Source
from installation.stage.film.camera import Camera
from installation.stage.film.encode import FilmError, Mp4, PngFolder
from installation.stage.film.film import FilmOptions, film
from installation.stage.performance import Performance
from installation.stage.start import begin
from installation.world.quality import Quality

SMALL = Quality(8192, 60, 1024)
SIZE = (160, 90)
FFMPEG = ffmpeg_path() or "ffmpeg"


def make(context: moderngl.Context, out: Path, ticks: int = 60, **given: Any) -> int:
    """Film a small world and return the number of frames written."""
    options = FilmOptions(out, ticks, **{"size": SIZE, "fps": Fraction(30), "ffmpeg": FFMPEG, **given})
    performance = Performance(context, begin("thaloria", "calm", quality=SMALL))
    written = film(context, performance, Source(), options, threading.Event())
    assert performance.ticks == ticks
    return written


def streams(path: Path) -> dict[str, dict[str, Any]]:
    """What ffprobe says of a file's streams, by kind, with its frames counted."""
    command = ["ffprobe", "-v", "error", "-count_frames", "-show_streams", "-show_format", "-of", "json", str(path)]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return {stream["codec_type"]: stream for stream in told["streams"]} | {"format": told["format"]}


def test_film_is_an_mp4_of_the_size_rate_and_length_asked_for(context: moderngl.Context, tmp_path: Path) -> None:
    assert make(context, tmp_path / "a.mp4", ticks=60) == 30
    video = streams(tmp_path / "a.mp4")["video"]
    assert (video["codec_name"], video["pix_fmt"], video["width"], video["height"]) == ("h264", "yuv420p", *SIZE)
    assert (video["r_frame_rate"], video["nb_read_frames"]) == ("30/1", "30")
    assert {video[name] for name in ("color_space", "color_transfer", "color_primaries")} == {"bt709"}
    assert video["color_range"] == "tv"


def test_whole_film_has_its_index_first(context: moderngl.Context, tmp_path: Path) -> None:
    make(context, tmp_path / "a.mp4", ticks=10)
    data = (tmp_path / "a.mp4").read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")
    assert b"moof" not in data
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


def test_film_may_be_h265(context: moderngl.Context, tmp_path: Path) -> None:
    make(context, tmp_path / "a.mp4", ticks=10, codec="h265")
    assert streams(tmp_path / "a.mp4")["video"]["codec_name"] == "hevc"


@pytest.mark.parametrize(("fps", "frames"), [("24", 24), ("25", 25), ("60", 60), ("144", 144), ("29.97", 30)])
def test_every_rate_gives_its_frames_and_the_same_ticks(
    fps: str, frames: int, context: moderngl.Context, tmp_path: Path
) -> None:
    assert make(context, tmp_path / "frames", codec="png", fps=Fraction(fps), size=(64, 64)) == frames


def test_sound_is_heard_and_ends_with_the_picture(context: moderngl.Context, tmp_path: Path) -> None:
    time_axis = np.arange(3 * 48000) / 48000
    soundfile.write(tmp_path / "long.wav", 0.3 * np.sin(2 * np.pi * 440 * time_axis), 48000)
    soundfile.write(tmp_path / "short.wav", 0.3 * np.sin(2 * np.pi * 440 * time_axis[:24000]), 48000)
    for name in ("long", "short"):
        make(context, tmp_path / f"{name}.mp4", ticks=90, sound=tmp_path / f"{name}.wav")
        found = streams(tmp_path / f"{name}.mp4")
        assert found["audio"]["codec_name"] == "aac"
        assert found["video"]["nb_read_frames"] == "45"
        assert float(found["audio"]["duration"]) == pytest.approx(1.5, abs=0.15)


def test_hashes_are_those_of_every_tenth_frame(context: moderngl.Context, tmp_path: Path) -> None:
    make(context, tmp_path / "frames", ticks=50, codec="png", fps=Fraction(60), hashes=tmp_path / "hashes")
    lines = [line.split() for line in (tmp_path / "hashes").read_text().splitlines()]
    assert [int(number) for number, _ in lines] == [0, 10, 20, 30, 40]
    for number, told in lines:
        frame = np.asarray(Image.open(tmp_path / "frames" / f"{int(number):06d}.png"))
        assert frame.shape == (SIZE[1], SIZE[0], 3)
        assert hashlib.sha256(frame.tobytes()).hexdigest() == told


def test_film_begins_in_the_dark_and_gets_light(context: moderngl.Context, tmp_path: Path) -> None:
    make(context, tmp_path / "frames", ticks=120, codec="png", fps=Fraction(30))
    first, last = (np.asarray(Image.open(tmp_path / "frames" / f"{number:06d}.png")) for number in (0, 59))
    assert first.max() < 10
    assert last.max() > 60


def test_lower_quality_has_the_same_size(context: moderngl.Context) -> None:
    performance = Performance(context, begin("thaloria", "calm", quality=SMALL))
    frame = Camera(context, performance, SIZE, "low").shoot(performance.tick(), 0.0)
    assert frame.shape == (SIZE[1], SIZE[0], 3)


def test_stopped_film_plays_as_far_as_it_came(context: moderngl.Context, tmp_path: Path) -> None:
    stop = threading.Event()
    options = FilmOptions(tmp_path / "a.mp4", 600, SIZE, Fraction(30), ffmpeg=FFMPEG)
    performance = Performance(context, begin(quality=SMALL))
    written = film(context, performance, Source(), options, stop, lambda done: stop.set() if done == 12 else None)
    assert written == 12
    assert streams(tmp_path / "a.mp4")["video"]["nb_read_frames"] == "12"


@pytest.fixture
def filming(tmp_path: Path) -> subprocess.Popen[str]:
    """A long film in a process of its own, well begun."""
    command = [sys.executable, "-m", "installation", "film", "--fresh", "--sound-in", "none", "--seconds", "600"]
    environment = {**os.environ, "PYTHONPATH": str(Path(installation.__file__).parents[1])}
    process = subprocess.Popen(
        [*command, "--size", "320x180", "--hashes", "hashes", "a.mp4"],
        cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    end = time.monotonic() + 30
    # Some fragments long: x264 looks ahead, and a fragment is two seconds of film.
    while process.poll() is None and not _longer_than(tmp_path / "a.mp4", 100_000) and time.monotonic() < end:
        time.sleep(0.05)
    return process


def _longer_than(path: Path, size: int) -> bool:
    return path.exists() and path.stat().st_size > size


def test_interrupted_film_plays_and_says_how_long_it_is(filming: subprocess.Popen[str], tmp_path: Path) -> None:
    filming.send_signal(signal.SIGINT)
    _, said = filming.communicate(timeout=90)
    assert filming.returncode == 1
    assert said.count("\n") == 1 and said.startswith("living-mosaic: interrupted: a.mp4 holds ")
    seconds = float(said.split("holds ")[1].split()[0])
    assert float(streams(tmp_path / "a.mp4")["format"]["duration"]) == pytest.approx(seconds, abs=0.1)


def test_killed_film_plays(filming: subprocess.Popen[str], tmp_path: Path) -> None:
    filming.kill()
    filming.communicate(timeout=90)
    time.sleep(1.0)
    assert int(streams(tmp_path / "a.mp4")["video"]["nb_read_frames"]) >= 60


def test_full_disk_ends_a_film_with_one_line(context: moderngl.Context, tmp_path: Path) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("a disk that is always full needs /dev/full")
    out = tmp_path / "a.mp4"
    out.symlink_to("/dev/full")
    with pytest.raises(FilmError, match="a.mp4: cannot be written: No space left on device$"):
        make(context, out, ticks=600, size=(640, 360))


def test_odd_size_is_refused_for_an_mp4(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="size 161x90: expected even numbers"):
        Mp4(tmp_path / "a.mp4", (161, 90), Fraction(30), "h264", FFMPEG)


def test_file_in_the_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "frames").touch()
    with pytest.raises(OutputError, match="frames: cannot be made a folder: File exists"):
        PngFolder(tmp_path / "frames")
