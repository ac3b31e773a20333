"""The player: a process that renders each tick it is told of, a little ahead of the device that plays it.

It reads pickled (notes, controls) on its standard input, a pair for each tick and END behind it, and says how it fares
on its standard output, as JSON Lines; what the device plays it tells who listens. It ends where its input does.

Ticks come in bursts and may be late. Where none is there in time the voices ring on without new notes for a moment,
then fade; where too many are, two share the samples of one. Nothing is repeated and nothing is cut.
"""

import json
import math
import os
import pickle
import threading
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from installation.score import TICKS_PER_SECOND
from installation.senses.sound.devices import (
    Device,
    MissingLibraryError,
    NoAnswerError,
    close_aside,
    patiently,
    read_again,
)
from installation.senses.sound.source import SoundInError
from installation.sound.engine.output import Settings, choose, open_stream
from installation.sound.engine.played import Played
from installation.sound.engine.ring import Ring, Sound
from installation.sound.notes import SAMPLE_RATE, Controls, Note

END = bytes.fromhex("8f1d3ab8c0e94f52a6d7130b5e2c9f74")
"""What stands behind each tick, drawn at random: no tick holds it."""
NO_LIBRARY, HANGS = 4, 5
"""Exit statuses: nothing can be played on this machine, and a sound server that does not answer."""
LEAST, SPARE, MOST = 0.05, 0.03, 0.25
"""Seconds in the ring: with fewer than LEAST a late tick is bridged, above MOST two share the samples of one.

Where it never came below LEAST and SPARE together for a while, two do so too, so that the sound is no later than it
has to be. A sound server takes three blocks at once, 32 ms.
"""
LONGER, LONGEST = 1.4, 0.15
"""By how much LEAST grows where there was a gap all the same, and to how many seconds: this machine is busy."""
WHILE = 30
"""Ticks in a while."""
BRIDGED = 30
"""Ticks in a row that are bridged before the sound fades: half a second."""
FADE = 12
"""Ticks in which it fades, and comes back."""
LOST_AFTER = 1.5
"""Seconds without a call from the device after which it counts as lost."""
RETRY, LONGEST_RETRY = 0.3, 2.0
SAY_EVERY = 1.0
"""Seconds from one report of how it fares to the next."""
NICENESS, REAL_TIME = -10, 5
"""Where the player stands among all processes, where it may: the second is behind sound servers and before all else."""
BACKLOG = 16
"""Ticks that may wait for the player; older ones are not played any more."""


class Player:
    """Plays on the output called `device`, or the system's default one where that is empty, until its input ends.

    One that is not the `first` on this input may find it in the middle of a tick, which another one began to read.
    """

    def __init__(self, device: str, outputs: int, played: Played | None, first: bool = True) -> None:
        self._wanted, self._outputs, self._played, self._torn = device, outputs, played, not first
        self._ticks: deque[tuple[list[Note], Controls]] = deque(maxlen=BACKLOG)
        self._news, self._ended = threading.Event(), threading.Event()
        self._voices: Voices | None = None
        self._costs: deque[float] = deque(maxlen=1200)
        self._gaps = self._underflows = 0

    def run(self) -> None:
        """Open the device, play, and open it again where it was lost."""
        threading.Thread(target=self._read, name="reading ticks", daemon=True).start()
        pause, again, missing = RETRY, False, ""
        while not self._ended.is_set():
            try:
                self._play(patiently(lambda: choose(self._wanted, self._outputs)))
                pause, missing = RETRY, ""
            except NoAnswerError as error:
                say(missing=str(error))
                os._exit(HANGS)  # What hangs cannot be closed.
            except MissingLibraryError as error:
                say(missing=str(error))
                os._exit(NO_LIBRARY)
            except SoundInError as error:
                # PortAudio may only have to look again before it finds the device.
                if again and str(error) != missing:
                    missing = str(error)
                    say(missing=missing)
            self._ended.wait(pause if again else 0.0)
            pause, again = min(LONGEST_RETRY, 1.5 * pause), True
            if not self._ended.is_set():
                self._look_again()

    def _look_again(self) -> None:
        try:
            read_again()
        except NoAnswerError:
            os._exit(HANGS)

    def _read(self) -> None:
        """Take in ticks until the input ends."""
        begun = b""
        # Without a buffer: what this process took in before its time would be lost with it.
        with suppress(OSError):
            while more := os.read(0, 1 << 16):
                *whole, begun = (begun + more).split(END)
                for tick in whole[self._torn :]:
                    self._ticks.append(pickle.loads(tick))
                self._torn = self._torn and not whole
                self._news.set()
        self._ended.set()
        self._news.set()

    def _play(self, settings: Settings) -> None:
        if self._voices is None or not self._voices.suit(settings):
            self._voices = Voices(settings)
        ring = Ring(settings.channels, settings.rate, self._played)
        if self._played is not None:
            self._played.begin(settings.rate)
        stream = patiently(lambda: open_stream(settings, ring.fill))
        if not _asks_soon(ring):
            if close_aside(stream, 0.5).is_alive():
                os._exit(HANGS)
            raise SoundInError(f'The sound output "{settings.device.name}" does not play')
        say(open=settings.device.name, refused=settings.told(self._outputs))
        self._ticks.clear()
        self._perform(ring, stream, self._voices)
        self._gaps += ring.gaps
        self._underflows += ring.underflows
        if not self._ended.is_set():
            say(lost=settings.device.name)
        if close_aside(stream, 0.5).is_alive():
            os._exit(HANGS)

    def _perform(self, ring: Ring, stream: Any, voices: "Voices") -> None:
        """Render until the input ends and all has faded, or the device is lost."""
        pacing, said, bridged = Pacing(voices.rate), time.perf_counter(), 0
        while _alive(ring, stream) and not (self._ended.is_set() and voices.presence <= 0.0 and ring.waiting == 0):
            began = time.perf_counter()
            pacing.heed(ring.gaps)
            if self._ticks:
                bridged = 0
                voices.take(*self._ticks.popleft())
                if not pacing.shares(ring.waiting):
                    ring.write(voices.render(1.0))
                    self._costs.append(time.perf_counter() - began)
            elif ring.waiting < pacing.least and voices.presence > 0.0:
                bridged += 1
                fades = bridged > BRIDGED or self._ended.is_set()
                ring.write(voices.render(-1.0 if fades else 0.0))
            elif self._news.wait(0.004):
                self._news.clear()
                if self._ended.is_set():
                    time.sleep(0.004)
            if began - said > SAY_EVERY:
                said = began
                self._tell(ring, voices)

    def _tell(self, ring: Ring, voices: "Voices") -> None:
        cost = 1e3 * float(np.percentile(self._costs, 99)) if self._costs else 0.0
        gaps, underflows = self._gaps + ring.gaps, self._underflows + ring.underflows
        say(gaps=gaps, underflows=underflows, faults=voices.faults, tick_ms=round(cost, 2), waiting=ring.waiting)


SILENCE = Controls(57.0, 0.0, 0.0, 0.0, 0.5, 0.0, 90.0, 1.0)


class Pacing:
    """Keeps the ring as full as the ticks' bursts demand, and no fuller; `least` is in samples."""

    def __init__(self, rate: int) -> None:
        self.least, self._spare, self._most = LEAST * rate, SPARE * rate, MOST * rate
        self._longest = LONGEST * rate
        self._lowest = self._most
        self._count = self._gaps = 0

    def heed(self, gaps: int) -> None:
        """Keep the ring fuller where there was another gap."""
        if gaps > self._gaps:
            self._gaps = gaps
            self.least = min(self._longest, LONGER * self.least)

    def shares(self, waiting: int) -> bool:
        """Return whether a tick shares the samples of the next one; `waiting` are the samples in the ring before it."""
        self._lowest = min(self._lowest, waiting)
        self._count += 1
        if self._count < WHILE:
            return waiting >= self._most
        spare, self._lowest, self._count = self._lowest > self.least + self._spare, self._most, 0
        return spare or waiting >= self._most


class Voices:
    """The instruments at a device's rate, tick by tick; `presence` is how far they are heard, 0 to 1."""

    def __init__(self, settings: Settings) -> None:
        # Imported late: the show knows this file, too, and compiles nothing.
        from installation.sound.voices.instruments import Instruments
        from installation.sound.worlds import TIMBRES

        self.rate, self._channels = settings.rate, settings.channels
        self._instruments = Instruments(TIMBRES, settings.rate, settings.outputs)
        self.presence = 0.0
        self._notes: list[Note] = []
        self._controls: Controls | None = None
        self._samples = 0.0

    @property
    def faults(self) -> int:
        """How many voices had to be silenced and reset."""
        return self._instruments.faults

    def suit(self, settings: Settings) -> bool:
        """Return whether they can go on with these settings."""
        there = self.rate, self._channels, self._instruments.outputs
        return there == (settings.rate, settings.channels, settings.outputs)

    def take(self, notes: list[Note], controls: Controls) -> None:
        """Take in a tick, to be rendered with those before it that were not."""
        self._notes += notes
        self._controls = controls

    def render(self, change: float) -> Sound:
        """Return a tick's samples, shape (n, channels); `change` 1 lets the sound come, 0 stay, -1 go."""
        assert self._controls is not None
        self._samples += self.rate / TICKS_PER_SECOND
        count = math.floor(self._samples)
        self._samples -= count
        sung = self._instruments.render(self._notes, self._controls, count)
        self._notes = []
        before, self.presence = self.presence, min(1.0, max(0.0, self.presence + change / FADE))
        if before < 1.0 or self.presence < 1.0:
            sung *= np.linspace(before, self.presence, count, dtype=np.float32)[:, None]
        if self._channels == sung.shape[1]:
            return sung
        out = np.zeros((count, self._channels), np.float32)
        out[:, : sung.shape[1]] = sung
        return out


def _asks_soon(ring: Ring) -> bool:
    """Wait for the device's first call, and return whether it came."""
    deadline = time.perf_counter() + LOST_AFTER
    while not ring.called and time.perf_counter() < deadline:
        time.sleep(0.01)
    return ring.called


def _alive(ring: Ring, stream: Any) -> bool:
    """Whether the device still asks for sound: a killed server ends the stream, a hung one only stops asking."""
    if time.perf_counter() - ring.last_call > LOST_AFTER:
        return False
    try:
        return bool(stream.active)
    except Exception:  # A lost stream raises whatever its host pleases.
        return False


def warm_up(outputs: int) -> None:
    """Do once what else the first tick would wait for: compile the kernels, or read what was compiled before."""
    device = Device(0, "none", "none", 0, outputs, SAMPLE_RATE, False, False)
    voices = Voices(Settings(device, SAMPLE_RATE, outputs, outputs))
    voices.take([], SILENCE)
    voices.render(0.0)


def go_first() -> None:
    """Let all threads of this process, and those they start, go before others, as far as the system allows it.

    A late picture is forgiven, a torn sound is not. Only real time goes before the programs of other sessions, too; it
    begins when all is compiled, since it would hold up everybody else.
    """
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
    for thread in Path("/proc/self/task").glob("*"):
        with suppress(OSError, AttributeError):
            os.sched_setscheduler(int(thread.name), os.SCHED_RR, os.sched_param(REAL_TIME))


def say(**told: Any) -> None:
    """Tell the show something; where that is gone, end."""
    try:
        print(json.dumps(told), flush=True)
    except OSError:
        os._exit(0)
