"""The doctor tells what works from what does not, and survives what it examines."""

import sys
import tomllib
from pathlib import Path

import pytest

from installation import doctor

PROJECT = Path(__file__).parents[1]


def test_everything_looked_at_has_a_name_of_its_own_and_whatever_is_wrong_a_remedy_in_one_line() -> None:
    checks = doctor.checks()
    assert len({check.name for check in checks}) == len(checks)
    for check in checks:
        assert check.found and "\n" not in check.found + check.remedy
        assert bool(check.remedy) == (check.state != "ok"), check


def test_opengl_is_found_with_its_version_and_renderer() -> None:
    check = doctor.opengl_check()
    assert check.ok, check
    assert check.found.startswith("OpenGL 4.")


def test_machine_with_ffmpeg_can_write_h264() -> None:
    ffmpeg, *encoders = doctor.film_checks()
    assert ffmpeg.ok, ffmpeg
    assert [check.name for check in encoders] == ["H.264 encoder", "H.265 encoder"]
    assert encoders[0].ok, encoders[0]


def test_missing_display_is_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"):
        monkeypatch.delenv(name, raising=False)
    check = doctor.display_check()
    assert check.state == "note", check
    assert check.found.startswith("none")


def test_missing_ffmpeg_is_a_failure_with_a_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    (check,) = doctor.film_checks()
    assert check.state == "failed"
    assert "ffmpeg" in check.remedy and check.remedy.endswith('(or, in the clone: pip install ".[film]")')


def test_folder_that_cannot_be_written_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    blocked = tmp_path / "a-file"
    blocked.touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    check = doctor.folder_checks()[0]
    assert check.state == "failed"
    assert str(blocked) in check.found and str(blocked) in check.remedy


def test_crash_of_a_driver_is_told_and_survived() -> None:
    assert doctor.probe("import os; os.abort()") == "the driver crashed with signal 6"


def test_error_of_a_probe_is_its_last_line() -> None:
    assert doctor.probe("raise OSError('PortAudio library not found')") == "OSError: PortAudio library not found"


def test_probe_returns_what_the_last_line_holds() -> None:
    assert doctor.probe("print('chatter'); print('{\"version\": 450}')") == {"version": 450}


def test_hanging_driver_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "PROBE_SECONDS", 0.3)
    assert doctor.probe("import time; time.sleep(60)") == "no answer within 0 s"


def test_remedies_name_packages_of_the_one_table() -> None:
    assert "libportaudio2" in doctor.packages("sound")
    assert "libegl1" in doctor.packages("opengl")
    assert doctor.packages("film") == ["ffmpeg"]


def test_oldest_python_is_the_one_that_the_package_declares() -> None:
    declared = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert declared == ">=" + ".".join(map(str, doctor.MINIMUM_PYTHON))
