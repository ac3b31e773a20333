import numpy as np
import pytest

from installation.senses.midi.clock import LOST_AFTER, MidiClock

TICK = 1 / 60


def play(bpm, seconds=30.0, jitter=0.0, clock=None, begin=0.0, seed=1):
    """Let a clock run, looked at sixty times a second; give the number and the time of each beat, and the tempo."""
    clock = clock or MidiClock()
    period = 60.0 / bpm / 24
    times = begin + np.arange(int(seconds / period)) * period
    times = np.sort(times + np.random.default_rng(seed).uniform(0.0, jitter, len(times)))
    beats, tempi, next_pulse = [], [], 0
    for now in np.arange(begin, begin + seconds, TICK):
        while next_pulse < len(times) and times[next_pulse] <= now:
            clock.pulse(float(times[next_pulse]))
            next_pulse += 1
        number = clock.beat(now)
        if number is not None:
            beats.append((number, now))
        tempi.append(clock.tempo)
    return beats, np.array(tempi), clock


@pytest.mark.parametrize("bpm", [40, 60, 74, 120, 191, 300])
@pytest.mark.parametrize("jitter", [0.0, 0.004])
def test_every_beat_is_told_once_and_at_its_tick_whatever_the_jitter(bpm, jitter):
    beats, tempi, _ = play(bpm, jitter=jitter)
    numbers = [number for number, _ in beats]
    assert numbers == list(range(len(numbers))) and len(numbers) >= bpm / 2 - 1
    late = np.array([now - number * 60 / bpm for number, now in beats])[4:]
    assert -0.001 <= late.min() and late.max() <= TICK + jitter
    assert np.abs(tempi[300:] / bpm - 1).max() < (0.006 if jitter else 0.001)


def test_the_tempo_is_much_steadier_than_the_pulses():
    _, tempi, _ = play(120, seconds=60.0, jitter=0.005)
    pulses = 0.5 / 24 + np.diff(np.random.default_rng(1).uniform(0.0, 0.005, 1000))
    raw = 60.0 / (pulses * 24)
    assert tempi[600:].std() < raw.std() / 50


def test_a_new_tempo_is_followed_within_two_beats():
    _, _, clock = play(120, seconds=10.0)
    beats, tempi, _ = play(90, seconds=8.0, clock=clock, begin=10.0)
    assert np.abs(tempi[90:] / 90 - 1).max() < 0.01
    assert [number for number, _ in beats] == list(range(beats[0][0], beats[0][0] + len(beats)))


def test_a_start_counts_from_the_first_beat_and_a_stop_tells_none():
    clock = play(120, seconds=3.3)[2]
    clock.start()
    assert play(120, seconds=2.0, clock=clock, begin=3.3)[0][0] == (0, 3.3)
    clock.stop()
    beats, tempi, _ = play(120, seconds=2.0, clock=clock, begin=5.3)
    assert beats == [] and tempi[-1] == pytest.approx(120, rel=0.01)
    clock.go_on()
    assert play(120, seconds=2.0, clock=clock, begin=7.3)[0][0][0] == 4


@pytest.mark.parametrize(("sixteenths", "first"), [(0, 0), (16, 4), (18, 5), (1000, 250)])
def test_a_song_position_is_where_the_beats_go_on(sixteenths, first):
    clock = play(120, seconds=1.2)[2]
    clock.stop()
    clock.move_to(sixteenths)
    clock.go_on()
    assert play(120, seconds=2.0, clock=clock, begin=1.2)[0][0][0] == first


def test_a_clock_that_ends_is_lost_and_one_that_comes_back_goes_on():
    clock = play(120, seconds=3.0)[2]
    assert not clock.lost(3.0 + LOST_AFTER / 2) and clock.lost(3.0 + 2 * LOST_AFTER)
    assert clock.beat(9.0) is None
    beats, tempi, _ = play(100, seconds=4.0, clock=clock, begin=9.0)
    assert len(beats) >= 5 and tempi[-1] == pytest.approx(100, rel=0.01)


def test_without_a_pulse_there_is_no_tempo_and_no_beat():
    clock = MidiClock()
    assert clock.tempo == 0.0 and clock.beat(1.0) is None and not clock.lost(100.0)
    clock.pulse(1.0)
    assert clock.tempo == 0.0
