"""A run that sings under the full load of its picture, through a virtual card whose room is mixed into its microphone.

`python tests/sound/long_run.py` (or `make long-run`) lasts ten minutes, and prints how often the samples or the device
ran out, how long rendering a tick takes beside the time that it lasts, and what the installation heard of itself.
`--minutes N`, `--world NAME`, `--phase NAME` and `--size WxH` as they say.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from live import around  # noqa: E402
from sound_card import VirtualSoundCard  # noqa: E402

from installation.community import Listeners  # noqa: E402
from installation.score import FEATURES, TICKS_PER_SECOND, read_score  # noqa: E402

BUDGET = 1000.0 / TICKS_PER_SECOND
"""Milliseconds that a tick lasts; rendering it may take a third of that."""


def run(card: VirtualSoundCard, given: argparse.Namespace, score: Path) -> dict:
    """Run without a window for so long; return what the program says at its end."""
    alone = "--midi", "none", "--osc-in", "none", "--osc-out", "none", "--state", str(card.folder)
    command = [sys.executable, "-m", "installation", "run", "--headless", "--json", *alone, "--record", str(score)]
    command += ["--world", given.world, "--phase", given.phase, "--size", given.size]
    command += ["--seconds", str(60.0 * given.minutes)]
    done = subprocess.run(command, env=around(card.env), cwd=card.folder, text=True, capture_output=True)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def overheard(path: Path) -> tuple[float, float]:
    """Return onsets a minute, and by how much arousal rises at most, of a recorded run in which nobody is there."""
    score, listeners, onset = read_score(path), Listeners(), FEATURES.index("onset")
    heard: dict[int, list] = {}
    for event in score.events:
        if event.source == "sound":
            heard.setdefault(event.tick, []).append(event)
    arousal = [listeners.step(heard.get(tick, [])).arousal for tick in range(score.length)]
    features = [event.values for events in heard.values() for event in events if event.name == "features"]
    onsets = sum(values[onset] > 0.0 for values in features)
    return onsets * 60.0 * TICKS_PER_SECOND / score.length, float(np.max(arousal)) + 1.0


def main() -> None:
    """Run for long, and print how its sound fared."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--world", default="purification")
    parser.add_argument("--phase", default="chaos")
    parser.add_argument("--size", default="1280x720")
    given = parser.parse_args()
    with VirtualSoundCard() as card:
        card.mix_room_into_microphone(-6.0)
        card.go_first()
        told = run(card, given, card.folder / "run.score")
        onsets, arousal = overheard(card.folder / "run.score")
    sound = told["sound_out"]
    print(f"{told['seconds']:.0f} s of {told['world']} at {told['fps']:.0f} frames a second, {told['renderer']}")
    print(f"{sound['gaps']} gaps, {sound['underflows']} underflows of the device, {sound['faults']} voices reset")
    print(f"a tick is rendered in {sound['tick_ms']:.2f} ms at p99, of {BUDGET:.1f} ms that it lasts")
    print(f"heard of itself: {onsets:.1f} onsets a minute, arousal rises by {arousal:.3f} at most")
    sys.exit(0 if sound["gaps"] == 0 and sound["tick_ms"] < BUDGET / 3 else 1)


if __name__ == "__main__":
    main()
