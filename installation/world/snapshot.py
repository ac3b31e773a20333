"""Snapshots: the whole world in one compressed file, whose head says what it is."""

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any

VERSION = 4


def _numbers(value: object, count: int) -> bool:
    return isinstance(value, list) and len(value) == count and all(isinstance(one, int | float) for one in value)


def _lists(value: object, count: int) -> bool:
    return isinstance(value, list) and all(_numbers(one, count) for one in value)


_HEAD: dict[str, Callable[[Any], bool]] = dict.fromkeys(
    ("version", "tick", "seed", "ground", "capacity", "field_rows", "particles", "flow", "fields", "drifts_until",
     "swarms_until", "wave"),
    lambda value: isinstance(value, int),
) | {
    "aspect": lambda value: isinstance(value, float),
    "census_due": lambda value: isinstance(value, bool),
    "charge": lambda value: _numbers(value, 2),
    "spores": lambda value: _lists(value, 3),
    "laid": lambda value: _lists(value, 3),
    "flood": lambda value: _numbers(value, 3),
    "flooded": lambda value: _lists(value, 3),
}
"""What a head holds, and how to tell."""


class SnapshotError(ValueError):
    """A snapshot that does not fit this world; the message says what was expected."""


def open_archive(snapshot: bytes) -> zipfile.ZipFile:
    """Open a snapshot. Raises SnapshotError where it is none, or cut off."""
    try:
        return zipfile.ZipFile(io.BytesIO(snapshot))
    except zipfile.BadZipFile as error:
        raise SnapshotError("snapshot: not a zip archive, or cut off") from error


def read_head(archive: zipfile.ZipFile) -> dict[str, Any]:
    """Return a snapshot's head: version, tick, seeds, aspect, quality and which buffers are current."""
    try:
        head: dict[str, Any] = json.loads(archive.read("head.json"))
    except (KeyError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise SnapshotError("snapshot: no readable head.json in it") from error
    for key, is_good in _HEAD.items():
        if key not in head or not is_good(head[key]):
            raise SnapshotError(f"snapshot: head.json: {key} is missing or of another kind")
    return head


def read_part(archive: zipfile.ZipFile, name: str, size: int) -> bytes:
    """Return one part of a snapshot. Raises SnapshotError where it is missing, broken or of another size."""
    try:
        data = archive.read(name)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise SnapshotError(f"snapshot: {name} is missing or broken") from error
    if len(data) != size:
        raise SnapshotError(f"snapshot: {name} has {len(data)} bytes, expected {size}")
    return data


def check_fits(head: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """Raise SnapshotError where the head says otherwise than `wanted`."""
    for key, mine in (("version", VERSION), *wanted.items()):
        if head[key] != mine:
            raise SnapshotError(f"snapshot: {key} is {head[key]}, expected {mine}")
