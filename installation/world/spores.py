"""What the world starts from: a few spores, each a short stem on a root of its own, with arms to all sides."""

import math
from dataclasses import dataclass

import numpy as np

from installation.gpu import blocks
from installation.world.chance import hash_word, unit

GROWING = 1


@dataclass(frozen=True)
class Spore:
    """A place in heights and the number of hyphae that set out from it."""

    x: float
    y: float
    arms: int


def sow(values: dict[str, float], aspect: float, breadth: float, seed: int) -> list[Spore]:
    """Return the spores of a composition: the subject, its answer, the Ear and a few scattered ones."""
    subject = (values["subject_x"] * aspect, values["subject_y"], values["subject_size"])
    answer = (values["answer_x"] * aspect, values["answer_y"], values["answer_size"])
    spores = [
        Spore(subject[0], subject[1], 9),
        Spore(answer[0], answer[1], 6),
        Spore(values["ear_x"] * aspect, values["ear_y"], 5),
    ]
    for n in range(6):
        x, y, size = subject if n < 4 else answer
        distance, angle = size * (0.4 + 0.5 * unit(seed, n, 1)), math.tau * unit(seed, n, 2)
        spores.append(Spore(x + breadth * distance * math.cos(angle), y + distance * math.sin(angle), 4))
    return [Spore(min(max(s.x, 0.0), aspect), min(max(s.y, 0.0), 1.0), s.arms) for s in spores]


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
