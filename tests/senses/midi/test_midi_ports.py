"""MIDI through a real server between processes: plugged, unplugged, flooded, killed and hung."""

import re
import statistics
import sys
import threading
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from jack_server import JackServer, PlayedController, missing_programs
from mido import Message

from installation import presets, resources
from installation.score import Event
from installation.senses.midi import feed as midi_feed
from installation.senses.midi import midi_in
from installation.senses.midi.clock import LOST_AFTER
from installation.senses.midi.controllers import Maps
from installation.senses.midi.midi_in import MidiIn, _each_once
from installation.senses.midi.watch import describe, watch
from installation.story import Director

NOTE = bytes((0x90, 60, 100))
RELEASE = bytes((0x80, 60, 0))
CHAOS = bytes((0x99, 54, 100))


@pytest.fixture(scope="module")
def server() -> Iterator[JackServer]:
    if missing_programs():
        pytest.fail(f"MIDI without hardware needs {', '.join(missing_programs())}")
    with JackServer() as server:
        yield server


@pytest.fixture(scope="module")
def midi(server) -> Iterator[MidiIn]:
    """One MidiIn through all that happens to it here, as in a show that goes on for weeks."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("JACK_DEFAULT_SERVER", server.name)
        midi = MidiIn()
        yield midi
        midi.close()


@pytest.fixture
def heard(midi, server, monkeypatch) -> "Hearing":
    """What that MidiIn hears from now on, polled as a show does it."""
    monkeypatch.setenv("JACK_DEFAULT_SERVER", server.name)
    hearing = Hearing(midi)
    hearing.tick()
    # The ports of the test before go now, if they have not gone yet.
    hearing.until(lambda: not midi.name)
    hearing.events.clear()
    hearing.said.clear()
    return hearing


@pytest.fixture
def arrived(monkeypatch) -> list[tuple[str, float]]:
    """Every message that arrives: its port, and the time.monotonic at which it came."""
    noted: list[tuple[str, float]] = []
    put = midi_feed.Inbox.put

    def note(inbox: midi_feed.Inbox, port: str, seconds: float, data: Sequence[int]) -> None:
        noted.append((port, seconds))
        put(inbox, port, seconds, data)

    monkeypatch.setattr(midi_feed.Inbox, "put", note)
    return noted


class Hearing:
    def __init__(self, midi: MidiIn) -> None:
        self.midi = midi
        self.events: list[Event] = []
        self.said: list[str] = []
        self.slowest = 0.0
        """Seconds that the longest tick took."""
        self.began: list[float] = []
        """When each tick began, as time.monotonic has it."""

    def tick(self) -> list[Event]:
        self.began.append(time.monotonic())
        events = self.midi.events(len(self.began) - 1)
        self.slowest = max(self.slowest, time.monotonic() - self.began[-1])
        self.events += events
        self.said += self.midi.messages()
        return events

    def until(self, condition, seconds: float = 15.0) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, (self.said, self.events[-5:])
            self.tick()
            time.sleep(1 / 60)

    def until_later(self, seconds: float) -> None:
        then = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > then)

    def until_heard(self, name: str, times: int = 1) -> None:
        self.until(lambda: sum(name in said for said in self.said) >= times)

    def of(self, source: str) -> list[Event]:
        return [event for event in self.events if event.source == source]


def test_a_controller_is_heard_when_it_comes_and_its_notes_end_when_it_goes(server, heard):
    with PlayedController(server) as controller:
        heard.until_heard('"Controller:pads" is heard, with the map "any controller"')
        controller.play(NOTE)
        heard.until(lambda: heard.of("note"))
    heard.until_heard('"Controller:pads" has gone')
    struck, released = heard.of("note")
    assert struck.name == released.name == "midi/Controller:pads/1/60"
    assert struck.values == (60, pytest.approx(100 / 127)) and released.values == (60, 0.0)
    with PlayedController(server) as controller:
        heard.until_heard('"Controller:pads" is back')
        controller.play(CHAOS)
        heard.until(lambda: heard.of("cue"))
    assert heard.of("cue")[0].values == ("chaos",)
    assert len(heard.said) == len(set(heard.said)) + heard.said.count('MIDI: "Controller:pads" has gone') - 1


@pytest.mark.parametrize("seconds", [0.1, 0.2, 0.4])
def test_a_controller_that_is_plugged_out_and_in_again_at_once_is_heard_again(server, heard, seconds):
    with PlayedController(server) as controller:
        heard.until_heard("Controller:pads")
        heard.said.clear()
        controller.replug(seconds)
        heard.until_heard('"Controller:pads" is back')
        controller.play(NOTE)
        heard.until(lambda: heard.of("note"))


def test_a_controller_whose_program_crashes_leaves_the_others_to_be_heard_as_soon_as_the_server_lives(server, heard):
    with PlayedController(server) as one, PlayedController(server, "Keys") as other:
        heard.until_heard("Controller:pads")
        heard.until_heard("Keys:pads")
        began = time.monotonic()
        one.crash()
        # JACK waits for it for five seconds, and lets nobody play or in meanwhile.
        heard.until_heard('"Controller:pads" has gone')
        heard.until(lambda: heard.midi.name == "Keys:pads")
        assert time.monotonic() - began < 10.0, heard.said
        # What is played while it settles may be lost in it.
        struck = 0
        while not heard.of("note") and struck < 10:
            other.play(NOTE, RELEASE)
            heard.until_later(0.5)
            struck += 1
        assert heard.of("note"), (struck, heard.said)


def test_a_pad_answers_within_two_frames_at_every_try(server, heard, arrived):
    """Frames are the program's own: from the one that began after its message arrived to the one that is another."""
    looks = {key: one.values for key, one in presets.load_all((resources.directory("presets"),)).items()}
    story, frames = Director(looks, "thaloria", "disruption", 16 / 9, seed=1), []
    with PlayedController(server) as controller:
        heard.until_heard("Controller:pads")
        for phase, pad in [("calm", 52), ("chaos", 54)] * 4:
            arrived.clear()
            heard.events.clear()
            controller.play(bytes((0x99, pad, 100)))
            heard.until(lambda: heard.of("cue"))
            [cue] = heard.of("cue")
            before, after = (story.step(len(frames) * 2 + one, [cue] * one, None) for one in (0, 1))
            assert cue.values == (phase,) == (after.phase,) != (before.phase,)
            frames.append(cue.tick - bisect_left(heard.began, arrived[0][1]) + 1)
    assert len(frames) == 8 and max(frames) <= 2, frames


def test_a_flood_stalls_nothing_and_the_newest_wins(server, heard):
    with PlayedController(server) as controller:
        heard.until_heard("Controller:pads")
        heard.tick()
        sweep = [bytes((0xB0, 70, value)) for value in range(128)]
        noise = [bytes((0xB0, 20 + number % 40, number % 128)) for number in range(2300)]
        strokes = [chunk for _ in range(100) for chunk in (NOTE, RELEASE)]
        heard.events.clear()
        with controller.playing(*noise, *strokes, *sweep, every=0.0002):
            heard.until_heard("sends more than anybody can hear")
        # A server drops what is too much for it; what comes after the flood comes through.
        controller.play(RELEASE, bytes((0xB0, 70, 99)), every=0.05)
        heard.until(lambda: heard.of("macro") and heard.of("macro")[-1].values[0] == pytest.approx(99 / 127))
        assert heard.of("note")[-1].values == (60, 0.0)
    assert sum("sends more than anybody can hear" in said for said in heard.said) == 1
    ticks = [event.tick for event in heard.events]
    assert max(map(ticks.count, set(ticks))) < 130


def test_running_status_and_stray_bytes_are_taken_as_they_are_meant(server, heard):
    with PlayedController(server) as controller:
        heard.until_heard("Controller:pads")
        controller.play(bytes((0x90, 60, 100)), bytes((64, 90)), bytes((60, 0)), b"\xf0\x01\x02", b"\x05\x06", b"\xff")
        # The library is deaf to what follows a message without an end; it is brought to an end within half a second.
        heard.until_later(0.8)
        controller.play(bytes((1, 2, 3)), bytes((0xF4,)), bytes((0x90, 67, 80)), bytes((1,)), every=0.02)
        heard.until(lambda: any(event.values[0] == 67 for event in heard.of("note")))
    heard.until_heard("sends bytes that belong to no message")
    said = [(event.values[0], event.values[1] > 0) for event in heard.of("note")]
    assert said[:4] == [(60, True), (64, True), (60, False), (67, True)]


def test_plugging_leaves_no_client_behind(server, heard):
    for number in range(2):
        with PlayedController(server):
            heard.until_heard("Controller:pads", times=2 * number + 1)
        heard.until_heard("has gone", times=number + 1)
    # Where a client of before has not gone yet, the server gives the next one a number.
    ours = [re.sub(r"-\d+:|[\d ]+$", ":", port).rstrip(":") for port in server.ports() if port.startswith("living")]
    assert sorted(ours) == ["living-mosaic echo:echo", "living-mosaic:alive"]


def test_only_the_ports_of_a_name_are_heard_where_one_is_given(server, monkeypatch):
    monkeypatch.setenv("JACK_DEFAULT_SERVER", server.name)
    heard = Hearing(MidiIn("other"))
    try:
        with PlayedController(server), PlayedController(server, "The Other One"):
            heard.until_heard("The Other One")
            assert heard.midi.name == "The Other One:pads"
            assert set(midi_feed.port_names()) >= {"Controller:pads", "The Other One:pads"}
    finally:
        heard.midi.close()
    assert not any("Controller" in said for said in heard.said)


def test_a_server_that_hangs_or_dies_takes_nothing_with_it_and_is_heard_again(server, heard):
    with PlayedController(server) as controller:
        heard.until_heard("Controller:pads")
        heard.said.clear()
        server.hang()
        heard.until_heard('"Controller:pads" has gone')
        server.unhang()
        heard.until_heard('"Controller:pads" is back')
        controller.play(NOTE)
        heard.until(lambda: heard.of("note"))
        heard.events.clear()
    server.kill()
    heard.until_heard("has gone", times=2)
    server.start()
    with PlayedController(server, "Keys") as controller:
        heard.until_heard("Keys:pads", times=1)
        controller.play(NOTE)
        heard.until(lambda: heard.of("note"))
    # Whoever had waited for the server would have waited for all of that time.
    assert heard.slowest < 1.5


def test_one_clock_is_followed_until_it_is_lost(server, heard, arrived):
    stop, pulse = bytes((0xFC,)), bytes((0xF8,))
    with PlayedController(server, "First") as first, PlayedController(server, "Second") as second:
        heard.until_heard("First:pads")
        heard.until_heard("Second:pads")
        # One that only says stop is no clock yet.
        first.play(stop)
        with second.playing(*[pulse] * 72, every=0.5 / 24):
            heard.until(lambda: heard.of("clock"))
            with first.playing(*[pulse] * 40, every=0.01):
                heard.until(lambda: len(heard.of("clock")) > 3)
        heard.until(lambda: any(event.name == "stop" for event in heard.of("clock")))
    beats = [event.values for event in heard.of("clock") if event.name == "midi"]
    pulses = [seconds for port, seconds in arrived if "Second" in port]
    # The other's is twice as fast; it is followed only where a busy machine has held up the one for so long.
    lost = max(after - before for before, after in pairwise(pulses)) > LOST_AFTER
    assert lost or statistics.median(tempo for tempo, _ in beats) == pytest.approx(120, rel=0.3)


def test_a_device_that_two_servers_have_is_heard_once():
    device, through, bridge, program = "Keys:Keys 20:0", "Midi Through:Port 14:0", "a2j:Keys", "Pd:out"
    assert _each_once([{device, through}, {bridge, program, "system:midi_capture_1"}]) == {device, through, program}
    assert _each_once([{through}, {bridge, program}]) == {through, bridge, program}
    assert _each_once([set()]) == set()


def test_what_a_controller_sends_can_be_watched(server, monkeypatch):
    monkeypatch.setenv("JACK_DEFAULT_SERVER", server.name)
    with PlayedController(server) as controller:
        lines = watch(60.0)
        told = threading.Thread(target=lambda: said.append(next(lines)))
        said: list[str] = []
        told.start()
        while told.is_alive():
            controller.play(bytes((0xB2, 70, 5)))
            told.join(0.2)
        lines.close()
    assert said == ['Controller:pads: control change "3/70" = 5: macro growth']


def test_messages_are_described_as_a_map_calls_them():
    generic = Maps().choose("Keys")
    assert [describe(message, generic) for message in (
        Message("note_on", channel=9, note=36, velocity=7), Message("note_off", note=60),
        Message("program_change", program=2), Message("control_change", control=81, value=127),
        Message("pitchwheel", pitch=5),
    )] == [
        'note "10/36" = 7: place 1', 'note "1/60" = 0', 'program "1/2" = 0: phase chaos',
        'control change "1/81" = 127: freeze', "pitchwheel channel=0 pitch=5",
    ]  # fmt: skip


def test_where_there_is_no_midi_it_is_quiet_and_ends_at_once(monkeypatch, capfd):
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "nobody")
    heard = Hearing(MidiIn())
    heard.until_later(1.0)
    began = time.monotonic()
    heard.midi.close()
    assert time.monotonic() - began < 1.0
    assert heard.said == [] and heard.events == [] and capfd.readouterr() == ("", "")
    assert heard.midi.name == ""


@pytest.fixture
def bare_python(tmp_path):
    """A Python without python-rtmidi."""
    path = tmp_path / "python3"
    path.write_text("#!/bin/sh\nexit 3\n")
    path.chmod(0o755)
    return str(path)


def test_where_our_own_python_has_no_midi_the_systems_is_asked(server, monkeypatch, bare_python):
    monkeypatch.setenv("JACK_DEFAULT_SERVER", server.name)
    monkeypatch.setattr(midi_feed, "INTERPRETERS", ("/there/is/none", bare_python, sys.executable))
    with PlayedController(server):
        assert midi_feed.port_names() == ["Controller:pads"]


def test_whoever_asks_a_server_that_hangs_for_its_ports_is_told_that_it_does_not_answer(monkeypatch):
    with JackServer() as hanging, PlayedController(hanging):
        monkeypatch.setenv("JACK_DEFAULT_SERVER", hanging.name)
        hanging.hang()
        with pytest.raises(midi_feed.MidiError, match="MIDI does not answer"):
            midi_feed.port_names(patience=1.5)
        hanging.unhang()
        # Who asked takes leave of it, as soon as it can.
        ends = time.monotonic() + 15.0
        while midi_feed.port_names() != ["Controller:pads"]:
            assert time.monotonic() < ends


def test_without_any_python_for_midi_it_is_said_once(monkeypatch, bare_python):
    monkeypatch.setattr(midi_feed, "INTERPRETERS", (bare_python, "/there/is/none"))
    heard = Hearing(MidiIn())
    heard.until(lambda: heard.said)
    heard.until_later(0.1)
    heard.midi.close()
    assert heard.said == ["MIDI needs python-rtmidi, which is not here: sudo apt-get install python3-rtmidi"]
    with pytest.raises(midi_feed.MidiError, match="sudo apt-get install python3-rtmidi"):
        midi_feed.port_names()


def test_a_port_that_was_asked_for_and_does_not_come_is_said_to_be_missing_once(monkeypatch):
    monkeypatch.setattr(midi_in, "PATIENCE", 0.5)
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "nobody")
    heard = Hearing(MidiIn("Launchpad"))
    heard.until(lambda: heard.said, 8.0)
    heard.tick()
    heard.midi.close()
    assert heard.said == ['MIDI: there is no port called "Launchpad" yet; it is heard as soon as it comes']
