"""How well it is heard, beside librosa and aubio: `make listen-bench`, which takes some minutes.

Onsets of drums, on stems and on full mixes, and beats on full mixes of MDB Drums where they lie in
`../shared/audio/annotated`; the same mixes played slower and faster, and with the fourth beat of every bar cut out; a
synthesised band in many styles, and in grooves drawn at random. Figures are mir_eval's: F-measures with windows of 50
ms (onsets) and 70 ms (beats), from the first beat on and without the first five seconds; tempo is right within 4 %.
librosa hears a whole file before it answers, aubio hears it once, as we do; its tempo is that at the end.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import aubio
import librosa
import mir_eval
import numpy as np
import soundfile
from band import RATE, Band
from cost import show_costs
from grooves import grooves

from installation.cli.listen import hear

ANNOTATED = Path(__file__).parents[4] / "shared" / "audio" / "annotated"
ONSET_WINDOW = 0.05
ALIKE = 0.03
"""Seconds within which two annotated onsets are one."""
TEMPI = (74, 90, 140, 191)
PLAYED = (
    ("ballad", 66), ("ballad", 74), ("rock", 74), ("rock", 96), ("rock", 120), ("rock", 150), ("rock", 191),
    ("punk", 172), ("punk", 191), ("swing", 110), ("swing", 140), ("swing", 191), ("swing", 230), ("disco", 122),
    ("latin", 105), ("latin", 190), ("waltz", 90), ("waltz", 150), ("waltz", 180), ("jazz waltz", 140),
    ("piano", 74), ("piano", 100), ("shuffle", 60), ("shuffle", 74), ("shuffle", 110), ("twelve-eight", 66),
)  # fmt: skip

Times = np.ndarray


@dataclass(frozen=True)
class Piece:
    group: str
    name: str
    sound: np.ndarray
    beats: Times | None = None
    onsets: Times | None = None


@dataclass(frozen=True)
class Answer:
    onsets: Times
    beats: Times
    tempo: float


def pieces(first_groove: int = 0) -> Iterator[Piece]:
    """Every piece of the bench, mono, at RATE; `first_groove` is the number of the first of each kind."""
    for path in sorted(ANNOTATED.glob("*_Drum.wav")):
        yield Piece("drum stems", path.stem, read(path), onsets=annotated_onsets(path))
    mixes = [(path, read(path), read_table(path.with_suffix(".beats"))) for path in sorted(ANNOTATED.glob("*_MIX.wav"))]
    for path, sound, table in mixes:
        struck = annotated_onsets(path.with_name(path.name.replace("_MIX", "_Drum")))
        yield Piece("full mixes", path.stem, sound, beats=table[:, 0], onsets=struck)
    for path, sound, table in mixes:
        usual = 60.0 / float(np.median(np.diff(table[:, 0])))
        for tempo in TEMPI:
            faster = tempo / usual
            yield Piece(f"full mixes at {tempo} BPM", path.stem, resampled(sound, faster), beats=table[:, 0] / faster)
        yield Piece("full mixes in three-quarter", path.stem, *in_three_quarter(sound, table))
    for style, tempo in PLAYED:
        sound, beats = Band(tempo).play(style, tempo, 20.0)
        yield Piece("synthesised", f"{style} {tempo}", sound, beats=beats)
    for name, sound, beats in grooves(first_groove):
        yield Piece("grooves", name, sound, beats=beats)


def read(path: Path) -> np.ndarray:
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    assert rate == RATE
    return sound.mean(axis=1)


def read_table(path: Path) -> np.ndarray:
    return np.array([[float(word) for word in line.split()] for line in path.read_text().splitlines() if line.strip()])


def annotated_onsets(stem: Path) -> Times:
    lines = stem.with_name(stem.name.replace("_Drum.wav", "_class.txt")).read_text().split("\n")
    struck = sorted(float(line.split()[0]) for line in lines if line.strip())
    return np.array([now for before, now in zip([-1.0, *struck], struck, strict=False) if now - before > ALIKE])


def resampled(sound: np.ndarray, faster: float) -> np.ndarray:
    """The sound played faster, higher, too: no vocoder smears its onsets."""
    return librosa.resample(sound, orig_sr=RATE * faster, target_sr=RATE).astype(np.float32)


def in_three_quarter(sound: np.ndarray, table: np.ndarray) -> tuple[np.ndarray, Times]:
    """The sound without the fourth beats, and the times of the others."""
    kept, beats, length = [], [], 0
    fade = np.linspace(0.0, 1.0, 200, dtype=np.float32)
    for (start, place), (stop, _) in zip(table, table[1:], strict=False):
        if place == 4:
            continue
        piece = sound[int(start * RATE) : int(stop * RATE)].copy()
        piece[:200] *= fade
        piece[-200:] *= fade[::-1]
        beats.append(length / RATE)
        kept.append(piece)
        length += len(piece)
    return np.concatenate(kept), np.array(beats)


def ours(sound: np.ndarray) -> Answer:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "piece.wav"
        soundfile.write(path, sound, RATE, subtype="FLOAT")
        heard = hear(path)
    return Answer(np.array(heard.onsets), heard.beats[:, 0], heard.tempo)


def with_librosa(sound: np.ndarray) -> Answer:
    onsets = librosa.onset.onset_detect(y=sound, sr=RATE, units="time")
    tempo, beats = librosa.beat.beat_track(y=sound, sr=RATE, units="time")
    return Answer(onsets, beats, float(np.atleast_1d(tempo)[0]))


def with_aubio(sound: np.ndarray) -> Answer:
    hop = 512
    onset, tempo = aubio.onset("default", 1024, hop, RATE), aubio.tempo("default", 1024, hop, RATE)
    onsets, beats = [], []
    for start in range(0, len(sound) - hop, hop):
        block = sound[start : start + hop].astype(np.float32)
        if onset(block):
            onsets.append(onset.get_last_s())
        if tempo(block):
            beats.append(tempo.get_last_s())
    return Answer(np.array(onsets), np.array(beats), float(tempo.get_bpm()))


HEARERS: dict[str, Callable[[np.ndarray], Answer]] = {
    "living-mosaic": ours,
    f"librosa {librosa.__version__}": with_librosa,
    "aubio": with_aubio,
}


def figures(piece: Piece, answer: Answer) -> dict[str, float]:
    """F-measures from 0 to 1; for the tempo 1 where it is right, else 0."""
    found: dict[str, float] = {}
    if piece.onsets is not None:
        found["onsets"] = mir_eval.onset.f_measure(piece.onsets, answer.onsets, window=ONSET_WINDOW)[0]
    if piece.beats is not None:
        trim = mir_eval.beat.trim_beats
        found["beats"] = mir_eval.beat.f_measure(piece.beats, answer.beats)
        found["beats after 5 s"] = mir_eval.beat.f_measure(trim(piece.beats), trim(answer.beats))
        ratio = answer.tempo * float(np.median(np.diff(piece.beats))) / 60.0
        found["tempo"] = float(abs(ratio - 1.0) <= 0.04)
        found["tempo or octave"] = float(min(abs(ratio / octave - 1.0) for octave in (0.5, 1.0, 2.0)) <= 0.04)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--each", action="store_true", help="show every piece")
    parser.add_argument("--grooves", type=int, default=0, metavar="N", help="draw others: of each kind from the Nth on")
    parser.add_argument("--only", default="", help="only groups whose name contains this")
    parser.add_argument("--cost", action="store_true", help="only what hearing costs, as fast as it goes and in a show")
    given = parser.parse_args()
    if given.cost:
        show_costs()
        return 0
    if not ANNOTATED.is_dir():
        print(f"{ANNOTATED} is not there: only the synthesised band plays", file=sys.stderr)
    told: dict[tuple[str, str], list[dict[str, float]]] = {}
    spent, length = dict.fromkeys(HEARERS, 0.0), 0.0
    for piece in pieces(given.grooves):
        if given.only not in piece.group:
            continue
        length += len(piece.sound) / RATE
        for name, listen in HEARERS.items():
            before = time.process_time()
            answer = listen(piece.sound)
            spent[name] += time.process_time() - before
            found = figures(piece, answer)
            told.setdefault((piece.group, name), []).append(found)
            if given.each:
                print(f"{piece.group:28}{piece.name:26}{name:15}{answer.tempo:7.1f}  {row(found)}")
    print(f"{'material':30}{'pieces':>7}  {'heard by':16}mean figures")
    for (group, name), rows in told.items():
        mean = {figure: float(np.mean([found[figure] for found in rows])) for figure in rows[0]}
        print(f"{group:30}{len(rows):7}  {name:16}{row(mean)}")
    for name, seconds in spent.items():
        print(f"{name}: {length / seconds:.0f} times as fast as real time")
    return 0


def row(found: dict[str, float]) -> str:
    return "  ".join(f"{name} {value:.3f}" for name, value in found.items())


if __name__ == "__main__":
    sys.exit(main())
