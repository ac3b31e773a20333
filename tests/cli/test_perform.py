"""The commands that perform: run, which is the default, and what it is told of the wires it listens to."""

import contextlib
import json
import socket

import pytest
from commanding import program

from installation.cli import perform, status


def test_without_a_command_it_runs() -> None:
    done = program("--headless", "--seconds", "0.5", "--size", "160x90", "--sound-in", "none", "--fresh", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["ticks"] > 0


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
