"""What others are told by OSC, heard over loopback."""

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pythonosc.osc_packet import OscPacket

from installation import params
from installation.community import Community
from installation.score import MACROS
from installation.stage.live.osc_out import FELT, TOLD, OscOut, OscTargetError
from installation.story import Moment

MIDDLES = dict.fromkeys(MACROS, 0.5)


def moment(tick: int, phase: str = "calm", **felt: float) -> Moment:
    return Moment(tick, "thaloria", phase, params.defaults(), replace(Community(), **felt), ())


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.settimeout(2.0)
        yield listener


@pytest.fixture
def out(listener) -> Iterator[OscOut]:
    out = OscOut(f"127.0.0.1:{listener.getsockname()[1]}")
    yield out
    out.close()


def told(listener: socket.socket) -> dict[str, object]:
    packet = OscPacket(listener.recv(65536))
    return {one.message.address: one.message.params[0] for one in packet.messages}


def test_what_people_feel_is_told_ten_times_a_second_and_the_rest_less_often(out, listener):
    for tick in range(60):
        out.tell(moment(tick, unity=0.75), None, MIDDLES)
    listener.setblocking(False)
    heard = []
    while True:
        try:
            heard.append(told(listener))
        except BlockingIOError:
            break
    assert len(heard) == 10
    assert sum("/mosaic/phase" in one for one in heard) == 2
    assert all(one["/mosaic/community/unity"] == 0.75 for one in heard)
    assert {f"/mosaic/community/{name}" for name in FELT} <= heard[0].keys()
    assert {f"/mosaic/macro/{name}" for name in MACROS} <= heard[0].keys()
    assert heard[0]["/mosaic/light"] == 1.0 and heard[0]["/mosaic/world"] == "thaloria"


def test_a_change_of_phase_is_told_at_once(out, listener):
    out.tell(moment(0), None, MIDDLES)
    told(listener)
    out.tell(moment(7, "chaos"), None, MIDDLES)
    assert told(listener) == {"/mosaic/world": "thaloria", "/mosaic/phase": "chaos"}


def test_who_does_not_listen_is_no_trouble(listener):
    out = OscOut(f"127.0.0.1:{listener.getsockname()[1]}")
    listener.close()
    for tick in range(120):
        out.tell(moment(tick), None, MIDDLES)
    out.close()


@pytest.mark.parametrize("target", ["", "nowhere", "localhost", "localhost:x", "no.such.host.invalid:9001", ":-1"])
def test_a_target_that_is_none_is_told_in_one_line(target):
    with pytest.raises(OscTargetError, match="^OSC cannot be sent to .*: expected a known HOST:PORT$"):
        OscOut(target)


def test_the_table_tells_of_everything_that_is_sent(out, listener):
    out.tell(moment(0), None, MIDDLES)
    addresses = {address.replace("<macro>", "growth") for address, *_ in TOLD}
    assert {one.replace(name, "growth") for one in told(listener) for name in MACROS if name in one} <= addresses
