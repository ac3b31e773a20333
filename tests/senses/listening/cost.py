"""What hearing costs, in shares of a core: as fast as it goes, and sixty times a second as in a show.

Between two ticks of a show a processor does other things, and so do its other users: what hearing needs has left its
caches. What is told beside it, transforms alone and aubio, says how much of that is the machine's doing.
"""

import time
from collections.abc import Callable
from itertools import cycle

import aubio
import numpy as np
from band import RATE, Band

from installation.score import TICKS_PER_SECOND
from installation.senses.listening import Listener

BLOCK = RATE // TICKS_PER_SECOND
SECONDS = 15.0
WARM_TICKS = 5 * TICKS_PER_SECOND
"""So that there is a beat to follow."""

Tick = Callable[[int, np.ndarray], None]


def listener() -> Tick:
    """All that is heard of the room, from stereo sound."""
    listening = Listener(RATE)

    def tick(number: int, block: np.ndarray) -> None:
        listening.hear(block)
        listening.events(number)

    return tick


def with_aubio() -> Tick:
    """Onsets and beats alone, of a block each."""
    onset, tempo = aubio.onset("default", 1024, BLOCK, RATE), aubio.tempo("default", 1024, BLOCK, RATE)

    def tick(_: int, block: np.ndarray) -> None:
        mono = np.ascontiguousarray(block[:, 0])
        onset(mono)
        tempo(mono)

    return tick


def transforms() -> Tick:
    """The transforms that the Listener needs, and nothing else."""
    sound = np.random.default_rng(1).standard_normal(4096).astype(np.float32)

    def tick(number: int, _: np.ndarray) -> None:
        np.fft.rfft(sound[:3072].reshape(3, 1024))
        if number % 2 == 0:
            np.fft.rfft(sound)
        if number % 6 == 0:
            np.fft.rfft(sound)

    return tick


HEARERS: dict[str, Callable[[], Tick]] = {"living-mosaic": listener, "aubio": with_aubio, "transforms": transforms}


def cost(tick: Tick, blocks: list[np.ndarray], paced: bool) -> float:
    """Return the share of a core that ticks take, in a row, or each when it is due."""
    spent, began = 0.0, 0.0
    for number, block in zip(range(WARM_TICKS + round(SECONDS * TICKS_PER_SECOND)), cycle(blocks), strict=False):
        if number == WARM_TICKS:
            spent, began = 0.0, time.perf_counter()
        due = began + (number - WARM_TICKS) / TICKS_PER_SECOND - time.perf_counter()
        if paced and number > WARM_TICKS and due > 0.0:
            time.sleep(due)
        before = time.thread_time()
        tick(number, block)
        spent += time.thread_time() - before
    return spent / SECONDS


def show_costs() -> None:
    """Print what each hearer costs, in turn, with twice the chance of a quiet moment."""
    sound, _ = Band(120).play("rock", 120, 20.0)
    stereo = np.stack([sound, 0.8 * sound], axis=1).astype(np.float32)
    blocks = list(stereo[: len(stereo) // BLOCK * BLOCK].reshape(-1, BLOCK, 2))
    print(f"{'share of a core':30}{'in a row':>10}{'at 60 Hz':>10}")
    for _ in range(2):
        for name, hearer in HEARERS.items():
            row, show = (cost(hearer(), blocks, paced) for paced in (False, True))
            print(f"{name:30}{row:10.2%}{show:10.2%}")
