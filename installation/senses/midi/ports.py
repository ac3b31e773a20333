"""The program that hears MIDI, in a process of its own: `python ports.py API [NAME]`.

A MIDI server that hangs stops the whole process that asks it for anything; one that dies leaves ports that stay
silent for ever; one that is not there yet leaves its library unfit for the day it is; and all print what they like.
Here they harm nobody: each attempt has a process of its own, and whoever started this program hears when it falls
silent, and starts another. It ends when its standard input does, so none is ever left behind. It knows nothing else
of the installation, and is run as a file, so that it starts quickly.

Every input port whose name holds NAME (in any case) is opened as it comes, and let go as it goes. Each line on
standard output is a JSON list:

    ["+", port]                     a port is open
    ["-", port]                     a port has gone
    ["m", port, seconds, [byte...]] what came through a port, and the time.monotonic at which it did
    ["!"]                           the server has gone, and all ports with it
    [".", number]                   still alive, every half second; so many of the ports could not be opened yet
    [","]                           still alive, and waiting for a server that holds it up
"""

import json
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

CLIENT = "living-mosaic"
_LIVENESS = "alive"
"""A port of our own on JACK, through which signs of life come back."""
LOOK_SECONDS, RETRY_SECONDS = 0.5, 1.0
_GLANCE_SECONDS = 0.05
"""Seconds between two looks at what ports there are: one that goes and comes back between them would stay deaf."""
_COPIES: bool = sys.platform == "linux"
"""Whether a process may go on as a copy of another here: elsewhere the system's own libraries refuse that."""
_LEAVE_SECONDS = 15.0
"""Seconds that a server has to let us go: it may take one for each port, and waits for longer for one that is ended."""
_SILENT_LOOKS = 6
"""Looks after which a server that does not give our own signs of life back is asked whether it lives."""
_HANG_SECONDS = 600.0
"""Seconds for which a server that holds us up is waited for. JACK waits five for each of its clients that has ended
without a word, one after the other: to end would hold it up for longer."""
_ALIVE, _END_OF_EXCLUSIVE = [0xFE], [0xF7]
NOT_TO_BE_HAD = 3
"""Exit status where there is no such API, or no python-rtmidi: it is no use to try again."""

_BUSY, _IDLE = 0.001, 0.004
"""Seconds between two readings of what has come, while something comes, and when nothing has for a while."""
_WAITING = 8192
"""Messages that a port may hold until they are read."""


class UnknownPortError(Exception):
    """A port of ours that the server does not know, or not yet."""


class SilentServerError(Exception):
    """A server that does not give our signs of life back."""


class Ports:
    """The input ports of one API. `client` is the one that looks, kept for good: each new one shows at the server.

    What comes waits in the library's own queues: were Python called back, a server in the middle of a cycle would wait
    for Python, while Python waits for the server to open the next port.
    """

    def __init__(self, rtmidi: Any, api: int, wanted: str, tell_alive: Callable[[], object]) -> None:
        self._rtmidi, self._api, self._wanted = rtmidi, api, wanted.casefold()
        self._tell_alive = tell_alive
        self._open: dict[str, Any] = {}
        self._echoes: dict[str, Any] = {}
        """For each of our ports on JACK another that speaks to it."""
        self._silent = 0
        self.waiting = 0
        """How many ports could not be opened at the last look."""
        self.client = self._new()
        self.news: list[list[Any]] = []
        """Lines that are to be told."""

    def begin(self) -> None:
        """Let signs of life go around, where the server is one that may fail us."""
        if self._api == self._rtmidi.API_UNIX_JACK:
            self.client.ignore_types(active_sense=False)
            self.client.open_virtual_port(_own(_LIVENESS))
            self._echo(_LIVENESS)

    def look(self) -> None:
        """Open what has come, let go of what is gone."""
        names = self.client.get_ports()
        for name in [name for name in self._open if name not in names]:
            self._open.pop(name).delete()
            if name in self._echoes:
                self._echoes.pop(name).delete()
            self.news.append(["-", name])
        new = [(number, name) for number, name in enumerate(names) if name not in self._open and self._is_wanted(name)]
        self.waiting = sum(not self._listen(number, name) for number, name in new)

    def read(self) -> None:
        """Take what has come since the last time."""
        now = time.monotonic()
        while heard := self.client.get_message():
            if self._silent >= _SILENT_LOOKS:  # It was held up, maybe by one that has gone.
                self.look()
                self.news += [["+", name] for name in self._open]
            self._silent = 0
        for name, port in self._open.items():
            while heard := port.get_message():
                if heard[0] != _END_OF_EXCLUSIVE:  # our own, where there was nothing to end
                    self.news.append(["m", name, now, heard[0]])

    def close(self) -> None:
        """Take leave of the server: one that waits for each of its clients would wait for who just vanishes."""
        for port in (*self._echoes.values(), *self._open.values(), self.client):
            port.delete()

    def _new(self) -> Any:
        return self._rtmidi.MidiIn(self._api, name=CLIENT, queue_size_limit=_WAITING)

    def _listen(self, number: int, name: str) -> bool:
        """Open a port; return whether that could be done."""
        self._tell_alive()
        port = self._new()
        port.ignore_types(sysex=self._api != self._rtmidi.API_UNIX_JACK, timing=False, active_sense=True)
        try:
            self._open_port(port, number, name, _own(name))
            self._echo(name)
        except (self._rtmidi.RtMidiError, UnknownPortError):
            # Gone since it was listed, another program's alone, or the server is slow: the next look tries.
            port.delete()
            return False
        self._open[name] = port
        self.news.append(["+", name])
        return True

    def _is_wanted(self, name: str) -> bool:
        return self._wanted in name.casefold() and not name.startswith(CLIENT)

    def _echo(self, name: str) -> None:
        """Connect something of our own to our port for `name`, where the server is one that may fail it."""
        if self._api != self._rtmidi.API_UNIX_JACK:
            return
        echo = self._rtmidi.MidiOut(self._api, name=f"{CLIENT} echo")
        ours = [(number, port) for number, port in enumerate(echo.get_ports()) if port.endswith(f":{_own(name)}")]
        try:
            if not ours:
                raise UnknownPortError("the server does not know our port")
            self._open_port(echo, *ours[0], "echo")
        except BaseException:
            echo.delete()
            raise
        self._echoes[name] = echo

    @staticmethod
    def _open_port(port: Any, number: int, name: str, own: str) -> None:
        """Connect to the port that had a number when it was listed; UnknownPortError where another may have it by now.

        The library looks for the number anew, and says nothing of a connection that it could not make.
        """
        port.open_port(number, name=own)
        if port.get_ports()[number : number + 1] != [name]:
            raise UnknownPortError("ports have come or gone meanwhile")

    def check_alive(self) -> None:
        """Send a sign of life on its way through the server; SilentServerError where the server is dead, or another.

        A dead server goes on listing ports as if they lived. And send an end to each port: on JACK the library is deaf
        to all that follows a system exclusive message without one.
        """
        self._tell_alive()
        for echo in self._echoes.values():
            echo.send_message(_END_OF_EXCLUSIVE)
        if _LIVENESS in self._echoes:
            self._silent += 1
            if self._silent == _SILENT_LOOKS:
                self._ask_whether_it_lives()
            if self._silent > 2 * _SILENT_LOOKS:
                raise SilentServerError("the server has forgotten us")
            self._echoes[_LIVENESS].send_message(_ALIVE)

    def _ask_whether_it_lives(self) -> None:
        """Ask a silent server to let us in once more: a dead one refuses, one that is held up answers when it can."""
        _tell([["-", name] for name in self._open])
        try:
            self._new().delete()
        except self._rtmidi.RtMidiError as error:
            raise SilentServerError("the server is dead") from error


def _own(name: str) -> str:
    """Return what our own port for `name` is called: no other process has one, and servers allow no colons in it."""
    return f"{name.replace(':', ' ')[:40]} {os.getpid()}"


def _work(rtmidi: Any, api: int, wanted: str, watcher: int | None) -> None:
    """Look for ports and pass on what they say, for as long as the server lives.

    `watcher` is where signs of life go for the process that watches over this one, where there is one.
    """
    asked: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: asked.append(number))
    try:
        ports = Ports(rtmidi, api, wanted, lambda: watcher and os.write(watcher, b"."))
    except rtmidi.RtMidiError:  # There is no server, and so there are no ports.
        _tell([[".", 0]])
        raise
    try:
        ports.begin()
        _keep_listening(ports, asked)
    except SilentServerError:  # Nobody is there to be taken leave of.
        raise
    except BaseException:
        ports.close()
        raise
    ports.close()


def _keep_listening(ports: Ports, asked: list[int]) -> None:
    """Look for ports and pass on what they say until somebody has asked to end."""
    due = next_glance = busy = 0.0
    while not asked:
        now = time.monotonic()
        if now >= next_glance:
            ports.look()
            next_glance = now + _GLANCE_SECONDS
        if now >= due:
            ports.check_alive()
            ports.news.append([".", ports.waiting])
            due = now + LOOK_SECONDS
        ports.read()
        if ports.news:
            busy = now
            _tell(ports.news)
            ports.news = []
        time.sleep(_BUSY if now - busy < LOOK_SECONDS / 2 else _IDLE)


def _tell(lines: list[list[Any]]) -> None:
    """Write lines; OSError where nobody reads them any more."""
    said = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines).encode()
    while said:
        said = said[os.write(1, said) :]


def _attempt(rtmidi: Any, api: int, wanted: str, watcher: int | None = None) -> None:
    # What a dead server makes of its threads would not let us end in order.
    try:
        _work(rtmidi, api, wanted, watcher)
    except Exception as error:  # Whatever it is, the next attempt begins without it.
        print(error, file=sys.stderr)
    finally:
        os._exit(1)


def _ended(seconds: float) -> bool:
    """Wait so long; return whether whoever started us has ended meanwhile, or lets us end."""
    return bool(select.select([0], [], [], seconds)[0]) and not os.read(0, 1024)


def _attempt_for_ever(rtmidi: Any, api: int, wanted: str) -> None:
    """Keep one process at work, each begun as a copy of this one, which has spoken to no server yet."""
    while True:
        signs, watcher = os.pipe()
        worker = os.fork()
        if not worker:
            os.close(signs)
            _attempt(rtmidi, api, wanted, watcher)
        os.close(watcher)
        if _watch(signs):
            _end(worker)
            return
        os.close(signs)
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
        _tell([["!"]])
        if _ended(RETRY_SECONDS):
            return


def _watch(signs: int) -> bool:
    """Watch over a worker until it ends, or hangs for long; return whether everything is to end instead."""
    heard = time.monotonic()
    while time.monotonic() - heard < _HANG_SECONDS:
        ready = select.select([0, signs], [], [], LOOK_SECONDS)[0]
        if 0 in ready and not os.read(0, 1024):
            return True
        if signs not in ready:
            _tell([[","]])
        elif os.read(signs, 1024):
            heard = time.monotonic()
        else:
            return False
    return False


def _end(worker: int) -> None:
    """Let a worker take leave; end one that cannot."""
    os.kill(worker, signal.SIGTERM)
    for _ in range(round(_LEAVE_SECONDS / 0.02)):
        if os.waitpid(worker, os.WNOHANG) != (0, 0):
            return
        time.sleep(0.02)
    os.kill(worker, signal.SIGKILL)


def _end_with_parent() -> None:
    while os.read(0, 1024):
        pass
    os._exit(0)


def main(api: str, wanted: str = "") -> None:
    """Hear MIDI until the standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        import rtmidi
    except ImportError:
        sys.exit(NOT_TO_BE_HAD)
    number = getattr(rtmidi, f"API_{api}", -1)
    if number not in rtmidi.get_compiled_api():
        sys.exit(NOT_TO_BE_HAD)
    if _COPIES:
        os.setpgid(0, 0)
        _attempt_for_ever(rtmidi, number, wanted)
        return
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _attempt(rtmidi, number, wanted)


if __name__ == "__main__":
    main(*sys.argv[1:])
