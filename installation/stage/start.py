"""What a performance begins with: presets, seed, quality and shape, and a grown network or spores."""

import hashlib
import io
import math
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from installation import presets, resources
from installation.presets import PresetError
from installation.score import PHASES, VERSION, Event, Header, Score, ScoreError, write_values
from installation.stage.options import ALL_WORLDS, DEFAULT_DETAIL, DEFAULT_SEED, DEFAULT_WORLD
from installation.story import Mark
from installation.story.looks import worlds_in_turn
from installation.world.quality import Quality, default_quality
from installation.world.snapshot import SnapshotError, read_head

ASPECTS: dict[str, float] = {"16x9": 16 / 9, "9x16": 9 / 16, "32x9": 32 / 9}
"""The shapes in which a grown network ships; a picture of another shape crops the nearest."""
NARROWEST, WIDEST = 9 / 32, 32 / 9
"""The shapes between which a world that begins from spores takes its picture's own."""
_SHIPPED, _BESIDE = "shipped:", "beside:"
_REMEDY = "use the version of living-mosaic that recorded it"


@dataclass(frozen=True)
class Start:
    """What a performance begins with: a score's header and, unless it begins from spores, a snapshot."""

    header: Header
    snapshot: bytes | None = None
    events: tuple[Event, ...] = ()
    """What acts at its first tick before anything else."""
    faults: Mapping[str, str] = field(default_factory=dict)
    """What is wrong with presets of the user's own, by "world/phase"."""

    @property
    def kept_beside(self) -> bool:
        """Whether the snapshot belongs to one score alone, so that a copy of the score needs a copy of it."""
        return self.header.grown.startswith(_BESIDE)


def begin(
    world: str = DEFAULT_WORLD,
    phase: str = "auto",
    *,
    aspect: float = 16 / 9,
    seed: int = DEFAULT_SEED,
    fresh: bool = False,
    quality: Quality | None = None,
    detail: str = DEFAULT_DETAIL,
    marks: Sequence[Mark] = (),
) -> Start:
    """Return the start of a new performance: on a grown network where one ships, or `fresh` from spores.

    A world `quality` of one's own, other than the default one, begins from spores. `aspect` is the picture's,
    width over height: a grown network has one of ASPECTS. It begins as it was grown and changes to the quality of
    its `detail` by an event of its first tick. With the world "auto" the story goes through all of them, from the
    first on. `marks` are what earlier stories left. PresetError where there is no such world or phase.
    """
    check_place(world, phase)
    faults: dict[str, str] = {}
    looks = {key: write_values(preset.values) for key, preset in presets.load_all(faults=faults).items()}
    header = Header(VERSION, seed, aspect, 0, 0, 0, world, phase, looks, "", [mark.row() for mark in marks])
    path = None if fresh or quality else grown_snapshot(_first_world(header), aspect)
    if path is not None:
        data = path.read_bytes()
        head = _head(path, data)
        header = of_size(header, Quality(head["capacity"], head["field_rows"], head["particles"]))
        header = replace(header, aspect=head["aspect"], grown=_SHIPPED + _digest(data))
        return Start(header, data, _detail(header, detail), faults)
    aspect = min(max(aspect, NARROWEST), WIDEST)
    header = replace(of_size(header, quality or default_quality(aspect)), aspect=aspect)
    return Start(header, events=_detail(header, detail), faults=faults)


def of_size(header: Header, quality: Quality) -> Header:
    """Return the header with this quality of the world."""
    return replace(header, capacity=quality.capacity, field_rows=quality.field_rows, particles=quality.particles)


def _first_world(header: Header) -> str:
    """Return the world in which a performance begins."""
    if header.world != ALL_WORLDS:
        return header.world
    phase = PHASES[0] if header.phase == "auto" else header.phase
    known = (world for world in worlds_in_turn(header.presets) if f"{world}/{phase}" in header.presets)
    return next(known, header.world)


def _detail(header: Header, detail: str) -> tuple[Event, ...]:
    """Return the change of the world's quality that a detail other than the usual one asks for."""
    if detail == DEFAULT_DETAIL:
        return ()
    quality = default_quality(header.aspect, detail)
    return (Event(0, "quality", "world", (quality.capacity, quality.field_rows, quality.particles)),)


def check_place(world: str, phase: str) -> None:
    """Raise PresetError where there is no such world, or it has no such phase; "auto" is all of them in turn."""
    worlds = worlds_in_turn(f"{world}/" for world in presets.worlds())
    if world not in (ALL_WORLDS, *worlds):
        raise PresetError(f"there is no world {world}: expected one of {', '.join((ALL_WORLDS, *worlds))}")
    if phase != "auto" and phase not in PHASES:
        raise PresetError(f"there is no phase {phase}: expected one of {', '.join(('auto', *PHASES))}")
    phase = PHASES[0] if phase == "auto" else phase
    known, wanted = presets.load_all(faults={}), worlds if world == ALL_WORLDS else [world]
    if not any(f"{one}/{phase}" in known for one in wanted):
        presets.find(wanted[0], phase)


def resume(score: Score) -> Start:
    """Return the start that a score's performance had; ScoreError where its grown network is not to be had."""
    grown = score.header.grown
    if not grown:
        return Start(score.header)
    began = f"{score.path}: it began on the grown network {grown}"
    if grown.startswith(_BESIDE):
        return Start(score.header, _read_beside(score.path, grown, began))
    path = grown_snapshot(_first_world(score.header), score.header.aspect)
    if path is None or not grown.startswith(_SHIPPED):
        raise ScoreError(f"{began}, which is not in this installation: {_REMEDY}")
    data = path.read_bytes()
    if grown != _SHIPPED + _digest(data):
        raise ScoreError(f"{began}, but here is {_SHIPPED}{_digest(data)}: {_REMEDY}")
    return Start(score.header, data)


def keep_beside(path: Path, snapshot: bytes) -> str:
    """Write the snapshot that a score at `path` begins with, and return its name for the header; OSError."""
    snapshot_path(path).write_bytes(snapshot)
    return _BESIDE + _digest(snapshot)


def snapshot_path(path: Path) -> Path:
    """Return where the snapshot of the score at `path` lies, where it began in the middle of a run."""
    return path.with_name(path.name + ".snapshot")


def _read_beside(path: Path, grown: str, began: str) -> bytes:
    try:
        data = snapshot_path(path).read_bytes()
    except OSError as error:
        raise ScoreError(f"{began}: {snapshot_path(path)}: cannot be read: {error.strerror}") from None
    if grown != _BESIDE + _digest(data):
        raise ScoreError(f"{began}: {snapshot_path(path)} is another one")
    return data


def grown_snapshot(world: str, aspect: float) -> Path | None:
    """Return the shipped grown network of a world whose shape is nearest to `aspect`; None where none ships."""
    shape = min(ASPECTS, key=lambda name: abs(math.log(ASPECTS[name] / aspect)))
    path = resources.directory("assets") / "grown" / f"{world}-{shape}.snapshot"
    return path if path.is_file() else None


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _head(path: Path, data: bytes) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return read_head(archive)
    except (zipfile.BadZipFile, SnapshotError):
        raise SnapshotError(f"{path}: not a snapshot of a world, or cut off") from None
