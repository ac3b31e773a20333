"""The program without a screen."""

import os
import re
import signal
import time

import pytest
from PIL import Image
from program import Program, wait_for

from installation import presets, resources
from installation.params import INDEX
from installation.presets import Preset
from installation.score import read_score

NO_SCREEN = {
    name: value
    for name, value in os.environ.items()
    if name not in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "SDL_VIDEODRIVER")
}


def test_without_a_screen_it_says_so_runs_and_ends_by_itself(tmp_path):
    score, preview = tmp_path / "show.score", tmp_path / "preview.png"
    arguments = "--seconds", "3", "--size", "320x180", "--record", str(score), "--preview", str(preview)
    with Program(tmp_path, NO_SCREEN, *arguments) as program:
        assert program.wait_to_say("a preview is kept fresh in ") == str(preview)
        summary = program.summary()
    assert "there is no screen: running without a window" in program.said
    assert summary["seconds"] == pytest.approx(3.0, abs=0.5)
    # A loaded machine does fewer ticks than sixty a second.
    assert 30 <= summary["ticks"] <= 200
    assert read_score(score).length == summary["ticks"]
    with Image.open(preview) as picture:
        assert picture.convert("L").getextrema()[1] > 8
    assert list(tmp_path.glob(".preview*")) == []


def test_whatever_is_missing_or_wrong_it_starts_with_a_warning_of_each(tmp_path):
    """A faulty preset of the user's own, a screen that was asked for, and a microphone."""
    path = tmp_path / "data" / "living-mosaic" / "presets" / "thaloria" / "calm.toml"
    path.parent.mkdir(parents=True)
    shipped = presets.find("thaloria", "calm", (resources.directory("presets"),)).path.read_text()
    path.write_text(re.sub(r"(?m)^swell .*$", "swell = 9", shipped))
    nothing = tmp_path / "asound.conf"
    nothing.write_text("pcm.nobody { type hw card 99 }")
    unheard = {**NO_SCREEN, "ALSA_CONFIG_PATH": str(nothing)}
    arguments = "--sound-in", "mic", "--display", "3", "--seconds", "1", "--size", "160x90", "--phase", "calm"
    with Program(tmp_path, unheard, *arguments) as program:
        program.summary()
    faulty = f"WARNING {path}: [cords] swell = 9: expected number between 0 and 1; the shipped one is used"
    assert program.said.count(faulty) == 1
    assert program.said.count("WARNING display 3: there is no screen") == 1
    assert "WARNING there is no microphone" in program.said and "the demo plays its part" in program.said


def test_a_screen_that_was_asked_for_is_said_to_be_missing_also_where_none_is_wanted(tmp_path):
    arguments = "--headless", "--display", "3", "--seconds", "0.5", "--size", "160x90"
    with Program(tmp_path, NO_SCREEN, *arguments) as program:
        program.summary()
    assert program.said.count("WARNING display 3: there is no screen") == 1


def test_the_preview_is_renewed_while_it_runs_and_ctrl_c_ends_it(tmp_path):
    preview = tmp_path / "cache" / "living-mosaic" / "preview.png"
    with Program(tmp_path, NO_SCREEN, "--headless", "--size", "320x180") as program:
        first = wait_for(lambda: preview.exists() and preview.stat().st_mtime_ns)
        wait_for(lambda: preview.stat().st_mtime_ns > first)
        program.process.send_signal(signal.SIGINT)
        assert program.summary()["frames"] > 10


def test_a_preset_saved_while_it_runs_is_taken_within_a_second(tmp_path):
    calm = presets.find("thaloria", "calm", (resources.directory("presets"),))
    with Program(tmp_path, NO_SCREEN, "--headless", "--size", "320x180", "--quality", "low") as program:
        program.wait_to_say("thaloria: calm")
        # The first picture compiles most programs, which takes a while.
        wait_for((tmp_path / "cache" / "living-mosaic" / "preview.png").exists)
        mine = calm.values.copy()
        mine[INDEX["rest_light"]] *= 0.5
        path = tmp_path / "data" / "living-mosaic" / "presets" / "thaloria" / "calm.toml"
        presets.save(Preset("thaloria", "calm", "mine", mine, path), path)
        saved = time.monotonic()
        program.wait_to_say("thaloria/calm: reloaded")
        # Half a second between two looks, and the waiting itself.
        assert time.monotonic() - saved < 1.5
        program.process.send_signal(signal.SIGTERM)
        program.summary()


def test_a_preview_that_cannot_be_written_does_not_end_the_show(tmp_path):
    (tmp_path / "cache").write_text("a file where a folder should be")
    with Program(tmp_path, NO_SCREEN, "--headless", "--size", "320x180", "--seconds", "3") as program:
        assert program.summary()["frames"] > 10
    assert program.said.count("the preview cannot be written") == 1
