"""Statistics of what people feel: how far they agree, and whether they fall into two camps.

Unity is dispersion on the plane of valence and arousal (Russell 1980), not direction on its circle: near neutral an
angle says nothing. Taps have true phases, and theirs is the debiased order parameter of Kuramoto (1984).
"""

import math

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

TRIMMED = 0.15
"""Share of the weight that a mean leaves out at either end."""
UNIFORM_VARIANCE = 2.0 / 3.0
"""Variance, summed over both axes, of people who are spread evenly over the whole plane from -1 to 1."""
_DIFFUSE, _PARTED = 0.75, 0.95
"""Share of the variance that lies between two halves: at most .75 for an even spread, near 1 for two camps."""
_OPPOSED = 1.0
"""Distance between the camps' feelings from which on they are wholly opposed."""


def trimmed_mean(feelings: Numbers, weights: Numbers) -> Numbers:
    """Return the weighted mean of each column without the outermost TRIMMED of the weight at either end, shape (2,).

    However far somebody goes, they move it no more than their neighbour would (Tukey 1962). `feelings` has shape
    (n, 2), `weights` (n,), not all of them 0.
    """
    order = np.argsort(feelings, axis=0, kind="stable")
    ends = np.cumsum(weights[order], axis=0)
    low, high = TRIMMED * ends[-1], (1.0 - TRIMMED) * ends[-1]
    kept = np.minimum(np.maximum(ends, low), high)
    kept[1:] -= kept[:-1].copy()
    kept[0] -= low
    means: Numbers = (kept * np.take_along_axis(feelings, order, axis=0)).sum(axis=0) / (high - low)
    return means


def dispersion_unity(feelings: Numbers, weights: Numbers) -> float:
    """Return 1 - s^2 / (2/3), within 0 to 1: s^2 is the unbiased variance summed over valence and arousal.

    `feelings` has shape (n, 2), `weights` (n,), the unbiased variance that of reliability weights. One half where
    there are not two to compare.
    """
    total = float(weights.sum()) if len(weights) > 1 else 0.0
    room = total - float(weights @ weights) / total if total > 0.0 else 0.0
    if room < 1e-6:
        return 0.5
    apart = feelings - weights @ feelings / total
    variance = float(weights @ (apart * apart).sum(1)) / room
    return min(1.0, max(0.0, 1.0 - variance / UNIFORM_VARIANCE))


def camps(feelings: Numbers, weights: Numbers) -> float:
    """Return how far people fall into two opposed camps, 0 to 1; 0 for agreement and for an even spread.

    The camps are the best two parts along the main axis of what they feel. It grows with the share of the variance
    that lies between them, with how far they are apart, and with how even they are. `feelings` has shape (n, 2),
    `weights` (n,).
    """
    total = float(weights.sum()) if len(weights) > 1 else 0.0
    if total < 1e-6:
        return 0.0
    apart = feelings - weights @ feelings / total
    (a, b), (_, c) = (weights[:, None] * apart).T @ apart / total
    if a + c < 1e-6:
        return 0.0
    angle = 0.5 * math.atan2(2.0 * b, a - c)
    along = apart @ np.array([math.cos(angle), math.sin(angle)])
    order = np.argsort(along, kind="stable")
    # Where the sorted people are cut after each of them, the weight and the moments of the lower part:
    lower = np.cumsum(weights[order])[:-1]
    moments = np.cumsum(weights[order, None] * apart[order], axis=0)[:-1]
    share = np.clip(lower / total, 1e-9, 1.0 - 1e-9)
    # The upper part's moments are the opposite, so the distance of the centres follows from one of them.
    distance = np.hypot(moments[:, 0], moments[:, 1]) / total / (share * (1.0 - share))
    between = share * (1.0 - share) * distance * distance
    best = int(np.argmax(between))
    parted = (float(between[best]) / (a + c) - _DIFFUSE) / (_PARTED - _DIFFUSE)
    even = 3.0 * float(min(share[best], 1.0 - share[best]))
    sizes = (min(1.0, max(0.0, part)) for part in (parted, float(distance[best]) / _OPPOSED, even))
    return math.prod(sizes)


def phase_unity(phases: Numbers) -> float:
    """Return the debiased order parameter (N R^2 - 1) / (N - 1) of phases in turns, within 0 to 1; 0 below two."""
    count = len(phases)
    if count < 2:
        return 0.0
    square = float(np.cos(2.0 * np.pi * phases).mean() ** 2 + np.sin(2.0 * np.pi * phases).mean() ** 2)
    return min(1.0, max(0.0, (count * square - 1.0) / (count - 1.0)))
