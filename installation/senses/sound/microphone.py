"""A live sound input that survives its sound card.

The callback only copies a block and notes the time. The loop takes the blocks that came since its last frame; where
the stream has ended, or no block came for a while, another thread closes it and opens it again, for as long as it
takes, and the picture never waits for it. What piled up meanwhile is dropped: old sound is not answered any more.
"""

import threading
import time
from collections import deque
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.score import TICKS_PER_SECOND, Event
from installation.senses.echo.remover import EchoRemover, Played
from installation.senses.listening import Listener
from installation.senses.sound.devices import (
    Device,
    MissingLibraryError,
    NoAnswerError,
    close_aside,
    find_device,
    leave_behind,
    patiently,
    portaudio,
    read_again,
    without_complaints,
)
from installation.senses.sound.rooms import Room, RoomError, read_rooms
from installation.senses.sound.source import SoundInError, Source

BLOCK = 256  # frames in a block: 5 ms at 48 kHz
BACKLOG = 0.25  # seconds of sound that may wait for a slow frame; what is older is not answered any more
STOOD_STILL, CATCHING_UP = 0.5, 0.25  # seconds without a block after which all who come in the next so many are old
LOST_AFTER = 1.5  # seconds without a block after which a stream counts as lost
LONGEST_START = TICKS_PER_SECOND  # ticks in which a device that starts may give exact zeros before it gives sound
RETRY, LONGEST_RETRY = 0.5, 3.0  # seconds between attempts to open it again: most losses are short, but not all

Samples = NDArray[np.float32]


class Microphone(Source):
    """The system's default sound input, or the one called `device`; SoundInError where it cannot be opened.

    With a `stand_in` it need not be there yet: that is heard in its place, until it comes. `folder` is where measured
    rooms are kept, where it is not the user's own.
    """

    def __init__(self, device: str = "", stand_in: Source | None = None, folder: Path | None = None) -> None:
        super().__init__()
        self._wanted, self._stand_in, self._folder = device, stand_in, folder
        self._blocks: deque[tuple[float, Samples, int]] = deque(maxlen=256)
        self._came = self._used = 0
        """Frames that came from the device, and up to which of them they were used or dropped."""
        self._frame: list[Samples] = []
        self._closed = threading.Event()
        self._reopening: threading.Thread | None = None
        self._closing: threading.Thread | None = None
        self._stream: Any = None
        self._openings = 0
        self._listener: Listener | None = None
        self._starting = 0
        self._played: Played | None = None
        self._echo: EchoRemover | None = None
        self._room: Room | None = None
        self._settled = ""
        self._last_block = self._old_until = 0.0
        self._begin()

    def _begin(self) -> None:
        """Open the stream; without one, wait for it behind the stand-in."""
        try:
            patiently(self._open)
            self._stand_in = None
        except SoundInError as error:
            if self._stand_in is None or isinstance(error, MissingLibraryError):
                self._closed.set()
                raise
            self.lost, self.name, self.state = True, self._stand_in.name, "until there is a microphone"
            self._say(f"{error}; the {self._stand_in.name} plays its part until there is one")
            self._start_reopening(error.waiting if isinstance(error, NoAnswerError) else None)

    def events(self, tick: int, ticks_in_frame: int) -> list[Event]:
        """Return what was heard in this tick, from its share of the blocks that came since the last frame."""
        samples = self.take(ticks_in_frame)
        if self.lost and self._stand_in is not None:
            return self._stand_in.events(tick, ticks_in_frame)
        assert self._listener is not None
        if self._echo is not None:
            samples = self._echo.clean(samples)[:, None]
        # What is kept is what was listened to: a film of it sings anew what was played then.
        self._keep(samples, self._listener.sample_rate)
        if self._starting and not samples.any():
            self._starting -= 1
            return []
        self._listener.hear(samples if not self._starting else samples[int(samples.any(axis=1).argmax()) :])
        self._starting = 0
        heard = self._listener.events(tick)
        # A listener remembers music through a rest; what is lost is no rest, and nobody feels anything by it.
        return [] if self.lost else heard

    def overhear(self, played: Played) -> None:
        """Take out of what is heard what this machine plays itself."""
        self._played = played
        if self._listener is not None:
            self._echo = EchoRemover(self._listener.sample_rate, played)

    def take(self, ticks_in_frame: int) -> Samples:
        """Return this tick's share of the blocks that came since the last frame, shape (n, channels)."""
        if not self._frame:
            self._watch()
            self._frame = self._split(max(1, ticks_in_frame))
        return self._frame.pop(0)

    def close(self) -> None:
        """Close the stream; a hung one is left behind after half a second."""
        self._closed.set()
        if self._close_stream(0.5) or (self._reopening is not None and self._reopening.is_alive()):
            leave_behind()
        super().close()

    def _close_stream(self, patience: float) -> bool:
        """Close the stream where there is one; return whether it hangs."""
        stream, self._stream = self._stream, None
        return stream is not None and close_aside(stream, patience).is_alive()

    def _split(self, ticks: int) -> list[Samples]:
        """The blocks that wait, joined and cut into a share for each tick of the frame."""
        waiting = [self._blocks.popleft() for _ in range(len(self._blocks))]
        oldest = time.perf_counter() - BACKLOG
        fresh = [item for item in waiting if item[0] >= oldest]
        if fresh:
            self.newest_block_time = fresh[-1][0]
            self._pass_over(fresh[0][2] - self._used)
            self._used = fresh[-1][2] + len(fresh[-1][1])
        # A stream that came back may have another number of channels: its first frame takes the newest shape.
        shape = fresh[-1][1].shape[1] if fresh else 1
        blocks = [block for _, block, _ in fresh if block.shape[1] == shape]
        return np.array_split(np.concatenate(blocks) if blocks else np.zeros((0, 1), np.float32), ticks)

    def _pass_over(self, frames: int) -> None:
        """What was dropped was played all the same."""
        if self._echo is not None and frames > 0:
            self._echo.skip(frames)

    def _heard(self, opening: int, block: Samples, frames: int, moment: Any, status: Any) -> None:
        # PortAudio calls this from its own thread and reuses the block. A stream that hung and was left behind may
        # come to life again: only the newest one counts.
        if opening != self._openings:
            return
        now = time.perf_counter()
        if now - self._last_block > STOOD_STILL:
            # This program was stopped for a while, or the server was: what waited for it comes now, all at once.
            self._old_until = now + CATCHING_UP
        self._last_block = now
        if now >= self._old_until:
            self._blocks.append((now, block.copy(), self._came))
        self._came += len(block)

    def _open(self) -> None:
        sounddevice = portaudio()
        device = find_device(self._wanted, "input")
        rate = device.rate if 16000 <= device.rate <= 96000 else 48000.0
        self._openings += 1
        try:
            stream = sounddevice.InputStream(
                device=device.index,
                samplerate=rate,
                channels=_channels(device),
                blocksize=BLOCK,
                dtype="float32",
                latency="low",
                callback=partial(self._heard, self._openings),
            )
            stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            raise SoundInError(f'the sound input "{device.name}" cannot be opened: {error}') from None
        if self._closed.is_set():
            close_aside(stream, 0.5)
            return
        self._listen_on(device, rate)
        self._last_block = time.perf_counter()
        self._stream = stream

    def _listen_on(self, device: Device, rate: float) -> None:
        """Listen to this device from now on."""
        known = self._listener is not None and self._listener.sample_rate == rate and self.name == device.name
        # What the room was like is remembered through a loss, as long as the same device comes back as it was.
        if not known:
            self._room = self._measured(device.name)
            self._listener = Listener(rate, self._room.calibration if self._room else None)
            self._echo = EchoRemover(rate, self._played) if self._played is not None else None
            # A room that seems to be silent at first, and is not, would seem to begin to sound.
            self._starting = LONGEST_START
        self.name = device.name
        self.sound_format = round(rate), _channels(device)

    def _measured(self, name: str) -> Room | None:
        try:
            room = read_rooms(self._folder).get(name)
        except RoomError as error:
            self._say(str(error))
            room = None
        self._settled = room.told if room else "room not measured: doctor --room"
        if not self.lost:
            self.state = self._settled
        return room

    def _watch(self) -> None:
        if self._reopening is not None:
            if not self._reopening.is_alive():
                self._reopening = None
                self._come_back()
        elif self._ended() and not self._closed.is_set():
            self.lost, self.state = True, "stopped; trying to open it again"
            self._say(f'The sound input "{self.name}" has stopped; trying to open it again.')
            self._start_reopening(None)

    def _ended(self) -> bool:
        """Whether the stream is over, or hangs: a killed server ends it, a hung one only stops its blocks."""
        if time.perf_counter() - self._last_block > LOST_AFTER or self._stream is None:
            return True
        try:
            return not self._stream.active
        except portaudio().PortAudioError:
            return True

    def _come_back(self) -> None:
        # What came while nobody listened is old.
        self._blocks.clear()
        self.lost, self.state = False, self._settled
        self._say(f'The sound input "{self.name}" is {"back" if self._stand_in is None else "there and heard now"}.')
        self._stand_in = None

    def _start_reopening(self, opening: threading.Thread | None) -> None:
        reopening = threading.Thread(target=self._reopen, args=(opening,), name="reopening sound in", daemon=True)
        self._reopening = reopening
        reopening.start()

    def _reopen(self, hanging: threading.Thread | None) -> None:
        """Try until a stream is open and brings sound: plainly first, then after a new look at the devices."""
        self._outwait(hanging)
        if self._stream is not None and self._sounds_soon():
            return
        pause = RETRY
        while not self._closed.is_set():
            for anew in (False, True):
                stream, self._stream = self._stream, None
                self._closing = close_aside(stream, 1.0) if stream is not None else self._closing
                if self._opens(anew):
                    return
            self._closed.wait(pause)
            pause = min(LONGEST_RETRY, 1.3 * pause)
        self._close_stream(0.5)

    def _outwait(self, hanging: threading.Thread | None) -> None:
        """Wait for a call that hangs: it ends with its server, and may even succeed."""
        while hanging is not None and hanging.is_alive() and not self._closed.wait(0.2):
            pass

    def _opens(self, anew: bool) -> bool:
        """Try to open the stream; with `anew` after a new look at the devices, which a stream that hangs forbids."""
        try:
            with without_complaints():
                if anew:
                    if self._closing is not None and self._closing.is_alive():
                        return False
                    read_again()
                self._open()
            return self._sounds_soon()
        except NoAnswerError as error:
            self._outwait(error.waiting)
        except SoundInError:
            pass
        return False

    def _sounds_soon(self) -> bool:
        opened = self._last_block
        while not self._closed.wait(0.02) and time.perf_counter() - opened < LOST_AFTER:
            if self._last_block > opened:
                return True
        return False


def _channels(device: Device) -> int:
    # A sound server's own device offers dozens of channels that do not exist; a card's inputs are real.
    return device.inputs if device.inputs <= 8 else 2
