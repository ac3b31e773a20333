"""The machine's sound devices, by name, and an import of sounddevice that can fail in words."""

import atexit
import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from installation.senses.sound.source import SoundInError

Direction = Literal["input", "output"]
PATIENCE = 4.0
"""Seconds that anybody waits for a sound server before they go on without."""

_Answer = TypeVar("_Answer")


class MissingLibraryError(SoundInError):
    """There are no sound devices at all as long as something is not installed."""


class NoAnswerError(SoundInError):
    """The sound server hangs. `waiting` is the thread that still waits for it, and may wait for ever."""

    def __init__(self, waiting: threading.Thread) -> None:
        super().__init__("the sound server does not answer")
        self.waiting = waiting


@dataclass(frozen=True)
class Device:
    """A sound device as PortAudio names it; channels are the most it offers, `rate` its usual one in Hz."""

    index: int
    name: str
    host: str
    inputs: int
    outputs: int
    rate: float
    default_input: bool
    default_output: bool

    def channels(self, direction: Direction) -> int:
        """Return how many channels the device has in a direction."""
        return self.inputs if direction == "input" else self.outputs

    def is_default(self, direction: Direction) -> bool:
        """Return whether the system would choose this device."""
        return self.default_input if direction == "input" else self.default_output


def portaudio() -> Any:
    """Return the module sounddevice; MissingLibraryError where it or the PortAudio library is missing."""
    try:
        # Imported late: a machine without PortAudio can still play files, the demo and films.
        import sounddevice
    except ImportError:
        said = "sound devices need the Python package sounddevice: pip install sounddevice"
        raise MissingLibraryError(said) from None
    except OSError:
        said = "the PortAudio library is missing; on Debian or Ubuntu: apt install libportaudio2"
        raise MissingLibraryError(said) from None
    return sounddevice


def devices() -> list[Device]:
    """Return every sound device in PortAudio's order; SoundInError where PortAudio is missing or fails.

    PortAudio reads the list once, when it starts: a device that was plugged in later is not in it, see `read_again`.
    """
    sounddevice = portaudio()
    try:
        hosts = [host["name"] for host in sounddevice.query_hostapis()]
        found = list(sounddevice.query_devices())
        default_input, default_output = sounddevice.default.device
    except sounddevice.PortAudioError as error:
        raise SoundInError(f"the sound devices cannot be listed: {error}") from None
    return [
        Device(
            index=index,
            name=str(device["name"]),
            host=hosts[device["hostapi"]],
            inputs=int(device["max_input_channels"]),
            outputs=int(device["max_output_channels"]),
            rate=float(device["default_samplerate"]),
            default_input=index == default_input,
            default_output=index == default_output,
        )
        for index, device in enumerate(found)
    ]


def find_device(name: str, direction: Direction) -> Device:
    """Return the device called `name`, or the system's default one where `name` is empty.

    A number is an index; otherwise the whole name counts before a part of it, in any case of letters.
    SoundInError names what there is instead.
    """
    able = [device for device in devices() if device.channels(direction) > 0]
    if not name:
        chosen = [device for device in able if device.is_default(direction)]
        if not chosen:
            missing = "microphone or other sound input" if direction == "input" else "sound output"
            raise SoundInError(f"there is no {missing} on this machine")
        return chosen[0]
    wanted = name.casefold()
    ranks: tuple[Callable[[Device], bool], ...] = (
        lambda device: name == str(device.index),
        lambda device: wanted == device.name.casefold(),
        lambda device: wanted in device.name.casefold(),
    )
    for rank in ranks:
        for device in filter(rank, able):
            return device
    there_is = ", ".join(f'"{device.name}"' for device in able) or "none at all"
    raise SoundInError(f'no sound {direction} is called "{name}"; there is: {there_is}')


def close_aside(stream: Any, patience: float) -> threading.Thread:
    """Close a stream in a thread of its own, wait `patience` seconds at most, and return the thread.

    A hung sound server makes closing block for ever; such a thread is left behind, still alive.
    """

    def close() -> None:
        # A lost stream raises whatever its host pleases; it is gone either way.
        with contextlib.suppress(Exception):
            stream.abort()
        with contextlib.suppress(Exception):
            stream.close()

    closing = threading.Thread(target=close, name="closing a sound stream", daemon=True)
    closing.start()
    closing.join(patience)
    return closing


def patiently(act: Callable[[], _Answer]) -> _Answer:
    """Return what `act` does, which asks the sound server for something; NoAnswerError where that takes too long."""
    answers: list[_Answer] = []
    failures: list[Exception] = []

    def try_it() -> None:
        try:
            answers.append(act())
        except Exception as error:
            failures.append(error)

    asking = threading.Thread(target=try_it, name="asking the sound server", daemon=True)
    with _own_stderr():
        asking.start()
        asking.join(PATIENCE)
    if asking.is_alive():
        leave_behind()
        raise NoAnswerError(asking)
    if failures:
        raise failures[0]
    return answers[0]


@contextlib.contextmanager
def without_complaints() -> Iterator[None]:
    """Let nobody read what PortAudio and ALSA print of a device that is still not there: ten lines at every attempt."""
    with _own_stderr():
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 2)
        os.close(nothing)
        yield


@contextlib.contextmanager
def _own_stderr() -> Iterator[None]:
    """Keep stderr: sounddevice turns it away while PortAudio starts, and would for ever where that hangs."""
    try:
        kept = os.dup(2)
    except OSError:  # There is none.
        yield
        return
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def read_again() -> None:
    """Let PortAudio look for devices anew, so that one that was plugged in again is found. It ends every stream.

    NoAnswerError where that hangs.
    """
    sounddevice = portaudio()
    with contextlib.suppress(sounddevice.PortAudioError):
        sounddevice._terminate()
    with contextlib.suppress(sounddevice.PortAudioError):
        patiently(sounddevice._initialize)


def leave_behind() -> None:
    """Let the program end without PortAudio's farewell, which would wait for a hung sound server for ever."""
    # Not imported here: where the import itself hangs, another one would hang too.
    farewell = getattr(sys.modules.get("sounddevice"), "_exit_handler", None)
    if farewell is not None:
        atexit.unregister(farewell)
