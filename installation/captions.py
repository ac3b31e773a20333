"""Captions: what a newcomer is told on the overlay and on the wall label, in one TOML file for each language.

`assets/captions/<language>.toml` holds, beside a title and a line on the installation, the phases' names, the words of
the overlay and, for each world, a title, a line on it, and one sentence for each phase. Translators are told exactly
what is wrong: `FILE: [world] key is missing: expected ...`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from installation import resources
from installation.files import read_toml
from installation.score import PHASES, WORLDS

VERSION = 1
DEFAULT_LANGUAGE = "en"
LONGEST = 200
"""Letters that a caption may have: two lines of the overlay."""
_HEAD = ("language", "title", "line")
_WORLD_KEYS = ("title", "line", *PHASES)
_COUNTS = ("here", "together")
"""Words of the overlay that hold a number, where "{}" stands."""
_TONES = ("major_keys", "minor_keys")
"""Words of the overlay that are the names of the twelve keys from C on: "#" and "b" are set as small signs."""
OVERLAY_WORDS = (
    "heard", "pulse", "key", "feeling", "speech", "music", "clapping", "crowd", "quiet", "unheard",
    "shape", "tend", "rally", "connect",
    "joy", "rage", "grief", "peace", *_COUNTS, "major", "minor", *_TONES,
)  # fmt: skip


class CaptionError(ValueError):
    """Captions that cannot be used: the message names the file, the key and what was expected."""


@dataclass(frozen=True)
class WorldCaptions:
    """A world's title, a line on it, and a sentence for each phase."""

    title: str
    line: str
    phases: Mapping[str, str]


@dataclass(frozen=True)
class Captions:
    """All that is said in one language. `code` is the language's, `name` what it calls itself."""

    code: str
    name: str
    title: str
    line: str
    phases: Mapping[str, str]
    """What each phase is called."""
    overlay: Mapping[str, str]
    """The words of the overlay, one for each of OVERLAY_WORDS."""
    worlds: Mapping[str, WorldCaptions]

    def sentence(self, world: str, phase: str) -> str:
        """Return the sentence for a world's phase; "" for a world that is not among the five."""
        return self.worlds[world].phases.get(phase, "") if world in self.worlds else ""


def directory() -> Path:
    """Return the folder with the captions that the installation ships with."""
    return resources.directory("assets") / "captions"


def languages(folder: Path | None = None) -> tuple[str, ...]:
    """Return the codes of the languages that there are captions in, sorted."""
    return tuple(sorted(path.stem for path in (folder or directory()).glob("*.toml")))


def find(language: str = DEFAULT_LANGUAGE, folder: Path | None = None) -> Captions:
    """Return the captions in a language, by its code; CaptionError where there are none, or something is wrong."""
    known = languages(folder)
    if language not in known:
        path = (folder or directory()) / f"{language}.toml"
        raise CaptionError(f"{path}: there are no captions in {language}: expected one of {', '.join(known) or 'none'}")
    return load((folder or directory()) / f"{language}.toml")


def load(path: Path) -> Captions:
    """Read a file of captions; CaptionError says what is wrong first."""
    table = read_toml(path, CaptionError)
    for problem in _problems(table):
        raise CaptionError(f"{path}: {problem}")
    worlds = {
        world: WorldCaptions(
            table[world]["title"], table[world]["line"], {phase: table[world][phase] for phase in PHASES}
        )
        for world in WORLDS
    }
    head = table["language"], table["title"], table["line"], table["phases"], table["overlay"]
    return Captions(path.stem, *head, worlds)


def check(path: Path) -> list[str]:
    """Return everything that is wrong with a file of captions, a sentence each; an empty list where nothing is."""
    try:
        return [f"{path}: {problem}" for problem in _problems(read_toml(path, CaptionError))]
    except CaptionError as error:
        return [str(error)]


def _problems(table: dict[str, Any]) -> Iterator[str]:
    """Give a sentence for everything in a file of captions that is not as it should be."""
    if type(table.get("version")) is not int or table["version"] != VERSION:
        yield f"version = {_show(table.get('version'))}: expected {VERSION}"
    for key in _HEAD:
        yield from _text_problems(key, table.get(key))
    groups = {"phases": PHASES, "overlay": OVERLAY_WORDS, **dict.fromkeys(WORLDS, _WORLD_KEYS)}
    for group, keys in groups.items():
        yield from _group_problems(group, keys, table.get(group))
    yield from _overlay_problems(table.get("overlay"))
    for key in table:
        if key not in ("version", *_HEAD, *groups):
            yield f"{key}: unknown; expected one of {', '.join(('version', *_HEAD, *groups))}"


def _group_problems(group: str, keys: tuple[str, ...], given: Any) -> Iterator[str]:
    if not isinstance(given, dict):
        said = "is missing" if given is None else f"= {_show(given)}"
        yield f"[{group}] {said}: expected a table with {', '.join(keys)}"
        return
    for key in keys:
        yield from _text_problems(f"[{group}] {key}", given.get(key))
    for key in given:
        if key not in keys:
            yield f"[{group}] {key}: unknown; expected one of {', '.join(keys)}"


def _overlay_problems(given: Any) -> Iterator[str]:
    """Give a sentence for what the overlay could not use, among the words that are there."""
    words = {key: value for key, value in given.items() if isinstance(value, str)} if isinstance(given, dict) else {}
    for key in _COUNTS:
        if key in words and (words[key].count("{}"), *map(words[key].count, "{}")) != (1, 1, 1):
            yield f"[overlay] {key} = {_show(words[key])}: expected {{}} once, in place of a number"
    for key in _TONES:
        if key in words and len(words[key].split()) != 12:
            yield f"[overlay] {key} = {_show(words[key])}: expected the names of twelve keys, C first"


def _text_problems(said: str, value: Any) -> Iterator[str]:
    expected = f"expected text of 1 to {LONGEST} letters in one line"
    if value is None:
        yield f"{said} is missing: {expected}"
    elif not isinstance(value, str) or not value.strip() or len(value) > LONGEST or not value.isprintable():
        yield f"{said} = {_show(value)}: {expected}"


def _show(value: Any) -> str:
    shown = "nothing" if value is None else json.dumps(value, default=str, ensure_ascii=False)
    return shown if len(shown) <= 60 else shown[:57] + "..."
