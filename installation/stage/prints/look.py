"""The look in numbers: what a still's darkness, light, colours and subjects measure, for whoever composes it.

Numbers cannot say whether a picture is good; they say whether it is what was meant: one dominant subject, one answer,
much connected darkness that is truly black, light in few places, and few hues.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from installation.picture.spectrum import to_lch

DARK = 3
"""Levels, of 255, below which a pixel is dark."""
BRIGHTEST = 20
"""One over the share of the pixels that are the brightest."""
SUBJECT_COLUMNS = 64
"""Width of the picture, in pixels, at which subjects are looked for."""
_GREY = 0.02
"""OkLCh chroma below which light has no hue."""
HUES = {"red": 30.0, "amber": 75.0, "yellow": 105.0, "green": 145.0, "cyan": 195.0, "blue": 255.0, "violet": 305.0,
        "magenta": 350.0}  # fmt: skip
"""The middle of each hue, in degrees of OkLCh."""

Frame = NDArray[np.uint8]
Light = NDArray[np.float64]


@dataclass(frozen=True)
class Look:
    """Measures of one still. All are shares, 0 to 1, of its pixels or, where so said, of its light."""

    dark: float
    """The largest connected region of dark pixels."""
    black: float
    """Pixels that are truly black."""
    bright: float
    """Light in the brightest twentieth of the pixels."""
    subject: float
    """The largest connected bright region at 64 pixels, and the light in it; the second largest likewise."""
    subject_light: float
    answer: float
    answer_light: float
    hues: dict[str, float]
    """Light of each hue; what is missing to 1 is bone, white and grey."""


def measure(frame: Frame) -> Look:
    """Measure a still, uint8 of shape (height, width, 3)."""
    light = _linear(frame)
    luminance = light @ np.array([0.2126, 0.7152, 0.0722])
    total = max(float(luminance.sum()), 1e-12)
    dark = regions(frame.max(axis=2) < DARK)
    brightest = np.sort(luminance.ravel())[-max(1, luminance.size // BRIGHTEST) :]
    small = _shrunk(luminance, SUBJECT_COLUMNS)
    subjects = sorted((region for region in regions(small > _threshold(small))), key=len, reverse=True)
    sizes = [len(region) / small.size for region in subjects[:2]] + [0.0, 0.0]
    lights = [float(small.ravel()[region].sum() / max(small.sum(), 1e-12)) for region in subjects[:2]] + [0.0, 0.0]
    return Look(
        dark=max((len(region) for region in dark), default=0) / luminance.size,
        black=float((frame.max(axis=2) == 0).mean()),
        bright=float(brightest.sum()) / total,
        subject=sizes[0], subject_light=lights[0], answer=sizes[1], answer_light=lights[1],
        hues=_hues(light, luminance),
    )  # fmt: skip


def regions(mask: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """Return the connected regions of a mask, each as indices into it when flat; pixels touch by their sides."""
    runs = [_runs(row) for row in mask]
    first = np.cumsum([0, *(len(row) for row in runs)])
    parent = list(range(first[-1]))

    def root(run: int) -> int:
        while parent[run] != run:
            parent[run] = parent[parent[run]]
            run = parent[run]
        return run

    for y in range(1, len(runs)):
        above = below = 0
        while above < len(runs[y - 1]) and below < len(runs[y]):
            (a, b), (c, d) = runs[y - 1][above], runs[y][below]
            if a < d and c < b:
                parent[root(int(first[y]) + below)] = root(int(first[y - 1]) + above)
            above, below = (above + 1, below) if b < d else (above, below + 1)
    found: dict[int, list[NDArray[np.int64]]] = {}
    for y, row in enumerate(runs):
        for number, (begin, end) in enumerate(row):
            pixels = np.arange(begin, end, dtype=np.int64) + y * mask.shape[1]
            found.setdefault(root(int(first[y]) + number), []).append(pixels)
    return [np.concatenate(parts) for parts in found.values()]


def _runs(row: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], row, [False]]).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _linear(frame: Frame) -> Light:
    value = frame / 255.0
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def _shrunk(luminance: Light, columns: int) -> Light:
    """Return means of square blocks, so that about `columns` of them lie side by side."""
    side = max(1, luminance.shape[1] // columns)
    rows, across = luminance.shape[0] // side, luminance.shape[1] // side
    return luminance[: rows * side, : across * side].reshape(rows, side, across, side).mean(axis=(1, 3))


def _threshold(small: Light) -> float:
    """Return the luminance from which on a place belongs to a subject: half way to the bright ones, as the eye sees."""
    high = float(np.cbrt(np.quantile(small, 0.97)))
    return max((0.6 * high) ** 3, 1e-6)


def _hues(light: Light, luminance: Light) -> dict[str, float]:
    # The means of four by four pixels have the hues that are seen, and there are fewer of them.
    red, green, blue = (_shrunk(light[..., n], max(1, light.shape[1] // 4)).ravel() for n in range(3))
    colours = np.stack([red, green, blue], axis=1)
    weight = colours @ np.array([0.2126, 0.7152, 0.0722])
    middles = np.array(list(HUES.values()))
    shares = np.zeros(len(middles))
    for colour, amount in zip(colours[weight > 1e-5], weight[weight > 1e-5], strict=True):
        _, chroma, hue = to_lch(colour)
        if chroma >= _GREY:
            away = np.abs((hue - middles + 180.0) % 360.0 - 180.0)
            shares[int(np.argmin(away))] += amount
    return dict(zip(HUES, (shares / max(float(weight.sum()), 1e-12)).tolist(), strict=True))


def as_json(looks: Mapping[str, Look]) -> str:
    """Return the measures of stills by "world/phase", as JSON, and the mean hues of each world."""
    told = {key: _rounded(asdict(look)) for key, look in looks.items()}
    return json.dumps({"stills": told, "hues": {world: _rounded(hues) for world, hues in world_hues(looks).items()}},
                      indent=2)  # fmt: skip


def as_markdown(looks: Mapping[str, Look]) -> str:
    """Return the same as two tables."""
    heads = {"dark": "connected dark", "black": "black", "bright": "light in brightest 1/20", "subject": "subject",
             "subject_light": "its light", "answer": "second", "answer_light": "its light"}  # fmt: skip
    rows = [f"| still | {' | '.join(heads.values())} |", "|---" * (len(heads) + 1) + "|"]
    for key, look in looks.items():
        rows.append(f"| {key} | {' | '.join(f'{getattr(look, name):.0%}' for name in heads)} |")
    rows += ["", f"| light by hue | {' | '.join(HUES)} | none |", "|---" * (len(HUES) + 2) + "|"]
    for world, hues in world_hues(looks).items():
        cells = [f"{share:.0%}" for share in (*hues.values(), 1.0 - sum(hues.values()))]
        rows.append(f"| {world} | {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def world_hues(looks: Mapping[str, Look]) -> dict[str, dict[str, float]]:
    """Return each world's share of light by hue, the mean over its phases."""
    by_world: dict[str, list[Look]] = {}
    for key, look in looks.items():
        by_world.setdefault(key.split("/")[0], []).append(look)
    return {
        world: {hue: float(np.mean([look.hues[hue] for look in own])) for hue in HUES}
        for world, own in by_world.items()
    }


def _rounded(table: Mapping[str, object]) -> dict[str, object]:
    return {name: _rounded(value) if isinstance(value, dict) else round(float(str(value)), 4)
            for name, value in table.items()}  # fmt: skip
