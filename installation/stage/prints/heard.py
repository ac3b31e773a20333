"""What was heard of a piece, as a sheet of paper: its sound and beats, its harmony, its tempo, its feeling."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.files import OutputError
from installation.score import MAJOR_KEYS, MINOR_KEYS, MUSIC

Numbers = NDArray[np.float64]

WIDTH_INCHES, HEIGHT_INCHES, DOTS_PER_INCH = 15.0, 9.0, 120
INK, GUIDE, PAPER = "#18302b", "#9aa8a4", "#fbfaf6"
GREEN, GOLD, VIOLET, CYAN = "#2f8f6b", "#c98a1b", "#7b4fa3", "#2a86b8"
_BEATS_SHOWN = 120
"""Beats that one can tell apart on the sheet."""
_FIFTHS = tuple(7 * step % 12 for step in range(12))
"""Pitch classes in the order of fifths, in which what sounds well together lies side by side."""


@dataclass
class Heard:
    """What was heard of a sound of `seconds`. Times are in seconds, from its beginning.

    `levels` has shape (n, 2): time, how loud within the room's range; `beats` (n, 3): time, confidence, place in the
    bar or -1; `music` (n, 1 + len(MUSIC)) and `chroma` (n, 13) begin with the time; `emotion` (n, 4) is time, valence,
    arousal, unity. `key` is "" where there is none, `tempo` 0.
    """

    name: str
    seconds: float
    onsets: list[float] = field(default_factory=list)
    levels: Numbers = field(default_factory=lambda: np.zeros((0, 2)))
    beats: Numbers = field(default_factory=lambda: np.zeros((0, 3)))
    music: Numbers = field(default_factory=lambda: np.zeros((0, 1 + len(MUSIC))))
    chroma: Numbers = field(default_factory=lambda: np.zeros((0, 13)))
    emotion: Numbers = field(default_factory=lambda: np.zeros((0, 4)))
    tempo: float = 0.0
    tempo_confidence: float = 0.0
    key: str = ""
    key_fits: Numbers = field(default_factory=lambda: np.zeros(24))
    """How well each key fits, -1 to 1: 12 major, then 12 minor, from C."""

    def curve(self, name: str) -> Numbers:
        """Return one of MUSIC over time, shape (n, 2)."""
        return self.music[:, (0, 1 + MUSIC.index(name))]


def draw(path: Path, heard: Heard) -> None:
    """Draw what was heard as a picture; its format is the suffix of `path`. OutputError where it cannot be written."""
    from matplotlib.figure import Figure

    picture = Figure(figsize=(WIDTH_INCHES, HEIGHT_INCHES), dpi=DOTS_PER_INCH, layout="constrained", facecolor=PAPER)
    grid = picture.add_gridspec(4, 2, width_ratios=(3.6, 1.0), height_ratios=(1.25, 1.3, 0.7, 1.1))
    picture.suptitle(_title(heard), x=0.012, ha="left", fontsize=15, color=INK)
    sound = picture.add_subplot(grid[0, 0])
    rows = [sound, *(picture.add_subplot(grid[row, 0], sharex=sound) for row in (1, 2, 3))]
    for panel, drawing in zip(rows, (_sound, _harmony, _tempo, _feeling), strict=True):
        drawing(panel, heard)
        _plain(panel)
        panel.tick_params(labelbottom=panel is rows[-1])
    rows[-1].set_xlabel("seconds", color=INK, fontsize=9)
    sound.set_xlim(0.0, max(heard.seconds, 0.1))
    _keys(picture.add_subplot(grid[0:2, 1], projection="polar"), heard)
    _circumplex(picture.add_subplot(grid[2:4, 1]), heard, picture)
    try:
        picture.savefig(path, facecolor=PAPER)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from None


def _title(heard: Heard) -> str:
    told = [heard.name]
    if heard.key:
        told.append(_signed(heard.key))
    if heard.tempo:
        told.append(f"{heard.tempo:.0f} BPM")
    return "   ·   ".join(told)


def _signed(key: str) -> str:
    """Return a key's name with its sharp or flat as musicians write it."""
    return key.replace("#", "♯").replace("b", "♭")


def _plain(panel: Any) -> None:
    panel.set_facecolor(PAPER)
    panel.tick_params(labelsize=8, colors=INK, length=2)
    for side in ("top", "right"):
        panel.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        panel.spines[side].set_color(GUIDE)


def _name(panel: Any, text: str) -> None:
    panel.set_ylabel(text, fontsize=9, color=INK)


def _sound(panel: Any, heard: Heard) -> None:
    """The envelope, mirrored as a waveform is, onsets beneath it, and beats as lines: the first of a bar in gold."""
    time, level = heard.levels.T
    panel.fill_between(time, -level, level, color=GREEN, alpha=0.5, linewidth=0.0)
    panel.vlines(heard.onsets, -1.22, -1.06, color=INK, linewidth=0.7)
    # In a long piece beats stand so close that as dark lines they would be all that one sees.
    fade = min(1.0, _BEATS_SHOWN / max(1, len(heard.beats)))
    for second, confidence, place in heard.beats:
        first = place == 0
        strength = (0.25 + 0.65 * min(1.0, confidence)) * fade
        panel.vlines(second, -1.0, 1.12 if first else 1.0, color=GOLD if first else INK, alpha=strength,
                     linewidth=1.8 if first else 0.7)  # fmt: skip
    panel.set_ylim(-1.25, 1.15)
    panel.set_yticks([-1.14, 0.0], ["onsets", "sound\nand beats"])
    panel.set_title("lines are beats, gold the first of a bar", loc="right", fontsize=8, color=INK)


def _harmony(panel: Any, heard: Heard) -> None:
    """The chroma in the order of fifths, the tonic of the key that was heard at each time marked."""
    if len(heard.chroma) > 1:
        time = heard.chroma[:, 0]
        classes = heard.chroma[:, 1:][:, list(_FIFTHS)].T
        edges = np.append(time - 0.1, time[-1])
        panel.pcolormesh(edges, np.arange(13) - 0.5, classes, cmap="Greens", vmin=0.0, vmax=1.0, rasterized=True)
        key, clarity = heard.curve("key"), heard.curve("key_clarity")[:, 1]
        sure = clarity > 0.3
        places = np.array([_FIFTHS.index(int(tonic)) for tonic in key[:, 1]])
        panel.scatter(key[sure, 0], places[sure], s=3.0, color=GOLD, linewidths=0.0)
    panel.set_yticks(range(12), [_signed(MAJOR_KEYS[pitch]) for pitch in _FIFTHS])
    panel.set_ylim(-0.5, 11.5)
    _name(panel, "harmony, by fifths")
    panel.set_title("gold: the tonic", loc="right", fontsize=8, color=INK)


def _tempo(panel: Any, heard: Heard) -> None:
    tempo, sure = heard.curve("tempo"), heard.curve("tempo_confidence")[:, 1]
    known = tempo[:, 1] > 0.0
    shades = np.clip(0.15 + 0.85 * sure[known], 0.0, 1.0)
    if known.any():
        panel.scatter(*tempo[known].T, s=7.0, color=CYAN, alpha=shades, linewidths=0.0)
    if heard.tempo:
        panel.axhline(heard.tempo, color=INK, linewidth=0.6, linestyle=":")
    panel.set_yscale("log", base=2)
    panel.set_ylim(50.0, 250.0)
    panel.set_yticks([60, 80, 120, 160, 240], ["60", "80", "120", "160", "240"])
    panel.minorticks_off()
    _name(panel, "tempo, BPM")
    panel.set_title("the darker, the surer", loc="right", fontsize=8, color=INK)


def _feeling(panel: Any, heard: Heard) -> None:
    time, valence, arousal, unity = heard.emotion.T
    panel.axhline(0.0, color=GUIDE, linewidth=0.6)
    panel.fill_between(time, -1.0, 2.0 * unity - 1.0, color=GOLD, alpha=0.13, linewidth=0.0, label="unity (right)")
    panel.plot(time, arousal, color=VIOLET, linewidth=1.5, label="arousal")
    panel.plot(time, valence, color=GREEN, linewidth=1.5, label="valence")
    panel.set_ylim(-1.0, 1.0)
    panel.legend(loc="upper right", ncols=3, fontsize=8, frameon=False, labelcolor=INK, borderaxespad=0.1)
    _name(panel, "feeling")
    half = (lambda feeling: (feeling + 1.0) / 2.0), (lambda share: 2.0 * share - 1.0)
    scale = panel.secondary_yaxis("right", functions=half)
    scale.set_yticks([0.0, 0.5, 1.0], ["0", "½", "1"])
    scale.tick_params(labelsize=8, colors=GOLD, length=2)
    scale.spines["right"].set_color(GOLD)


def _keys(panel: Any, heard: Heard) -> None:
    """The circle of fifths: major without, minor within, each as long as it fits."""
    angles = np.arange(12) * 2.0 * np.pi / 12.0
    panel.set_theta_zero_location("N")
    panel.set_theta_direction(-1)
    fits = np.clip(heard.key_fits, 0.0, 1.0)
    major = fits[list(_FIFTHS)]
    minor = fits[12:][[(pitch + 9) % 12 for pitch in _FIFTHS]]
    panel.bar(angles, major, width=0.5, bottom=1.0, color=GREEN, alpha=0.85)
    panel.bar(angles, -minor, width=0.5, bottom=1.0, color=VIOLET, alpha=0.7)
    labels = [_signed(f"{MAJOR_KEYS[pitch]}\n{MINOR_KEYS[(pitch + 9) % 12]}m") for pitch in _FIFTHS]
    panel.set_xticks(angles, labels, fontsize=8, color=INK)
    panel.set_ylim(0.0, 2.05)
    panel.set_yticks([1.0], [""])
    panel.grid(color=GUIDE, linewidth=0.4)
    panel.spines["polar"].set_visible(False)
    panel.set_facecolor(PAPER)
    panel.set_title("how well each key fits\n(major outward, minor inward)", fontsize=9, color=INK, pad=14)


def _circumplex(panel: Any, heard: Heard, picture: Any) -> None:
    """Russell's plane with the way that the feeling went, from light to dark."""
    circle = np.linspace(0.0, 2.0 * np.pi, 200)
    panel.plot(np.cos(circle), np.sin(circle), color=GUIDE, linewidth=0.6)
    panel.axhline(0.0, color=GUIDE, linewidth=0.5)
    panel.axvline(0.0, color=GUIDE, linewidth=0.5)
    if len(heard.emotion):
        time, valence, arousal, _ = heard.emotion.T
        panel.plot(valence, arousal, color=GUIDE, linewidth=0.7)
        panel.scatter(valence, arousal, c=time, cmap="viridis_r", s=7.0, linewidths=0.0, zorder=3)
        panel.scatter(valence[-1:], arousal[-1:], s=34.0, color=GOLD, zorder=4)
    corners: Sequence[tuple[float, float, str]] = (
        (0.7, 0.86, "joy"), (-0.7, 0.86, "tension"), (0.7, -0.86, "calm"), (-0.7, -0.86, "sorrow"),
    )  # fmt: skip
    for x, y, word in corners:
        panel.text(x, y, word, ha="center", va="center", fontsize=8, color=INK)
    panel.set_xlim(-1.05, 1.05)
    panel.set_ylim(-1.05, 1.05)
    panel.set_aspect("equal")
    panel.set_xticks([])
    panel.set_yticks([])
    panel.set_xlabel("valence", fontsize=8, color=INK)
    panel.set_ylabel("arousal", fontsize=8, color=INK)
    for side in panel.spines.values():
        side.set_visible(False)
    panel.set_facecolor(PAPER)
    panel.set_title("feeling, from light to dark; gold: its end", fontsize=9, color=INK)
