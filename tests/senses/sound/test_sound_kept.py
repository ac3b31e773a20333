"""What was heard is kept in step with the ticks: through bursts, gaps, slips, other devices and full disks."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from sound_card import VirtualSoundCard

import installation
from installation.score import ScoreError
from installation.senses.sound.kept import RAMP, SLACK, WINDOW_TICKS, SoundKept, TickSound
from installation.senses.sound.sound_in import FileSource, demo
from installation.senses.sound.source import SoundInError

RATE = 48000
TICK = RATE // 60

SLIPPING = """
import pathlib, time
from installation.score import FEATURES
from installation.senses.sound.sound_in import open_source
source = open_source("mic")
source.keep_sound(pathlib.Path("a.flac"))
print("open", flush=True)
due = time.monotonic()
for tick in range(720):
    # The world stands still for a while, and goes on where it was.
    due += 0.4 if tick in (150, 300) else 1 / 60
    time.sleep(max(0.0, due - time.monotonic()))
    for event in source.events(tick, 1):
        if event.name == "features" and event.values[FEATURES.index("onset")]:
            print(tick, flush=True)
source.close()
"""


def tone(count: int, channels: int = 1) -> np.ndarray:
    return np.full((count, channels), 0.25, np.float32)


def clicks(seconds: int, rate: int = RATE, every: float = 0.5) -> np.ndarray:
    """A click track, shape (n, 1): the first click lies at `every` / 2."""
    sound = np.zeros((seconds * rate, 1), np.float32)
    for number in range(round(seconds / every)):
        place = round((number + 0.5) * every * rate)
        sound[place : place + rate // 500] = 0.5
    return sound


def places(sound: np.ndarray, rate: int) -> np.ndarray:
    """The seconds at which clicks begin."""
    loud = np.flatnonzero(np.abs(sound) > 0.25)
    return loud[np.diff(loud, prepend=-rate) > rate // 10] / rate


def keep(path: Path, ticks: int, shares: Callable[[int], np.ndarray], rate: int = RATE) -> np.ndarray:
    """Keep what `shares` gives for each tick, and return what can be read then."""
    kept = SoundKept(path, rate, 1)
    for tick in range(ticks):
        kept.add(shares(tick), rate)
    kept.close()
    assert kept.failed == ""
    sound, own = soundfile.read(path)
    assert own == rate
    return sound


@pytest.mark.parametrize("rate", [44100, 48000, 22050, 11025, 384000])
def test_file_that_is_heard_is_kept_as_it_is(tmp_path: Path, rate: int) -> None:
    sound = 0.3 * np.sin(np.arange(2 * rate) * np.array([[0.05], [0.07]])).T
    soundfile.write(tmp_path / "a.wav", sound, rate)
    source = FileSource(tmp_path / "a.wav", loop=False)
    source.keep_sound(tmp_path / "a.flac")
    for tick in range(120):
        source.events(tick, 1)
    source.close()
    kept, own = soundfile.read(tmp_path / "a.flac")
    assert own == rate
    assert kept.shape == sound.shape
    assert np.abs(kept - sound).max() < 1e-3


def test_clicks_lie_at_their_ticks_where_the_world_slips_behind_the_sound(tmp_path: Path) -> None:
    sound = clicks(30)
    # A slow machine does four ticks where five sixtieths of a second have passed: four fifths of the ticks.
    heard = [sound[tick * TICK * 5 // 4 : (tick + 1) * TICK * 5 // 4] for tick in range(1440)]
    kept = keep(tmp_path / "a.flac", 1440, lambda tick: heard[tick])
    assert len(kept) == 1440 * TICK
    expected = places(sound[:, 0], RATE) * 4 / 5
    # A fifth of the sound has no place at all, and some of the clicks lie in it.
    found = places(kept, RATE)
    apart = np.abs(expected[:, None] - found).min(axis=0)
    assert len(found) > len(expected) / 2
    assert apart.max() < 1 / 60 + 2 * 0.25 * WINDOW_TICKS / 60


@pytest.mark.parametrize("fault", [1.0003, 0.9997])
def test_clicks_stay_within_two_ticks_where_the_card_has_another_clock(fault: float) -> None:
    sound = clicks(601)
    edges = [round(tick * TICK * fault) for tick in range(36001)]
    aligned = TickSound(RATE, 1)
    kept = np.concatenate([aligned.tick(sound[edges[tick] : edges[tick + 1]])[:, 0] for tick in range(36000)])
    assert len(kept) == 36000 * TICK
    found, expected = places(kept, RATE), places(sound[:, 0], RATE)[:1200] / fault
    apart = np.abs(expected[:, None] - found).min(axis=0)
    assert len(found) > 1150
    assert apart.max() < 2 / 60


def test_sound_that_comes_in_bursts_is_kept_whole(tmp_path: Path) -> None:
    sound = clicks(10)
    burst = 6 * TICK
    kept = keep(tmp_path / "a.flac", 600, lambda tick: sound[tick * TICK : tick * TICK + burst * (tick % 6 == 0)])
    assert np.abs(kept - sound[:, 0]).max() < 1e-4


def test_shares_of_unlike_length_leave_no_gap_after_the_first(tmp_path: Path) -> None:
    edges = np.cumsum([0, *np.random.default_rng(3).choice([768, 800, 832], 600)])
    kept = keep(tmp_path / "a.flac", 600, lambda tick: tone(edges[tick + 1] - edges[tick]))
    silent = np.flatnonzero(kept < 0.2)
    assert len(silent) < RATE / 10


def test_lost_sound_is_silence_and_what_follows_is_in_its_place(tmp_path: Path) -> None:
    kept = keep(tmp_path / "a.flac", 240, lambda tick: tone(0 if 60 <= tick < 180 else TICK))
    ramp = round(RAMP * RATE)
    assert len(kept) == 4 * RATE
    assert kept[: RATE - 1].min() > 0.2 and kept[3 * RATE + ramp :].min() > 0.2
    assert np.abs(kept[RATE + ramp : 3 * RATE]).max() == 0.0
    assert np.abs(np.diff(kept[RATE - 2 : RATE + ramp + 2])).max() < 0.002


def test_microphone_that_is_silent_at_first_is_in_step_from_its_first_sound(tmp_path: Path) -> None:
    kept = keep(tmp_path / "a.flac", 120, lambda tick: tone(0 if tick < 60 else TICK))
    assert len(kept) == 2 * RATE
    assert np.abs(kept[:RATE]).max() == 0.0 and kept[RATE + round(RAMP * RATE) :].min() > 0.2


def test_more_than_a_quarter_of_a_second_does_not_wait(tmp_path: Path) -> None:
    kept = keep(tmp_path / "a.flac", 60, lambda tick: tone(5 * RATE if tick == 0 else 0))
    assert len(kept) == RATE
    assert np.flatnonzero(kept > 0.01)[-1] < (SLACK + 1 / 60 + RAMP) * RATE
    assert np.abs(np.diff(kept)).max() < 0.01


@pytest.mark.parametrize(("rate", "channels"), [(44100, 2), (96000, 1), (48000, 3)])
def test_device_that_comes_back_as_another_one_is_kept_in_step(tmp_path: Path, rate: int, channels: int) -> None:
    kept = SoundKept(tmp_path / "a.flac", RATE, 1)
    first, then = clicks(2), np.repeat(clicks(20, rate), channels, axis=1)
    for tick in range(120):
        kept.add(first[tick * TICK : (tick + 1) * TICK], RATE)
    for tick in range(1200):
        kept.add(then[tick * rate // 60 : (tick + 1) * rate // 60], rate)
    kept.close()
    sound, own = soundfile.read(tmp_path / "a.flac")
    assert (own, sound.shape) == (RATE, (22 * RATE,))
    assert places(sound, RATE) == pytest.approx(0.25 + 0.5 * np.arange(44), abs=1 / 60)


def test_recording_that_begins_later_begins_with_its_own_first_tick(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", clicks(4), RATE)
    source = FileSource(tmp_path / "a.wav")
    for tick in range(240):
        if tick in (60, 150):
            source.keep_sound(tmp_path / f"{tick}.flac")
        if tick == 120:
            source.keep_sound(None)
        source.events(tick, 1)
    source.close()
    first, second = (soundfile.read(tmp_path / name)[0] for name in ("60.flac", "150.flac"))
    assert (len(first), len(second)) == (60 * TICK, 90 * TICK)
    assert places(first, RATE) == pytest.approx([0.25, 0.75], abs=1e-4)
    assert places(second, RATE) == pytest.approx([0.25, 0.75, 1.25], abs=1e-4)


def test_killed_process_leaves_what_was_heard_up_to_its_last_second(tmp_path: Path) -> None:
    code = """
import sys, time, numpy, pathlib
from installation.senses.sound.kept import SoundKept
kept = SoundKept(pathlib.Path("a.flac"), 48000, 2)
noise = numpy.random.default_rng(1).uniform(-0.5, 0.5, (800, 2)).astype(numpy.float32)
for tick in range(300):
    kept.add(noise, 48000)
while kept._unwritten.qsize():
    time.sleep(0.01)
time.sleep(0.2)
print("written", flush=True)
time.sleep(60.0)
"""
    environment = {**os.environ, "PYTHONPATH": str(Path(installation.__file__).parents[1])}
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"written\n"
        process.send_signal(signal.SIGKILL)
    sound, _ = soundfile.read(tmp_path / "a.flac")
    assert 4 * RATE < len(sound) <= 5 * RATE
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, (800, 2))
    assert np.abs(sound - np.tile(noise, (300, 1))[: len(sound)]).max() < 1e-3
    with soundfile.SoundFile(tmp_path / "a.flac") as file:
        file.seek(3 * RATE)
        assert len(file.read(800)) == 800


def test_microphone_that_is_lost_and_found_by_a_world_that_slips_is_kept_in_step(
    sound_card: VirtualSoundCard, tmp_path: Path
) -> None:
    random, sound = np.random.default_rng(4), np.zeros(20 * RATE)
    for second in np.arange(0.2, 19.5, 0.41):
        sound[int(second * RATE) :][:960] = random.uniform(-0.8, 0.8, 960)
    soundfile.write(tmp_path / "clicks.wav", sound, RATE)
    environment = {**sound_card.env, "PYTHONPATH": str(Path(installation.__file__).parents[1])}
    command = [sys.executable, "-c", SLIPPING]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        sound_card.play(tmp_path / "clicks.wav")
        time.sleep(6.0)
        sound_card.kill()
        sound_card.start()
        sound_card.play(tmp_path / "clicks.wav")
        onsets = np.array([int(line) for line in process.stdout])
    kept, rate = soundfile.read(tmp_path / "a.flac", always_2d=True)
    assert len(kept) == 720 * rate // 60
    begins = places(kept[:, 0], rate)
    apart = np.abs(begins[:, None] - onsets / 60).min(axis=0)
    assert len(onsets) > 12 and onsets[-1] > 600
    # A card's burst and what a slip leaves over may wait for some ticks, never for a quarter of a second.
    assert np.median(apart) < 2 / 60
    assert apart.max() < SLACK


def test_full_disk_ends_it_and_not_the_listening(tmp_path: Path) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("a disk that is always full needs /dev/full")
    (tmp_path / "a.flac").symlink_to("/dev/full")
    soundfile.write(tmp_path / "a.wav", np.random.default_rng(1).uniform(-0.5, 0.5, RATE), RATE)
    source = FileSource(tmp_path / "a.wav")
    source.keep_sound(tmp_path / "a.flac")
    heard = [source.events(tick, 1) for tick in range(240)]
    assert all(heard)
    said = source.messages()
    source.close()
    said += source.messages()
    assert ["a.flac: the sound is not recorded any more" in text for text in said] == [True]


def test_file_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScoreError, match="nowhere/a.flac: cannot be written: No such file or directory"):
        SoundKept(tmp_path / "nowhere" / "a.flac", RATE, 1)


def test_demo_has_no_sound_to_keep(tmp_path: Path) -> None:
    with pytest.raises(SoundInError, match="demo: there is no sound in it"):
        demo().keep_sound(tmp_path / "a.flac")
