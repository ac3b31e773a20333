"""A sound card without hardware: a sound server of its own with two virtual devices.

`VirtualSoundCard` gives the environment in which a program finds a microphone (`mic`) and a loudspeaker
(`room`). PortAudio reads the environment when it is imported, so open devices in a subprocess with `env`.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, TypeVar

import numpy as np

RATE = 48000
_Outcome = TypeVar("_Outcome")
PROGRAMS = ("pulseaudio", "pactl", "paplay", "parec")
_SINK = "module-null-sink sink_name={} rate={} channels={} channel_map={} format=float32le norewinds=1"
PLACES = "front-left,front-right,rear-left,rear-right,front-center,lfe,side-left,side-right"
"""A card's outputs in their order; a virtual one would have others, and some of what is played would be lost."""


def missing_programs() -> list[str]:
    """Return which of the programs that make the card are not installed."""
    return [program for program in PROGRAMS if shutil.which(program) is None]


class VirtualSoundCard:
    """Use as a context manager; everything lives in a folder that disappears with it."""

    def __enter__(self) -> "VirtualSoundCard":
        self.folder = Path(tempfile.mkdtemp(prefix="sound-card-"))
        # A path to a socket may have a hundred characters, so the folder is not pytest's.
        self.socket = self.folder / "pulse.socket"
        (self.folder / ".asoundrc").write_text("pcm.!default { type pulse }\nctl.!default { type pulse }\n")
        own = {"HOME": self.folder, "XDG_RUNTIME_DIR": self.folder, "XDG_CONFIG_HOME": self.folder}
        self.env = {**os.environ, **{name: str(path) for name, path in own.items()}}
        self.env["PULSE_SERVER"] = f"unix:{self.socket}"
        self._players: list[subprocess.Popen[bytes]] = []
        self._modules: dict[str, str] = {}
        self._server: subprocess.Popen[bytes] | None = None
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for player in self._players:
            player.kill()
            player.wait()
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, rate: int = RATE) -> None:
        """Start the server, at its own sample rate, and wait until both devices are there."""
        command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
        command += ["--disable-shm=yes", "--log-target=stderr"]
        command += ["-L", f"module-native-protocol-unix auth-anonymous=1 socket={self.socket}"]
        for name in ("mic", "room"):
            command += ["-L", _sink(name, rate)]
        with open(self.folder / "server.log", "ab") as log:
            self._server = subprocess.Popen(command, env=self.env, stdout=log, stderr=log)
        deadline = time.monotonic() + 10.0
        choose = ["pactl", "set-default-source", "mic.monitor"]
        while subprocess.run(choose, env=self.env, capture_output=True).returncode:
            if time.monotonic() > deadline or self._server.poll() is not None:
                raise RuntimeError("the virtual sound card did not start: " + (self.folder / "server.log").read_text())
            time.sleep(0.05)
        subprocess.run(["pactl", "set-default-sink", "room"], env=self.env, check=True)

    def kill(self) -> None:
        """End the server at once, as a crash would."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None
        with suppress(FileNotFoundError):
            self.socket.unlink()

    def hang(self) -> None:
        """Stop the server without ending it."""
        assert self._server is not None
        self._server.send_signal(signal.SIGSTOP)

    def unhang(self) -> None:
        """Let a stopped server go on."""
        assert self._server is not None
        self._server.send_signal(signal.SIGCONT)

    def add(self, name: str, channels: int = 2) -> None:
        """Plug another device in; it has a microphone that hears what is played on it."""
        self._modules[name] = self._ask("load-module", *_sink(name, RATE, channels).split())

    def remove(self, name: str) -> None:
        """Pull it out again."""
        self._ask("unload-module", self._modules.pop(name))

    def choose(self, name: str) -> None:
        """Make a device's microphone the one that programs hear by default."""
        self._ask("set-default-source", f"{name}.monitor")

    def play_on(self, name: str) -> None:
        """Make a device the one that programs play on by default."""
        self._ask("set-default-sink", name)

    def mix_room_into_microphone(self, level: float) -> None:
        """Let the microphone hear what is played in the room, `level` dB louder."""
        self._ask("load-module", "module-loopback", "source=room.monitor", "sink=mic", "latency_msec=30")
        found = next(line.split()[0] for line in self._ask("list", "short", "sink-inputs").splitlines())
        self._ask("set-sink-input-volume", found, f"{level:+g}dB")

    def go_first(self) -> None:
        """Let the server go before all else, as a desktop's does; a machine that others use starves it otherwise."""
        assert self._server is not None
        for thread in Path(f"/proc/{self._server.pid}/task").iterdir():
            with suppress(OSError):
                os.sched_setscheduler(int(thread.name), os.SCHED_RR, os.sched_param(6))

    def _ask(self, *words: str) -> str:
        done = subprocess.run(["pactl", *words], env=self.env, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def play(self, path: Path, device: str = "mic") -> subprocess.Popen[bytes]:
        """Play a sound file into a microphone; returns at once."""
        player = subprocess.Popen(["paplay", "--latency-msec=20", "-d", device, str(path)], env=self.env)
        self._players.append(player)
        return player

    def record(self, seconds: float) -> np.ndarray:
        """Hear what is played in the room, shape (n, 2) at RATE; returns after `seconds`."""
        with self._recorder() as parec:
            assert parec.stdout is not None
            heard = parec.stdout.read(int(seconds * RATE) * 8)
            parec.kill()
        return _sound(heard)

    def record_during(
        self, act: Callable[[], _Outcome], device: str = "room", channels: int = 2
    ) -> tuple[np.ndarray, _Outcome]:
        """Hear what is played on a device until `act` is done, shape (n, channels) at RATE; return its outcome, too."""
        with TemporaryFile() as file, self._recorder(file, device, channels) as parec:
            try:
                outcome = act()
                time.sleep(0.5)  # the server still holds some of what was played
            finally:
                parec.kill()
            parec.wait()
            file.seek(0)
            return _sound(file.read(), channels), outcome

    def _recorder(
        self, to: IO[bytes] | int = subprocess.PIPE, device: str = "room", channels: int = 2
    ) -> subprocess.Popen[bytes]:
        command = ["parec", "-d", f"{device}.monitor", "--format=float32le", f"--rate={RATE}"]
        command += [f"--channels={channels}", f"--channel-map={_places(channels)}", "--latency-msec=20"]
        return subprocess.Popen(command, env=self.env, stdout=to)


def _sound(heard: bytes, channels: int = 2) -> np.ndarray:
    return np.frombuffer(heard[: len(heard) // (4 * channels) * 4 * channels], np.float32).reshape(-1, channels)


def _places(channels: int) -> str:
    return ",".join(PLACES.split(",")[:channels])


def _sink(name: str, rate: int, channels: int = 2) -> str:
    return _SINK.format(name, rate, channels, _places(channels))
