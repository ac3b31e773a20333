"""Keeps a program that hears MIDI running, whatever becomes of it, and gathers what it says between two ticks.

See `ports`, which that program is: what it costs to end and begin anew, the picture never pays.
"""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import mido

from installation.senses.midi.bytes import ByteStream
from installation.senses.midi.ports import LOOK_SECONDS, NOT_TO_BE_HAD

APIS: tuple[str, ...] = {"linux": ("LINUX_ALSA", "UNIX_JACK"), "darwin": ("MACOSX_CORE",)}.get(
    sys.platform, ("WINDOWS_MM",)
)
"""What speaks MIDI on this kind of machine, as python-rtmidi calls it."""
INTERPRETERS = (sys.executable, "/usr/bin/python3")
"""Pythons that may have python-rtmidi: our own, and the system's, for which Debian has it where our own is too new."""
MISSING = "MIDI needs python-rtmidi, which is not here: sudo apt-get install python3-rtmidi"
UNANSWERED = "MIDI does not answer: its server hangs, or other programs keep its ports to themselves"
SILENT_AFTER = 12 * LOOK_SECONDS
"""Seconds without a sign of life after which the program hangs."""
AGAIN_AFTER = 2.0
_CLOSE_SECONDS = 1.5
"""Seconds for which a program that is to end is waited for; it may take longer where the server does."""
FLOOD = 1000
"""Messages a second from which on it is worth a word."""
TRANSPORT = ("clock", "start", "continue", "stop", "songpos")
"""Messages of a clock: all of them count, in their order."""

_NUMBERS = re.compile(r" \d+:\d+$")

Heard = tuple[str, float, mido.Message]
"""A port, the time.monotonic at which it spoke, and what it said."""


class MidiError(Exception):
    """MIDI that cannot be had. The message is one clear line."""


class Inbox:
    """What came since it was emptied last, and counts: of a control where it set out, how far it went either way, and
    where it is; of a note whether it was struck, and how strongly, and whether it is held.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[tuple[Any, ...], Heard] = {}
        self._pulses: list[Heard] = []
        self._streams: dict[str, ByteStream] = {}
        self._counts: list[int] = [0, 0]
        """The second that is counted, and the messages in it."""
        self.flooded: str = ""
        """The port that sent too much last; empty while none does."""
        self.stray: str = ""
        """The port that sent bytes which belong to no message."""

    def put(self, port: str, seconds: float, data: Sequence[int]) -> None:
        """Take bytes in."""
        with self._lock:
            stream = self._streams.setdefault(port, ByteStream())
            for message in stream.feed(data):
                self._keep(port, seconds, message)
            if stream.stray:
                self.stray = port

    def take(self) -> list[Heard]:
        """Return what waits, the oldest first, clocks and all, and begin anew."""
        with self._lock:
            heard = [*self._pulses, *self._waiting.values()]
            self._pulses, self._waiting = [], {}
        return heard

    def forget(self, port: str) -> None:
        """A port has gone: what it began will not be ended."""
        with self._lock:
            self._streams.pop(port, None)

    def _keep(self, port: str, seconds: float, message: mido.Message) -> None:
        second = int(seconds)
        self._counts = [second, self._counts[1] + 1 if self._counts[0] == second else 1]
        if self._counts[1] >= FLOOD:
            self.flooded = port
        heard = port, seconds, message
        if message.type in TRANSPORT:
            self._pulses = [*self._pulses[-255:], heard]
            return
        key = (port, *_what(message))
        if message.type == "control_change":
            if self._waiting.setdefault((*key, "first"), heard) is heard:
                return
            self._keep_extremes(key, heard)
        before = self._waiting.pop(key, None)
        if before is not None and message.type == "note_on":
            message = message.copy(velocity=max(message.velocity, before[2].velocity))
        self._waiting[key] = port, seconds, message

    def _keep_extremes(self, key: tuple[Any, ...], heard: Heard) -> None:
        """Keep how far a control went: where a quick hand turns there and back, it may have come past what it moves."""
        first, value = self._waiting[(*key, "first")], heard[2].value
        lowest, highest = (self._waiting.get((*key, end), first)[2].value for end in ("lowest", "highest"))
        for end, beyond in (("lowest", value < lowest), ("highest", value > highest)):
            if beyond:
                self._waiting.pop((*key, end), None)
                self._waiting[(*key, end)] = heard


def _what(message: mido.Message) -> tuple[Any, ...]:
    """Return what a message speaks of: a later one of the same takes its place."""
    channel = getattr(message, "channel", -1)
    match message.type:
        case "note_on" | "note_off":
            down = message.type == "note_on" and message.velocity > 0
            return "down" if down else "up", channel, message.note
        case "control_change":
            return message.type, channel, message.control
        case "polytouch":
            return message.type, channel, message.note
    return message.type, channel


class Feed:
    """The program for one API, and its ports. Whatever it is, `inbox` has what came.

    `open` has the names of the ports that are open now; `missing` tells that python-rtmidi has no such API, or is
    missing itself.
    """

    def __init__(self, api: str, wanted: str, inbox: Inbox) -> None:
        self._command = ["-P", str(Path(__file__).with_name("ports.py")), api, wanted]
        self._inbox = inbox
        self.open: frozenset[str] = frozenset()
        self.missing = False
        self.looked = False
        """Whether it has looked for ports at least once, and could open all it found."""
        self._closed = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._last_word = time.monotonic()
        self._thread = threading.Thread(target=self._run, name=f"MIDI {api}", daemon=True)
        self._thread.start()

    def watch(self) -> None:
        """End the program where it hangs; another takes its place."""
        if time.monotonic() - self._last_word > SILENT_AFTER:
            self._last_word = time.monotonic()
            self._kill()

    def close(self) -> None:
        """Let go of all ports. A program that cannot yet, since its server is slow or hangs, ends by itself later."""
        self._closed.set()
        process = self._process
        if process is not None and process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
        self._thread.join(_CLOSE_SECONDS)

    def _run(self) -> None:
        interpreters = list(INTERPRETERS)
        while not self._closed.is_set():
            self._last_word = time.monotonic()
            try:
                status = self._listen(interpreters[0])
            except FileNotFoundError:
                status = NOT_TO_BE_HAD
            except OSError:  # No more processes, for now.
                status = 1
            self.open = frozenset()
            if status != NOT_TO_BE_HAD:
                self._closed.wait(AGAIN_AFTER)
            elif len(interpreters) > 1:
                interpreters.pop(0)
            else:
                self.missing = True
                return

    def _listen(self, interpreter: str) -> int:
        """Start the program and pass on what it says until it ends; return its exit status."""
        # JACK's library would start a server of its own.
        environment = {**os.environ, "JACK_NO_START_SERVER": "1"}
        command, nothing, pipe = [interpreter, *self._command], subprocess.DEVNULL, subprocess.PIPE
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing, env=environment)
        self._process = process
        assert process.stdin is not None and process.stdout is not None
        with process.stdin, process.stdout:
            if self._closed.is_set():
                process.stdin.close()
            for line in process.stdout:
                self._last_word = time.monotonic()
                with contextlib.suppress(ValueError, IndexError):  # A line that was cut off when it was ended.
                    self._answer(json.loads(line))
        return process.wait()

    def _answer(self, line: list[Any]) -> None:
        if line[0] == "m":
            self._inbox.put(line[1], line[2], line[3])
        elif line[0] == "+":
            self.open |= {line[1]}
        elif line[0] == "-":
            self.open -= {line[1]}
        elif line[0] == "!":
            self.open = frozenset()
        elif line[0] == ".":
            self.looked = self.looked or not line[1]

    def _kill(self) -> None:
        process = self._process
        if process is None or process.poll() is not None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg") and os.getpgid(process.pid) == process.pid:
                # Its own copy, which may hang, is in its group.
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()


def port_name(name: str) -> str:
    """Return a port's name without what changes each time that it is plugged in."""
    return _NUMBERS.sub("", name)


def port_names(patience: float = 10.0) -> list[str]:
    """Return the names of the ports that can be heard now, after a look of a second or two.

    MidiError where there is no way to MIDI, or none that answers within `patience`, in seconds.
    """
    inbox = Inbox()
    feeds = [Feed(api, "", inbox) for api in APIS]
    deadline = time.monotonic() + patience
    try:
        while time.monotonic() < deadline and not all(feed.missing or feed.looked for feed in feeds):
            time.sleep(0.05)
        if all(feed.missing for feed in feeds):
            raise MidiError(MISSING)
        names = sorted(name for feed in feeds for name in feed.open)
        if not names and not all(feed.missing or feed.looked for feed in feeds):
            raise MidiError(UNANSWERED)
        return names
    finally:
        for feed in feeds:
            feed.close()
