"""The sound in numbers and pictures: every preset, every blend, every kind of voice.

`python tests/sound_report.py` (or `make sound-report`) sings each preset for a while without a world, its vitals made
up, and prints loudness, true peak, the largest step from sample to sample, and what it costs; then the blends from
phase to phase, how even the loops are by unity and how dense by arousal, how many notes lie in the mode, how much of
each kind of voice is not in a rendering ten times finer. What is out of bounds is said, and the exit status is 1 then.
`--sheet FILE.jpg` draws the spectrograms of all presets on one sheet.
"""

import argparse
import math
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sound.aliasing import aliased
from sound.measures import density, in_mode, regularity
from sound.moments import happenings, look, moments

from installation.params import INDEX
from installation.score import PHASES, WORLDS
from installation.sound.notes import SAMPLE_RATE, Controls, Note, Timbre
from installation.sound.singer import Singer
from installation.sound.voices.instruments import Instruments
from installation.sound.voices.loudness import curve, integrated, true_peak
from installation.sound.voices.state import KINDS
from installation.story import Moment

Samples = NDArray[np.float32]
BLEND = 5.0
"""Seconds from phase to phase."""
LISTENING = 130.0
"""Seconds for which notes are counted: a loop keeps its pattern for half a minute."""
LOUDNESS, TOLERANCE, PEAK, ALIASED, COST = -23.0, 2.0, -1.0, -60.0, 0.1
CLIPPED = 0.89
"""Where the master would cut, were the limiter before it not there: -1 dBFS."""
UNITIES, AROUSALS = (0.0, 0.25, 0.5, 0.75, 1.0), (-1.0, -0.5, 0.0, 0.5, 1.0)
IN_MODE = {"calm": 0.95, "celebration": 0.98}
SWEEP = range(36, 97, 5)
"""MIDI numbers of the sweep through each voice."""


@dataclass
class Sung:
    """What a performance gave, and the processor's seconds that each of its own took."""

    samples: Samples
    cost: float
    notes: float
    faults: int


def figures(moment: Moment) -> dict[str, Any]:
    """Return vitals in which something happens: charge that comes and goes, flowers, tears, and waves."""
    tick, rate = moment.tick, float(moment.values[INDEX["wave_rate"]])
    since = tick % max(1, round(3600.0 / rate)) if rate >= 1.0 else -1
    happened = happenings(tick, "crossing", "work", "swarm", "waste")
    happened += happenings(tick, "charge") * (tick % 200 > 150) + happenings(tick, "flower", every=90)
    happened += happenings(tick, "tear", "mend", every=120) + [("wave", 0.5, 0.5, 1.0)] * (since == 0)
    happened += [("charge", 0.25, 0.4, 0.6), ("charge", 0.75, 0.4, 0.6)] * (since == 8)
    return {"torn": tick // 120, "exchange": 12.0, "happenings": happened}


def sing(told: Iterable[Moment], seed: int = 1) -> Sung:
    singer, blocks, notes, spent = Singer(seed), [], 0, time.process_time()
    for moment in told:
        blocks.append(singer.step(moment.tick, moment, figures(moment)))
        notes += len(singer.notes)
    samples = np.concatenate([*blocks, singer.finish()])
    seconds = len(samples) / SAMPLE_RATE
    return Sung(samples, (time.process_time() - spent) / seconds, notes / seconds, singer.instruments.faults)


def step(samples: Samples) -> float:
    """Return the largest step from one sample to the next."""
    return float(np.max(np.abs(np.diff(samples, axis=0)), initial=0.0))


def blend(world: str, first: str, last: str, seconds: float) -> Iterator[Moment]:
    """Give the moments from a phase held to the next one held, with a blend between them."""
    together = zip(moments(world, first, seconds + BLEND + 2), moments(world, last, seconds + BLEND + 2), strict=True)
    for before, after in together:
        share = min(1.0, max(0.0, (after.tick / 60 - seconds) / BLEND))
        values = (1 - share) * look(world, first) + share * look(world, last)
        yield replace(after if share > 0 else before, values=values)


def full() -> tuple[float, float]:
    """Return the real-time factor with 32 voices of all kinds and the reverb, and the 99th hundredth of a block's."""
    timbres = [Timbre(kind, 0.5, 6.0, 0.05, 9.0, 0.9, 2.0, 0.2, 0.2, 0.7) for kind in KINDS]
    instruments, controls = Instruments(timbres), Controls(38.0, 0.3, 0.2, 0.0, 0.5, 0.6, 60.0, 1.0, 6, 4)
    chord = [Note(0, k % len(KINDS), 40.0 + k, 0.5, 60.0, k / 32, 0.5, "report") for k in range(32)]
    instruments.render(chord, controls)
    times = []
    for _ in range(300):
        before = time.thread_time()
        instruments.render([], controls)
        times.append((time.thread_time() - before) * 60)
    assert instruments.sounding == 32, instruments.sounding
    return float(np.mean(times)), float(np.percentile(times, 99))


class Verdict:
    """Says what is out of bounds, and whether anything was."""

    good = True

    def __call__(self, good: bool) -> str:
        self.good = self.good and good
        return "" if good else "  <- out of bounds"


verdict = Verdict()


def presets(worlds: list[str], seconds: float) -> Iterator[tuple[str, Sung]]:
    print(f"{'preset':31} {'LUFS':>6} {'dBTP':>6} {'step':>6} {'notes/s':>8} {'cost':>6} {'clipped':>7} {'faults':>6}")
    for world in worlds:
        for phase in PHASES:
            sung = sing(moments(world, phase, seconds))
            loudness, peak = integrated(sung.samples, SAMPLE_RATE), true_peak(sung.samples)
            clipped = int(np.count_nonzero(np.abs(sung.samples) >= CLIPPED))
            good = abs(loudness - LOUDNESS) <= TOLERANCE and peak < PEAK and sung.cost <= COST
            good = good and not clipped and not sung.faults
            print(
                f"{world + '/' + phase:31} {loudness:6.1f} {peak:6.1f} {step(sung.samples):6.3f} {sung.notes:8.1f}"
                f" {sung.cost:6.3f} {clipped:7} {sung.faults:6}{verdict(good)}",
                flush=True,
            )
            yield f"{world}/{phase}", sung


def blends(worlds: list[str], seconds: float, steady: dict[str, float]) -> None:
    print(f"\n{'largest step in a blend':47} {'before':>6} {'within':>6} {'after':>6}")
    for world in worlds:
        for first, last in zip(PHASES, PHASES[1:] + PHASES[:1], strict=True):
            samples = sing(blend(world, first, last, seconds)).samples
            within = step(samples[round(seconds * SAMPLE_RATE) : round((seconds + BLEND) * SAMPLE_RATE)])
            for phase in (first, last):
                if within > max(steady[f"{world}/{first}"], steady[f"{world}/{last}"]):
                    listen_longer(world, phase, steady)
            before, after = steady[f"{world}/{first}"], steady[f"{world}/{last}"]
            print(
                f"{world + ': ' + first + ' to ' + last:47} {before:6.3f} {within:6.3f} {after:6.3f}"
                f"{verdict(within <= max(before, after))}",
                flush=True,
            )


def listen_longer(world: str, phase: str, steady: dict[str, float]) -> None:
    """Hear other performances of a phase: the loudest note of one minute is not the loudest there is."""
    for seed in (2, 3):
        found = step(sing(moments(world, phase, 60.0), seed).samples)
        steady[f"{world}/{phase}"] = max(steady[f"{world}/{phase}"], found)


def notes(worlds: list[str]) -> None:
    """Print how the loops follow unity and arousal, and how many notes lie in the mode."""
    for title, measure, levels in (
        ("regularity of the loops by unity", regularity, UNITIES),
        ("notes of the loops a second by arousal", partial(density, seconds=LISTENING), AROUSALS),
    ):
        print(f"\n{title:47} {' '.join(f'{level:6.2f}' for level in levels)}")
        for world in worlds:
            found = [measure(world, level) for level in levels]
            rising = all(less < more for less, more in pairwise(found))
            print(f"{world:47} {' '.join(f'{one:6.2f}' for one in found)}{verdict(rising)}", flush=True)
    print(f"\n{'share of the notes in the mode':47} {' '.join(f'{phase:>11}' for phase in IN_MODE)}")
    for world in worlds:
        shares = {phase: in_mode(world, phase, 60.0)[1] for phase in IN_MODE}
        good = all(shares[phase] >= least for phase, least in IN_MODE.items())
        print(f"{world:47} {' '.join(f'{share:11.3f}' for share in shares.values())}{verdict(good)}", flush=True)


def aliasing() -> None:
    print(f"\n{'kind':8} {'dB that a tenfold finer rendering has not, at worst from C2 to C7':>60}")
    for kind in KINDS:
        worst = max(
            aliased(Timbre(kind, 1.0, 5.0, 0.02, 2.0, 0.9, 0.3, 0.0, fold, 0.6), pitch)
            for pitch in SWEEP
            for fold in ((0.0,) if kind == "pluck" else (0.0, 0.6, 1.0))
        )
        print(f"{kind:8} {worst:60.0f}{verdict(worst <= ALIASED)}", flush=True)


def draw(sheet: Path, sung: list[tuple[str, Samples]]) -> None:
    """Draw the spectrograms, 25 Hz to 16 kHz, and the short-term loudness over them, a world a row."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    rows = math.ceil(len(sung) / len(PHASES))
    figure, axes = pyplot.subplots(
        rows, len(PHASES), figsize=(16, 2.3 * rows + 0.3), sharex=True, sharey=True, squeeze=False, layout="constrained"
    )
    for axis, (name, samples) in zip(axes.flat, sung, strict=True):
        world, phase = name.split("/")
        mono = samples.mean(axis=1) + 1e-9 * np.random.default_rng(0).standard_normal(len(samples))
        axis.specgram(mono, NFFT=8192, noverlap=6144, Fs=SAMPLE_RATE, vmin=-115, vmax=-35, cmap="magma")
        axis.set(yscale="log", ylim=(25, 16_000), yticks=[100, 1000, 10_000], yticklabels=["100", "1k", "10k Hz"])
        if axis in axes[0]:
            axis.set_title(phase)
        if axis in axes[:, 0]:
            axis.set_ylabel(world.replace("_", " "))
        loudness, found = axis.twinx(), curve(samples, SAMPLE_RATE, 3.0, 0.5)
        loudness.plot(1.5 + 0.5 * np.arange(len(found)), found, color="paleturquoise", linewidth=1.2)
        loudness.set(ylim=(-70, -10), yticks=[-60, -40, -23], yticklabels=["-60", "-40", "-23 LUFS"])
        loudness.tick_params(labelright=axis in axes[:, -1])
    figure.savefig(sheet, dpi=80, pil_kwargs={"quality": 82})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--world", choices=WORLDS, action="append")
    parser.add_argument("--seconds", type=float, default=60.0, help="of each preset")
    parser.add_argument("--sheet", type=Path, help="draw the spectrograms on this picture")
    given = parser.parse_args()
    worlds = given.world or list(WORLDS)
    sung = [(name, one.samples) for name, one in presets(worlds, given.seconds)]
    if given.sheet:
        draw(given.sheet, sung)
    blends(worlds, 10.0, {name: step(samples) for name, samples in sung})
    notes(worlds)
    aliasing()
    mean, slow = full()
    print(f"\n32 voices and the reverb: {mean:.3f} of real time, {slow:.3f} in slow blocks{verdict(mean <= COST)}")
    sys.exit(not verdict.good)


if __name__ == "__main__":
    main()
