"""Presets: looks as TOML files, `<directory>/<world>/<phase>.toml`, one value for each parameter.

A full preset holds every parameter, in one table for each group; an overlay (`overlay = true`,
`base = "world/phase"`) holds only what differs. Authors are told exactly what is wrong:
`FILE: [group] key = value: expected number between MINIMUM and MAXIMUM UNIT`.
"""

import difflib
import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from installation import params, resources
from installation.files import read_toml, replacing
from installation.params import GROUPS, INDEX, PARAMETERS, Parameter, Values
from installation.score import PHASES, read_values, write_values

VERSION = 1
_FULL_KEYS = ("version", "world", "phase", "title")
_OVERLAY_KEYS = ("version", "overlay", "base", "title")


class PresetError(ValueError):
    """A preset that cannot be used: the message names the file, the key, the value and what was expected."""


@dataclass(frozen=True, eq=False)
class Preset:
    """A look: `values` has shape (len(PARAMETERS),); `path` is the file that it was read from."""

    world: str
    phase: str
    title: str
    values: Values
    path: Path


def user_directory() -> Path:
    """Return where the presets that people save on this machine lie; it need not exist."""
    return platformdirs.user_data_path("living-mosaic") / "presets"


def search_path() -> tuple[Path, ...]:
    """Return where presets are looked for: a user's own come before those that were shipped."""
    return user_directory(), resources.directory("presets")


def worlds(directories: Sequence[Path] | None = None) -> tuple[str, ...]:
    """Return the names of the worlds that have a preset, sorted."""
    return tuple(sorted({path.parent.name for path in _files(directories) if path.stem in PHASES}))


def load_all(directories: Sequence[Path] | None = None, faults: dict[str, str] | None = None) -> dict[str, Preset]:
    """Return every world's presets by "world/phase"; PresetError at the first that cannot be used.

    With `faults`, what is wrong with a preset of the user's own is put there by "world/phase", and the one of the
    same name that was shipped takes its place, if there is one. A fault of a shipped preset stays an error.
    """
    places = search_path() if directories is None else tuple(directories)
    keys = sorted({f"{path.parent.name}/{path.stem}" for path in _files(places) if path.stem in PHASES})
    if faults is None:
        return {key: _find(key, places, ()) for key in keys}
    found = {key: _find_sound(key, places, faults) for key in keys}
    return {key: preset for key, preset in found.items() if preset is not None}


def find(world: str, phase: str, directories: Sequence[Path] | None = None) -> Preset:
    """Load the preset of a world's phase from the first of `directories` that has it.

    PresetError where there is none, or where the file says that it belongs elsewhere.
    """
    return _find(f"{world}/{phase}", directories, ())


def load(path: Path | str, directories: Sequence[Path] | None = None) -> Preset:
    """Load a preset file; an overlay's base is looked for in `directories`. PresetError says what is wrong."""
    return _load(Path(path), directories, ())


def check(path: Path | str, directories: Sequence[Path] | None = None) -> list[str]:
    """Return everything that is wrong with a preset file, a sentence each; an empty list where nothing is."""
    try:
        problems = list(_problems(Path(path), read_toml(Path(path), PresetError)))
        if not problems:
            load(path, directories)
    except PresetError as error:
        return [str(error)]
    return problems


def missing(world: str, directories: Sequence[Path] | None = None) -> list[str]:
    """Return a sentence for each phase that a world lacks; an empty list where it has all, in whichever directory."""
    places = search_path() if directories is None else directories
    folders = [place / world for place in places if (place / world).is_dir()]
    lacked = [phase for phase in PHASES if not any((folder / f"{phase}.toml").is_file() for folder in folders)]
    # The last place is the shipped one, where there is one: that is where a world is at home.
    home = folders[-1] if folders else places[-1] / world
    return [f"{home}: there is no {phase}.toml: expected {', '.join(PHASES)}" for phase in lacked]


def save(preset: Preset, path: Path | str) -> None:
    """Write a full preset, with each parameter's range, unit and meaning; OSError where that is not possible.

    The file is replaced at once or not at all, so that whoever watches it never reads half of it.
    """
    with replacing(Path(path), lasting=True) as file:
        file.write(_format(preset).encode())


def _files(directories: Sequence[Path] | None) -> list[Path]:
    places = search_path() if directories is None else directories
    return [path for place in places for path in sorted(place.glob("*/*.toml"))]


def _find(key: str, directories: Sequence[Path] | None, seen: tuple[Path, ...]) -> Preset:
    for place in search_path() if directories is None else directories:
        path = place / f"{key}.toml"
        # An overlay may lie over the shipped preset of its own name, but never over itself.
        if path.is_file() and path.resolve() not in seen:
            preset = _load(path, directories, seen)
            if f"{preset.world}/{preset.phase}" != key:
                raise PresetError(f"{path}: is a preset of {preset.world}/{preset.phase}: expected {key}")
            return preset
    known = ", ".join(sorted({f"{path.parent.name}/{path.stem}" for path in _files(directories)})) or "none"
    raise PresetError(f"there is no preset {key}: expected one of {known}")


def _find_sound(key: str, places: Sequence[Path], faults: dict[str, str]) -> Preset | None:
    """Return the first preset called `key` that can be used; the last of `places` holds those that were shipped."""
    try:
        return _find(key, places, ())
    except PresetError as error:
        others = places[1:]
        if not others:
            raise
        shipped = any((place / f"{key}.toml").is_file() for place in others)
        preset = _find_sound(key, others, faults) if shipped else None
        faults[key] = f"{error}; {'the shipped one is used' if shipped else 'it is left out'}"
        return preset


def _load(path: Path, directories: Sequence[Path] | None, seen: tuple[Path, ...]) -> Preset:
    table = read_toml(path, PresetError)
    for problem in _problems(path, table):
        raise PresetError(problem)
    given = {key: value for group in GROUPS for key, value in table.get(group, {}).items()}
    if not table.get("overlay"):
        return Preset(table["world"], table["phase"], table["title"], read_values(given), path)
    try:
        base = _find(table["base"], directories, (*seen, path.resolve()))
    except PresetError as error:
        raise PresetError(f"{path}: base = {json.dumps(table['base'])}: {error}") from None
    return Preset(base.world, base.phase, table["title"], read_values(write_values(base.values) | given), path)


def _problems(path: Path, table: dict[str, Any]) -> Iterator[str]:
    """Give a sentence for everything in a preset file that is not as it should be."""
    for problem in itertools.chain(_head_problems(table), _group_problems(table)):
        yield f"{path}: {problem}"


def _head_problems(table: dict[str, Any]) -> Iterator[str]:
    overlay = table.get("overlay", False)
    keys = _OVERLAY_KEYS if overlay else _FULL_KEYS
    if not isinstance(overlay, bool):
        yield f"overlay = {_show(overlay)}: expected true or false"
    if type(table.get("version")) is not int or table["version"] != VERSION:
        yield f"version = {_show(table.get('version'))}: expected {VERSION}"
    for key in keys[1:]:
        if key != "overlay" and not isinstance(table.get(key), str):
            yield f"{key} = {_show(table.get(key))}: expected text"
    if "phase" in keys and table.get("phase") not in PHASES:
        yield f"phase = {_show(table.get('phase'))}: expected one of {', '.join(PHASES)}"
    for key in table:
        if key not in (*keys, "overlay", *GROUPS):
            yield f"{key} = {_show(table[key])}: unknown; expected one of {', '.join((*keys, *GROUPS))}"


def _group_problems(table: dict[str, Any]) -> Iterator[str]:
    for group in GROUPS:
        given = table.get(group, {})
        if not isinstance(given, dict):
            yield f"{group} = {_show(given)}: expected the table [{group}]"
            continue
        for key, value in given.items():
            yield from _value_problems(group, key, value)
        for parameter in PARAMETERS:
            if parameter.group == group and parameter.name not in given and not table.get("overlay"):
                yield f"[{group}] {parameter.name} is missing: expected {_range(parameter)}"


def _value_problems(group: str, key: str, value: Any) -> Iterator[str]:
    said = f"[{group}] {key} = {_show(value)}"
    if key not in INDEX or params.find(key).group != group:
        yield f"{said}: unknown{_suggestion(group, key)}"
        return
    parameter = params.find(key)
    if type(value) not in (int, float) or not parameter.minimum <= value <= parameter.maximum:
        yield f"{said}: expected {_range(parameter)}"


def _suggestion(group: str, key: str) -> str:
    if key in INDEX:
        return f"; it belongs in [{params.find(key).group}]"
    names = [parameter.name for parameter in PARAMETERS if parameter.group == group]
    for near in difflib.get_close_matches(key, names, 1):
        return f"; did you mean {near}, a {_range(params.find(near))}?"
    return f"; expected one of {', '.join(names)}"


def _range(parameter: Parameter) -> str:
    return f"number between {parameter.minimum:g} and {parameter.maximum:g} {parameter.unit}".rstrip()


def _show(value: Any) -> str:
    shown = "nothing" if value is None else json.dumps(value, default=str, ensure_ascii=False)
    return shown if len(shown) <= 60 else shown[:57] + "..."


def _format(preset: Preset) -> str:
    head = {"world": preset.world, "phase": preset.phase, "title": preset.title}
    lines = [f"version = {VERSION}", *(f"{key} = {_text(value)}" for key, value in head.items())]
    numbers = {name: f"{value:.9g}" for name, value in write_values(preset.values).items()}
    wide, long = max(map(len, numbers)), max(map(len, numbers.values()))
    for group in GROUPS:
        lines += ["", f"[{group}]"]
        for parameter in PARAMETERS:
            if parameter.group == group:
                unit = f" {parameter.unit}" if parameter.unit else ""
                comment = f"{parameter.minimum:g} to {parameter.maximum:g}{unit}: {parameter.meaning}"
                lines.append(f"{parameter.name:{wide}} = {numbers[parameter.name]:{long}}  # {comment}")
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    # JSON and TOML write text alike, but for one control character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
