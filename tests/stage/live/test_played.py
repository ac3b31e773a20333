"""The program played from outside: by a controller at a real MIDI server, and by OSC; and what it tells by OSC."""

import os
import socket
import sys
from pathlib import Path

import pytest
from program import Program, wait_for
from pythonosc.osc_packet import OscPacket
from pythonosc.udp_client import SimpleUDPClient

sys.path.insert(0, str(Path(__file__).parents[2]))

from jack_server import JackServer, PlayedController, missing_programs  # noqa: E402

from installation.score import read_score  # noqa: E402


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("", 0))
        return int(probe.getsockname()[1])


def test_a_show_is_played_by_midi_and_osc_and_tells_what_happens(tmp_path):
    if missing_programs():
        pytest.fail(f"MIDI without hardware needs {', '.join(missing_programs())}")
    port = free_port()
    told = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    told.bind(("127.0.0.1", 0))
    told.settimeout(0.2)
    heard: dict[str, list] = {}

    def tells(address: str, value: object) -> bool:
        try:
            for one in OscPacket(told.recv(65536)).messages:
                heard.setdefault(one.message.address, []).append(one.message.params[0])
        except TimeoutError:
            pass
        return value in heard.get(address, [])

    score = tmp_path / "played.score"
    arguments = "--headless", "--size", "160x90", "--quality", "low", "--phase", "calm", "--record", str(score)
    osc = "--osc-in", str(port), "--osc-out", f"127.0.0.1:{told.getsockname()[1]}", "--midi", "Controller"
    with JackServer() as server, Program(tmp_path, server.env, *arguments, *osc) as program:
        with PlayedController(server) as controller, PlayedController(server, "Unasked"):
            program.wait_to_say('MIDI: "Controller:pads" is heard, with the map "any controller"')
            controller.play(bytes((0x99, 54, 100)), bytes((0x99, 36, 127)), bytes((0x90, 60, 90)), every=0.05)
            wait_for(lambda: tells("/mosaic/phase", "chaos"))
            client = SimpleUDPClient("127.0.0.1", port)
            client.send_message("/mosaic/macro/pulse", 0.75)
            client.send_message("/mosaic/citizen/anna/valence", 0.5)
            client.send_message("/mosaic/cue/restoration", [])
            client._sock.sendto(b"nonsense", ("127.0.0.1", port))
            wait_for(lambda: tells("/mosaic/phase", "restoration") and tells("/mosaic/macro/pulse", 0.75))
            client._sock.close()
        program.wait_to_say('MIDI: "Controller:pads" has gone')
        program.process.terminate()
        program.summary()
    told.close()
    assert "Unasked" not in program.said and program.said.count("a broken message from 127.0.0.1 is dropped") == 1
    said = [(event.source, event.name, event.values) for event in read_score(score).events]
    for expected in (
        ("cue", "phase", ("chaos",)), ("cue", "phase", ("restoration",)), ("macro", "pulse", (0.75,)),
        ("tap", "midi/Controller:pads/10/36", (1,)), ("note", "midi/Controller:pads/1/60", (60, 0.709)),
        ("note", "midi/Controller:pads/1/60", (60, 0)), ("citizen", "osc/anna", (0.5, 0)),
    ):  # fmt: skip
        assert said.count(expected) == 1, expected
    assert max(heard["/mosaic/community/people"]) >= 1.0
    assert {"/mosaic/vitals/biomass", "/mosaic/community/unity", "/mosaic/light"} <= heard.keys()


def test_an_osc_port_that_was_asked_for_and_is_busy_is_refused(tmp_path):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("", 0))
        port = str(other.getsockname()[1])
        with Program(tmp_path, os.environ, "--headless", "--seconds", "1", "--osc-in", port) as program:
            assert program.process.wait(timeout=20) == 2
    assert program.said == f"living-mosaic: OSC cannot be heard on port {port}: Address already in use\n"
