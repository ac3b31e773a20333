"""Snapshots: the whole world in one compressed file, whose head says what it is."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

VERSION = 1
_KEYS = (
    "version", "tick", "seed", "ground", "aspect", "capacity", "field_rows", "particles",
    "census_due", "charge", "flow", "fields", "spores",
)  # fmt: skip


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
    except (KeyError, ValueError) as error:
        raise SnapshotError("snapshot: no readable head.json in it") from error
    missing = [key for key in _KEYS if key not in head]
    if missing:
        raise SnapshotError(f"snapshot: head.json lacks {', '.join(missing)}")
    return head


def check_fits(head: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """Raise SnapshotError where the head says otherwise than `wanted`."""
    for key, mine in (("version", VERSION), *wanted.items()):
        if head[key] != mine:
            raise SnapshotError(f"snapshot: {key} is {head[key]}, expected {mine}")
