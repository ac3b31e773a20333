"""`doctor --room`, from outside: with a file, with a virtual microphone, and what a run makes of it."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import soundfile
from sound_card import RATE

from installation.senses.sound.rooms import read_rooms

PROJECT = Path(__file__).parents[3]
SECONDS = 1.2


def start(env, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "installation", *arguments, "--state", str(folder)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, env={**env, "PYTHONPATH": str(PROJECT)}, cwd=folder, text=True, **pipes)


def ended(process: subprocess.Popen[str]) -> tuple[int, list[dict], str]:
    """The exit status, the lines of JSON, and what was said beside them."""
    out, said = process.communicate(timeout=60)
    return process.returncode, [json.loads(line) for line in out.splitlines()], said


def scene(between: float) -> np.ndarray:
    """Silence, a voice and claps, each after a pause; the room hums softly all the while."""
    seconds = np.arange(int(SECONDS * RATE)) / RATE
    voice = 0.1 * np.sign(np.sin(2 * np.pi * 150 * seconds)) * np.maximum(0.0, np.sin(2 * np.pi * 3 * seconds))
    claps = np.zeros(len(seconds))
    noise = np.random.default_rng(1)
    for number in range(4):
        begin = int((0.12 + 0.28 * number) * RATE)
        claps[begin : begin + 3000] = 0.3 * noise.standard_normal(3000) * np.exp(-np.arange(3000) / 400)
    pause = np.zeros(int(between * RATE))
    whole = np.concatenate([pause, 0.0 * seconds, pause, voice, pause, claps, pause])
    return whole + 0.0005 * noise.standard_normal(len(whole))


def test_file_is_measured_at_once_and_kept_by_nobody(tmp_path):
    soundfile.write(tmp_path / "room.wav", scene(0.0), RATE)
    room = ("doctor", "--room", "--sound-in", "room.wav", "--json")
    status, found, said = ended(start(os.environ, tmp_path, *room, "--step-seconds", str(SECONDS)))
    assert status == 0, said
    assert [(row["step"], row["state"]) for row in found] == [("silence", "ok"), ("talk", "ok"), ("clap", "ok")]
    assert "1 of 3, silence" in said and "3 of 3, clap" in said and "a file is no room" in said
    assert not (tmp_path / "rooms.json").exists()
    status, found, said = ended(start(os.environ, tmp_path, *room))
    assert (status, found) == (2, []) and "room.wav: expected at least 24 s: silence, talk, clap" in said


def test_room_is_measured_through_a_microphone_kept_and_known_to_a_run_and_to_the_doctor(sound_card, tmp_path):
    path = tmp_path / "scene.wav"
    soundfile.write(path, scene(SECONDS), RATE)
    process = start(sound_card.env, tmp_path, "doctor", "--room", "--json", "--step-seconds", str(SECONDS))
    assert process.stderr is not None
    while "1 of 3" not in process.stderr.readline():
        assert process.poll() is None
    sound_card.play(path)
    status, found, said = ended(process)
    assert status == 0, found
    assert [row["step"] for row in found] == ["silence", "talk", "clap"]
    room = read_rooms(tmp_path)["default"]
    assert f"kept in {tmp_path / 'rooms.json'}" in said
    assert -75.0 < room.calibration.noise[0] < -55.0 and 20.0 < room.speech < 60.0
    assert room.measured == time.strftime("%Y-%m-%d")

    code = "import sys\nfrom pathlib import Path\nfrom installation.senses.sound.sound_in import open_source\n"
    code += "source = open_source('mic', folder=Path(sys.argv[1]))\nprint(source.state)\nsource.close()\n"
    code += "from installation.doctor import room_check\nprint(room_check(Path(sys.argv[1])).found)"
    told = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        env=sound_card.env, cwd=PROJECT, capture_output=True, text=True, timeout=30, check=True,
    ).stdout.splitlines()  # fmt: skip
    assert told == [room.told, f"default: {room.told}"]
