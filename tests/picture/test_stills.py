"""The picture against kept stills. After a change of the look: `python -m tests.picture.stills`, then look at them."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from stills import FOLDER, STILLS

ROOT = Path(__file__).parents[2]


def kept(name, folder=FOLDER):
    with Image.open(folder / f"{name}.png") as image:
        return np.asarray(image).astype(int)


@pytest.mark.parametrize("name", STILLS)
def test_a_picture_is_as_it_was_kept(name):
    difference = np.abs(STILLS[name]() - kept(name))
    assert difference.max() <= 1, f"{(difference > 1).mean():.2%} differ: `python -m tests.picture.stills`, and look"


def test_every_still_is_of_something():
    assert sorted(path.stem for path in FOLDER.glob("*.png")) == sorted(STILLS)


@pytest.mark.parametrize("threads", ["1", "4"])
def test_the_number_of_threads_does_not_tell(threads, tmp_path):
    script = (
        "import sys; from pathlib import Path; import tests.picture.stills as s; s.FOLDER = Path(sys.argv[1]); s.main()"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"LP_NUM_THREADS": threads}, check=True, capture_output=True)
    for name in STILLS:
        assert (kept(name, tmp_path) == STILLS[name]()).all()
