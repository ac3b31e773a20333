"""The show's end of the engine: starts what plays, feeds it without waiting, and starts it again should it end."""

import contextlib
import json
import logging
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from installation.sound.engine.pauses import Pauses
from installation.sound.engine.played import Played, make_file, remove_file
from installation.sound.engine.player import END, HANGS, NO_LIBRARY
from installation.sound.notes import Controls, Note

QUEUED = 30
"""Ticks that may wait for the player: half a second. Those that come then are lost."""
FAREWELL = 1.0
"""Seconds that the player may take to fade and end."""
ROOT = Path(__file__).resolve().parents[3]

_log = logging.getLogger(__name__)


class Engine:
    """Plays on the output called `device`, or on the system's default one where that is empty. It never fails.

    `name` is the device as people know it, `lost` tells whether nothing can be played just now, and `told` holds the
    newest figures: gaps and underflows, voices that were reset, and a tick's rendering in ms at p99. `played` tells
    what the device plays, so that it can be taken out of what is heard; None where no file for it can be made.
    """

    def __init__(self, device: str = "", outputs: int = 2) -> None:
        self.name, self.lost = device or "default", True
        self.told: dict[str, float] = {}
        self.restarts = 0
        self._file, self.played = _shared()
        self._arguments = device, str(outputs), str(self._file or "")
        self._opened = self._missed = False
        self._refused = ""
        self._messages: list[str] = []
        self._queue: queue.Queue[bytes | None] = queue.Queue(QUEUED)
        self._closing = threading.Event()
        self.process_id: int | None = None
        """The player's process, where there is one."""
        self._thread = threading.Thread(target=self._keep_playing, name="sound engine", daemon=True)
        self._thread.start()

    def sing(self, notes: list[Note], controls: Controls) -> None:
        """Let a tick be heard; never waits."""
        if self.lost:
            return
        with contextlib.suppress(queue.Full):
            self._queue.put_nowait(pickle.dumps((notes, controls), pickle.HIGHEST_PROTOCOL) + END)

    def messages(self) -> list[str]:
        """Return the sentences for people that came up since the last call."""
        said, self._messages = self._messages, []
        return said

    def close(self) -> None:
        """Let the sound fade, and end the player; a hung one is ended after a second."""
        self._closing.set()
        with contextlib.suppress(queue.Full):
            self._queue.put_nowait(None)
        self._thread.join(2.0 * FAREWELL)
        if self._file is not None:
            remove_file(self._file)

    def _keep_playing(self) -> None:
        pauses = Pauses()
        while not self._closing.is_set():
            began = time.monotonic()
            status = self._play()
            self.process_id, self.lost = None, True
            if status == NO_LIBRARY or self._closing.is_set():
                return
            if status != HANGS:
                self._count_crash(status)
            self._closing.wait(pauses.after(time.monotonic() - began))

    def _play(self) -> int:
        """Start what plays and feed it until it ends; return its exit status."""
        paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        command = [sys.executable, "-m", "installation.sound.engine.supervisor", *self._arguments]
        # It multiplies no matrices: the threads that numpy keeps for that would only be in the way of a fork.
        env = {**os.environ, "PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1"}
        with subprocess.Popen(
            command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, process_group=0
        ) as process:
            threading.Thread(target=self._listen, args=(process,), name="sound engine's words", daemon=True).start()
            try:
                self._feed(process)
            finally:
                self._end(process)
            return process.returncode

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """Let the player fade and end, and what started it with it; where it takes too long, end both."""
        with contextlib.suppress(OSError):
            if process.stdin is not None:
                process.stdin.close()
        player = self.process_id
        if not (self.lost and player) and _ends(process, FAREWELL):
            return
        if player:
            # What plays nothing has nothing to fade. Who started it takes note, and ends as well.
            _kill(os.kill, player)
        if not _ends(process, 0.3 * FAREWELL):
            _kill(os.killpg if hasattr(os, "killpg") else os.kill, process.pid)
            process.wait()

    def _feed(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        while process.poll() is None and not self._closing.is_set():
            try:
                tick = self._queue.get(timeout=0.1)
                if tick is None:
                    return
                process.stdin.write(tick)
                process.stdin.flush()
            except queue.Empty:
                continue
            except OSError:
                return

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        """Take in what the player says, until it ends."""
        assert process.stdout is not None
        with contextlib.suppress(ValueError, OSError):
            for line in process.stdout:
                self._hear(json.loads(line))

    def _hear(self, told: dict[str, Any]) -> None:
        if "process" in told:
            self.process_id = int(told["process"])
        elif "ended" in told:
            self.process_id, self.lost = None, True
            if not told["hung"]:
                self._count_crash(int(told["ended"]))
        elif "open" in told:
            self._open(str(told["open"]), str(told["refused"]))
        elif "lost" in told:
            self.lost = True
            self._miss(f'The sound output "{self.name}" has stopped; trying to open it again.')
        elif "missing" in told:
            self._miss(f"{told['missing']}: nothing is sung until there is one")
        else:
            self.told = told

    def _open(self, name: str, refused: str) -> None:
        self.name, self.lost = name, False
        if self._missed:
            self._say(f'The sound output "{name}" is {"back" if self._opened else "there and used now"}.')
        if refused and refused != self._refused:
            self._say(f'The sound output "{name}" takes {refused}.')
        if not self._opened:
            _log.info("sound out: %s", name)
        self._opened, self._missed, self._refused = True, False, refused

    def _count_crash(self, status: int) -> None:
        self.restarts += 1
        self._say(f"The sound engine ended unexpectedly ({status}); it is started again.")

    def _miss(self, message: str) -> None:
        """Say once that there is no output, however often it is looked for."""
        if not self._missed:
            self._missed = True
            self._say(message)

    def _say(self, message: str) -> None:
        _log.warning("%s", message)
        self._messages.append(message)


def _ends(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Wait for so many seconds, and return whether it has ended."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    return process.returncode is not None


def _kill(kill: Callable[[int, int], None], number: int) -> None:
    """Kill a process or a group of them; nothing where it is gone."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        kill(number, getattr(signal, "SIGKILL", signal.SIGTERM))


def _shared() -> tuple[Path | None, Played | None]:
    """Return what the player and the senses share, and its file."""
    try:
        file = make_file()
        return file, Played(file)
    except OSError as error:
        _log.warning("what is sung is not taken out of what is heard: %s", error)
        return None, None
