"""Words through what the installation sings: how much of them is left, and what a listener makes of it.

`python tests/senses/echo/words.py SPEECH` (or `make words ARGS=SPEECH`) mixes a recording of one speaker with what a
room or another clock makes of a world's song at -6 dB, the words 0, 3 and 6 dB above it, and prints the share of their
power that is kept, the share of their parts (a fiftieth of a second) of which less than a tenth is, the onsets that are
those of the words alone and the others, and how likely a voice is heard there. `--worlds NAME...` and `--phase NAME` as
they say.
"""

import argparse
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import soundfile

sys.path.insert(0, str(Path(__file__).parents[3]))
sys.path.insert(0, str(Path(__file__).parents[2] / "sound"))
sys.path.insert(0, str(Path(__file__).parent))

from moments import moments  # noqa: E402
from test_echo import RATE, TICK, Ring, room, stretched  # noqa: E402

from installation.score import FEATURES, MUSIC  # noqa: E402
from installation.senses.echo.remover import EchoRemover  # noqa: E402
from installation.senses.listening import Listener  # noqa: E402
from installation.sound.composer import Composer  # noqa: E402
from installation.sound.voices.instruments import Instruments  # noqa: E402
from installation.sound.worlds import TIMBRES  # noqa: E402

BEGIN, SECONDS = 14.0, 28.0
"""When the words begin, and how long it lasts."""
ONSET, VOICE = FEATURES.index("onset"), MUSIC.index("voice")
WAYS = {"a room": room, "another clock": lambda sung: stretched(room(sung), 2e-4)}
FRAME = 1024


class Heard(NamedTuple):
    """Seconds of onsets, how likely a voice was heard on average, and what was left, shape (n,)."""

    onsets: np.ndarray
    voice: float
    left: np.ndarray


def sing(world: str, phase: str) -> np.ndarray:
    """Return what is sung, shape (n, 2)."""
    composer, instruments = Composer(7, 16 / 9), Instruments(TIMBRES)
    return np.concatenate(
        [instruments.render(*composer.step(one.tick, one, {})) for one in moments(world, phase, SECONDS)]
    )


def hear(sound: np.ndarray, played: np.ndarray | None) -> Heard:
    """Listen to it, without what was `played` where that is given."""
    listener, ring = Listener(RATE), Ring(np.zeros((0, 2)) if played is None else played)
    remover = None if played is None else EchoRemover(RATE, ring)
    onsets, voices, left = [], [], []
    for tick, block in enumerate(sound.reshape(-1, TICK)):
        ring.seconds = (tick + 1) / 60
        left.append(block if remover is None else remover.clean(block))
        listener.hear(left[-1])
        for event in listener.events(tick):
            if event.name == "features" and event.values[ONSET] > 0.0 and tick > 60 * BEGIN:
                onsets.append(tick / 60)
            elif event.name == "music" and tick > 60 * (BEGIN + 2.0):
                voices.append(event.values[VOICE])
    delay = 0 if remover is None else remover.delay
    return Heard(np.array(onsets) - delay / RATE, float(np.mean(voices)), np.concatenate(left)[delay:])


def kept(left: np.ndarray, words: np.ndarray) -> tuple[float, float]:
    """Return the share of the words' power that is left, and the share of their parts that are as good as gone."""
    at = np.arange(round(BEGIN * RATE), len(left) - FRAME, FRAME // 2)[:, None] + np.arange(FRAME)
    window = np.hanning(FRAME)
    there, whole = np.fft.rfft(left[at] * window), np.fft.rfft(words[at] * window)
    bands = np.unique(np.round(np.geomspace(2, 340, 25)).astype(int))
    alike = np.add.reduceat((there * whole.conj()).real, bands, axis=1)[:, :-1]
    powers = np.add.reduceat(np.abs(whole) ** 2, bands, axis=1)[:, :-1]
    found = np.clip(alike / (powers + 1e-12), 0.0, 1.5) ** 2 * powers
    parts = powers.sum(axis=1)
    loud = parts > 1e-3 * parts.max()
    return float(found.sum() / powers.sum()), float(np.mean(found.sum(axis=1)[loud] < 0.1 * parts[loud]))


def spoken(path: Path, level: float) -> np.ndarray:
    """Return the words, their loud half seconds as loud as `level`, a root mean square, shape (n,)."""
    sound, rate = soundfile.read(path, always_2d=True)
    words, begin = np.zeros(round(SECONDS * RATE)), round(BEGIN * RATE)
    at = np.arange(min(len(words) - begin, int(len(sound) / rate * RATE))) * rate / RATE
    words[begin : begin + len(at)] = np.interp(at, np.arange(len(sound)), sound.mean(axis=1))
    parts = words[begin:][: (len(words) - begin) // 960 * 960].reshape(-1, 960)
    powers = (parts**2).mean(axis=1)
    return words * level / np.sqrt(powers[powers > 0.01 * powers.mean()].mean())


def main() -> None:
    """Mix, hear and print."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("speech", type=Path)
    parser.add_argument("--worlds", nargs="+", default=["thaloria", "ecoverse"])
    parser.add_argument("--phase", default="celebration")
    given = parser.parse_args()
    for world in given.worlds:
        sung = sing(world, given.phase)
        quiet = room(np.zeros_like(sung))
        for way, through in WAYS.items():
            echo = through(sung)
            loud = float(np.sqrt(np.mean(echo[round(BEGIN * RATE) :] ** 2)))
            for above in (0.0, 3.0, 6.0):
                words = spoken(given.speech, loud * 10.0 ** (above / 20.0))
                alone, heard = hear(words + quiet, None), hear(words + echo, sung)
                share, gone = kept(heard.left, words)
                near = np.abs(np.subtract.outer(alone.onsets, heard.onsets)) < 0.08
                same, others = near.any(axis=1).sum(), (~near.any(axis=0)).sum()
                print(
                    f"{world}, {way}, words {above:+.0f} dB: {share:.2f} of them kept, {gone:.2f} of the parts gone; ",
                    end="",
                )
                print(f"onsets {same} of {len(alone.onsets)}, {others} others; ", end="")
                print(f"voice {heard.voice:.2f}, alone {alone.voice:.2f}")


if __name__ == "__main__":
    main()
