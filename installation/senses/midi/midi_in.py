"""MIDI: every port there is, or those of one name, as events; plugged in and out at any time."""

import secrets
import time
from collections.abc import Iterator, Sequence, Set

from installation.score import TICKS_PER_SECOND, Event
from installation.senses.midi.clock import MidiClock
from installation.senses.midi.controllers import Maps
from installation.senses.midi.feed import APIS, MISSING, TRANSPORT, Feed, Heard, Inbox, port_name
from installation.senses.midi.player import Player
from installation.senses.view import Nowhere, Said, View

PATIENCE = 3.0
"""Seconds after which a port that was asked for and is not there is worth a word."""
_BRIDGES = ("a2j", "Midi-Bridge", "system:midi_")
"""Beginnings of the names of JACK ports that lead to devices which ALSA may have too."""
_CONTROLS = ("macro", "param", "light")
"""Sources of which only the newest event of each name counts in a tick."""
_ALWAYS_THERE = ("Midi Through", "PipeWire")
"""Ports of the system itself, which are heard, and not worth a word."""


class MidiIn:
    """The MIDI ports whose names hold `wanted` (in any case), or all; `view` is the show's, once there is one.

    A port that is not there yet is used as soon as it comes.
    """

    def __init__(self, wanted: str = "") -> None:
        self.view: View = Nowhere()
        self._wanted = wanted
        self._inbox = Inbox()
        self._maps = Maps()
        self._messages: list[str] = list(self._maps.faults.values())
        self._players: dict[str, Player] = {}
        self._known: set[str] = set()
        """Ports that have been here before."""
        self._clock, self._clock_port, self._ticking = MidiClock(), "", False
        self._said_missing = self._said_flood = self._said_stray = False
        self._began = time.monotonic()
        self._feeds = [Feed(api, wanted, self._inbox) for api in APIS]

    @property
    def name(self) -> str:
        """The ports that are heard, by name; nothing where there are none."""
        return ", ".join(port_name(port) for port in self._players if not port.startswith(_ALWAYS_THERE))

    @property
    def hands(self) -> dict[tuple[str, str], float]:
        """Where knobs stand that were turned, 0 to 1, by the source and the name of what they move."""
        return {what: position for player in self._players.values() for what, position in player.hands.items()}

    def events(self, tick: int) -> list[Event]:
        """Return what was played until now, as events of this tick."""
        for feed in self._feeds:
            feed.watch()
        said = _newest([*self._meet(), *self._hear(tick), *self._keep_time(time.monotonic())])
        self._complain()
        if tick % TICKS_PER_SECOND == 0 and self._maps.changed():
            self._messages += self._maps.faults.values()
            for port, player in self._players.items():
                player.controller = self._maps.choose(port_name(port))
        return [Event(tick, *one) for one in said]

    def messages(self) -> list[str]:
        """Return the sentences for people that came up since the last call."""
        said, self._messages = self._messages, []
        return said

    def close(self) -> None:
        """Let go of every port."""
        for feed in self._feeds:
            feed.close()

    def _meet(self) -> Iterator[Said]:
        """Let ports come and go."""
        here = _each_once([feed.open for feed in self._feeds])
        for port in sorted(here - self._players.keys()):
            self._come(port)
        for port in [port for port in self._players if port not in here]:
            yield from self._players.pop(port).quieten()
            self._inbox.forget(port)
            self._say_of(port, "has gone")
            if port == self._clock_port:
                yield from self._stop_clock()
                self._clock_port = ""

    def _come(self, port: str) -> None:
        name, controller = port_name(port), self._maps.choose(port_name(port))
        taken = {player.name for player in self._players.values()}
        player = Player(name, controller, self.view, lambda: secrets.randbits(32))
        if player.name in taken:
            player.name += f" {len(taken) + 1}"
        self._players[port] = player
        again = "is back" if name in self._known else "is heard"
        self._say_of(port, f'{again}, with the map "{controller.title}"')
        self._known.add(name)

    def _say_of(self, port: str, what: str) -> None:
        if not port.startswith(_ALWAYS_THERE):
            self._messages.append(f'MIDI: "{port_name(port)}" {what}')

    def _hear(self, tick: int) -> Iterator[Said]:
        for port, seconds, message in self._inbox.take():
            if message.type in TRANSPORT:
                yield from self._follow((port, seconds, message))
                continue
            player = self._players.get(port)
            if player is not None:
                player.view, player.tick = self.view, tick
                yield from player.hear(message)

    def _follow(self, heard: Heard) -> Iterator[Said]:
        """Follow one clock: that which came first, until it is lost."""
        port, seconds, message = heard
        if port != self._clock_port and not self._clock.ticks(seconds):
            self._clock, self._clock_port = MidiClock(), port
        if port != self._clock_port:
            return
        match message.type:
            case "clock":
                self._clock.pulse(seconds)
            case "start":
                self._clock.start()
            case "continue":
                self._clock.go_on()
            case "songpos":
                self._clock.move_to(message.pos)
            case "stop":
                self._clock.stop()
                yield from self._stop_clock()

    def _keep_time(self, now: float) -> Iterator[Said]:
        beat = self._clock.beat(now)
        if beat is not None:
            self._ticking = True
            yield "clock", "midi", (self._clock.tempo, beat)
        elif self._ticking and self._clock.lost(now):
            yield from self._stop_clock()

    def _stop_clock(self) -> Iterator[Said]:
        if self._ticking:
            self._ticking = False
            yield "clock", "stop", ()

    def _complain(self) -> None:
        """Say once what is wrong."""
        waited = time.monotonic() - self._began > PATIENCE
        without = all(feed.missing for feed in self._feeds)
        if (without or (self._wanted and waited and not self._players)) and not self._said_missing:
            self._said_missing = True
            awaited = f'MIDI: there is no port called "{self._wanted}" yet; it is heard as soon as it comes'
            self._messages.append(MISSING if without else awaited)
        if self._inbox.flooded and not self._said_flood:
            self._said_flood = True
            self._messages.append(
                f'MIDI: "{port_name(self._inbox.flooded)}" sends more than anybody can hear: only the newest counts'
            )
        if self._inbox.stray and not self._said_stray:
            self._said_stray = True
            self._messages.append(f'MIDI: "{port_name(self._inbox.stray)}" sends bytes that belong to no message')


def _newest(said: Sequence[Said]) -> list[Said]:
    """Return what was said, of each control but the last: the two halves of a fine position are one movement."""
    last = {one[:2]: number for number, one in enumerate(said)}
    return [one for number, one in enumerate(said) if one[0] not in _CONTROLS or last[one[:2]] == number]


def _each_once(ports: Sequence[Set[str]]) -> set[str]:
    """Return all ports, those of each API; without JACK's own ways to devices that ALSA, the first of them, has."""
    there = set().union(*ports)
    devices = {port for port in ports[0] if not port.startswith(_ALWAYS_THERE)}
    return {port for port in there if not (port.startswith(_BRIDGES) and devices)}
