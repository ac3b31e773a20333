"""What was heard is kept in step with the ticks, through bursts, gaps and full disks."""

import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from installation.senses.sound_in import FileSource, demo
from installation.senses.sound_kept import SLACK, SoundKept
from installation.senses.source import SoundInError

RATE = 48000
TICK = RATE // 60


def tone(count: int) -> np.ndarray:
    return np.full((count, 1), 0.25, np.float32)


def test_file_that_is_heard_is_kept_as_it_is(tmp_path: Path) -> None:
    sound = 0.3 * np.sin(np.arange(2 * 44100) * np.array([[0.05], [0.07]])).T
    soundfile.write(tmp_path / "a.wav", sound, 44100)
    source = FileSource(tmp_path / "a.wav", loop=False)
    source.keep_sound(tmp_path / "a.flac")
    for tick in range(120):
        source.events(tick, 1)
    source.close()
    kept, rate = soundfile.read(tmp_path / "a.flac")
    assert rate == 44100
    assert kept.shape == sound.shape
    assert np.abs(kept - sound).max() < 1e-3


def test_sound_that_comes_in_bursts_is_kept_whole(tmp_path: Path) -> None:
    kept = SoundKept(tmp_path / "a.flac")
    for tick in range(120):
        kept.add(tone(6 * TICK if tick % 6 == 0 else 0), RATE)
    kept.close()
    assert len(soundfile.read(tmp_path / "a.flac")[0]) == 120 * TICK


def test_lost_sound_is_silence_and_what_follows_is_in_its_place(tmp_path: Path) -> None:
    kept = SoundKept(tmp_path / "a.flac")
    for tick in range(240):
        kept.add(tone(0 if 60 <= tick < 180 else TICK), RATE)
    kept.close()
    samples = soundfile.read(tmp_path / "a.flac")[0]
    assert len(samples) == pytest.approx(4 * RATE, abs=SLACK * RATE)
    assert samples[: RATE - 1].min() > 0.2 and samples[-RATE // 2 :].min() > 0.2
    assert np.abs(samples[int(1.3 * RATE) : int(2.7 * RATE)]).max() == 0.0


def test_microphone_that_is_silent_at_first_is_in_step_from_its_first_sound(tmp_path: Path) -> None:
    kept = SoundKept(tmp_path / "a.flac")
    for tick in range(120):
        kept.add(tone(0 if tick < 60 else TICK), RATE)
    kept.close()
    samples = soundfile.read(tmp_path / "a.flac")[0]
    assert len(samples) == pytest.approx(2 * RATE, abs=SLACK * RATE)
    assert samples[0] == 0.0 and samples[-1] > 0.2


def test_another_sample_rate_ends_it_and_says_why(tmp_path: Path) -> None:
    kept = SoundKept(tmp_path / "a.flac")
    kept.add(tone(TICK), RATE)
    kept.add(tone(TICK), 44100)
    assert kept.failed.endswith("a.flac: the sound is not recorded any more: the sound input is another one now")
    kept.close()


def test_full_disk_ends_it_and_not_the_listening(tmp_path: Path) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("a disk that is always full needs /dev/full")
    (tmp_path / "a.flac").symlink_to("/dev/full")
    soundfile.write(tmp_path / "a.wav", np.random.default_rng(1).uniform(-0.5, 0.5, RATE), RATE)
    source = FileSource(tmp_path / "a.wav")
    source.keep_sound(tmp_path / "a.flac")
    heard = [source.events(tick, 1) for tick in range(120)]
    assert all(heard)
    assert ["a.flac: the sound is not recorded any more" in text for text in source.messages()] == [True]
    source.close()


def test_demo_has_no_sound_to_keep(tmp_path: Path) -> None:
    with pytest.raises(SoundInError, match="demo: there is no sound in it"):
        demo().keep_sound(tmp_path / "a.flac")
