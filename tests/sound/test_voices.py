"""The instruments play what they are told, without a click, whatever happens to a voice."""

import math
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from sound.aliasing import aliased

import installation
from installation.sound.notes import SAMPLE_RATE, SAMPLES, Controls, Note, Timbre
from installation.sound.voices.instruments import Instruments
from installation.sound.voices.loudness import curve
from installation.sound.voices.rack import LOUD
from installation.sound.voices.state import BELL, KINDS, PLUCK, POOL

TIMBRES = tuple(Timbre(kind, 0.5, 6.0, 0.02, 2.0, 0.8, 0.3, 0.1, 0.1, 0.6) for kind in KINDS)
PAD = KINDS.index("pad")
DRONE, BREATH = KINDS.index("drone"), KINDS.index("breath")
STILL = Controls(38.0, 0.0, 0.0, 0.0, 0.5, 0.0, 60.0, 1.0, DRONE, BREATH)


def note(timbre, pitch=57.0, offset=0, velocity=0.5, seconds=1.0, x=0.5, y=0.5):
    return Note(offset, timbre, pitch, velocity, seconds, x, y, "test")


def play(instruments, ticks, notes=(), controls=STILL):
    """Return the samples of so many ticks; the notes begin in the first one."""
    return np.concatenate([instruments.render(notes if tick == 0 else (), controls) for tick in range(ticks)])


def step(samples):
    return float(np.max(np.abs(np.diff(samples, axis=0))))


def hiss(samples, size=1024):
    """Return the most power above 6 kHz in any short stretch: a click's, where the voices have next to none."""
    window = np.hanning(size)[:, None]
    stretches = [samples[at : at + size] * window for at in range(0, len(samples) - size, size // 2)]
    return max(float(np.sum(np.abs(np.fft.rfft(stretch, axis=0)[size // 8 :]) ** 2)) for stretch in stretches)


@pytest.mark.parametrize("kind", KINDS)
def test_a_voice_has_nothing_that_one_at_ten_times_the_rate_has_not(kind):
    timbre = Timbre(kind, 1.0, 5.0, 0.02, 2.0, 0.9, 0.3, 0.0, 0.0 if kind == "pluck" else 0.5, 0.6)
    assert max(aliased(timbre, pitch) for pitch in (40.0, 67.0, 95.0)) < -60.0


def test_silence_is_silent():
    assert np.max(np.abs(play(Instruments(TIMBRES), 30))) < 1e-12


@pytest.mark.parametrize("kind", KINDS)
def test_a_note_begins_at_its_sample_without_a_click_and_ends(kind):
    instruments = Instruments(TIMBRES)
    samples = play(instruments, 60 * 5, [note(KINDS.index(kind), offset=400, seconds=0.5)])
    begin = 400 + instruments.delay
    assert np.max(np.abs(samples[:begin])) < 1e-12
    assert np.max(np.abs(samples[begin : begin + 4800])) > 1e-3
    assert abs(samples[begin + 1]).max() < 0.01 * np.max(np.abs(samples))
    assert instruments.sounding == 0 and np.max(np.abs(samples[-SAMPLES:])) < 1e-3


@pytest.mark.parametrize("kind", KINDS)
def test_every_timbre_is_equally_loud_over_its_range(kind):
    levels = []
    for pitch in (42.0, 55.0, 69.0):
        samples = play(Instruments(TIMBRES), 60, [note(KINDS.index(kind), pitch, velocity=1.0)])
        levels.append(max(curve(samples, SAMPLE_RATE)))
    assert max(levels) - min(levels) < 5.0
    assert abs(np.mean(levels) - LOUD) < 4.0


@pytest.mark.parametrize("pitch", [40.0, 57.0, 76.0, 93.0])
@pytest.mark.parametrize("kind", [PLUCK, BELL])
def test_strings_and_bells_are_in_tune(kind, pitch):
    timbre = TIMBRES[kind]._replace(detune=0.0, noise=0.0, fold=0.0, decay=4.0)
    samples = play(Instruments([timbre]), 60, [note(0, pitch, velocity=0.4)])[:, 0]
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 8 * len(samples)))
    true = 440.0 * 2 ** ((pitch - 69) / 12)
    hertz = SAMPLE_RATE / (8 * len(samples))
    low, high = round(0.9 * true / hertz), round(1.1 * true / hertz)
    assert abs(1200 * math.log2((low + np.argmax(spectrum[low:high])) * hertz / true)) < 4.0


def test_more_notes_than_voices_take_the_places_of_others_without_a_click():
    pure = [TIMBRES[PAD]._replace(noise=0.0, attack=0.1, brightness=0.0)]
    chord = [note(0, 50.0 + 0.5 * k, velocity=0.3, seconds=9.0) for k in range(POOL)]
    crowd = [note(0, 52.0 + 0.5 * k, offset=40 * k, velocity=0.3, seconds=9.0) for k in range(20)]
    full, roomy = Instruments(pure), Instruments(pure)
    steady = play(full, 120, chord)[SAMPLES * 30 :]
    play(roomy, 120, chord[:12])
    stolen, free = play(full, 30, crowd), play(roomy, 30, crowd)
    assert full.sounding == POOL == roomy.sounding
    assert hiss(stolen) <= 1.2 * max(hiss(steady), hiss(free))


def test_all_voices_and_the_room_cost_less_than_seven_sines_a_voice_in_numpy():
    instruments = Instruments(TIMBRES)
    chord = [note(k % len(KINDS), 40.0 + k, velocity=0.3, seconds=60.0) for k in range(POOL)]
    play(instruments, 1, chord, STILL._replace(space=0.6, drone_level=0.3, breath_level=0.2))
    before = time.thread_time()
    play(instruments, 60)
    between = time.thread_time()
    assert instruments.sounding > 20
    for _ in range(60):
        np.sin(np.linspace(0.0, 100.0, SAMPLES * POOL))
    assert between - before < 7.0 * (time.thread_time() - between)


def test_the_most_quiet_voice_gives_way():
    instruments = Instruments(TIMBRES)
    play(instruments, 30, [note(PAD, 50.0 + k, velocity=0.1 if k == 7 else 0.6, seconds=9.0) for k in range(POOL)])
    play(instruments, 1, [note(PAD, 90.0, velocity=0.6)])
    assert set(instruments.rack.voices["pitch"][:POOL]) == {50.0 + k for k in range(POOL) if k != 7} | {90.0}


@pytest.mark.parametrize("number", [math.nan, math.inf, 1e-310])
@pytest.mark.parametrize("kind", KINDS)
def test_a_voice_with_a_number_that_is_none_falls_silent_alone_and_is_counted(kind, number):
    whole, broken = Instruments(TIMBRES), Instruments(TIMBRES)
    other, index = note(PAD, 50.0, velocity=0.9, seconds=5.0), KINDS.index(kind)
    for instruments in (whole, broken):
        play(instruments, 6, [other] if instruments is whole else [other, note(index, 70.0, seconds=5.0)])
    victim = broken.rack.voices[1]
    target = victim["modes"][0] if index == BELL else victim["strings"] if index == PLUCK else victim["filters"]
    target.flat[4] = number
    play(broken, 12), play(whole, 12)
    assert broken.faults == 1 and broken.sounding == 1
    assert np.allclose(play(broken, 6), play(whole, 6), atol=0.02)
    assert np.max(np.abs(play(broken, 6, [note(index, 70.0)]))) > 0.01


def test_notes_that_cannot_be_played_harm_nothing():
    instruments = Instruments(TIMBRES)
    bad = [
        note(PAD, math.nan), note(PAD, velocity=math.inf), note(PAD, x=math.nan), note(PAD, seconds=-math.inf),
        note(99, 300.0, offset=5000, velocity=7.0, seconds=1e9, x=-3.0, y=9.0),
        note(-5, -300.0, offset=-9, seconds=-1.0),
    ]  # fmt: skip
    samples = play(instruments, 12, bad)
    samples = np.concatenate([samples, play(instruments, 12, (), STILL._replace(level=math.nan, space=9.0, tempo=0.0))])
    assert np.all(np.isfinite(samples)) and np.max(np.abs(samples)) < 0.9
    assert instruments.faults == 0 and instruments.sounding <= 2


def test_the_same_notes_give_the_same_samples():
    notes = [note(index, 48.0 + index, offset=100 * index) for index in range(len(KINDS))]
    busy = STILL._replace(drone_level=0.4, breath_level=0.3, space=0.6)
    first, again = (play(Instruments(TIMBRES), 30, notes, busy) for _ in range(2))
    assert first.tobytes() == again.tobytes()


def test_the_endless_voices_change_their_timbres_and_all_controls_without_a_click():
    instruments = Instruments([*TIMBRES, TIMBRES[DRONE]._replace(fold=0.4), TIMBRES[BREATH]._replace(noise=0.3)])
    here = STILL._replace(drone_level=0.6, breath_level=0.3)
    there = Controls(50.0, 0.5, 0.5, 20.0, 0.8, 0.7, 120.0, 0.8, len(KINDS), len(KINDS) + 1)
    play(instruments, 150, (), here)
    steady = play(instruments, 150, (), here)
    change = play(instruments, 60, (), there)
    after = play(instruments, 240, (), there)
    assert step(change) <= 1.1 * max(step(steady), step(after))
    assert np.std(after) > 0.005


@pytest.mark.parametrize("outputs", [1, 2, 4, 8])
def test_a_voice_is_heard_where_its_place_is(outputs):
    # The frame seen from above, its upper edge in front; outputs clockwise from the front left.
    places = {2: {0: (0.0, 0.5), 1: (1.0, 0.5)}, 4: {0: (0.1, 0.9), 1: (0.9, 0.9), 2: (0.9, 0.1), 3: (0.1, 0.1)}}
    places[8] = {0: (0.35, 0.95), 3: (0.95, 0.35), 6: (0.05, 0.35)}
    dry = TIMBRES[PAD]._replace(width=0.0)
    for output, (x, y) in places.get(outputs, {0: (0.3, 0.3)}).items():
        samples = play(Instruments([dry], outputs=outputs), 30, [note(0, x=x, y=y)])
        assert samples.shape == (30 * SAMPLES, outputs)
        assert np.argmax(np.sum(samples**2, axis=0)) == output


@pytest.mark.parametrize("timbres, outputs", [((), 2), (TIMBRES, 0), (TIMBRES, 9)])
def test_instruments_that_cannot_be_are_refused(timbres, outputs):
    with pytest.raises(ValueError, match="expected timbres and 1 to 8 outputs"):
        Instruments(timbres, outputs=outputs)


PROGRAM = """
from installation.sound.voices.kernels import kernel

@kernel
def double(x):
    return 2 * x

print(double(21))
"""


def compile_one(program, cache):
    """Compile a kernel in a process of its own, started with these arguments, and return what it says for 21."""
    package = Path(installation.__file__).parents[1]
    places = {"HOME": str(cache), "XDG_CACHE_HOME": str(cache), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(package)}
    done = subprocess.run([sys.executable, *program], env=places, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_where_nothing_can_be_kept_kernels_are_compiled_all_the_same():
    assert compile_one(["-c", PROGRAM], "/proc/nowhere") == 42


def test_a_kept_kernel_that_is_torn_is_compiled_anew(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    assert compile_one([str(program)], tmp_path) == 42
    kept = [path for path in tmp_path.rglob("*.nb?") if path.is_file()]
    assert kept
    for path in kept:
        path.write_bytes(path.read_bytes()[:20])
    assert compile_one([str(program)], tmp_path) == 42
