"""The command line: every command does its work, and bad input ends with one clear line and status 2."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import click
import numpy as np
import pytest
import soundfile
from PIL import Image

import installation
from installation import doctor
from installation.cli import commands, perform, status
from installation.params import NAMES
from installation.presets import search_path
from installation.score import PHASES, VERSION, Header, ScoreWriter, read_score
from installation.senses.midi import feed as midi_feed
from installation.senses.sound import devices as sound_devices
from installation.stage.prints import plot as plots

COMMANDS = {
    "run", "film", "still", "replay", "vitals", "presets", "devices", "doctor", "bench", "atlas", "label", "listen",
    "sing",
}  # fmt: skip


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def program(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(Path(installation.__file__).parents[1])}
    command = [sys.executable, "-m", "installation", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def test_every_command_of_the_installation_is_there_and_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert set(commands.commands) == COMMANDS
    for name, command in commands.commands.items():
        assert status([name, "--help"]) == 0
        assert command.help
        told = capsys.readouterr().out
        for parameter in command.params:
            assert not isinstance(parameter, click.Option) or parameter.help, f"{name}: {parameter.name}"
        assert told.startswith(f"Usage: living-mosaic {name}")


def test_help_needs_no_graphics() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "installation", "--help"],
        cwd=Path(installation.__file__).parents[1], capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0
    assert all(f"{name} " in done.stdout for name in COMMANDS)
    assert not any(module in done.stderr for module in ("moderngl", "pygame", "sounddevice", "soundfile", "rich"))


def sound_file(path: Path) -> Path:
    soundfile.write(path, 0.2 * np.sin(np.arange(48000) * 0.05), 48000)
    return path


BAD = [
    (["nonsense"], "No such command 'nonsense'."),
    (["--nonsense"], "No such option"),
    (["run", "--world", "nowhere"], "there is no world nowhere: expected one of auto"),
    (["run", "--world", "auto", "--phase", "bored"], "there is no phase bored: expected one of auto, calm"),
    (["run", "--phase", "bored"], "there is no phase bored: expected one of auto, calm"),
    (["run", "--sound-in", "no such device"], 'no sound input is called "no such device"'),
    (["run", "--sound-in", "none", "--record", "nowhere/a.score"], "nowhere/a.score: cannot be written"),
    (["run", "--sound-in", "none", "--quality", "best"], "best: expected one of auto, low"),
    (["run", "--sound-in", "none", "--record-sound"], "expected --record FILE too"),
    (["run", "--sound-in", "demo", "--record", "a", "--record-sound"], "demo: there is no sound in it"),
    (["run", "--sound-in", "whole.wav", "--record", "whole.wav"], "whole.wav: it is heard, so it cannot be written"),
    (["run", "--sound-in", "none", "--detail", "finest"], "finest: expected one of standard, fine, grand"),
    (["doctor", "--sound-in", "mic"], "--sound-in and --step-seconds are for a room: expected --room too"),
    (["doctor", "--room", "--sound-in", "demo"], "demo: there is no sound in it; expected a microphone or a sound"),
    (["doctor", "--room", "--sound-in", "whole.wav"], "whole.wav: expected at least 24 s: silence, talk, clap"),
    (["run", "--seconds", "soon"], "'soon' is not a valid float"),
    (["run", "--size", "big"], "big: expected WIDTHxHEIGHT in pixels"),
    (["run", "--size", "1x1"], "1x1: expected WIDTHxHEIGHT in pixels"),
    (["film"], "Missing argument"),
    (["film", "a.txt"], "a.txt: expected OUT.mp4"),
    (["film", "missing.score", "a.mp4"], "missing.score: cannot be read: No such file or directory"),
    (["film", "foreign", "a.mp4"], "foreign:1: expected the header of a living-mosaic score"),
    (["film", "--sound-in", "mic", "a.mp4"], "a microphone needs real time"),
    (["film", "--sound-in", "none", "a.mp4"], "say how long it lasts with --seconds N"),
    (["film", "--sound-in", "missing.wav", "a.mp4"], "missing.wav: there is no such file"),
    (["film", "--sound-in", "foreign.wav", "a.mp4"], "foreign.wav: not a sound file that can be read"),
    (["film", "--sound-in", "cut.wav", "a.mp4"], "cut.wav: is truncated"),
    (["film", "--size", "8000x4000", "a.mp4"], "8000x4000: expected WIDTHxHEIGHT in pixels"),
    (["film", "--size", "7680x7680", "a.mp4"], "7680x7680: expected WIDTHxHEIGHT in pixels"),
    (["film", "--size", "101x101", "--seconds", "1", "a.mp4"], "size 101x101: expected even numbers for an MP4"),
    (["film", "--fps", "0", "a.mp4"], "0: expected frames a second, 1 to 240"),
    (["film", "--seconds", "1", "nowhere/a.mp4"], "nowhere/a.mp4: cannot be written: No such file or directory"),
    (["film", "--record", "a.mp4", "a.mp4"], "neither of them recorded to"),
    (["still", "nowhere/a.png"], "nowhere/a.png: cannot be written: No such file or directory"),
    (["still", "--seed", "-1", "a.png"], "-1 is not in the range"),
    (["replay", "foreign"], "foreign:1: expected the header of a living-mosaic score"),
    (["vitals", "missing.score"], "missing.score: cannot be read"),
    (["vitals", "--unity", "2"], "2.0 is not in the range 0.0<=x<=1.0"),
    (["vitals", "--camps", "3"], "3 is not in the range 1<=x<=2"),
    (["vitals", "--unity", "0", "--valence", "0.9", "--arousal", "0.9"], "--unity 0: 12 citizens of valence 0.9 and"),
    (["vitals", "--touch", "0.5", "whole.score"], "whole.score: a score has a community of its own"),
    (["vitals", "--plot", "nowhere/a.png"], "nowhere/a.png: cannot be written"),
    (["vitals", "--plot", "a.what"], "a.what: expected a picture's suffix, such as .png"),
    (["atlas", "a.txt"], "a.txt: expected a name that ends in .png or .jpg or .jpeg"),
    (["atlas", "nowhere/a.png"], "nowhere/a.png: cannot be written"),
    (["atlas", "a.png", "--world", "nowhere"], "there is no world nowhere: expected one of"),
    (["atlas", "a.png", "--report", "a.txt"], "a.txt: expected a name that ends in .md or .json"),
    (["atlas", "a.png", "--language", "xx"], "xx: expected one of de, en"),
    (["label", "a.doc"], "a.doc: expected a name that ends in .pdf or .png"),
    (["label", "a.pdf", "--world", "nowhere"], "nowhere: there are no captions for such a world: expected one of eco"),
    (["label", "nowhere/a.pdf"], "nowhere/a.pdf: cannot be written"),
    (["presets", "show", "thaloria/bored"], "there is no preset thaloria/bored: expected one of ecoverse/calm"),
    (["presets", "check", "wrong.toml"], "wrong.toml: "),
    (["presets", "check", "half"], "half: there is no chaos.toml: expected calm, disruption, chaos, restoration"),
]


OVERLAY = "version = 1\noverlay = true\nbase = 'thaloria/calm'\ntitle = ''\n[growth]\n"


@pytest.mark.parametrize(("arguments", "line"), BAD, ids=[" ".join(arguments) for arguments, _ in BAD])
def test_bad_input_ends_with_one_clear_line(
    arguments: list[str], line: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "foreign").write_text("hello\n")
    (here / "foreign.wav").write_text("hello\n")
    (here / "wrong.toml").write_text(OVERLAY + "grow = 1\n")
    shutil.copytree(search_path()[-1] / "thaloria", here / "half")
    (here / "half" / "chaos.toml").unlink()
    whole = sound_file(here / "whole.wav").read_bytes()
    (here / "cut.wav").write_bytes(whole[: len(whole) // 2])
    ScoreWriter(here / "whole.score", Header(VERSION, 1, 16 / 9, 8192, 60, 1024, "thaloria", "calm")).close()
    before = sorted(here.iterdir())
    assert status(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("living-mosaic: ") and said.err.count("\n") == 1
    assert line in said.err
    assert sorted(here.iterdir()) == before


def test_shader_that_does_not_compile_is_a_failure_that_names_file_and_line() -> None:
    code = """
import sys, shutil
from pathlib import Path
from installation import resources
shaders = Path("shaders")
shutil.copytree(resources.directory("shaders"), shaders)
broken = shaders / "world" / "stream.comp"
broken.write_text(broken.read_text().replace("void main() {", "void main() { nonsense;"))
found = resources.directory
resources.directory = lambda name: shaders if name == "shaders" else found(name)
from installation.cli import status
sys.exit(status(["vitals", "--fresh", "--sound-in", "none", "--seconds", "1"]))
"""
    environment = {**os.environ, "PYTHONPATH": str(Path(installation.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("living-mosaic: world/stream.comp:") and done.stderr.count("\n") == 1
    assert "nonsense" in done.stderr


def test_without_a_command_it_runs() -> None:
    done = program("--headless", "--seconds", "0.5", "--size", "160x90", "--sound-in", "none", "--fresh", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["ticks"] > 0


def test_recorded_sound_is_heard_in_the_film_of_the_score(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sound_file(here / "a.wav")
    kept = ["--record", "a.score", "--record-sound", "--sound-in", "a.wav", "--sound-out", "none"]
    done = program("run", "--headless", "--seconds", "1.5", "--size", "160x90", "--fresh", *kept)
    assert done.returncode == 0, done.stderr
    assert soundfile.info(here / "a.score.flac").duration == pytest.approx(1.5, abs=0.5)
    assert status(["film", "--size", "160x90", "a.score", "a.mp4"]) == 0
    capsys.readouterr()
    command = ["ffprobe", "-v", "error", "-show_entries", "stream=codec_name", "-of", "csv=p=0", "a.mp4"]
    assert subprocess.run(command, capture_output=True, text=True).stdout.split() == ["h264", "aac"]


def test_still_is_a_png_of_the_size_that_was_asked_for_and_the_same_each_time(here: Path) -> None:
    sound_file(here / "a.wav")
    common = ["--fresh", "--age", "1", "--size", "201x101", "--sound-in", "a.wav", "--phase", "chaos"]
    assert status(["still", *common, "--snapshot-out", "a.snapshot", "a.png"]) == 0
    assert status(["still", *common, "b.png"]) == 0
    assert status(["still", *common, "--seed", "2", "c.png"]) == 0
    a, b, c = (np.asarray(Image.open(here / f"{name}.png")) for name in "abc")
    assert a.shape == (101, 201, 3) and a.max() > 20
    assert np.array_equal(a, b)
    assert not np.array_equal(a, c)
    assert (here / "a.snapshot").stat().st_size > 1000


def test_film_of_a_sound_file_is_as_long_as_it_and_is_recorded(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sound_file(here / "a.wav")
    common = ["--size", "160x90", "--json"]
    kept = ["--record", "a.score", "--hashes", "1"]
    assert status(["film", "--fresh", *common, "--sound-in", "a.wav", *kept, "a.mp4"]) == 0
    assert json.loads(capsys.readouterr().out) == {"out": "a.mp4", "frames": 30, "seconds": 1.0, "ticks": 60}
    assert status(["film", *common, "--hashes", "2", "a.score", "b.mp4"]) == 0
    assert json.loads(capsys.readouterr().out)["frames"] == 30
    assert (here / "1").read_text() == (here / "2").read_text() != ""


def test_film_without_a_suffix_is_a_folder_of_pictures(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--fresh", "--size", "65x65", "--sound-in", "none", "--seconds", "0.1"]
    assert status(["film", *arguments, "frames"]) == 0
    assert capsys.readouterr().out == "frames: 3 frames, 0.1 s\n"
    assert sorted(path.name for path in (here / "frames").iterdir()) == ["000000.png", "000001.png", "000002.png"]


def test_vitals_come_a_line_a_second_or_as_json_a_line_a_tick(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["vitals", "--fresh", "--seconds", "2"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert status(["vitals", "--fresh", "--seconds", "0.5", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["tick"] for line in lines] == list(range(30))
    assert lines[-1]["biomass"] > 0.0


def test_community_that_stands_in_is_told_with_the_vitals(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = ["--citizens", "8", "--unity", "0.3", "--arousal", "0.4", "--camps", "2"]
    assert status(["vitals", "--fresh", "--seconds", "1", *crowd, "--json", "--plot", "a.png"]) == 0
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last["unity"] == pytest.approx(0.3, abs=0.01) and last["arousal"] == pytest.approx(0.4, abs=0.01)
    assert last["camps"] > 0.9
    with Image.open(here / "a.png") as picture:
        assert picture.size[0] > 1000
    monkeypatch.setattr(plots, "find_spec", lambda name: None)
    assert status(["vitals", "--plot", "b.png"]) == 1
    assert capsys.readouterr().err == 'living-mosaic: --plot needs matplotlib: in the clone, pip install ".[plot]"\n'


def test_community_that_stands_in_moves_a_film_and_its_score_replays_it(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    common = ["--size", "64x64", "--codec", "png"]
    crowd = ["--touch", "0.3", "--citizens", "3", "--seconds", "0.5", "--record", "a.score", "--fresh"]
    assert status(["film", *common, *crowd, "--hashes", "1", "a"]) == 0
    assert {event.source for event in read_score(here / "a.score").events} == {"citizen", "touch", "end"}
    assert status(["film", *common, "--hashes", "2", "a.score", "b"]) == 0
    capsys.readouterr()
    assert (here / "1").read_text() == (here / "2").read_text()


def test_atlas_is_a_sheet_with_a_report_of_its_looks(here: Path) -> None:
    common = ["atlas", "--world", "thaloria", "--age", "0.1", "--size", "160x90"]
    assert status([*common, "--report", "look.json", "a.png"]) == 0
    assert status([*common, "--report", "look.md", "--language", "de", "b.jpg"]) == 0
    with Image.open(here / "a.png") as sheet, Image.open(here / "b.jpg") as other:
        assert sheet.size == other.size and sheet.size[0] > 6 * 160
    report = json.loads((here / "look.json").read_text())
    assert list(report["stills"]) == [f"thaloria/{phase}" for phase in PHASES]
    assert "| thaloria/chaos |" in (here / "look.md").read_text()


def test_label_is_a_page_of_paper(here: Path) -> None:
    assert status(["label", "--world", "ecoverse", "--language", "de", "a.png"]) == 0
    with Image.open(here / "a.png") as page:
        assert page.size == (1748, 2480) and page.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    assert status(["label", "--paper", "a4", "a.pdf"]) == 0
    assert b"/MediaBox [ 0 0 595.2 841.92 ]" in (here / "a.pdf").read_bytes()


def test_presets_are_listed_shown_and_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["presets", "list", "--json"]) == 0
    listed = [json.loads(line)["preset"] for line in capsys.readouterr().out.splitlines()]
    assert "thaloria/calm" in listed
    assert status(["presets"]) == 0
    assert "thaloria/calm" in capsys.readouterr().out
    assert status(["presets", "show", "thaloria/calm", "--json"]) == 0
    shown = [json.loads(line)["parameter"] for line in capsys.readouterr().out.splitlines()]
    assert shown == list(NAMES)
    assert status(["presets", "show", str(search_path()[-1] / "thaloria" / "chaos.toml")]) == 0
    assert "growth_speed" in capsys.readouterr().out
    assert status(["presets", "check"]) == 0
    assert "nothing wrong" in capsys.readouterr().out


def test_presets_list_names_the_folder_of_ones_own_though_it_is_not_there(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(here))
    assert status(["presets", "list"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == f"your own presets: {here / 'living-mosaic' / 'presets'} (not there yet)"


def test_table_in_a_pipe_is_neither_cut_nor_wrapped_and_keeps_brackets(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    check = doctor.Check("a thing", False, 500 * "long ", 'pip install ".[film]"')
    monkeypatch.setattr(doctor, "checks", lambda state: [check])
    assert status(["doctor"]) == 1
    head, row = capsys.readouterr().out.splitlines()
    assert check.found in row and row.rstrip().endswith(check.remedy)


def test_no_devices_are_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sound_devices, "devices", list)
    assert status(["devices"]) == 0
    assert capsys.readouterr().out.startswith("There are no sound devices on this machine.\n")


def test_midi_ports_are_listed_with_their_maps(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sound_devices, "devices", list)
    ports = ["Keystation 49:Keystation 49 MIDI 1 20:0", "TD-17:TD-17 MIDI"]
    monkeypatch.setattr(midi_feed, "port_names", lambda: ports)
    assert status(["devices", "--json"]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"MIDI port": "Keystation 49:Keystation 49 MIDI 1", "map": "any controller"},
        {"MIDI port": "TD-17:TD-17 MIDI", "map": "drums"},
    ]


@pytest.mark.parametrize(("option", "value"), [("--osc-in", "0"), ("--osc-in", "70000"), ("--osc-in", "http")])
def test_an_osc_port_that_is_none_is_told(option: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["run", "--headless", "--seconds", "1", option, value]) == 2
    assert "expected a UDP port, 1 to 65535, or none" in capsys.readouterr().err


def test_oscs_usual_port_may_be_taken_by_another_installation() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other, contextlib.ExitStack() as opened:
        with contextlib.suppress(OSError):  # Somebody has it already: just as well.
            other.bind(("", 9000))
        controls, said = perform._controls("none", None, opened)
        assert (controls, said) == ((), ("OSC cannot be heard on port 9000: Address already in use",))


def test_an_osc_target_that_is_none_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["run", "--headless", "--seconds", "1", "--sound-in", "none", "--osc-out", "nowhere"]) == 2
    assert capsys.readouterr().err.endswith("OSC cannot be sent to nowhere: expected a known HOST:PORT\n")


def test_doctor_fails_where_something_does(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = doctor.Check("a thing", True, "here"), doctor.Check("another", False, "missing", "Get it.")
    monkeypatch.setattr(doctor, "checks", lambda state: [good])
    assert status(["doctor"]) == 0
    monkeypatch.setattr(doctor, "checks", lambda state: [good, bad])
    assert status(["doctor", "--json"]) == 1
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last == {"what": "another", "state": "failed", "found": "missing", "what to do": "Get it."}


def test_devices_are_listed_or_it_is_said_why_not(capsys: pytest.CaptureFixture[str]) -> None:
    end = status(["devices"])
    said = capsys.readouterr()
    assert (end, said.err) == (0, "") or (end == 2 and said.err.count("\n") == 1)


def test_bench_names_the_machine_and_gives_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["bench", "--quick", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["renderer"] and report["driver"] and report["cpu"]
    assert report["segment_updates_per_s"] > 0 and report["particle_steps_per_s"] > 0
    assert 0 < report["bandwidth_fraction"]["segment_updates"] < 1
    passes = {entry["name"] for entry in report["passes"]}
    assert {"hyphae.signal", "streaming.stream", "hyphae.census", "fields.fields", "flora.grow"} <= passes
    assert report["show"]["live_segments"] >= 1000 and report["show"]["picture_ms"] > 0
