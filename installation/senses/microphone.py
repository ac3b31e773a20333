"""A live sound input that survives its sound card.

The callback only copies a block and notes the time. The loop takes the blocks that came since its last
frame; where no block came for two seconds, another thread closes the stream and opens it again, for as
long as it takes, and the picture never waits for it.
"""

import contextlib
import threading
import time
from collections import deque
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.score import Event
from installation.senses.listening import Listener
from installation.senses.sound_devices import Device, close_aside, find_device, portaudio
from installation.senses.source import SoundInError, Source

BLOCK = 256  # frames in a block: 5 ms at 48 kHz
BACKLOG = 0.25  # seconds of sound that may wait for a slow frame; what is older is not answered any more
LOST_AFTER = 2.0  # seconds without a block after which a stream counts as lost
RETRY = 1.0  # seconds between attempts to open it again

Samples = NDArray[np.float32]


class Microphone(Source):
    """The system's default sound input, or the one called `device`; SoundInError where it cannot be opened."""

    def __init__(self, device: str = "") -> None:
        super().__init__()
        self._wanted = device
        self._blocks: deque[tuple[float, Samples]] = deque(maxlen=256)
        self._frame: list[Samples] = []
        self._closed = threading.Event()
        self._reopening: threading.Thread | None = None
        self._stream: Any = None
        self._listener: Listener | None = None
        self._open()

    def events(self, tick: int, ticks_in_frame: int) -> list[Event]:
        """Return the features of this tick, from its share of the blocks that came since the last frame."""
        if not self._frame:
            self._watch()
            self._frame = self._take(max(1, ticks_in_frame))
        listener = self._listener
        assert listener is not None
        samples = self._frame.pop(0)
        self._keep(samples, listener.sample_rate)
        listener.hear(samples)
        return listener.events(tick)

    def close(self) -> None:
        """Close the stream; a hung one is left behind after half a second."""
        self._closed.set()
        self._close_stream()
        super().close()

    def _close_stream(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            close_aside(stream, 0.5)

    def _take(self, ticks: int) -> list[Samples]:
        """The blocks that wait, joined and cut into a share for each tick of the frame."""
        waiting = [self._blocks.popleft() for _ in range(len(self._blocks))]
        oldest = time.perf_counter() - BACKLOG
        fresh = [item for item in waiting if item[0] >= oldest]
        if fresh:
            self.newest_block_time = fresh[-1][0]
        # A stream that came back may have another number of channels: its first frame takes the newest shape.
        shape = fresh[-1][1].shape[1] if fresh else 1
        blocks = [block for _, block in fresh if block.shape[1] == shape]
        return np.array_split(np.concatenate(blocks) if blocks else np.zeros((0, 1), np.float32), ticks)

    def _heard(self, block: Samples, frames: int, moment: Any, status: Any) -> None:
        # PortAudio calls this from its own thread and reuses the block.
        now = time.perf_counter()
        self._last_block = now
        self._blocks.append((now, block.copy()))

    def _open(self) -> None:
        sounddevice = portaudio()
        device = find_device(self._wanted, "input")
        rate = device.rate if 16000 <= device.rate <= 96000 else 48000.0
        try:
            stream = sounddevice.InputStream(
                device=device.index,
                samplerate=rate,
                channels=_channels(device),
                blocksize=BLOCK,
                dtype="float32",
                latency="low",
                callback=self._heard,
            )
            stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            raise SoundInError(f'the sound input "{device.name}" cannot be opened: {error}') from None
        # What the room was like is remembered through a loss, as long as the sample rate is the same.
        if self._listener is None or self._listener.sample_rate != rate:
            self._listener = Listener(rate)
        self.name = device.name
        self.sound_format = round(rate), _channels(device)
        self._last_block = time.perf_counter()
        self._stream = stream

    def _watch(self) -> None:
        if self._reopening is not None:
            if self._reopening.is_alive():
                return
            self._reopening = None
            self._say(f'The sound input "{self.name}" is back.')
        if time.perf_counter() - self._last_block > LOST_AFTER and not self._closed.is_set():
            self._say(f'The sound input "{self.name}" has stopped; trying to open it again.')
            self._reopening = threading.Thread(target=self._reopen, name="reopening sound in", daemon=True)
            self._reopening.start()

    def _reopen(self) -> None:
        """Try until a stream is open and brings sound."""
        closing = None
        while not self._closed.is_set():
            stream, self._stream = self._stream, None
            if stream is not None:
                closing = close_aside(stream, 1.0)
            if closing is None or not closing.is_alive():
                _read_devices_again()
            with contextlib.suppress(SoundInError):
                self._open()
                if self._sounds_soon():
                    break
            self._closed.wait(RETRY)
        if self._closed.is_set():
            self._close_stream()

    def _sounds_soon(self) -> bool:
        opened = self._last_block
        while not self._closed.wait(0.02) and time.perf_counter() - opened < LOST_AFTER:
            if self._last_block > opened:
                return True
        return False


def _channels(device: Device) -> int:
    # A sound server's own device offers dozens of channels that do not exist; a card's inputs are real.
    return device.inputs if device.inputs <= 8 else 2


def _read_devices_again() -> None:
    """Let PortAudio look for devices anew, so that one that was plugged in again is found."""
    sounddevice = portaudio()
    with contextlib.suppress(sounddevice.PortAudioError):
        sounddevice._terminate()
    with contextlib.suppress(sounddevice.PortAudioError):
        sounddevice._initialize()
