"""Colours of light from spectra, and their mixing in OkLCh.

Sources: Wyman, Sloan and Shirley, "Simple Analytic Approximations to the CIE XYZ Color Matching
Functions", JCGT 2 (2013), good to about 1 % of the peak; Ottosson, "A perceptual color space for
image processing" (2020) for OkLab. All RGB is linear, with the primaries of sRGB.
"""

import math

import numpy as np
from numpy.typing import NDArray

Colour = NDArray[np.float64]

_XYZ_TO_RGB = np.array([
    [3.2406255, -1.5372080, -0.4986286],
    [-0.9689307, 1.8757561, 0.0415175],
    [0.0557101, -0.2040211, 1.0569959],
])  # fmt: skip
_RGB_TO_LMS = np.array([
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
])  # fmt: skip
_LMS_TO_LAB = np.array([
    [0.2104542553, 0.7936177850, -0.0040720468],
    [1.9779984951, -2.4285922050, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.8086757660],
])  # fmt: skip
_LAB_TO_LMS = np.linalg.inv(_LMS_TO_LAB)
_LMS_TO_RGB = np.linalg.inv(_RGB_TO_LMS)


def _lobe(wavelength: Colour, centre: float, below: float, above: float) -> Colour:
    width = np.where(wavelength < centre, below, above)
    return np.exp(-0.5 * ((wavelength - centre) / width) ** 2)


def emission(peak: float, width: float) -> Colour:
    """Return the linear RGB, largest component 1, of a Gaussian spectrum: peak and full width at half maximum in nm.

    What a screen cannot show is brought into its gamut by adding white, so that no part is negative.
    """
    nm = np.arange(380.0, 781.0, 2.0)
    power = np.exp(-4 * math.log(2) * ((nm - peak) / width) ** 2)
    x = 1.056 * _lobe(nm, 599.8, 37.9, 31.0) + 0.362 * _lobe(nm, 442.0, 16.0, 26.7)
    x -= 0.065 * _lobe(nm, 501.1, 20.4, 26.2)
    y = 0.821 * _lobe(nm, 568.8, 46.9, 40.5) + 0.286 * _lobe(nm, 530.9, 16.3, 31.1)
    z = 1.217 * _lobe(nm, 437.0, 11.8, 36.0) + 0.681 * _lobe(nm, 459.0, 26.0, 13.8)
    rgb = _XYZ_TO_RGB @ np.array([(power * x).sum(), (power * y).sum(), (power * z).sum()])
    return brightest(rgb - min(0.0, float(rgb.min())))


def to_lch(rgb: Colour) -> Colour:
    """Return lightness, chroma and hue (degrees) in OkLCh of a linear RGB colour."""
    lightness, a, b = _LMS_TO_LAB @ np.cbrt(_RGB_TO_LMS @ rgb)
    return np.array([lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360.0])


def to_rgb(lch: Colour) -> Colour:
    """Return the linear RGB of an OkLCh colour; components may be negative outside the gamut."""
    angle = math.radians(lch[2])
    lab = np.array([lch[0], lch[1] * math.cos(angle), lch[1] * math.sin(angle)])
    return _LMS_TO_RGB @ (_LAB_TO_LMS @ lab) ** 3


def into_gamut(lch: Colour) -> Colour:
    """Return the linear RGB of the colour with the largest chroma, up to its own, that has no negative part."""
    low, high = 0.0, float(lch[1])
    if to_rgb(lch).min() >= -1e-6:  # on the edge, but for rounding
        return np.maximum(to_rgb(lch), 0.0)
    for _ in range(24):
        middle = (low + high) / 2
        inside = to_rgb(np.array([lch[0], middle, lch[2]])).min() >= 0
        low, high = (middle, high) if inside else (low, middle)
    return np.maximum(to_rgb(np.array([lch[0], low, lch[2]])), 0.0)


def brightest(rgb: Colour) -> Colour:
    """Return the colour scaled so that its largest component is 1."""
    return rgb / max(float(rgb.max()), 1e-9)


def turned(rgb: Colour, degrees: float) -> Colour:
    """Return the colour with its hue turned, largest component 1."""
    lightness, chroma, hue = to_lch(rgb)
    return brightest(into_gamut(np.array([lightness, chroma, (hue + degrees) % 360.0])))


def lch(lightness: float, chroma: float, hue: float) -> Colour:
    """Return the linear RGB of an OkLCh colour within the gamut."""
    return into_gamut(np.array([lightness, chroma, hue]))


def as_block(rgb: Colour) -> tuple[float, float, float, float]:
    """Return the colour as a GPU block holds it."""
    return float(rgb[0]), float(rgb[1]), float(rgb[2]), 0.0
