"""Rooms: what was measured of the room around each sound input, kept on this machine.

One JSON file holds them all, by the input's name: another microphone hears another room. It is replaced at once or
not at all, so a loss of power leaves the old one whole.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from installation.files import replacing
from installation.senses.listening import Calibration

FILE_NAME = "rooms.json"
FORMAT, VERSION = "living-mosaic rooms", 1


class RoomError(ValueError):
    """Measured rooms that cannot be read or kept: the message names the file and says why."""


@dataclass(frozen=True)
class Room:
    """The room around a sound input. `measured` is the day, as 2026-03-21; `speech` is in dB above the room's noise."""

    device: str
    measured: str
    calibration: Calibration
    speech: float

    @property
    def told(self) -> str:
        """The room in a few words."""
        noise = self.calibration.noise[0]
        return f"measured on {self.measured}: noise at {noise:.0f} dB, speech {self.speech:.0f} dB above it"


def rooms_path(folder: Path | None = None) -> Path:
    """Return where rooms are kept: in `folder`, or else in the user's own for what is kept between runs."""
    return (folder or platformdirs.user_state_path("living-mosaic")) / FILE_NAME


def read_rooms(folder: Path | None = None) -> dict[str, Room]:
    """Return every room that was measured, by its input's name; RoomError where the file cannot be used."""
    path = rooms_path(folder)
    try:
        table: Any = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(table, dict) or (table.get("format"), table.get("version")) != (FORMAT, VERSION):
            raise ValueError("it is of another kind or version")
        return {str(device): _room(str(device), row) for device, row in table["rooms"].items()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise RoomError(f"{path}: the room's measures cannot be read: {error.strerror}") from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        said = "a key is missing" if isinstance(error, KeyError) else str(error)
        raise RoomError(f"{path}: the room's measures cannot be used: {said}; measure anew: doctor --room") from None


def keep_room(room: Room, folder: Path | None = None) -> Path:
    """Keep a room in place of an earlier one around the same input; return where. RoomError where that fails.

    What cannot be read is replaced: whoever measures anew wants to get rid of it.
    """
    try:
        rooms = read_rooms(folder)
    except RoomError:
        rooms = {}
    rooms[room.device] = room
    table = {"format": FORMAT, "version": VERSION, "rooms": {one.device: _row(one) for one in rooms.values()}}
    path = rooms_path(folder)
    try:
        with replacing(path, lasting=True) as file:
            file.write(json.dumps(table, indent=1, ensure_ascii=False).encode())
    except OSError as error:
        raise RoomError(f"{path}: the room's measures cannot be kept: {error.strerror}") from None
    return path


def _row(room: Room) -> dict[str, Any]:
    noise, loud = ([round(level, 1) for level in levels] for levels in (room.calibration.noise, room.calibration.loud))
    return {"measured": room.measured, "noise": noise, "loud": loud, "speech": round(room.speech, 1)}


def _room(device: str, row: Mapping[str, Any]) -> Room:
    noise, loud = (tuple(float(level) for level in row[name]) for name in ("noise", "loud"))
    return Room(device, str(row["measured"]), Calibration(noise, loud), float(row["speech"]))
