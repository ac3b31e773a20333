"""The main job, from outside: a run hears claps through a sound card, and the network answers them."""

import json
import signal
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

REST = 120
"""Ticks of silence in which next to nothing of the network is charged."""


@pytest.fixture
def claps(tmp_path: Path) -> Path:
    """Twelve seconds with a clap every half second."""
    sound = np.zeros(12 * RATE)
    random = np.random.default_rng(3)
    for start in range(0, len(sound) - RATE // 2, RATE // 2):
        sound[start : start + 2400] = random.normal(0.0, 0.3, 2400) * np.exp(-np.arange(2400) / 500)
    soundfile.write(tmp_path / "claps.wav", sound, RATE)
    return tmp_path / "claps.wav"


def charges(vitals: Path) -> np.ndarray:
    """Return the share of the network that was charged in each tick so far; the last line may be half written."""
    lines = vitals.read_text().splitlines()[:-1] if vitals.is_file() else []
    return np.array([json.loads(line).get("charge", 0.0) for line in lines])


def take_the_pulse(home: Path) -> None:
    """Save a calm of the user's own in which the network charges nothing by itself."""
    calm = find("thaloria", "calm", (resources.directory("presets"),))
    values = calm.values.copy()
    values[INDEX["pulse_rate"]] = 0.0
    folder = home / "data/living-mosaic/presets/thaloria"
    folder.mkdir(parents=True)
    save(replace(calm, values=values), folder / "calm.toml")


def test_claps_charge_a_network_that_is_at_rest_in_silence(tmp_path: Path, claps: Path) -> None:
    vitals = tmp_path / "vitals"
    arguments = "--headless", "--phase", "calm", "--sound-in", "mic", "--quality", "low", "--size", "160x90"
    with VirtualSoundCard() as card:
        take_the_pulse(tmp_path)
        with Program(tmp_path, card.env, *arguments, "--vitals", str(vitals)) as program:

            def rests() -> bool:
                last = charges(vitals)[-REST:]
                return len(last) == REST and last.max() < 0.002

            wait_for(rests)
            begin = len(charges(vitals))
            card.play(claps)
            wait_for(lambda: charges(vitals)[begin:].max(initial=0.0) > 0.01)
            program.process.send_signal(signal.SIGTERM)
            program.summary()
