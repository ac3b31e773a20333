"""What an operator at the keyboard can do, whatever the window library: the acts behind the keys."""

import logging
import threading
import time
from pathlib import Path

import numpy as np
import platformdirs
from numpy.typing import NDArray
from PIL import Image

from installation import presets
from installation.files import free_path
from installation.presets import Preset, PresetError
from installation.score import PHASES, ScoreError
from installation.stage.live.show import Show
from installation.story import DEFAULT_BLEND
from installation.story.looks import worlds_in_turn
from installation.story.macros import MIDDLE

APPLICATION = "living-mosaic"

_log = logging.getLogger(__name__)


class Operator:
    """Acts on a show. What is done is an event, so that a recording has it, or leaves a file and says where."""

    def __init__(self, show: Show) -> None:
        self._show = show
        self._still: threading.Thread | None = None

    def phase(self, step: int) -> None:
        """Go to the next phase of the world, or by any number of steps."""
        phases = self._phases()
        self._cue(phases[(phases.index(self._current("phase")) + step) % len(phases)])

    def preset(self, number: int) -> None:
        """Go to the preset of this number, from 1, of the world."""
        phases = self._phases()
        if number <= len(phases):
            self._cue(phases[number - 1])
        else:
            self._show.messages.say(f"there is no preset {number}: {self._current('world')} has {len(phases)}")

    def world(self, step: int) -> None:
        """Go to the next world, or by any number of steps."""
        worlds = worlds_in_turn(self._show.performance.director.presets)
        if len(worlds) == 1:
            self._show.messages.say(f"there is only one world: {worlds[0]}")
            return
        world = worlds[(worlds.index(self._current("world")) + step) % len(worlds)]
        self._show.send("cue", "world", world, DEFAULT_BLEND)

    def tap(self) -> None:
        """Tap, as somebody in the room claps."""
        self._show.send("tap", "keyboard")

    def touch(self, across: float, down: float, strength: float) -> None:
        """Touch the picture: `across` from the left and `down` from the top, both 0 to 1."""
        left, bottom, width, height = self._show.picture.crop
        self._show.send("touch", "pointer", left + across * width, bottom + (1.0 - down) * height, strength)

    def save_preset(self) -> None:
        """Save the look of this moment as the user's own preset of the phase; an earlier one is kept beside it."""
        director = self._show.performance.director
        path = presets.user_directory() / director.world / f"{director.phase}.toml"
        try:
            title = presets.find(director.world, director.phase).title
        except PresetError:
            title = director.phase
        values = director.values(self._show.performance.ticks)
        try:
            if path.exists():
                path.rename(free_path(path.parent, f"{director.phase}-{_now()}", ".toml"))
            presets.save(Preset(director.world, director.phase, title, values, path), path)
        except OSError as error:
            self._show.messages.say(f"{path}: the preset was not saved: {error.strerror}")
            return
        # What the macros did is in the preset now: turned again they would do it twice.
        for name, position in director.macros.items():
            if position != MIDDLE:
                self._show.send("macro", name, MIDDLE)
        self._show.messages.say(f"preset saved: {path}")

    def record(self) -> None:
        """Begin to record, or end the recording."""
        messages, running = self._show.messages, self._show.performance.recording
        if running is not None:
            self._show.stop_recording()
            messages.say(f"recorded: {running}")
            return
        folder = platformdirs.user_data_path(APPLICATION) / "scores"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = free_path(folder, _now(), ".score")
            self._show.start_recording(path)
        except OSError as error:
            messages.say(f"{folder}: nothing is recorded: {error.strerror}")
        except ScoreError as error:
            messages.say(f"nothing is recorded: {error}")
        else:
            messages.say(f"recording: {path}")

    def still(self) -> None:
        """Save the picture as it is on the screen, without the panel."""
        if self._still is not None and self._still.is_alive():
            return
        pictures, director = platformdirs.user_pictures_path(), self._show.performance.director
        folder = pictures if pictures.is_dir() else Path.cwd()
        path = free_path(folder, f"{APPLICATION}-{director.world}-{director.phase}-{_now()}", ".png")
        # Packing a large picture takes longer than a frame, so another thread does it.
        self._still = threading.Thread(target=self._save_still, args=(self._show.picture.read(), path), name="still")
        self._still.start()

    def finish(self) -> None:
        """Wait for a still that is being written."""
        if self._still is not None:
            self._still.join()

    def _save_still(self, pixels: NDArray[np.uint8], path: Path) -> None:
        try:
            Image.fromarray(pixels).save(path)
        except OSError as error:
            self._show.messages.say(f"{path}: the still was not saved: {error.strerror or error}")
        else:
            self._show.messages.say(f"still saved: {path}")

    def _cue(self, phase: str) -> None:
        self._show.send("cue", "phase", phase, DEFAULT_BLEND)

    def _phases(self) -> list[str]:
        known = self._show.performance.director.presets
        return [phase for phase in PHASES if f"{self._current('world')}/{phase}" in known]

    def _current(self, name: str) -> str:
        """Return the world or phase that is, or will be at the coming tick: keys may come faster than ticks."""
        for event in reversed(self._show.pending):
            if (event.source, event.name) == ("cue", name):
                return str(event.values[0])
        director = self._show.performance.director
        return director.world if name == "world" else director.phase


def _now() -> str:
    return time.strftime("%Y%m%d-%H%M%S")
