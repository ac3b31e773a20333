"""Blue noise for the dither before 8 bits: void and cluster (Ulichney, SPIE 1913, 1993).

`python -m installation.picture.dither OUT.png` makes the shipped tile anew.
"""

import sys

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SIDE = 64


def _energy(side: int, sigma: float) -> NDArray[np.complex128]:
    """Return the transform of a Gaussian on a torus, to blur point patterns with."""
    d = np.minimum(np.arange(side), side - np.arange(side))
    return np.fft.rfft2(np.exp(-(d[:, None] ** 2 + d[None, :] ** 2) / (2 * sigma**2)))


def blue_noise(side: int = SIDE, seed: int = 1) -> NDArray[np.float64]:
    """Return ranks 0..1, shape (side, side): each threshold of it is a pattern without clumps or lines."""
    kernel = _energy(side, 1.9)

    def blurred(points: NDArray[np.bool_]) -> NDArray[np.float64]:
        return np.fft.irfft2(np.fft.rfft2(points.astype(float)) * kernel, s=(side, side))

    points = np.zeros((side, side), bool)
    points.flat[np.random.default_rng(seed).permutation(side * side)[: side * side // 10]] = True
    while True:  # swap the tightest cluster for the largest void until they are the same place
        cluster = np.where(points, blurred(points), -np.inf).argmax()
        points.flat[cluster] = False
        void = np.where(points, np.inf, blurred(points)).argmin()
        points.flat[void] = True
        if void == cluster:
            break
    ranks = np.zeros((side, side))
    start, rest = points.sum(), points.copy()
    for rank in range(start - 1, -1, -1):
        cluster = np.where(rest, blurred(rest), -np.inf).argmax()
        rest.flat[cluster], ranks.flat[cluster] = False, rank
    for rank in range(start, side * side):
        void = np.where(points, np.inf, blurred(points)).argmin()
        points.flat[void], ranks.flat[void] = True, rank
    return (ranks + 0.5) / (side * side)


if __name__ == "__main__":
    Image.fromarray((blue_noise() * 256).astype(np.uint8)).save(sys.argv[1])
