"""The measure of coherence itself, on pictures that are known."""

import numpy as np
import pytest
from coherence import coherence, combed
from PIL import Image


def test_parallel_lines_are_coherent():
    assert coherence(combed()) > 0.98


def test_noise_is_not():
    noise = np.random.default_rng(1).integers(0, 256, (360, 640, 3), np.uint8)
    assert coherence(Image.fromarray(noise)) < 0.15


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_the_size_of_the_picture_does_not_tell(size):
    blots = np.random.default_rng(2).integers(0, 256, (90, 160), np.uint8)
    image = Image.fromarray(blots).resize((640, 360), Image.Resampling.BICUBIC).convert("RGB")
    enlarged = image.resize(size, Image.Resampling.NEAREST)
    assert coherence(enlarged) == pytest.approx(coherence(image), abs=0.03)
