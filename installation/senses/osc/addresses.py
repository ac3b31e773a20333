"""What can be said to the installation by Open Sound Control: a table of addresses, and what each becomes."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from installation.params import NAMES, find, from_unit
from installation.score import MACROS, PHASES, WORLDS
from installation.senses.osc.packet import Message
from installation.senses.view import Nowhere, Said, View, touch

ROOT = "mosaic"
NOTHING: Said = ("", "", ())
"""What is understood and yet no event, such as a button that is let go."""
MOST_CITIZENS = 1024
"""Senders' citizens that are remembered, the newest."""
LONGEST_NAME = 48
LONGEST_BLEND = 30.0


@dataclass(frozen=True)
class Row:
    """An address: its parts after the root (<name> stands for any), its arguments, and what it does."""

    path: str
    arguments: str
    meaning: str

    @property
    def address(self) -> str:
        """The whole address."""
        return f"/{ROOT}/{self.path}"


ADDRESSES: tuple[Row, ...] = (
    Row("param/<parameter>", "0 to 1", "holds a parameter at this place of its range, whatever the presets say"),
    Row("macro/<macro>", "0 to 1", "turns a macro of the world, by name or by number from 1; 0.5: as the preset is"),
    Row("reset", "", "turns all macros to the middle, and lets go of every parameter"),
    Row("citizen/<id>/valence", "-1 to 1", "this citizen is here and feels this well"),
    Row("citizen/<id>/arousal", "-1 to 1", "this citizen is here and is as excited as this"),
    Row("citizen/<id>/place", "0 to 1, 0 to 1", "where their tile is, from the lower left; before they come"),
    Row("citizen/<id>/tap", "", "a tap of this citizen"),
    Row("citizen/<id>/leave", "", "this citizen goes"),
    Row("note/<id>", "pitch, 0 to 1", "a note of this MIDI number, with decimals, is struck so hard; 0: released"),
    Row("tap", "", "a clap at the Ear"),
    Row("touch", "0 to 1, 0 to 1, 0 to 1", "touches the picture at a place, from the lower left, so strongly"),
    Row("cue/<phase>", "[pressed, [seconds]]", "goes to a phase, or with auto lets the arc go on"),
    Row("world/<world>", "[pressed, [seconds]]", "crosses to a world"),
    Row("light", "0 to 1", "how much of the picture's light is let through"),
    Row("blackout", "0 or 1", "black, or not"),
    Row("freeze", "0 or 1", "the world stands still, or goes on"),
    Row("reseed", "[pressed, [seed]]", "the world grows anew, as another one"),
)
"""Everything that is understood. Buttons act when they are pressed: without an argument, or with one above 0."""


class Addresses:
    """Turns messages into events; what it does not understand gives none. `view` is the show's, once there is one."""

    def __init__(self) -> None:
        self.view: View = Nowhere()
        self._citizens: dict[str, _Citizen] = {}
        self._acts: dict[str, Callable[[list[str], tuple[float, ...]], Said | None]] = {
            "param": self._param, "macro": self._macro, "reset": self._reset, "citizen": self._citizen,
            "note": self._note, "tap": self._tap, "touch": self._touch, "cue": self._cue, "world": self._world,
            "light": self._light, "blackout": self._switch, "freeze": self._switch, "reseed": self._reseed,
        }  # fmt: skip

    def read(self, message: Message) -> Said | None:
        """Return what a message says, as an event without its tick, or NOTHING; None where it is not understood.

        Numbers out of their range are taken to its end.
        """
        address, numbers = message
        empty, root, *parts = address.split("/") if address.startswith("/") else ("", "")
        if empty or root != ROOT or not parts or not all(map(_is_name, parts)) or parts[0] not in self._acts:
            return None
        return self._acts[parts[0]](parts, numbers)

    def _param(self, parts: list[str], numbers: tuple[float, ...]) -> Said | None:
        if len(parts) != 2 or parts[1] not in NAMES or len(numbers) != 1:
            return None
        return "param", parts[1], (from_unit(find(parts[1]), numbers[0]),)

    def _macro(self, parts: list[str], numbers: tuple[float, ...]) -> Said | None:
        known = {str(place + 1): name for place, name in enumerate(MACROS)} | {name: name for name in MACROS}
        if len(parts) != 2 or parts[1] not in known or len(numbers) != 1:
            return None
        return "macro", known[parts[1]], (_share(numbers[0]),)

    def _reset(self, parts: list[str], numbers: tuple[float, ...]) -> Said | None:
        return _pressed(numbers, ("param", "reset", ())) if len(parts) == 1 else None

    def _citizen(self, parts: list[str], numbers: tuple[float, ...]) -> Said | None:
        if len(parts) != 3:
            return None
        name = f"osc/{parts[1]}"
        match parts[2], numbers:
            case "valence", (value,):
                self._known(name).valence = _signed(value)
                return self._felt(name)
            case "arousal", (value,):
                self._known(name).arousal = _signed(value)
                return self._felt(name)
            case "place", (across, up):
                self._known(name).place = _share(across), _share(up)
                return self._felt(name)
            case "tap", _:
                return _pressed(numbers, ("tap", name, ()))
            case "leave", _:
                return _pressed(numbers, ("leave", name, ()))
        return None

    def _known(self, name: str) -> "_Citizen":
        """Return what is known of a citizen, who is now the newest."""
        citizen = self._citizens.pop(name) if name in self._citizens else _Citizen()
        self._citizens[name] = citizen
        if len(self._citizens) > MOST_CITIZENS:
            del self._citizens[next(iter(self._citizens))]
        return citizen

    def _felt(self, name: str) -> Said | None:
        citizen = self._citizens[name]
        if citizen.valence is None and citizen.arousal is None:
            return NOTHING
        return "citizen", name, (citizen.valence or 0.0, citizen.arousal or 0.0, *(citizen.place or ()))

    def _note(self, parts: list[str], numbers: tuple[float, ...]) -> Said | None:
        if len(parts) != 2 or len(numbers) != 2:
            return None
        return "note", f"osc/{parts[1]}", (min(127.0, max(0.0, numbers[0])), _share(numbers[1]))

    def _tap(self, parts: list[str], numbers: tuple[float, ...]) -> Said | None:
        return _pressed(numbers, ("tap", "keyboard", ())) if len(parts) == 1 else None

    def _touch(self, parts: list[str], numbers: tuple[float, ...]) -> Said | None:
        return touch(self.view, *map(_share, numbers)) if len(parts) == 1 and len(numbers) == 3 else None

    def _cue(self, parts: list[str], numbers: tuple[float, ...]) -> Said | None:
        return _cued("phase", (*PHASES, "auto"), parts, numbers)

    def _world(self, parts: list[str], numbers: tuple[float, ...]) -> Said | None:
        return _cued("world", WORLDS, parts, numbers)

    def _light(self, parts: list[str], numbers: tuple[float, ...]) -> Said | None:
        return ("light", "master", (_share(numbers[0]),)) if len(parts) == len(numbers) == 1 else None

    def _switch(self, parts: list[str], numbers: tuple[float, ...]) -> Said | None:
        if not len(parts) == len(numbers) == 1:
            return None
        return "light" if parts[0] == "blackout" else "world", parts[0], (float(numbers[0] >= 0.5),)

    def _reseed(self, parts: list[str], numbers: tuple[float, ...]) -> Said | None:
        seed = int(abs(numbers[1])) % 2**32 if len(numbers) > 1 else secrets.randbits(32)
        return _pressed(numbers, ("world", "reseed", (seed,))) if len(parts) == 1 else None


@dataclass
class _Citizen:
    """What a sender said of a citizen so far."""

    valence: float | None = None
    arousal: float | None = None
    place: tuple[float, float] | None = None


def _cued(name: str, known: tuple[str, ...], parts: list[str], numbers: tuple[float, ...]) -> Said | None:
    if len(parts) != 2 or parts[1] not in known or len(numbers) > 2:
        return None
    seconds = (min(LONGEST_BLEND, max(0.0, number)) for number in numbers[1:])
    return _pressed(numbers, ("cue", name, (parts[1], *seconds)))


def _pressed(numbers: tuple[float, ...], said: Said) -> Said:
    """Return what a button says when it is pressed; nothing when it is let go."""
    return said if not numbers or numbers[0] > 0.0 else NOTHING


def _is_name(part: str) -> bool:
    return 0 < len(part) <= LONGEST_NAME and part.isprintable()


def _share(number: float) -> float:
    return min(1.0, max(0.0, number))


def _signed(number: float) -> float:
    return min(1.0, max(-1.0, number))
