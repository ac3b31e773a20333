"""A room is known after three steps, whatever microphone hears it, and what is wrong with it is said."""

import functools
from pathlib import Path

import numpy as np
import pytest

from installation.senses.listening import Calibration, Listener
from installation.senses.sound.measuring import STEPS, Measuring
from installation.senses.sound.rooms import Room, RoomError, keep_room, read_rooms, rooms_path

RATE, SECONDS = 48000, 3
CHANCE = np.random.default_rng(7)


def hum(level: float, seconds: float = SECONDS) -> np.ndarray:
    """A room's ventilation: low-passed noise of this level in dB."""
    noise = np.convolve(CHANCE.standard_normal(int(seconds * RATE)), np.ones(24) / 24, "same")
    return 10 ** (level / 20) * noise / noise.std()


def speech(level: float) -> np.ndarray:
    """A voice of this level: a buzz of 140 Hz in syllables."""
    seconds = np.arange(SECONDS * RATE) / RATE
    buzz = sum(np.sin(2 * np.pi * 140 * n * seconds) / n for n in range(1, 12))
    syllables = np.maximum(0.0, np.sin(2 * np.pi * 2.1 * seconds)) ** 0.5
    return 10 ** (level / 20) * buzz * syllables


def claps(level: float, count: int = 4) -> np.ndarray:
    sound = np.zeros(SECONDS * RATE)
    for number in range(count):
        start = int((0.3 + 0.6 * number) * RATE)
        sound[start : start + 4800] = CHANCE.standard_normal(4800) * np.exp(-np.arange(4800) / 500)
    return 10 ** (level / 20) * sound


@functools.cache
def measure(gain: float = 0.0, noise: float = -60.0, talk: float = -28.0, count: int = 4) -> Measuring:
    """Measure a room through a microphone that is turned up by `gain` dB."""
    measuring = Measuring(RATE)
    sounds = np.zeros(SECONDS * RATE), speech(talk), claps(-12.0, count)
    for step, sound in zip(STEPS, sounds, strict=True):
        heard = np.clip(10 ** (gain / 20) * (sound + hum(noise)), -1, 1).astype(np.float32)[:, None]
        for tick in np.split(heard, SECONDS * 60):
            measuring.hear(step.name, tick)
    return measuring


def states(measuring: Measuring) -> list[str]:
    return [finding.state for finding in measuring.findings()]


@pytest.mark.parametrize("gain", [0.0, -20.0])
def test_good_room_is_ok_in_every_step_also_through_a_microphone_that_is_turned_down(gain):
    measuring = measure(gain)
    assert states(measuring) == ["ok", "ok", "ok"]
    assert all(not finding.remedy for finding in measuring.findings())
    assert measuring.findings()[2].found == "4 claps heard"
    assert 20.0 < measuring.speech < 40.0


def test_listener_who_knows_the_room_does_not_hear_its_ventilation_but_hears_people():
    def heard(calibration, sound):
        listener, loudness = Listener(RATE, calibration), []
        for tick in np.split(sound.astype(np.float32), SECONDS * 60):
            listener.hear(tick)
            loudness.append(listener.tick()[0])
        return np.array(loudness[60:])

    known = measure(noise=-45.0).calibration
    assert heard(known, hum(-45.0)).max() == 0.0
    assert heard(known, speech(-20.0) + hum(-45.0)).max() > 0.5


def test_a_microphone_that_is_cut_off_while_it_is_quiet_is_no_dead_one():
    gated = Measuring(RATE)
    for step, sound in zip(STEPS, (np.zeros(SECONDS * RATE), speech(-28.0), claps(-12.0)), strict=True):
        for tick in np.split(sound.astype(np.float32)[:, None], SECONDS * 60):
            gated.hear(step.name, tick)
    assert states(gated) == ["ok", "ok", "ok"] and "cut off" in gated.findings()[0].found


def test_what_is_wrong_with_a_room_is_said_with_a_remedy():
    dead = Measuring(RATE)
    for step in STEPS:
        for _ in range(120):
            dead.hear(step.name, np.zeros((800, 2), np.float32))
    (finding,) = dead.findings()
    assert (finding.state, finding.found) == ("failed", "nothing arrives at all") and "muted" in finding.remedy
    assert states(measure(noise=-38.0))[0] == "note"
    assert states(measure(talk=-60.0))[1] == "failed"
    assert states(measure(gain=22.0))[1] == "note" and "down" in measure(gain=22.0).findings()[1].remedy
    assert states(measure(count=0))[2] == "failed" and states(measure(count=1))[2] == "note"
    restless = Measuring(RATE)
    for step, sound in zip(STEPS, (speech(-20.0), speech(-20.0), claps(-12.0)), strict=True):
        for tick in np.split((sound + hum(-60.0)).astype(np.float32)[:, None], SECONDS * 60):
            restless.hear(step.name, tick)
    # Where somebody talks while it should be silent, that would be taken for the room's own noise.
    assert states(restless)[0] == "failed" and "quiet" in restless.findings()[0].remedy
    for measuring in (measure(noise=-38.0), measure(talk=-60.0), measure(count=1)):
        assert all(bool(finding.remedy) == (finding.state != "ok") for finding in measuring.findings())


ROOM = Room("USB Mic", "2026-03-21", Calibration((-60.0,) * 8, (-25.0,) * 8), 31.0)


def test_rooms_are_kept_by_their_microphones_and_a_new_one_takes_the_place_of_the_old(tmp_path):
    assert read_rooms(tmp_path) == {}
    other = Room("other", "2026-03-22", ROOM.calibration, 12.5)
    keep_room(Room("USB Mic", "2025-01-01", ROOM.calibration, 3.0), tmp_path / "new")
    keep_room(ROOM, tmp_path / "new")
    assert keep_room(other, tmp_path / "new") == rooms_path(tmp_path / "new")
    assert read_rooms(tmp_path / "new") == {"USB Mic": ROOM, "other": other}
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["rooms.json"]
    assert ROOM.told == "measured on 2026-03-21: noise at -60 dB, speech 31 dB above it"


@pytest.mark.parametrize(
    "text", ["", "[1]", '{"format": "x"}', '{"format": "living-mosaic rooms", "version": 1}', "[" * 9999,
             '{"format": "living-mosaic rooms", "version": 1, "rooms": {"a": {"noise": [1], "loud": [2]}}}']
)  # fmt: skip
def test_torn_or_foreign_rooms_are_refused_in_one_line_and_measured_over(tmp_path, text):
    rooms_path(tmp_path).write_text(text)
    with pytest.raises(RoomError, match=r"rooms\.json: the room's measures cannot be used: .*measure anew") as caught:
        read_rooms(tmp_path)
    assert "\n" not in str(caught.value)
    keep_room(ROOM, tmp_path)
    assert read_rooms(tmp_path) == {"USB Mic": ROOM}


def test_folder_that_cannot_be_written_is_named(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(RoomError, match="file.*cannot be kept"):
        keep_room(ROOM, tmp_path / "file")
