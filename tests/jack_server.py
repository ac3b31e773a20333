"""MIDI without hardware: a JACK server of its own with a dummy driver, and controllers that play in other processes."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType

PROGRAMS = ("jackd", "jack_lsp")
_NAMES = tuple(f"living-mosaic-test-{number}" for number in range(4))
"""JACK knows eight servers at most, and forgets none that crashed: so few names are used, again and again."""


def missing_programs() -> list[str]:
    """Return which of the programs that are needed are not installed."""
    return [program for program in PROGRAMS if shutil.which(program) is None]


_PATIENCE = (0.6, 1.5, 4.0)
"""Seconds that a server has to begin, at each attempt."""


class JackServer:
    """Use as a context manager; `name` is what JACK_DEFAULT_SERVER must be where its clients start."""

    def __enter__(self) -> "JackServer":
        self._log = tempfile.TemporaryFile()
        self.process: subprocess.Popen[bytes] | None = None
        for patience in _PATIENCE:
            for self.name in _NAMES:
                if self._begin(patience):
                    return self
        self._log.seek(0)
        raise RuntimeError("JACK did not start: " + self._log.read().decode())

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process is None:
            # Only a server that ends in order leaves its place to others.
            any(map(self._begin, _PATIENCE))
        self.stop()
        self._log.close()

    @property
    def env(self) -> dict[str, str]:
        """The environment in which a program finds this server, and starts none of its own."""
        return {**os.environ, "JACK_DEFAULT_SERVER": self.name, "JACK_NO_START_SERVER": "1"}

    def start(self) -> None:
        """Start the server again."""
        assert any(map(self._begin, _PATIENCE)), "JACK did not start again"

    def stop(self) -> None:
        """End the server in order."""
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(5.0)
            self.kill()

    def kill(self) -> None:
        """End the server at once, as a crash would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def hang(self) -> None:
        """Stop the server without ending it."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def unhang(self) -> None:
        """Let a stopped server go on."""
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def ports(self) -> list[str]:
        """Return the names of all ports at the server."""
        try:
            done = subprocess.run(["jack_lsp"], env=self.env, capture_output=True, text=True, timeout=2.0)
        except subprocess.TimeoutExpired:  # A server that is beginning, or busy, may forget to answer.
            return []
        return done.stdout.splitlines()

    def _begin(self, patience: float) -> bool:
        command = ["jackd", "-n", self.name, "--no-realtime", "-S", "-d", "dummy", "-r", "48000", "-p", "256"]
        self.process = subprocess.Popen(command, stdout=self._log, stderr=self._log, env=self.env)
        # A server that is asked while its driver begins may wait for ever: then another is begun, more patiently.
        time.sleep(patience)
        # Where another has the name already, that one may answer.
        if "system:playback_1" in self.ports() and self.process.poll() is None:
            return True
        self.kill()
        return False


class PlayedController:
    """A controller called `name` with one port, `pads`, in another process. Use as a context manager."""

    def __init__(self, server: JackServer, name: str = "Controller") -> None:
        # Where our own Python is too new for python-rtmidi, Debian's has it.
        python = sys.executable if find_spec("rtmidi") else "/usr/bin/python3"
        command = [python, "-P", str(Path(__file__)), name]
        self.port = f"{name}:pads"
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=server.env)
        assert self.process.stdin is not None and self.process.stdout is not None
        self._in, self._out = self.process.stdin, self.process.stdout
        if self._out.readline() != b"ready\n":
            self.__exit__()
            raise RuntimeError(f"{name} found no server")

    def __enter__(self) -> "PlayedController":
        return self

    def __exit__(self, *error: object) -> None:
        with suppress(OSError):
            self._in.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(2.0)
        self.process.kill()
        self.process.wait()
        self._out.close()

    def play(self, *chunks: bytes, every: float = 0.0) -> None:
        """Send bytes, each chunk as one event, so many seconds apart; returns when all are sent."""
        with self.playing(*chunks, every=every):
            pass

    def replug(self, seconds: float) -> None:
        """Let the port go, and open it again so many seconds later."""
        self.play(every=seconds)

    def crash(self) -> None:
        """End without taking leave of the server, which then waits some seconds for it, and lets nobody play."""
        self.process.kill()
        self.process.wait()

    @contextmanager
    def playing(self, *chunks: bytes, every: float = 0.0) -> Iterator[None]:
        """The same, and meanwhile something else; the context ends when all are sent."""
        self._in.write(json.dumps([every, [list(chunk) for chunk in chunks]]).encode() + b"\n")
        self._in.flush()
        yield
        assert self._out.readline() == b"played\n"


def _serve(name: str) -> None:
    import rtmidi

    def plug() -> rtmidi.MidiOut:
        port = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=name)
        port.open_virtual_port("pads")
        return port

    port = plug()
    print("ready", flush=True)
    for line in sys.stdin:
        every, chunks = json.loads(line)
        if not chunks:
            port.delete()
            time.sleep(every)
            port = plug()
        due = time.monotonic()
        for chunk in chunks:
            port.send_message(chunk)
            due += every
            time.sleep(max(0.0, due - time.monotonic()))
        print("played", flush=True)
    # A server that hangs or is dead would not let it end in order, and a living one waits for who does not.
    threading.Timer(1.0, os._exit, (0,)).start()
    port.delete()
    os._exit(0)


if __name__ == "__main__":
    _serve(sys.argv[1])
