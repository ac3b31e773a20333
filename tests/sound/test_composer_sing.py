import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from moments import moments

from installation.cli import status
from installation.sound.singer import Singer
from installation.sound.voices import loudness
from installation.sound.voices.meter import Meter


def sung(singer):
    blocks = [singer.step(moment.tick, moment, {}) for moment in moments("thaloria", "celebration", 3)]
    return np.concatenate([*blocks, singer.finish()])


def test_a_singer_gives_eight_hundred_samples_for_each_tick_and_the_same_ones_again():
    sound = sung(Singer(3))
    assert sound.shape == (3 * 48_000, 2) and sound.dtype == np.float32
    assert np.abs(sound).max() > 0.01
    assert np.array_equal(sound, sung(Singer(3)))


@pytest.mark.parametrize("outputs", [4, 8])
def test_a_ring_of_outputs_is_sung_to(outputs):
    sound = sung(Singer(3, outputs=outputs))
    assert sound.shape == (3 * 48_000, outputs)
    assert (np.abs(sound).max(axis=0) > 0.001).all()


def test_the_meter_hears_in_pieces_what_is_measured_as_a_whole():
    seconds = np.arange(48_000 * 4) / 48_000
    sound = np.stack([0.3 * np.sin(700 * seconds), 0.2 * np.sin(3000 * seconds)], axis=1).astype(np.float32)
    meter = Meter(48_000, 2)
    for start in range(0, len(sound), 800):
        meter.hear(sound[start : start + 800])
    assert meter.integrated == pytest.approx(loudness.integrated(sound, 48_000), abs=0.1)
    assert meter.true_peak == pytest.approx(loudness.true_peak(sound), abs=0.05)


def test_sing_writes_a_sound_file_and_the_same_one_again(tmp_path, capsys):
    words = ["--world", "purification", "--phase", "calm", "--seconds", "0.5", "--seed", "7", "--json"]
    files = [tmp_path / "one.wav", tmp_path / "two.wav"]
    for file in files:
        assert status(["sing", str(file), *words]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[0])
    info = soundfile.info(files[0])
    assert (info.frames, info.samplerate, info.channels, info.subtype) == (24_000, 48_000, 2, "PCM_24")
    assert files[0].read_bytes() == files[1].read_bytes()
    assert told["seconds"] == 0.5 and told["notes"] > 0 and told["true_peak"] < -1.0


@pytest.mark.parametrize("out, said", [("song.mp3", "OUT.wav"), ("nowhere/song.wav", "cannot be written")])
def test_a_file_that_cannot_be_written_is_refused_in_one_line(out, said, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert status(["sing", out, "--seconds", "0.1"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line
    assert not Path(out).exists()
