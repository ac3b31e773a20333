"""The ring and the player's pacing: no click where samples run out, nothing twice, and no later than need be."""

import numpy as np
import pytest

from installation.senses.sound.devices import Device
from installation.sound.engine.output import Settings
from installation.sound.engine.played import FRAMES, Played, make_file, remove_file
from installation.sound.engine.player import FADE, Pacing, Voices
from installation.sound.engine.ring import Ring
from installation.sound.notes import Controls, Note

RATE = 48_000
DRONE = Controls(57.0, 1.0, 0.2, 0.0, 0.5, 0.4, 90.0, 1.0)


def tone(begin: int, count: int, channels: int = 2) -> np.ndarray:
    wave = np.cos(2 * np.pi * 100 * np.arange(begin, begin + count) / RATE).astype(np.float32)
    return np.repeat(wave[:, None], channels, axis=1)


def pull(ring: Ring, blocks: int, frames: int = 512, channels: int = 2) -> np.ndarray:
    out = np.full((blocks, frames, channels), np.nan, np.float32)
    for block in out:
        ring.fill(block, frames, None, None)
    return out.reshape(-1, channels)


def settings(rate: int = RATE, channels: int = 2, outputs: int = 2) -> Settings:
    return Settings(Device(0, "test", "test", 0, channels, rate, False, True), rate, channels, outputs)


def test_what_goes_in_comes_out_in_order_once_and_across_its_end():
    ring = Ring(2, RATE)
    written = tone(0, 3 * RATE)
    heard = []
    for begin in range(0, len(written), 800):
        ring.write(written[begin : begin + 800])
        if ring.waiting > 6000:
            heard.append(pull(ring, 1, 800))
    heard = np.concatenate(heard)
    assert np.array_equal(heard[300:], written[300 : len(heard)])
    assert ring.gaps == 0


@pytest.mark.parametrize("count", [4000, 4096, 4097, 4100, 4600])
def test_where_samples_run_out_the_sound_falls_without_a_click(count):
    ring = Ring(1, RATE)
    ring.write(tone(0, count, 1))
    heard = pull(ring, 20, channels=1)[:, 0]
    assert np.all(np.isfinite(heard)) and not heard[-3000:].any()
    assert np.abs(np.diff(heard)).max() < 0.02
    assert ring.gaps == 1


def test_too_little_to_begin_with_is_waited_with_and_silence_is_no_gap():
    ring = Ring(2, RATE)
    ring.write(tone(0, 1000))
    assert not pull(ring, 3).any() and ring.waiting == 1000
    ring.write(tone(1000, 3000))
    ring.write(np.zeros((1000, 2), np.float32))
    assert pull(ring, 12).any() and ring.gaps == 0


def test_more_than_fits_is_left_out_and_nothing_breaks():
    ring = Ring(2, RATE)
    ring.write(tone(0, 2 * RATE))
    assert ring.waiting == RATE
    assert np.all(np.isfinite(pull(ring, 100)))


def test_pacing_shares_ticks_until_the_sound_is_no_later_than_the_bursts_demand():
    pacing, waiting, shared = Pacing(RATE), 9000, 0
    for _ in range(900):
        if pacing.shares(waiting):
            shared += 1
            waiting -= 800
    assert pacing.least < waiting < 4700 and shared < 10
    assert Pacing(RATE).shares(12_000)


def test_pacing_keeps_more_where_a_gap_shows_that_the_machine_is_busy():
    pacing = Pacing(RATE)
    before = pacing.least
    pacing.heed(1)
    assert pacing.least > before
    for gaps in range(2, 50):
        pacing.heed(gaps)
    assert pacing.least == 0.15 * RATE


@pytest.mark.parametrize("rate", [48_000, 44_100, 32_000, 22_050])
def test_voices_keep_to_ticks_at_every_rate(rate):
    voices = Voices(settings(rate))
    count = 0
    for _ in range(60):
        voices.take([], DRONE)
        count += len(voices.render(1.0))
    assert abs(count - rate) <= 1


def test_voices_come_and_go_smoothly_and_further_channels_stay_silent():
    voices = Voices(settings(channels=6))
    voices.take([Note(0, 0, 57.0, 0.8, 1.0, 0.5, 0.5, "test")], DRONE)
    for _ in range(60):
        sounding = voices.render(1.0)
    assert sounding.shape == (800, 6) and sounding[:, :2].any() and not sounding[:, 2:].any()
    faded = [voices.render(-1.0) for _ in range(FADE + 1)]
    assert voices.presence == 0.0 and not faded[-1].any()
    levels = [np.abs(samples).max() for samples in faded]
    assert levels[FADE // 2] < levels[0]


def test_what_the_device_plays_is_told_at_its_position_and_silence_where_nothing_is_kept():
    path = make_file()
    try:
        writer, reader, wave = Played(path), Played(path), tone(0, 3 * FRAMES // 512 * 512)
        assert reader.rate == 0.0 and reader.newest() == (0, 0)
        writer.begin(RATE)
        ring = Ring(2, RATE, writer)
        for begin in range(0, len(wave), 4096):
            ring.write(wave[begin : begin + 4096])
            pull(ring, 8)
        opening, newest = reader.newest()
        assert (opening, newest, reader.rate) == (1, len(wave) // 4096 * 4096, RATE)
        found = reader.read(newest - 50_000, 60_000)
        assert np.array_equal(found[:50_000], wave[newest - 50_000 : newest]) and not found[50_000:].any()
        assert not reader.read(0, 1000).any() and not reader.read(-10, 1000).any()
    finally:
        remove_file(path)


def test_many_outputs_are_told_as_two_that_hold_all_of_them():
    path = make_file()
    try:
        played = Played(path)
        played.add(np.arange(8, dtype=np.float32)[None, :].repeat(3, axis=0))
        played.add(np.full((2, 1), 5.0, np.float32))
        assert played.read(0, 5).tolist() == [[12.0, 16.0]] * 3 + [[5.0, 5.0]] * 2
    finally:
        remove_file(path)
