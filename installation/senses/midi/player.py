"""One MIDI port as a musician's instrument and controller: its messages become events. Pure: no port, no clock.

A note is a citizen as long as it sounds; what the controller map names does what the map says; the rest of channel 10
is percussion, and taps.
"""

from collections.abc import Callable, Iterator

import mido

from installation.params import find, from_unit
from installation.senses.midi.controllers import BUTTONS, KNOBS, PADS, PROGRAMS, Act, Address, Controller
from installation.senses.midi.knobs import Button, Knob, Shutter
from installation.senses.view import Said, View, touch

PERCUSSION = 10
"""General MIDI's channel for drums."""
STRONGEST = 1.5
"""Strength of the touch of a pad that is struck as hard as can be."""
_LONGEST_NAME = 40
_SUSTAIN, _ALL_SOUND_OFF, _ALL_NOTES_OFF = 64, 120, 123
_MIDDLE = 0.6 / 127.0
"""How far from its middle a macro is in it."""
_ROWS = 4
"""Rows, and columns, of the sixteen places."""


class Player:
    """One port with its map. `seed` gives chance for a world that begins anew: a whole number from 0 to 2^32 - 1."""

    def __init__(self, port: str, controller: Controller, view: View, seed: Callable[[], int]) -> None:
        self.name = f"midi/{port[:_LONGEST_NAME]}"
        self.controller = controller
        self.view = view
        self.tick = 0
        """The tick in which what is heard was played."""
        self._seed = seed
        self._held: dict[tuple[int, int], float] = {}
        """Pressure of each note that sounds, by channel and number."""
        self._let_go: set[tuple[int, int]] = set()
        """Those whose keys are up, and which a pedal holds."""
        self._pedals: set[int] = set()
        self._bends: dict[int, float] = {}
        self._knobs: dict[Address, Knob] = {}
        self._buttons: dict[Address, Button] = {}
        self._shutters: dict[Address, Shutter] = {}

    @property
    def hands(self) -> dict[tuple[str, str], float]:
        """Where the knobs stand that were turned, 0 to 1, by the source and the name of what they move."""
        acts = self.controller.acts[KNOBS]
        turned = ((acts[address], knob.position) for address, knob in self._knobs.items() if address in acts)
        return {_moved(act): position for act, position in turned if position is not None}

    def hear(self, message: mido.Message) -> Iterator[Said]:
        """Take a message and give what it says, as events without their tick."""
        match message.type:
            case "note_on" if message.velocity > 0:
                yield from self._strike(message.channel + 1, message.note, message.velocity / 127.0)
            case "note_on" | "note_off":
                yield from self._release(message.channel + 1, message.note)
            case "polytouch":
                yield from self._press((message.channel + 1, message.note), message.value / 127.0)
            case "aftertouch":
                for key in self._of(message.channel + 1):
                    yield from self._press(key, message.value / 127.0)
            case "pitchwheel":
                self._bends[message.channel + 1] = max(-1.0, message.pitch / 8191.0)
                for key in self._of(message.channel + 1):
                    yield from self._press(key, self._held[key])
            case "control_change":
                yield from self._control(message.channel + 1, message.control, message.value)
            case "program_change":
                found = self.controller.find(PROGRAMS, message.channel + 1, message.program)
                if found:
                    yield from self._act(found[1], 1.0)

    def quieten(self) -> Iterator[Said]:
        """Let go of every note: the port has gone."""
        for key in list(self._held):
            yield from self._silence(key)
        self._pedals.clear()

    def id_of(self, key: tuple[int, int]) -> str:
        """Return what the note of this channel and number is called as a citizen."""
        return f"{self.name}/{key[0]}/{key[1]}"

    def _of(self, channel: int) -> list[tuple[int, int]]:
        return [key for key in self._held if key[0] == channel]

    def _strike(self, channel: int, note: int, velocity: float) -> Iterator[Said]:
        found = self.controller.find(PADS, channel, note)
        key = channel, note
        if found:
            yield from self._act(found[1], velocity, self.id_of(key))
        elif channel == PERCUSSION:
            yield "tap", self.id_of(key), (velocity,)
        else:
            self._held[key] = velocity
            self._let_go.discard(key)
            yield "note", self.id_of(key), (note, velocity)
            if self._bends.get(channel):
                yield from self._press(key, velocity)

    def _release(self, channel: int, note: int) -> Iterator[Said]:
        key = channel, note
        if key in self._held and channel in self._pedals:
            self._let_go.add(key)
        elif key in self._held:
            yield from self._silence(key)

    def _silence(self, key: tuple[int, int]) -> Iterator[Said]:
        del self._held[key]
        self._let_go.discard(key)
        yield "note", self.id_of(key), (key[1], 0.0)

    def _press(self, key: tuple[int, int], pressure: float) -> Iterator[Said]:
        if key in self._held:
            self._held[key] = pressure
            yield "note", self.id_of(key), (key[1], pressure, self._bends.get(key[0], 0.0))

    def _control(self, channel: int, number: int, value: int) -> Iterator[Said]:
        if found := self.controller.find(KNOBS, channel, number):
            address, act = found
            position = self._knobs.setdefault(address, Knob()).hear(value, number == address.fine)
            yield from self._turn(address, act, position)
        elif found := self.controller.find(BUTTONS, channel, number):
            if self._buttons.setdefault(found[0], Button()).hear(value):
                yield from self._act(found[1], 1.0, f"{self.name}/{channel}/cc{number}")
        elif number == _SUSTAIN:
            yield from self._pedal(channel, value >= _SUSTAIN)
        elif number in (_ALL_SOUND_OFF, _ALL_NOTES_OFF):
            for key in self._of(channel):
                yield from self._silence(key)

    def _pedal(self, channel: int, down: bool) -> Iterator[Said]:
        if down:
            self._pedals.add(channel)
            return
        self._pedals.discard(channel)
        for key in [key for key in self._let_go if key[0] == channel]:
            yield from self._silence(key)

    def _turn(self, address: Address, act: Act, position: float) -> Iterator[Said]:
        if act.kind == "blackout":
            closes = self._shutters.setdefault(address, Shutter()).hear(position)
            if closes is not None:
                yield "light", "blackout", (float(closes),)
            return
        source, name = _moved(act)
        if self._knobs[address].takes(position, self.view.standing(source, name), self.tick):
            yield source, name, (_value(source, name, position, self._knobs[address].coarse),)

    def _act(self, act: Act, strength: float, who: str = "") -> Iterator[Said]:
        who = who or self.name
        seconds = () if act.seconds is None else (act.seconds,)
        match act.kind:
            case "phase" | "world":
                yield "cue", act.kind, (act.argument, *seconds)
            case "place":
                row, column = divmod(int(act.argument) - 1, _ROWS)
                yield touch(self.view, (column + 0.5) / _ROWS, (row + 0.5) / _ROWS, STRONGEST * strength)
                yield "tap", who, (strength,)
            case "tap":
                yield "tap", who, ()
            case "freeze":
                yield "world", "freeze", (self._other("world", "freeze"),)
            case "blackout":
                yield "light", "blackout", (self._other("light", "blackout"),)
            case "reseed":
                yield "world", "reseed", (self._seed(),)
            case "reset":
                yield "param", "reset", ()

    def _other(self, source: str, name: str) -> float:
        """Return the state that is not the one that is."""
        return 0.0 if (self.view.standing(source, name) or 0.0) >= 0.5 else 1.0


def _moved(act: Act) -> tuple[str, str]:
    """Return the source and the name of what a knob moves."""
    return (act.kind, act.argument) if act.kind in ("macro", "param") else ("light", "master")


def _value(source: str, name: str, position: float, coarse: bool) -> float:
    """Return what a position stands for: of a parameter, the value there; of all else, itself."""
    if source == "param":
        return from_unit(find(name), position)
    # No knob of 127 steps has a middle, and a macro must find back to it.
    return 0.5 if source == "macro" and coarse and abs(position - 0.5) < _MIDDLE else position
