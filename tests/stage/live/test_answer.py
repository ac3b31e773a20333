"""The main job, from outside: a run hears claps through a sound card, and the network answers them."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from program import Program, wait_for
from sound_card import RATE, VirtualSoundCard

from installation import resources
from installation.params import INDEX
from installation.presets import find, save

SECONDS = 15


@pytest.fixture
def claps(tmp_path: Path) -> Path:
    """Twelve seconds with a clap every half second."""
    sound = np.zeros(12 * RATE)
    random = np.random.default_rng(3)
    for start in range(0, len(sound) - RATE // 2, RATE // 2):
        sound[start : start + 2400] = random.normal(0.0, 0.3, 2400) * np.exp(-np.arange(2400) / 500)
    soundfile.write(tmp_path / "claps.wav", sound, RATE)
    return tmp_path / "claps.wav"


def charge_of_a_run(folder: Path, card: VirtualSoundCard, sound: Path | None) -> np.ndarray:
    """Return the share of the network that is charged, tick by tick; the sound is played once it runs."""
    vitals = folder / f"{sound.stem if sound else 'silence'}.vitals"
    arguments = "--headless", "--phase", "calm", "--sound-in", "mic", "--quality", "low", "--size", "320x180"
    more = "--seconds", str(SECONDS), "--vitals", str(vitals)
    with Program(folder, card.env, *arguments, *more) as program:
        wait_for(lambda: vitals.is_file() and vitals.stat().st_size > 0)
        if sound is not None:
            card.play(sound)
        program.summary()
    return np.array([json.loads(line).get("charge", 0.0) for line in vitals.read_text().splitlines()])


def take_the_pulse(home: Path) -> None:
    """Save a calm of the user's own in which the network charges nothing by itself."""
    calm = find("thaloria", "calm", (resources.directory("presets"),))
    values = calm.values.copy()
    values[INDEX["pulse_rate"]] = 0.0
    folder = home / "data/living-mosaic/presets/thaloria"
    folder.mkdir(parents=True)
    save(replace(calm, values=values), folder / "calm.toml")


def test_claps_charge_a_network_that_is_at_rest_in_silence(tmp_path: Path, claps: Path) -> None:
    with VirtualSoundCard() as card:
        take_the_pulse(tmp_path)
        silent = charge_of_a_run(tmp_path, card, None)
        clapped = charge_of_a_run(tmp_path, card, claps)
    # Until then the charge that was under way in the grown network has died out.
    rest = slice(510, 750)
    assert silent[rest].max() < 0.002
    assert clapped[rest].max() > 0.01
