"""The commands that tell of presets, devices and the machine."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from installation import doctor
from installation.cli import status
from installation.params import NAMES
from installation.presets import search_path
from installation.senses.midi import feed as midi_feed
from installation.senses.sound import devices as sound_devices


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
def test_what_cannot_be_written_is_said_in_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "installation", "presets", "list", "--json"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr == "living-mosaic: what it found could not be written: No space left on device\n"


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


def test_devices_are_listed_or_it_is_said_why_not(capsys: pytest.CaptureFixture[str]) -> None:
    end = status(["devices"])
    said = capsys.readouterr()
    assert (end, said.err) == (0, "") or (end == 2 and said.err.count("\n") == 1)


def test_doctor_fails_where_something_does(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = doctor.Check("a thing", True, "here"), doctor.Check("another", False, "missing", "Get it.")
    monkeypatch.setattr(doctor, "checks", lambda state: [good])
    assert status(["doctor"]) == 0
    monkeypatch.setattr(doctor, "checks", lambda state: [good, bad])
    assert status(["doctor", "--json"]) == 1
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last == {"what": "another", "state": "failed", "found": "missing", "what to do": "Get it."}


def test_bench_names_the_machine_and_gives_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["bench", "--quick", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["renderer"] and report["driver"] and report["cpu"]
    assert report["segment_updates_per_s"] > 0 and report["particle_steps_per_s"] > 0
    assert 0 < report["bandwidth_fraction"]["segment_updates"] < 1
    passes = {entry["name"] for entry in report["passes"]}
    assert {"hyphae.signal", "streaming.stream", "hyphae.census", "fields.fields", "flora.grow"} <= passes
    assert report["show"]["live_segments"] >= 1000 and report["show"]["picture_ms"] > 0
