"""`listen`: what the installation hears in a sound file, through the very code that hears the room live."""

import contextlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np
from numpy.typing import NDArray

from installation.cli.options import A_PATH, options
from installation.score import FEATURES, MUSIC, TICKS_PER_SECOND, Event, round_value

if TYPE_CHECKING:
    from installation.stage.prints.heard import Heard

Numbers = NDArray[np.float64]

TICKS_PER_EMOTION = 6
_SURE_BEAT = 0.25
"""Confidence that a beat, or one within the seconds around it, must have: before a pulse is sure it is guessed."""
_SURE_SECONDS = 6.0
_ONSET_SHARE = 0.3
"""Share of its tick at which a sound begins on average that is told as an onset in it."""
_LEAST_KEY_CLARITY = 0.25
_LEAST_TEMPO_CONFIDENCE = 0.2
"""Speech comes up to .16, the freest of orchestras to .3."""
_STEADY = 0.08
"""Share by which a beat's length may differ from the usual one and still tell the tempo."""


@click.command()
@click.argument("file", type=A_PATH)
@options("json")
@click.option("--plot", type=A_PATH, metavar="OUT.png", help="Draw what was heard too.")
def listen(file: Path, plot: Path | None, as_json: bool) -> int:
    """Tell what is heard in a sound FILE: onsets, beats, tempo, key, and what it makes people feel over time."""
    from installation.stage.prints import heard as sheet
    from installation.stage.prints.plot import check_can_plot

    if plot is not None:
        check_can_plot(plot)
    heard = hear(file)
    click.echo(json.dumps(told(heard)) if as_json else summary(heard))
    if plot is not None:
        sheet.draw(plot, heard)
    return 0


def hear(file: Path) -> "Heard":
    """Return what is heard in a file, and felt by a community that hears it. SoundInError where it is no sound file."""
    from installation.community import Listeners
    from installation.stage.prints.heard import Heard

    listeners, emotion, events, levels = Listeners(), [], [], []
    length = 0
    for tick, heard in _ticks(file):
        community = listeners.step(heard)
        length = tick + 1
        events += heard
        levels.append((tick / TICKS_PER_SECOND, community.envelope))
        if length % TICKS_PER_EMOTION == 0:
            felt = community.valence, community.arousal, community.unity
            emotion.append((length / TICKS_PER_SECOND, *felt))
    whole = Heard(file.name, length / TICKS_PER_SECOND, levels=_rows(levels, 2), emotion=_rows(emotion, 4))
    whole.onsets = [onset_time(event) for event in events if event.name == "features" and _begins(event)]
    beats = [(_middle(event), event.numbers[1], event.numbers[2]) for event in events if event.name == "beat"]
    whole.beats = _sure_beats(_rows(beats, 3))
    whole.music = _series(events, "music", len(MUSIC))
    whole.chroma = _series(events, "chroma", 12)
    whole.tempo, whole.tempo_confidence = _tempo(whole)
    whole.key, whole.key_fits = _key(whole)
    return whole


def told(heard: "Heard") -> dict[str, object]:
    """Return what is said as JSON: times in seconds, tempo in BPM or null, key as in "F# minor" or null."""
    return {
        "onsets": [round(second, 3) for second in heard.onsets],
        "beats": [round(second, 3) for second in heard.beats[:, 0].tolist()],
        "tempo": round(heard.tempo, 1) or None,
        "tempo_confidence": round_value(heard.tempo_confidence),
        "key": heard.key or None,
        "emotion": [[round(row[0], 2), *map(round_value, row[1:])] for row in heard.emotion.tolist()],
    }


def summary(heard: "Heard") -> str:
    """Return what was heard in a few lines for people."""

    def mean(name: str) -> float:
        return float(heard.curve(name)[:, 1].mean()) if len(heard.music) else 0.0

    sure = f"{heard.tempo:.1f} BPM (confidence {heard.tempo_confidence:.2f})"
    kinds = ", ".join(f"{name} {mean(name):.2f}" for name in ("voice", "crowd", "music"))
    valence, arousal, unity = heard.emotion[:, 1:].mean(axis=0) if len(heard.emotion) else (0.0, 0.0, 0.0)
    felt = f"valence {valence:+.2f}, arousal {arousal:+.2f}, unity {unity:.2f} on average"
    loud = float(heard.curve("short_term")[:, 1].max(initial=-70.0))
    rows = {
        "file": f"{heard.name}, {heard.seconds:.1f} s",
        "tempo": sure if heard.tempo else "none",
        "beats": str(len(heard.beats)),
        "onsets": str(len(heard.onsets)),
        "key": heard.key or "none",
        "loudest": f"{loud:.1f} LUFS short-term",
        "likely": kinds,
        "feeling": felt if len(heard.emotion) else "none in less than a tenth of a second",
    }
    return "\n".join(f"{name:9}{value}" for name, value in rows.items())


def onset_time(event: Event) -> float:
    """Return when the sound began that a features event calls an onset, in seconds."""
    # It is told in the tick after that in which it began, or late in the same.
    return (event.tick + _ONSET_SHARE) / TICKS_PER_SECOND


def _ticks(file: Path) -> Iterator[tuple[int, list[Event]]]:
    from installation.senses.sound.file import FileSource

    source = FileSource(file, loop=False)
    with contextlib.closing(source):
        for tick in range(source.length):
            yield tick, source.events(tick, 1)


def _begins(event: Event) -> bool:
    return event.numbers[FEATURES.index("onset")] > 0.0


def _middle(event: Event) -> float:
    return (event.tick + 0.5) / TICKS_PER_SECOND


def _rows(rows: Sequence[tuple[float, ...]], width: int) -> Numbers:
    return np.array(rows, dtype=float).reshape(-1, width)


def _series(events: list[Event], name: str, width: int) -> Numbers:
    rows = [((event.tick + 1) / TICKS_PER_SECOND, *event.numbers) for event in events if event.name == name]
    return _rows(rows, 1 + width)


def _sure_beats(beats: Numbers) -> Numbers:
    """Return the beats around which a pulse turned out to be sure; the first ones of a piece are told before it is."""
    times, sure = beats[:, 0], beats[:, 1]
    first = np.searchsorted(times, times - _SURE_SECONDS)
    last = np.searchsorted(times, times + _SURE_SECONDS, side="right")
    surest = [float(sure[start:stop].max()) for start, stop in zip(first, last, strict=True)]
    return beats[np.array(surest) >= _SURE_BEAT] if len(beats) else beats


def _tempo(heard: "Heard") -> tuple[float, float]:
    """Return the tempo in BPM at which most of the piece was sure to be, made exact by its beats, and how sure."""
    tempi, sure = heard.curve("tempo")[:, 1], heard.curve("tempo_confidence")[:, 1]
    known = tempi > 0.0
    confidence = float(sure.mean()) if len(sure) else 0.0
    if confidence < _LEAST_TEMPO_CONFIDENCE or not len(heard.beats):
        return 0.0, confidence
    usual = _most_usual(tempi[known], sure[known])
    lengths = np.diff(heard.beats[:, 0])
    steady = lengths[np.abs(lengths * usual / 60.0 - 1.0) < _STEADY]
    tempo = 60.0 / float(steady.mean()) if len(steady) >= 4 else usual
    return tempo, confidence


def _most_usual(values: Numbers, weights: Numbers) -> float:
    """Return the mean of the values around which most of the weight lies, all within a share of each other."""
    order = np.argsort(values)
    values, sums = values[order], np.concatenate([[0.0], np.cumsum(weights[order])])
    first = np.searchsorted(values, values * (1.0 - _STEADY / 2))
    last = np.searchsorted(values, values * (1.0 + _STEADY / 2), side="right")
    best = int((sums[last] - sums[first]).argmax())
    near = slice(int(first[best]), int(last[best]))
    return float(np.average(values[near], weights=weights[order][near] + 1e-9))


def _key(heard: "Heard") -> tuple[str, Numbers]:
    """Return the key of the whole piece, or "", and how well each of the 24 fits."""
    from installation.senses.listening.tonal import correlations, key_of

    mean = heard.chroma[:, 1:].mean(axis=0) if len(heard.chroma) else np.zeros(12)
    key, _ = key_of(mean)
    # All that sounds has some chroma: what never was in a key while it sounded is in none as a whole.
    usual = float(heard.curve("key_clarity")[:, 1].mean()) if len(heard.music) else 0.0
    clear = min(key.clarity, 2.0 * usual) >= _LEAST_KEY_CLARITY
    return key.name if clear else "", correlations(mean)
