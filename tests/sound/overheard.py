"""What the installation hears of itself: it sings on a virtual card whose room is mixed into its microphone.

`python tests/sound/overheard.py` (or `make overhear`) sings for a minute, once with what it plays taken out of what it
hears and once without, and prints how aroused an empty room is and how many onsets it has; `--seconds N`, `--level DB`,
`--world NAME` and `--phase NAME` as they say.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import soundfile

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from live import around  # noqa: E402
from sound_card import RATE, VirtualSoundCard  # noqa: E402

LEVEL = -6.0
"""dB from what is played to what is heard."""
PROGRAM = """
import json, sys, time
sys.path.insert(0, sys.argv[2])
from moments import moments
from installation.community import Listeners
from installation.score import FEATURES
from installation.senses.sound.microphone import Microphone
from installation.sound.composer import Composer
from installation.sound.engine.engine import Engine
plan = json.loads(sys.argv[1])
engine, microphone, listeners = Engine(), Microphone(), Listeners()
if plan["removed"]:
    microphone.overhear(engine.played)
while engine.lost:
    time.sleep(0.02)
composer, begun, onset, cost = Composer(7, 16 / 9), time.perf_counter(), FEATURES.index("onset"), 0.0
print(json.dumps({"began": True}), flush=True)
for moment in moments(plan["world"], plan["phase"], plan["seconds"]):
    engine.sing(*composer.step(moment.tick, moment, {}))
    before = time.thread_time()
    heard = microphone.events(moment.tick, 1)
    cost += time.thread_time() - before
    arousal = listeners.step(heard).arousal
    onsets = [event.values[onset] for event in heard if event.name == "features"]
    print(json.dumps([time.perf_counter() - begun, arousal, max(onsets, default=0.0)]), flush=True)
    time.sleep(max(0.0, begun + (moment.tick + 1) / 60 - time.perf_counter()))
print(json.dumps({**engine.told, "cost": cost / plan["seconds"]}), flush=True)
microphone.close()
engine.close()
"""


class Overheard:
    """A program that hears itself, and at these seconds a clap of this peak; what it heard, tick by tick."""

    def __init__(
        self, card: VirtualSoundCard, seconds: float, removed: bool = True, level: float = LEVEL,
        world: str = "thaloria", phase: str = "celebration", claps: tuple[float, ...] = (), peak: float = 0.3,
    ) -> None:  # fmt: skip
        card.mix_room_into_microphone(level)
        plan = {"seconds": seconds, "removed": removed, "world": world, "phase": phase}
        command = [sys.executable, "-c", PROGRAM, json.dumps(plan), str(Path(__file__).parent)]
        with subprocess.Popen(command, env=around(card.env), stdout=subprocess.PIPE, text=True) as singing:
            assert singing.stdout is not None
            assert json.loads(singing.stdout.readline())["began"]
            if claps:
                card.play(_claps(card.folder / "claps.wav", claps, peak))
            *ticks, self.told = [json.loads(line) for line in singing.stdout]
        assert singing.returncode == 0
        self.seconds, self.arousal, self.onsets = np.array(ticks).T

    def onset_seconds(self) -> np.ndarray:
        """When sounds were heard to begin, in seconds since it began to sing."""
        return self.seconds[self.onsets > 0.0]


def _claps(path: Path, at: tuple[float, ...], peak: float) -> Path:
    sound, chance = np.zeros(round((max(at) + 0.5) * RATE)), np.random.default_rng(5)
    for begin in (round(second * RATE) for second in at):
        sound[begin : begin + 2400] += chance.normal(0.0, peak / 3.0, 2400) * np.exp(-np.arange(2400) / 400)
    soundfile.write(path, sound, RATE)
    return path


def main() -> None:
    """Sing for a while, and print what is heard of it."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--level", type=float, default=LEVEL, help="dB from what is played to what is heard")
    parser.add_argument("--world", default="thaloria")
    parser.add_argument("--phase", default="celebration")
    given = parser.parse_args()
    for removed in (True, False):
        with VirtualSoundCard() as card:
            heard = Overheard(card, given.seconds, removed, given.level, given.world, given.phase)
        late = heard.arousal[heard.seconds > 5.0] + 1.0
        begun = np.count_nonzero(heard.onset_seconds() > 5.0) * 60.0 / (given.seconds - 5.0)
        how = "taken out" if removed else "left in"
        print(f"{how}: arousal {late.mean():.3f} above none on average, at most {late.max():.3f}; ", end="")
        print(f"{begun:.1f} onsets a minute; hearing costs {100 * heard.told['cost']:.1f} % of a core")


if __name__ == "__main__":
    main()
