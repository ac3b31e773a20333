"""The sound that a run keeps beside its score, from outside: from the first tick, and by the key R."""

import os
from pathlib import Path

import numpy as np
import pytest
import soundfile
from program import Program, wait_for
from screen import VirtualScreen

from installation.score import FEATURES, read_score, sound_path

RATE = 48000
ONSET = FEATURES.index("onset")


@pytest.fixture
def clicks(tmp_path: Path) -> Path:
    """Four seconds of clicks at times that are no multiple of a tick, and never at the same distance."""
    sound = np.zeros(4 * RATE)
    random = np.random.default_rng(2)
    for second in (0.613, 1.107, 1.75, 2.009, 2.871, 3.402):
        place = int(second * RATE)
        sound[place : place + 960] = random.uniform(-0.8, 0.8, 960) * np.exp(-np.arange(960) / 200)
    soundfile.write(tmp_path / "clicks.wav", sound, RATE)
    return tmp_path / "clicks.wav"


def check(score: Path) -> None:
    """Compare what was kept with what the score says was heard: every onset, within a tick."""
    read = read_score(score)
    sound, rate = soundfile.read(sound_path(score))
    assert rate == RATE
    assert len(sound) == read.length * RATE // 60
    loud = np.flatnonzero(np.abs(sound) > 0.1)
    begins = loud[np.diff(loud, prepend=-RATE) > RATE // 10] / RATE
    onsets = [event.tick for event in read.events if event.name == "features" and event.numbers[ONSET]]
    assert len(onsets) >= 1
    for tick in onsets:
        # An onset is found in the tick that holds the click's beginning, or in the one after it.
        assert np.abs(begins - tick / 60).min() < 1 / 60


def heard(clicks: Path) -> tuple[str, ...]:
    return "--sound-in", str(clicks), "--sound-out", "none", "--record-sound", "--quality", "low", "--size", "320x180"


def test_sound_of_a_run_lies_beside_its_score_in_step_with_it(tmp_path: Path, clicks: Path) -> None:
    score = tmp_path / "show.score"
    arguments = "--headless", "--seconds", "5", "--record", str(score), *heard(clicks)
    with Program(tmp_path, os.environ, *arguments) as program:
        program.summary()
    check(score)


def test_key_r_ends_the_sound_with_the_score_and_begins_both_anew(
    screen: VirtualScreen, tmp_path: Path, clicks: Path
) -> None:
    score = tmp_path / "show.score"
    with Program(tmp_path, screen.environment, "--record", str(score), *heard(clicks)) as program:
        program.wait_to_say("thaloria: calm")
        wait_for(lambda: screen.do("getwindowfocus", "getwindowname") == "Living Mosaic")
        wait_for(lambda: score.exists() and read_score(score).length > 60)
        screen.do("key", "r")
        assert program.wait_to_say("recorded: ") == str(score)
        screen.do("key", "r")
        second = Path(program.wait_to_say("recording: "))
        wait_for(lambda: read_score(second).length > 240)
        screen.do("key", "Escape")
        program.summary()
    check(score)
    check(second)
