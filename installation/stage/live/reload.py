"""Hot reload: what is saved while the installation runs is seen within a second.

A shader that does not compile and a preset that does not read are told with file, line or key; the last good
ones stay. A changed preset becomes an event, so that a recording has it; a changed shader of the world cannot
be told to a replay, so the performance marks its recording.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from installation import presets
from installation.presets import PresetError
from installation.score import write_values
from installation.stage.live.messages import Messages
from installation.stage.performance import Performance

POLL_SECONDS = 0.5

Change = tuple[str, str, tuple[float | str, ...]]
"""An event without its tick: source, name, values."""
_Stamp = tuple[int, int]


class Reloader:
    """Looks twice a second at a performance's shaders and presets."""

    def __init__(self, performance: Performance, messages: Messages) -> None:
        self._performance, self._messages = performance, messages
        self._presets = _Presets(sorted(performance.director.presets))
        self._due = 0.0

    def poll(self, now: float) -> list[Change]:
        """Return what changed as events to be, where it is time to look; `now` is in seconds."""
        if now < self._due:
            return []
        self._due = now + POLL_SECONDS
        said = self._performance.reload_shaders()
        shader_faults = self._performance.world.shaders.faults()
        changes = list(self._presets.changes())
        self._messages.set_faults(shader_faults | self._presets.faults)
        for text in (*said, *(f"{key}: reloaded" for _, key, _ in changes)):
            if text not in self._messages.faults.values():
                self._messages.say(text)
        return changes


@dataclass
class _Presets:
    """The files behind some presets, and what is wrong with them."""

    keys: list[str]
    faults: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._stamps = _stamps()
        looks = presets.load_all(faults=self.faults)
        self._values = {key: write_values(look.values) for key, look in looks.items()}

    def changes(self) -> Iterator[Change]:
        """Give an event for each preset whose values are others now, after any preset file changed."""
        stamps = _stamps()
        if stamps == self._stamps:
            return
        self._stamps = stamps
        # What was faulty at the start and had no substitute is no preset of this show, but it may be mended.
        for key in sorted({*self.keys, *self.faults}):
            values = self._read(key)
            if key in self.keys and values is not None and values != self._values.get(key):
                self._values[key] = values
                yield "preset", key, (json.dumps(values, separators=(",", ":")),)

    def _read(self, key: str) -> dict[str, float] | None:
        world, phase = key.split("/")
        try:
            values = write_values(presets.find(world, phase).values)
        except PresetError as error:
            self.faults[key] = str(error)
            return None
        self.faults.pop(key, None)
        return values


def _stamps() -> dict[Path, _Stamp]:
    """Return the time and size of every preset file: an overlay's base may be any of them."""
    found: dict[Path, _Stamp] = {}
    for place in presets.search_path():
        for path in place.glob("*/*.toml"):
            try:
                status = path.stat()
            except OSError:  # Gone since it was listed.
                continue
            found[path] = (status.st_mtime_ns, status.st_size)
    return found
