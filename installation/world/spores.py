"""What the world starts from: a few spores, each a short stem on a root of its own, with arms to all sides."""

import math
from dataclasses import dataclass

import numpy as np

from installation.chance import hash_word, unit
from installation.gpu import blocks

GROWING = 1


@dataclass(frozen=True)
class Spore:
    """A place in heights and the number of hyphae that set out from it."""

    x: float
    y: float
    arms: int


def sow(values: dict[str, float], aspect: float, breadth: float, seed: int) -> list[Spore]:
    """Return the spores of a composition: those of its form, and one at the Ear."""
    places = _places(values, aspect, breadth, seed)
    spores = [*places, Spore(values["ear_x"] * aspect, values["ear_y"], 5)]
    return [Spore(min(max(s.x, 0.0), aspect), min(max(s.y, 0.0), 1.0), s.arms) for s in spores]


def _places(values: dict[str, float], aspect: float, breadth: float, seed: int) -> list[Spore]:
    """Return where a form is sown, by the strongest of the forms that shaders/lib/forms.glsl knows."""
    x, y, size = values["subject_x"] * aspect, values["subject_y"], values["subject_size"]
    answer = Spore(values["answer_x"] * aspect, values["answer_y"], 6)
    form = max(("totem", "banks", "oculus", "biomes"), key=lambda name: values[name])
    if values[form] < 0.5:
        beside = _around(answer.x, answer.y, values["answer_size"], breadth, seed + 4, 6, 2)
        return _around(x, y, size, breadth, seed, 9, 4) + beside
    if form == "totem":
        climbing = [Spore(x + (0.10 - 0.03 * n) * (-1) ** n * breadth, 0.15 + 0.12 * n, 5) for n in range(4)]
        return [Spore(x + side * 0.22 * breadth, 0.11, 6) for side in (-1, 1)] + climbing + [answer]
    if form == "banks":
        down = (0.07, 0.16, 0.30, 0.50, 0.68)
        half = [1.35 * values["gap_width"] * breadth * d for d in down]
        return [Spore(x + side * 1.4 * h, 0.8 - d, 6) for side in (-1, 1) for d, h in zip(down, half, strict=True)]
    if form == "oculus":
        rim = 0.45 * size * min(1.0, 1.6 * breadth)
        angles = [math.tau * (n + 0.6 * unit(seed, n, 1)) / 14 for n in range(14)]
        reaches = [rim * (1.15 if n % 2 else 1.4) for n in range(14)]
        return [Spore(x + r * math.cos(a), y + r * math.sin(a), 5) for r, a in zip(reaches, angles, strict=True)]
    gardens = [_around(site[0] * aspect, site[1], 0.14, 1.0, seed + n, 8, 2) for n, site in enumerate(BIOMES)]
    return [spore for garden in gardens for spore in garden]


BIOMES = ((0.12, 0.70), (0.345, 0.88), (0.60, 0.59), (0.93, 0.82), (0.20, 0.22), (0.51, 0.09), (0.86, 0.25))
"""Where the seven biomes lie, in shares of the frame, as shaders/lib/forms.glsl has them."""


def _around(x: float, y: float, size: float, breadth: float, seed: int, arms: int, others: int) -> list[Spore]:
    """Return a spore of so many arms and `others` scattered around it, within `size` heights."""
    found = [Spore(x, y, arms)]
    for n in range(others):
        distance, angle = size * (0.4 + 0.5 * unit(seed, n, 1)), math.tau * unit(seed, n, 2)
        found.append(Spore(x + breadth * distance * math.cos(angle), y + distance * math.sin(angle), 4))
    return found


def plant(spores: list[Spore], segment_length: float, seed: int) -> tuple[np.ndarray, ...]:
    """Return the first segments: arrays of ends (n, 4), ties (n, 4), body (n,) and vigour (n,).

    A spore of n arms is a stem of n - 1 segments in an arc; each carries one arm to the side, the last one two.
    """
    ends: list[tuple[float, float, float, float]] = []
    ties: list[list[int]] = []
    modes: list[int] = []
    for number, spore in enumerate(spores):
        heading, bend = math.tau * unit(seed, number, 3), 0.8 * unit(seed, number, 4) - 0.4
        x, y, parent = spore.x, spore.y, -1
        for arm in range(spore.arms):
            if arm < spore.arms - 1:
                heading += bend
                stem, from_x, from_y = len(ends), x, y
                x, y = x + segment_length * math.cos(heading), y + segment_length * math.sin(heading)
                ends.append((from_x, from_y, x, y))
                ties.append([parent, -1, -1, -1])
                modes.append(0)
                _tie(ties, parent, stem)
                parent = stem
            tip = len(ends)
            angle = heading + (1.0 if arm % 2 else -1.0) * (0.9 if arm < spore.arms - 1 else 0.3)
            reach = segment_length * 0.3
            ends.append((x, y, x + reach * math.cos(angle), y + reach * math.sin(angle)))
            ties.append([parent, -1, -1, -1])
            modes.append(GROWING)
            _tie(ties, parent, tip)
    count = len(ends)
    body = np.zeros(count, blocks.dtype(blocks.Body))
    body["radius"], body["health"], body["born"] = 0.0004, 1.0, 1
    body["identity"] = [hash_word(n, seed & 0xFFFFFFFF) for n in range(count)]
    vigour = np.zeros(count, blocks.dtype(blocks.Vigour))
    vigour["state"], vigour["store"] = modes, 30000
    vigour["branch"] = [hash_word(n, 7, seed & 0xFFFFFFFF) for n in range(count)]
    return np.array(ends, np.float32), np.array(ties, np.int32), body, vigour


def _tie(ties: list[list[int]], parent: int, child: int) -> None:
    if parent >= 0:
        ties[parent][2 if ties[parent][1] >= 0 else 1] = child
