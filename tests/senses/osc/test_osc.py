"""OSC over loopback: what is understood, and what anybody in the network may do without harm."""

import math
import socket
import struct
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message_builder import build_msg
from pythonosc.udp_client import SimpleUDPClient

from installation.params import PARAMETERS
from installation.score import MACROS, PHASES, WORLDS
from installation.senses.osc import osc_in as osc
from installation.senses.osc.addresses import ADDRESSES, NOTHING, Addresses
from installation.senses.osc.osc_in import OscIn, OscInError
from installation.senses.osc.packet import OscError, messages


@pytest.fixture
def heard():
    source = free_port()
    yield source
    source.close()


def free_port() -> OscIn:
    """Listen to a port that nobody else has."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("", 0))
        port = probe.getsockname()[1]
    return OscIn(port)


def sent(source: OscIn, *datagrams: bytes, tick: int = 0):
    """Send datagrams over loopback and give the events that they become."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for data in datagrams:
            sender.sendto(data, ("127.0.0.1", source.port))
    return source.events(tick)


def message(address: str, *values) -> bytes:
    return build_msg(address, list(values)).dgram


def read(address: str, *numbers: float):
    return Addresses().read((address, numbers))


def test_what_a_client_sends_becomes_events_of_the_coming_tick(heard):
    client = SimpleUDPClient("127.0.0.1", heard.port)
    client.send_message("/mosaic/param/exposure", 0.5)
    client.send_message("/mosaic/citizen/anna/valence", 0.25)
    client.send_message("/mosaic/citizen/anna/arousal", -1)
    client.send_message("/mosaic/citizen/anna/tap", [])
    client.send_message("/mosaic/cue/chaos", [])
    events = heard.events(7)
    assert {event.tick for event in events} == {7}
    assert [(event.source, event.name, event.values) for event in events] == [
        ("param", "exposure", (0.0,)),
        ("citizen", "osc/anna", (0.25, -1.0)),
        ("cue", "phase", ("chaos",)),
        ("tap", "osc/anna", ()),
    ]
    assert heard.events(8) == [] and heard.messages() == []
    client._sock.close()


@pytest.mark.parametrize("row", PARAMETERS, ids=lambda row: row.name)
def test_every_parameter_has_an_address_and_its_whole_range(row):
    low, high, past = (read(f"/mosaic/param/{row.name}", value)[2][0] for value in (0.0, 1.0, 7.0))
    assert (low, high, past) == pytest.approx((row.minimum, row.maximum, row.maximum))


def test_buttons_act_when_they_are_pressed():
    for address, said in (
        ("/mosaic/tap", ("tap", "keyboard", ())),
        ("/mosaic/reset", ("param", "reset", ())),
        ("/mosaic/cue/auto", ("cue", "phase", ("auto",))),
        ("/mosaic/world/ecoverse", ("cue", "world", ("ecoverse",))),
        ("/mosaic/citizen/a/leave", ("leave", "osc/a", ())),
    ):
        assert read(address) == read(address, 1.0) == said
        assert read(address, 0.0) is NOTHING
    assert read("/mosaic/cue/chaos", 1.0, 12.0) == ("cue", "phase", ("chaos", 12.0))
    assert read("/mosaic/reseed", 1.0, 77.0) == ("world", "reseed", (77,))
    assert read("/mosaic/reseed")[:2] == ("world", "reseed")


def test_macros_light_and_touches_are_understood():
    assert [read(f"/mosaic/macro/{number}", 0.5)[1] for number in range(1, 9)] == list(MACROS)
    assert read("/mosaic/macro/growth", 2.0) == ("macro", "growth", (1.0,))
    assert read("/mosaic/light", 0.5) == ("light", "master", (0.5,))
    assert read("/mosaic/blackout", 1.0) == ("light", "blackout", (1.0,))
    assert read("/mosaic/freeze", 0.0) == ("world", "freeze", (0.0,))
    assert read("/mosaic/touch", 0.5, 0.25, 1.0) == ("touch", "pointer", (pytest.approx(8 / 9), 0.25, 1.0))
    assert read("/mosaic/note/x", 60.5, 0.5) == ("note", "osc/x", (60.5, 0.5))


def test_a_citizen_may_choose_a_place():
    addresses = Addresses()
    assert addresses.read(("/mosaic/citizen/a/place", (0.2, 0.9))) is NOTHING
    assert addresses.read(("/mosaic/citizen/a/valence", (5.0,))) == ("citizen", "osc/a", (1.0, 0.0, 0.2, 0.9))


def test_citizens_are_remembered_within_bounds():
    addresses = Addresses()
    for number in range(3000):
        addresses.read((f"/mosaic/citizen/{number}/valence", (0.5,)))
    assert len(addresses._citizens) == 1024
    assert addresses.read(("/mosaic/citizen/2999/arousal", (0.1,)))[2] == (0.5, 0.1)


@pytest.mark.parametrize("address", [
    "/", "", "mosaic/tap", "/mosaic", "/mosaic/", "/other/tap", "/mosaic/param", "/mosaic/param/dance",
    "/mosaic/cue/party", "/mosaic/world/atlantis", "/mosaic/citizen/a", "/mosaic/citizen//tap",
    "/mosaic/citizen/" + 60 * "a" + "/tap", "/mosaic/citizen/a\n/tap", "/mosaic/macro/9", "/mosaic/tap/more",
])  # fmt: skip
def test_what_there_is_no_address_for_is_not_understood(address):
    assert read(address, 0.5) is None


@pytest.mark.parametrize("address", ["/mosaic/param/exposure", "/mosaic/light", "/mosaic/touch", "/mosaic/note/x"])
def test_arguments_that_are_missing_or_too_many_are_not_understood(address):
    assert read(address) is read(address, 1.0, 1.0, 1.0, 1.0) is None


def test_each_row_of_the_table_is_understood():
    values = {"<parameter>": "exposure", "<macro>": "growth", "<id>": "a", "<phase>": "calm", "<world>": WORLDS[0]}
    for row in ADDRESSES:
        address = row.address
        for name, value in values.items():
            address = address.replace(name, value)
        count = 0 if not row.arguments or row.arguments.startswith("[") else row.arguments.count(",") + 1
        assert read(address, *[0.5] * count) is not None, row
    assert PHASES[0] == "calm"


def test_bundles_are_taken_apart(heard):
    inner, outer = OscBundleBuilder(IMMEDIATELY), OscBundleBuilder(IMMEDIATELY)
    inner.add_content(build_msg("/mosaic/light", [0.25]))
    outer.add_content(build_msg("/mosaic/macro/1", [1.0]))
    outer.add_content(inner.build())
    assert [event.source for event in sent(heard, outer.build().dgram)] == ["macro", "light"]


def test_of_many_values_in_a_tick_the_newest_counts_and_every_tap(heard):
    values = [message("/mosaic/light", value / 100) for value in range(90)]
    events = sent(heard, *values, *[message("/mosaic/tap")] * 5, message("/mosaic/light", 0.125))
    assert [event.values for event in events if event.source == "light"] == [(0.125,)]
    assert sum(event.source == "tap" for event in events) == 5


def bundle(*elements: bytes, sizes=None) -> bytes:
    counts = sizes or [len(element) for element in elements]
    body = b"".join(struct.pack(">i", size) + element for size, element in zip(counts, elements, strict=True))
    return b"#bundle\0" + bytes(8) + body


GOOD = message("/mosaic/light", 0.5)


@pytest.mark.parametrize("data", [
    b"", b"\0", b"/", b"#bundle\0", b"x" * 400, GOOD[:-1], GOOD[:-6], bytes(64), b"\xff" * 64,
    bundle(GOOD, sizes=[-4]), bundle(GOOD, sizes=[0]), bundle(GOOD, sizes=[400]), bundle(GOOD) + b"\0\0",
    bundle(bundle(bundle(bundle(bundle(GOOD))))), b"/a\0\0,b\0\0\0\0\0\7abc\0", b"/\xff\xfe\0,f\0\0\0\0\0\0",
    message("/mosaic/light", float("nan")), message("/mosaic/light", math.inf), message("/mosaic/light", "loud"),
    b"/mosaic/light\0\0\0,[[[\0\0\0\0", b"/x\0\0" * 3000,
])  # fmt: skip
def test_broken_datagrams_are_counted_dropped_and_said_once(heard, data):
    events = sent(heard, data, data, GOOD)
    assert [event.source for event in events][-1:] == ["light"]
    if data:
        assert heard.counts["malformed"] == 2
    assert len(heard.messages()) == 1 and "\n" not in str(heard.messages())
    assert heard.counts["heard"] == 3


def test_what_is_not_understood_is_counted_and_said_once(heard):
    assert sent(heard, message("/other/fader", 0.5), message("/other/fader", 0.6)) == []
    assert heard.counts["unknown"] == 2
    assert heard.messages() == ["OSC: /other/fader from 127.0.0.1 is not understood"]
    assert heard.name == f"OSC on port {heard.port} (2 unknown)"


@given(some.binary(max_size=600) | some.binary(max_size=64).map(lambda data: GOOD[: len(data)] + data + bytes(2)))
@settings(deadline=None, max_examples=300)
def test_any_datagram_is_messages_or_an_error_and_nothing_else(data):
    try:
        for address, numbers in messages(data):
            assert address.startswith("/") and all(map(math.isfinite, numbers))
            Addresses().read((address, numbers))
    except OscError:
        pass


@given(some.integers(0, 2**32), some.integers(1, 40))
@settings(deadline=None, max_examples=60)
def test_a_bundle_with_any_bytes_changed_does_no_harm(seed, count):
    data = bytearray(bundle(GOOD, bundle(GOOD, message("/mosaic/cue/calm")), message("/mosaic/touch", 0.1, 0.2, 0.3)))
    chance = np.random.default_rng(seed)
    for place in chance.integers(0, len(data), count):
        data[place] = chance.integers(0, 256)
    try:
        assert len(list(messages(bytes(data)))) <= 4
    except OscError:
        pass


def test_who_sends_too_much_is_heard_as_much_as_is_fair_and_others_as_before(heard, monkeypatch):
    monkeypatch.setattr(osc, "_MOST_IN_A_TICK", 10**6)
    flood = [message("/mosaic/macro/1", 0.5)] * 1000
    for tick in range(5):
        sent(heard, *flood[:500], tick=tick)
    assert 1000 <= heard.counts["heard"] < 2000
    assert heard.counts["dropped"] + heard.counts["heard"] == 2500
    assert [said for said in heard.messages() if "more than can be heard" in said] != []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.2", 0))
        other.sendto(GOOD, ("127.0.0.1", heard.port))
    assert "light" in [event.source for event in heard.events(9)]
    time.sleep(0.1)
    assert "light" in [event.source for event in sent(heard, GOOD)]


def test_after_too_much_what_was_sent_last_is_heard_and_so_is_another_program_of_the_same_machine_meanwhile(
    heard, monkeypatch
):
    monkeypatch.setattr(osc, "_MOST_IN_A_TICK", 10**6)
    flood = [message("/mosaic/macro/1", number / 3000) for number in range(3001)]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for first in range(0, 3001, 100):
            for data in flood[first : first + 100]:
                sender.sendto(data, ("127.0.0.1", heard.port))
            heard.events(first)
    assert heard.counts["dropped"] > 1000
    events = sent(heard, GOOD)
    assert "light" in [event.source for event in events]
    deadline = time.monotonic() + 5.0
    while ("macro", "growth", (1.0,)) not in [(event.source, event.name, event.values) for event in events]:
        assert time.monotonic() < deadline
        events = heard.events(1)


def test_a_port_that_another_program_has_is_told_in_one_line(heard):
    with pytest.raises(OscInError, match=f"^OSC cannot be heard on port {heard.port}: Address already in use$"):
        OscIn(heard.port)


def test_a_touch_is_where_it_is_to_be_seen(heard):
    class View:
        crop = (0.5, 0.0, 0.75, 1.0)

        def standing(self, source, name):
            return None

    heard.view = View()
    (event,) = sent(heard, message("/mosaic/touch", 1.0, 0.5, 0.5))
    assert event.values == (1.25, 0.5, 0.5)
