"""Sound as the community feels it: recordings, claps and music made by hand, and forty minutes of an empty room.

`python tests/community/rooms.py` (or `make empty-room`) plays those forty minutes, and prints how aroused an empty
room ever is; `--minutes N`, `--seeds N`, `--level DB` and `--silence S` as they say.
"""

import argparse
import math
import sys
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from installation.community import Community, Listeners  # noqa: E402
from installation.score import TICKS_PER_SECOND  # noqa: E402
from installation.senses.listening import Listener  # noqa: E402

RATE = 22050
ALLOWED = 0.1
"""Arousal that an empty room may have above none at all."""


def felt(blocks: Iterator[NDArray[np.floating]], rate: float = RATE) -> Iterator[Community]:
    """Give the community at every tick of these blocks of a sixtieth of a second, as a live run would."""
    listener, listeners = Listener(rate), Listeners()
    for tick, block in enumerate(blocks):
        listener.hear(block)
        yield listeners.step(listener.events(tick))


def ticks_of(samples: NDArray[np.floating], rate: float = RATE) -> Iterator[NDArray[np.floating]]:
    """Give the samples tick by tick."""
    for tick in range(int(len(samples) * TICKS_PER_SECOND / rate)):
        yield samples[round(tick * rate / TICKS_PER_SECOND) : round((tick + 1) * rate / TICKS_PER_SECOND)]


def tone(pitch: float, seconds: float, level: float) -> NDArray[np.float64]:
    """A tone of six harmonics, plucked softly; `pitch` is a MIDI number."""
    t = np.arange(round(seconds * RATE)) / RATE
    frequency = 440.0 * 2.0 ** ((pitch - 69.0) / 12.0)
    partials = sum(0.6**n * np.sin(2 * np.pi * frequency * (n + 1) * t) for n in range(6))
    return level * partials * np.minimum(1.0, t / 0.01) * np.exp(-1.5 * t / seconds)


def music(tempo: float, minor: bool, centre: float, seconds: float = 24.0, level: float = 0.12) -> NDArray[np.float64]:
    """A tune over chords, I IV V I, a note a beat: `centre` is the MIDI number of its tonic."""
    beat = 60.0 / tempo
    scale = (0, 2, 3, 5, 7, 8, 10) if minor else (0, 2, 4, 5, 7, 9, 11)
    found = np.zeros(round((seconds + 2 * beat) * RATE))

    def add(at: float, sound: NDArray[np.float64]) -> None:
        begin = round(at * RATE)
        piece = sound[: len(found) - begin]
        found[begin : begin + len(piece)] += piece

    tune = (0, 2, 4, 2, 5, 4, 3, 1, 4, 2, 1, 0, 2, 1, 0, 0)
    for count in range(int(seconds / beat)):
        root = (0, 3, 4, 0)[count // 4 % 4]
        add(count * beat, tone(centre + 12 + scale[tune[count % 16]], beat, level))
        if count % 2 == 0:
            for third in (0, 2, 4):
                step = root + third
                add(count * beat, tone(centre + scale[step % 7] + 12 * (step // 7), 2 * beat, 0.5 * level))
    return found[: round(seconds * RATE)]


def claps(times: NDArray[np.float64], seconds: float, seed: int, level: float = 0.4) -> NDArray[np.float64]:
    """Claps at these times in seconds: bursts of noise about 1.2 kHz, each a little other than the last."""
    chance = np.random.default_rng(seed)
    found = 1e-4 * chance.standard_normal(round(seconds * RATE))
    t = np.arange(round(0.06 * RATE)) / RATE
    for time in times[(times >= 0.0) & (times < seconds - 0.1)]:
        centre, decay = chance.uniform(900.0, 1600.0), chance.uniform(0.006, 0.012)
        noise = np.fft.rfft(chance.standard_normal(len(t)))
        frequencies = np.fft.rfftfreq(len(t), 1 / RATE)
        noise *= 1.0 / (1.0 + ((frequencies - centre) / 700.0) ** 2)
        burst = np.fft.irfft(noise, len(t)) * np.exp(-t / decay)
        burst *= level * chance.uniform(0.5, 1.0) / np.abs(burst).max()
        begin = round(time * RATE)
        found[begin : begin + len(t)] += burst
    return np.clip(found, -1.0, 1.0)


def crowd_claps(together: bool, seconds: float = 20.0, people: int = 12, seed: int = 1) -> NDArray[np.float64]:
    """A crowd that claps, all to one beat of 120 a minute, or each as they like."""
    chance = np.random.default_rng(seed)
    times = []
    for _ in range(people):
        if together:
            beats = np.arange(0.5, seconds, 0.5)
            times.append(beats + chance.normal(0.0, 0.015, len(beats)))
        else:
            times.append(np.cumsum(chance.uniform(0.25, 0.75, int(seconds / 0.25))))
    return claps(np.concatenate(times), seconds, seed)


def empty_room(minutes: float, seed: int, level: float = -45.0) -> Iterator[NDArray[np.float64]]:
    """Give an empty room tick by tick: noise that falls with frequency, ventilation that hums, traffic far away.

    `level` is that of the noise in dB below full scale. Every few minutes the ventilation changes its stage, and now
    and then something drives past.
    """
    chance = np.random.default_rng(seed)
    size = RATE // TICKS_PER_SECOND + 1
    amplitude, stage, low, slow = 10.0 ** (level / 20.0), 1.0, 0.0, 1.0
    for tick in range(round(minutes * 60 * TICKS_PER_SECOND)):
        t = (np.arange(size) + tick * RATE / TICKS_PER_SECOND) / RATE
        if tick % (100 * TICKS_PER_SECOND) == 99 * TICKS_PER_SECOND:
            stage = float(chance.choice([0.5, 1.0, 1.6]))
        passing = math.exp(-(((tick / TICKS_PER_SECOND % 37.0 - 20.0) / 3.0) ** 2))
        slow += 0.01 * (stage - slow)
        white = chance.standard_normal(size)
        brown = np.empty(size)
        for index, sample in enumerate(white.tolist()):
            low += 0.04 * (sample - low)
            brown[index] = low
        hum = sum(np.sin(2 * np.pi * 50.0 * n * t) / n for n in (1, 2, 3, 6))
        noise = 0.15 * white + 4.0 * brown * (slow + 1.5 * passing) + 0.4 * slow * hum
        yield amplitude * noise[: RATE // TICKS_PER_SECOND]


def main() -> None:
    """Play an empty room, and print how aroused it ever is."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--minutes", type=float, default=40.0)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--level", type=float, default=-45.0, help="of the noise, in dB below full scale")
    parser.add_argument("--silence", type=float, default=0.0, help="seconds of digital silence before it")
    wanted = parser.parse_args()
    worst = 0.0
    for seed in range(wanted.seeds):
        silence = repeat(np.zeros(RATE // TICKS_PER_SECOND), round(wanted.silence * TICKS_PER_SECOND))
        room = chain(silence, empty_room(wanted.minutes, seed, wanted.level))
        arousals = [community.arousal + 1.0 for community in felt(room)]
        late = arousals[20 * TICKS_PER_SECOND :]
        worst = max(worst, *arousals)
        mean, most, later = np.mean(arousals), max(arousals), max(late)
        print(f"seed {seed}: {mean:.4f} on average, at most {most:.3f}, after twenty seconds {later:.3f}")
    print(f"an empty room for {wanted.minutes:g} minutes: arousal rises by {worst:.3f}; allowed is {ALLOWED}")
    sys.exit(0 if worst < ALLOWED else 1)


if __name__ == "__main__":
    main()
