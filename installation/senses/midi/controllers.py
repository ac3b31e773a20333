"""Controller maps: what each knob, button, pad and program of a MIDI device does, as TOML files by the device's name.

Shipped maps lie in `assets/controllers`, the user's own in the folder that `user_directory` names; of those that fit a
port's name the one with the longest pattern holds, the user's own before a shipped one.
"""

import fnmatch
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from installation import resources
from installation.files import read_toml
from installation.params import NAMES
from installation.score import MACROS, PHASES, WORLDS

VERSION = 1
PLACES = 16
LONGEST_BLEND = 30.0
_KEY = re.compile(r"(?:(\d+)/)?(\d+)(?:\+(\d+))?", re.ASCII)


class ControllerError(ValueError):
    """A map that cannot be used; the message names file, section, key and value, and what was expected."""


@dataclass(frozen=True)
class Act:
    """What a control does: one of ACTS, with what stands behind its name."""

    kind: str
    argument: str = ""
    seconds: float | None = None
    """Seconds of blending, where the map asks for some."""


@dataclass(frozen=True)
class Kind:
    """A kind of act: what may stand behind its name, where it may be used, and what it does."""

    sections: tuple[str, ...]
    arguments: tuple[str, ...]
    meaning: str
    timed: bool = False
    """Whether seconds of blending may follow."""


KNOBS, BUTTONS, PADS, PROGRAMS = SECTIONS = ("knobs", "buttons", "pads", "programs")
_PRESSED = (BUTTONS, PADS, PROGRAMS)
ACTS: dict[str, Kind] = {
    "macro": Kind((KNOBS,), MACROS, "turns a macro of the world; in the middle the preset is as it is"),
    "param": Kind((KNOBS,), NAMES, "turns one parameter through its whole range"),
    "light": Kind((KNOBS,), (), "the light of the whole picture"),
    "blackout": Kind(SECTIONS[:3], (), "black, and back; a fader closes past its middle"),
    "phase": Kind(_PRESSED, (*PHASES, "auto"), "goes to a phase; auto: the arc goes on by itself", timed=True),
    "world": Kind(_PRESSED, WORLDS, "crosses to a world", timed=True),
    "place": Kind(
        _PRESSED, tuple(map(str, range(1, PLACES + 1))), "drums on one of sixteen places, from the lower left"
    ),
    "tap": Kind(_PRESSED, (), "a tap at the Ear"),
    "freeze": Kind((BUTTONS, PADS), (), "lets the world stand still, and go on"),
    "reseed": Kind((BUTTONS, PADS), (), "lets the world grow anew, as another one"),
    "reset": Kind((BUTTONS, PADS), (), "turns all macros to the middle, and lets go of every parameter"),
}
"""Everything that a control can do."""


@dataclass(frozen=True)
class Address:
    """Which control: its number, its channel from 1 (0: any), and the number of its finer part (-1: none)."""

    number: int
    channel: int = 0
    fine: int = -1


@dataclass(frozen=True)
class Controller:
    """A map: for each section what its controls do."""

    title: str
    devices: tuple[str, ...]
    acts: Mapping[str, Mapping[Address, Act]]
    path: Path

    def find(self, section: str, channel: int, number: int) -> tuple[Address, Act] | None:
        """Return the control of this channel (from 1) and number, and what it does; None where it does nothing."""
        for address, act in self.acts[section].items():
            if number in (address.number, address.fine) and address.channel in (0, channel):
                return address, act
        return None

    def fits(self, port: str) -> int:
        """Return how exactly the map's patterns name this port: the letters of the longest that does; -1: none."""
        name = port.casefold()
        fitting = [one for one in self.devices if fnmatch.fnmatchcase(name, one.casefold())]
        return max((len(one.replace("*", "")) for one in fitting), default=-1)


def user_directory() -> Path:
    """Return the folder of the user's own maps."""
    return platformdirs.user_data_path("living-mosaic") / "controllers"


def search_path() -> tuple[Path, ...]:
    """Return the folders in which maps lie, the user's own first."""
    return user_directory(), resources.directory("assets") / "controllers"


def load_all(places: Iterable[Path] | None = None, faults: dict[str, str] | None = None) -> list[Controller]:
    """Return every map, the user's own first. What is wrong with one goes into `faults`, by its path, else raises."""
    found = []
    for path in (path for place in places or search_path() for path in sorted(place.glob("*.toml"))):
        try:
            found.append(load(path))
        except ControllerError as error:
            if faults is None:
                raise
            faults[str(path)] = str(error)
    return found


def choose(port: str, controllers: Iterable[Controller]) -> Controller:
    """Return the map for a port: of those that name it most exactly, the first; one that does nothing where none."""
    best = max(controllers, key=lambda one: one.fits(port), default=None)
    if best is None or best.fits(port) < 0:
        return Controller("no map", (), {section: {} for section in SECTIONS}, Path())
    return best


class Maps:
    """The maps of a show, read again when a file has changed; of one that is faulty then, the last good one stays."""

    def __init__(self) -> None:
        self.faults: dict[str, str] = {}
        """What is wrong with maps, by their path."""
        self._stamps: dict[Path, tuple[int, int]] = {}
        self._maps: list[Controller] = []
        self.changed()

    def changed(self) -> bool:
        """Look, read what there is if anything changed, and return whether it did."""
        stamps = {path: _stamp(path) for place in search_path() for path in place.glob("*.toml")}
        if stamps == self._stamps:
            return False
        self._stamps, self.faults = stamps, {}
        read = load_all(faults=self.faults)
        self._maps = [*(one for one in self._maps if str(one.path) in self.faults), *read]
        return True

    def choose(self, port: str) -> Controller:
        """Return the map for a port."""
        return choose(port, self._maps)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:  # Gone since it was listed.
        return 0, 0
    return status.st_mtime_ns, status.st_size


def load(path: Path) -> Controller:
    """Read a map; ControllerError where it is none."""
    table = read_toml(path, ControllerError)
    if table.pop("version", None) != VERSION:
        raise ControllerError(f"{path}: version: expected {VERSION}")
    title, devices = table.pop("title", path.stem), table.pop("devices", None)
    if not isinstance(title, str):
        raise ControllerError(f"{path}: title = {title!r}: expected text")
    if not isinstance(devices, list) or not devices or not all(isinstance(one, str) and one for one in devices):
        raise ControllerError(f'{path}: devices = {devices!r}: expected names of MIDI ports, such as ["*"]')
    for name in table:
        if name not in SECTIONS:
            raise ControllerError(f"{path}: {name}: expected one of {', '.join(('title', 'devices', *SECTIONS))}")
    acts = {section: _section(path, section, table.get(section, {})) for section in SECTIONS}
    return Controller(title, tuple(devices), acts, path)


def _section(path: Path, section: str, rows: Any) -> dict[Address, Act]:
    if not isinstance(rows, dict):
        raise ControllerError(f"{path}: {section}: expected a table")

    def faulty(expected: str) -> ControllerError:
        return ControllerError(f'{path}: [{section}] "{key}" = {said!r}: expected {expected}')

    acts: dict[Address, Act] = {}
    taken: set[tuple[int, int]] = set()
    for key, said in rows.items():
        address = _address(section, key, faulty)
        for number in {address.number, address.fine} - {-1}:
            if (address.channel, number) in taken:
                raise faulty(f"{number} only once")
            taken.add((address.channel, number))
        acts[address] = _act(section, said, faulty)
    return acts


def _address(section: str, key: str, faulty: Callable[[str], ControllerError]) -> Address:
    match = _KEY.fullmatch(key)
    if match is None:
        raise faulty('a key such as "16" or "10/36" (channel/number)' + (' or "16+48"' if section == KNOBS else ""))
    channel, number, fine = (int(part) if part else None for part in match.groups())
    if channel is not None and not 1 <= channel <= 16:
        raise faulty("a channel from 1 to 16")
    if number is None or number > 127 or (fine is not None and (fine > 127 or section != KNOBS)):
        raise faulty("numbers from 0 to 127" + ("" if section == KNOBS else ", without a finer part"))
    return Address(number, channel or 0, -1 if fine is None else fine)


def _act(section: str, said: Any, faulty: Callable[[str], ControllerError]) -> Act:
    known = {name: kind for name, kind in ACTS.items() if section in kind.sections}
    words = said.split() if isinstance(said, str) else []
    if not words or words[0] not in known:
        raise faulty(f"one of {', '.join(known)}")
    kind, rest = known[words[0]], words[1:]
    argument = rest.pop(0) if kind.arguments and rest else ""
    if kind.arguments and argument not in kind.arguments:
        raise faulty(f'"{words[0]}" and {_one_of(kind.arguments)}')
    if not rest:
        return Act(words[0], argument)
    try:
        seconds = float(rest[0]) if kind.timed and len(rest) == 1 else -1.0
    except ValueError:
        seconds = -1.0
    if not 0.0 <= seconds <= LONGEST_BLEND:
        raise faulty(f"seconds of blending, 0 to {LONGEST_BLEND:g}, after it" if kind.timed else "no more words")
    return Act(words[0], argument, seconds)


def _one_of(arguments: tuple[str, ...]) -> str:
    if arguments == NAMES:
        return "a parameter, as `living-mosaic presets show` lists them"
    if arguments[0] == "1":
        return f"a number from 1 to {len(arguments)}"
    return f"one of {', '.join(arguments)}"
