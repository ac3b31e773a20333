"""The score: every event that reached the installation, as a list and as a file.

A score file is JSON Lines: a header, then one event a line, `[tick, source, name, value, ...]`, in the order
of ticks. A live run, a replay and a film read the same events, so values are rounded where they enter
(`round_value`), before anybody uses them: what is written is then what was used.

    source   name           values
    sound    features       one number for each of FEATURES, 0 to 1, every tick while there is sound
    sound    music          one number for each of MUSIC, ten times a second while there is sound, and when it ends
    sound    chroma         how much of each pitch class from C on is heard, 12 numbers from 0 to 1, with every "music"
    sound    beat           period in seconds, confidence 0 to 1, place in the bar 0 to 3 or -1: a beat, at this tick
    cue      phase          phase or "auto", seconds
    cue      world          world, seconds: crosses to another world
    citizen  <id>           valence, arousal (-1 to 1 each), and x, y (shares of the frame, from the lower left)
                            where they choose their place: this citizen is here and feels this
    leave    <id>           this citizen goes
    param    <parameter>    value of the parameter's override
    param    reset          clears every override, and turns every macro to its middle
    macro    <macro>        0 to 1: one of the eight macros of the world; in the middle it leaves the preset as it is
    light    master         0 to 1: how much of the picture's light is let through
    light    blackout       1: the picture goes black; 0: it comes back
    world    freeze         1: the world stands still; 0: it goes on
    world    reseed         seed: the world crosses to itself, and grows anew by this chance
    touch    pointer        x (0 to aspect), y (0 to 1, from below), strength
    tap      <id>           a tap of this citizen; "keyboard": a clap at the Ear
    note     <id>           pitch (a MIDI number, may have decimals), velocity 0 to 1: a note is struck, 0: released
    note     <id>           pitch, pressure 0 to 1, bend -1 to 1: a held note changes
    clock    midi           tempo in BPM, beats since the start: a beat of a MIDI clock, at this tick
    clock    stop           the clock has stopped
    quality  world          capacity, rows of the fields, particles
    preset   <world/phase>  JSON of the values that replace this preset from this tick on
    state    hash           hash of the world's state, in hex, every 600 ticks
    state    shader         message: a shader of the world changed here, so no replay is exact from here on
    state    story          JSON of all that the director knows, where a recording begins in the middle
    end      tick           last line of a finished recording: its tick is the length
"""

import contextlib
import json
import logging
import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from installation.params import INDEX, NAMES, Values, clamp

VERSION = 1
FORMAT = "living-mosaic score"
TICKS_PER_SECOND = 60
INDEX_TICKS = 600
WORLDS = ("ecoverse", "nutrient_network", "purification", "nutrient_symphony", "thaloria")
"""The worlds in the order in which they are played in turn."""
PHASES = ("calm", "disruption", "chaos", "restoration", "celebration")
MACROS = ("growth", "wander", "body", "stream", "pulse", "life", "wound", "colour")
"""The macros of a world, in the order of a controller's eight knobs; `story.macros` says what each moves."""
BANDS = tuple(f"band_{number}" for number in range(1, 8))
FEATURES = ("loudness", "envelope", "onset", *BANDS, "brightness", "flux", "flatness", "percussive", "clapping")
MUSIC = (
    "momentary", "short_term", "tempo", "tempo_confidence", "pulse_clarity", "key", "mode", "key_clarity",
    "consonance", "tonalness", "register", "pitch", "synchrony", "build_up", "drop", "voice", "crowd", "music",
    "silence",
)  # fmt: skip
"""What is known of sound that takes a while to know; `senses.listening` says of each what it is, its unit and range."""
PITCH_CLASSES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
MAJOR_KEYS = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
MINOR_KEYS = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B")
"""The tonics of the keys as musicians spell them, with the fewest signs."""

_log = logging.getLogger(__name__)


class ScoreError(ValueError):
    """A file that is not a score: the message names the file, the line and what was expected."""


@dataclass(frozen=True)
class Event:
    """Something that the outside world said, at the tick from which on it holds."""

    tick: int
    source: str
    name: str
    values: tuple[float | str, ...] = ()

    @property
    def numbers(self) -> tuple[float, ...]:
        """The values as numbers; none at all where one of them is text or not finite."""
        try:
            numbers = tuple(float(value) for value in self.values if not isinstance(value, str))
        except OverflowError:
            return ()
        return numbers if len(numbers) == len(self.values) and all(map(math.isfinite, numbers)) else ()


@dataclass(frozen=True)
class Header:
    """What a replay needs to begin like the recording.

    `aspect` is the world's width over its height; `world` is a world, or "auto" for all in turn; `phase` is a phase
    or "auto"; `presets` gives for each "world/phase" its values by name. `grown` is "" for a world that began from
    spores, else the name of the snapshot that it began from ("shipped", or the SHA-256 in hex of one that is kept
    beside the score). `marks` are what earlier stories left in any world, the oldest first, a list
    `[world, x, y, strength, seed]` each: x and y as shares of the frame, the strength 0 to 1, the seed an integer.
    A header without them has none.
    """

    version: int
    seed: int
    aspect: float
    capacity: int
    field_rows: int
    particles: int
    world: str
    phase: str
    presets: dict[str, dict[str, float]] = field(default_factory=dict)
    grown: str = ""
    marks: list[list[Any]] = field(default_factory=list)


def round_value(value: float) -> float:
    """Round to three significant digits; whole numbers stay, and what is not finite becomes 0.

    Whole numbers are counts, capacities and indices, which must not change by rounding.
    """
    value = float(value)
    if not math.isfinite(value):
        return 0.0
    return value + 0.0 if value.is_integer() else float(f"{value:.3g}")


def write_values(values: Values) -> dict[str, float]:
    """Return the values by name, each with the fewest digits that give the same float32 back."""
    return {name: float(str(value)) for name, value in zip(NAMES, np.asarray(values, dtype=np.float32), strict=True)}


def read_values(table: Mapping[str, float]) -> Values:
    """Return the values of a table by name, shape (len(NAMES),), each within its range.

    ValueError or TypeError where a parameter is unknown, missing or not a number.
    """
    for name in [*(name for name in table if name not in INDEX), *(name for name in NAMES if name not in table)]:
        raise ValueError(f"{name}: expected each of this version's {len(NAMES)} parameters once")
    # What is not a number must not become one by accident: numpy would read None, True and "1" as numbers.
    values = np.array([table[name] if type(table[name]) in (int, float) else math.nan for name in NAMES], dtype=float)
    for name in np.array(NAMES)[~np.isfinite(values)]:
        raise ValueError(f"{name}: expected a number")
    return clamp(values.astype(np.float32))


def _dump(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def _compact(value: float | str) -> float | int | str:
    if isinstance(value, str):
        return value
    rounded = round_value(value)
    return int(rounded) if rounded.is_integer() else rounded


class ScoreWriter:
    """Writes a score and, beside it, `<score>.index`: lines `tick offset` for seeking.

    Every event is handed to the operating system at once, so a killed process loses none but the last.
    ScoreError where the file cannot be opened. A disk that fills up ends the recording, not the show:
    `failed` then says why, and further events are dropped.
    """

    def __init__(self, path: Path | str, header: Header) -> None:
        self.path = Path(path)
        self.failed: str | None = None
        self._offset = 0
        self._next_index = 0
        with contextlib.ExitStack() as opened:
            try:
                self._file: BinaryIO = opened.enter_context(open(self.path, "wb"))
                self._index: BinaryIO = opened.enter_context(open(index_path(self.path), "wb"))
            except OSError as error:
                raise ScoreError(f"{error.filename}: cannot be written: {error.strerror}") from error
            self._files = opened.pop_all()
        self._append(_dump({"format": FORMAT, **asdict(header)}))

    def write(self, event: Event) -> None:
        """Append an event; ticks must not go back."""
        if event.tick >= self._next_index and not self.failed:
            # The line that follows is the first at or after this tick: seeking may begin there.
            self._try(self._index, f"{event.tick} {self._offset}\n".encode())
            self._next_index = event.tick - event.tick % INDEX_TICKS + INDEX_TICKS
        self._append(_dump([event.tick, event.source, event.name, *map(_compact, event.values)]))

    def close(self) -> None:
        """Close both files; what could not be written is already told."""
        with contextlib.suppress(OSError):
            self._files.close()

    def _append(self, line: bytes) -> None:
        if not self.failed:
            self._try(self._file, line)
            self._offset += len(line)

    def _try(self, file: BinaryIO, line: bytes) -> None:
        try:
            file.write(line)
            file.flush()
        except OSError as error:
            self.failed = f"{self.path}: recording ended: {error.strerror or error}"
            _log.error("%s", self.failed)


@dataclass(frozen=True)
class Score:
    """A score that has been read and checked once. `length` is in ticks; `warnings` are sentences to show.

    `events` reads the file again at each use, so a score of many hours needs no more memory than a short one.
    """

    path: Path
    header: Header
    length: int
    warnings: list[str]
    first_byte: int
    end_byte: int

    @property
    def events(self) -> Iterator[Event]:
        """Every event, in order."""
        return self._read(self.first_byte)

    def events_from(self, tick: int) -> Iterator[Event]:
        """Every event at or after `tick`, found through the index where there is one."""
        return (event for event in self._read(self._seek(tick)) if event.tick >= tick)

    def _read(self, offset: int) -> Iterator[Event]:
        with open(self.path, "rb") as file:
            file.seek(offset)
            while file.tell() < self.end_byte:
                yield _parse_event(file.readline())

    def _seek(self, tick: int) -> int:
        offset = self.first_byte
        with contextlib.suppress(OSError, ValueError):  # Without its index, or with a torn one, a score is read whole.
            for line in index_path(self.path).read_text().splitlines():
                entry_tick, entry_offset = map(int, line.split())
                if entry_tick > tick or entry_offset > self.end_byte:
                    break
                offset = entry_offset
        return offset


def index_path(path: Path) -> Path:
    """Return where the index of the score at `path` lies."""
    return path.with_name(path.name + ".index")


def sound_path(path: Path) -> Path:
    """Return where the sound that was heard with the score at `path` lies, if it was recorded."""
    return path.with_name(path.name + ".flac")


def read_score(path: Path | str) -> Score:
    """Read and check a score; ScoreError where the file is missing, foreign or damaged before its last line.

    A torn last line, as a killed process or a full disk leaves it, is dropped and reported in `warnings`.
    """
    path = Path(path)
    try:
        with open(path, "rb") as file:
            return _scan(path, file)
    except OSError as error:
        raise ScoreError(f"{path}: cannot be read: {error.strerror}") from error


def _scan(path: Path, file: BinaryIO) -> Score:
    # A foreign file may be one endless line.
    line = file.readline(1 << 24)
    header = _parse_header(path, line)
    first = offset = len(line)
    size = path.stat().st_size
    tick, number, warnings = 0, 1, []
    while line := file.readline():
        number += 1
        try:
            tick = _check_event(line, tick)
        except ValueError as error:
            if offset + len(line) < size:
                raise ScoreError(f"{path}:{number}: {error}") from None
            warnings.append(f"{path}:{number}: the last line is torn and was dropped; all before it is kept")
            break
        offset += len(line)
    return Score(path, header, tick, warnings, first, offset)


def _parse_header(path: Path, line: bytes) -> Header:
    try:
        table: Any = json.loads(line)
    except (ValueError, RecursionError):
        table = None
    if not isinstance(table, dict) or table.pop("format", None) != FORMAT:
        raise ScoreError(f"{path}:1: expected the header of a living-mosaic score")
    if table.get("version") != VERSION:
        raise ScoreError(f"{path}:1: version = {table.get('version')!r}: expected {VERSION}")
    table.setdefault("marks", [])
    if set(table) != {item.name for item in fields(Header)}:
        raise ScoreError(f"{path}:1: expected the keys {', '.join(item.name for item in fields(Header))}")
    for item in fields(Header):
        _check_field(path, item.name, item.type, table[item.name])
    return Header(**table)


def _check_field(path: Path, name: str, kind: Any, value: Any) -> None:
    if name == "marks":
        _check_marks(path, value)
        return
    wanted = {int: (int,), float: (int, float), str: (str,)}.get(kind, (dict,))
    if type(value) not in wanted:
        raise ScoreError(f"{path}:1: {name} = {value!r}: expected {getattr(kind, '__name__', kind)}")
    if wanted == (dict,):
        for preset, values in value.items():
            try:
                read_values(values)
            except (TypeError, ValueError) as error:
                raise ScoreError(f"{path}:1: {name}: {preset}: {error}") from None


def _check_marks(path: Path, value: Any) -> None:
    for place, mark in enumerate(value if isinstance(value, list) else [value]):
        kinds = [type(item) for item in mark] if isinstance(mark, list) else []
        numbers = len(kinds) == 5 and kinds[0] is str and kinds[4] is int and set(kinds[1:4]) <= {int, float}
        if not numbers or not all(0 <= number <= 1 for number in mark[1:4]):
            said = json.dumps(mark)[:60]
            raise ScoreError(f"{path}:1: marks: {place}: {said}: expected [world, x, y, strength, seed]")


def _parse_event(line: bytes) -> Event:
    """Parse a line; ValueError says what was expected."""
    expected = ValueError("expected an event: [tick, source, name, value, ...]")
    try:
        items: Any = json.loads(line)
    except (ValueError, RecursionError):
        raise expected from None
    if not isinstance(items, list) or len(items) < 3:
        raise expected
    kinds = [type(item) for item in items]
    if kinds[:3] != [int, str, str] or items[0] < 0 or not all(kind in (int, float, str) for kind in kinds[3:]):
        raise expected
    return Event(items[0], items[1], items[2], tuple(items[3:]))


def _check_event(line: bytes, earliest: int) -> int:
    event = _parse_event(line)
    if event.tick < earliest:
        raise ValueError(f"tick {event.tick}: expected at least {earliest}, the tick of the line before")
    return event.tick
