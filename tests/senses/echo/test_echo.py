"""An installation that does not hear itself: plucked notes through a room into a microphone, where people clap too."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from installation.community import Listeners
from installation.score import FEATURES
from installation.senses.echo.clocks import Clocks
from installation.senses.echo.remover import EchoRemover
from installation.senses.listening import Listener

SPEECH = Path(__file__).parents[4] / "shared/audio/speech.ogg"
RATE, TICK = 48_000, 800
ONSET = FEATURES.index("onset")
SETTLED = 4.0
"""Seconds after which it has learned how it sounds in this room."""


class Ring:
    """What was played, as the engine tells it: in blocks of three, as a sound server takes them."""

    def __init__(self, frames: np.ndarray, rate: float = RATE, at_once: float = 0.0) -> None:
        self.frames, self.rate, self.seconds, self.opening = frames.astype(np.float32), rate, 0.0, 1
        self.at_once = at_once

    def newest(self) -> tuple[int, int]:
        return self.opening, int(max(self.at_once, self.seconds) * self.rate) // 1536 * 1536

    def read(self, begin: int, count: int) -> np.ndarray:
        found = np.zeros((count, 2), np.float32)
        first, last = max(begin, 0), min(begin + count, self.newest()[1])
        if first < last:
            found[first - begin : last - begin] = self.frames[first:last]
        return found


def song(seconds: float, seed: int = 1, rate: int = RATE) -> np.ndarray:
    """Plucked notes at odd times over a drone, here and there between both sides; shape (n, 2)."""
    chance, t = np.random.default_rng(seed), np.arange(rate) / rate
    sung = np.zeros((round(seconds * rate) + 2 * rate, 2))
    for begin in np.cumsum(chance.uniform(0.08, 0.5, int(seconds / 0.29))):
        pitch, side = 110.0 * 2 ** (chance.choice([0, 2, 4, 7, 9, 12, 14, 19, 24]) / 12), chance.uniform(0.1, 0.9)
        note = sum(0.5**n * np.sin(2 * np.pi * pitch * (n + 1) * t) for n in range(8)) * np.exp(-4.0 * t)
        note += 0.3 * chance.standard_normal(rate) * np.exp(-200.0 * t)
        start = round(begin * rate)
        sung[start : start + rate] += 0.08 * note[: len(sung) - start, None] * np.array([side, 1.0 - side])
    drone = np.arange(len(sung)) / rate
    sung += 0.02 * np.sin(2 * np.pi * 55.0 * drone)[:, None]
    return sung[: round(seconds * rate)]


def room(frames: np.ndarray, level: float = -6.0, late: float = 0.12, seed: int = 2) -> np.ndarray:
    """What a microphone hears of it after `late` seconds, in a room that rings on for .3 s; shape (n,)."""
    chance, t = np.random.default_rng(seed), np.arange(round(0.3 * RATE)) / RATE
    size = 1 << (len(frames) + len(t)).bit_length()
    heard = np.zeros(len(frames))
    for side in frames.T:
        answer = chance.standard_normal(len(t)) * 10.0 ** (-3.0 * t / 0.3)
        answer *= np.sqrt(0.4 / np.sum(answer**2))
        answer[0] = np.sqrt(0.6)
        heard += np.fft.irfft(np.fft.rfft(side, size) * np.fft.rfft(answer, size))[: len(frames)]
    delayed = np.concatenate([np.zeros(round(late * RATE)), heard])[: len(frames)]
    return 10.0 ** (level / 20.0) * delayed + 10.0 ** (-70.0 / 20.0) * chance.standard_normal(len(frames))


def claps(seconds: np.ndarray, length: int, peak: float) -> np.ndarray:
    found, chance, t = np.zeros(length), np.random.default_rng(3), np.arange(2400) / RATE
    for begin in np.round(seconds * RATE).astype(int):
        found[begin : begin + 2400] += peak / 3.0 * chance.standard_normal(2400) * np.exp(-t / 0.008)
    return found


def hear(heard: np.ndarray, played: Ring | None, rate: int = RATE) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return seconds of onsets, arousal by tick, and what was left to hear."""
    listener, listeners = Listener(rate), Listeners()
    remover = EchoRemover(rate, played) if played is not None else None
    onsets, arousal, left = [], [], []
    for tick, block in enumerate(heard.reshape(-1, rate // 60)):
        if played is not None and remover is not None:
            played.seconds = (tick + 1) / 60
            block = remover.clean(block)
        left.append(block)
        listener.hear(block)
        events = listener.events(tick)
        if any(event.name == "features" and event.values[ONSET] > 0.0 for event in events):
            onsets.append(tick / 60)
        arousal.append(listeners.step(events).arousal)
    return np.array(onsets), np.array(arousal), np.concatenate(left)


def stretched(heard: np.ndarray, share: float) -> np.ndarray:
    """The same by another clock, which is slower by this share."""
    at = np.arange(len(heard))
    return np.interp(at * (1.0 - share), at, heard)


def turned_up(heard: np.ndarray) -> np.ndarray:
    return heard * np.where(np.arange(len(heard)) < len(heard) // 2, 1.0, 2.0)


CHANGES = {
    "as it is": lambda heard: heard,
    "as loud as it is played": lambda heard: 2.0 * heard,
    "by another clock": lambda heard: stretched(heard, 1e-4),
    "turned up": turned_up,
}


@pytest.mark.parametrize("change", CHANGES)
def test_empty_room_feels_nothing_of_what_is_played_in_it_but_a_clap_above_it_is_heard(change):
    sung = song(12.0)
    when = np.arange(SETTLED + 0.5, 11.5, 0.9)
    heard = CHANGES[change](room(sung)) + claps(when, len(sung), 0.25)
    onsets, arousal, _ = hear(heard, Ring(sung))
    near = np.abs(onsets[:, None] - when[None, :]).min(axis=1) if len(onsets) else np.zeros(0)
    assert all(np.abs(onsets - clap).min() < 0.1 for clap in when)
    # Who turns it up at once is heard once; a clap may be heard twice.
    assert np.count_nonzero(near[onsets > SETTLED] > 0.3) <= (change == "turned up")


def test_arousal_of_an_empty_room_rises_by_less_than_a_tenth_where_it_would_rise_by_much():
    sung = song(10.0)
    onsets, arousal, left = hear(room(sung), Ring(sung))
    assert (arousal + 1.0).max() < 0.1 and np.count_nonzero(onsets > SETTLED) == 0
    raw_onsets, raw_arousal, _ = hear(room(sung), None)
    assert (raw_arousal + 1.0).max() > 0.3 and len(raw_onsets) > 10


def test_device_that_takes_much_at_once_when_it_is_opened_is_understood_soon():
    sung = song(10.0)
    sung[:RATE] = 0.0
    onsets, _, _ = hear(room(sung), Ring(sung, at_once=0.4))
    assert np.count_nonzero(onsets > SETTLED + 1.0) == 0


def test_microphone_at_another_rate_is_cleaned_too():
    sung = song(8.0)
    onsets, arousal, _ = hear(room(sung)[::2], Ring(sung), RATE // 2)
    assert (arousal + 1.0).max() < 0.1 and np.count_nonzero(onsets > SETTLED) == 0


def test_where_nothing_is_played_all_is_heard_a_little_later():
    heard = 0.1 * np.random.default_rng(4).standard_normal(RATE)
    remover = EchoRemover(RATE, Ring(np.zeros((RATE, 2)), 0.0))
    left = np.concatenate([remover.clean(block) for block in heard.reshape(-1, TICK)])
    assert remover.delay < 0.022 * RATE
    np.testing.assert_allclose(left[remover.delay :], heard[: -remover.delay], atol=1e-5)


def test_crowd_that_is_louder_than_the_loudspeakers_is_not_taken_for_them():
    sung = song(10.0)
    crowd = 0.1 * np.random.default_rng(5).standard_normal(len(sung))
    crowd *= 1.0 + 0.8 * np.sin(2 * np.pi * 3.0 * np.arange(len(sung)) / RATE)
    _, _, left = hear(room(sung, -20.0) + crowd, Ring(sung))
    late = slice(round(SETTLED * RATE), None)
    assert np.mean(left[late] ** 2) > 0.7 * np.mean(crowd[late] ** 2)


def test_hole_in_what_the_device_plays_is_learned_anew():
    sung = song(12.0)
    heard, hole, length = room(sung), 5 * RATE, round(0.03 * RATE)
    heard = np.concatenate([heard[:hole], np.zeros(length), heard[hole:-length]])
    onsets, arousal, _ = hear(heard, Ring(sung))
    assert (arousal + 1.0).max() < 0.1 and np.count_nonzero(onsets > 7.0) == 0


def test_what_a_busy_machine_drops_of_the_microphone_is_passed_over():
    sung = song(12.0)
    heard, ring = room(sung), Ring(sung)
    listener, remover, onsets, tick = Listener(RATE), EchoRemover(RATE, ring), [], 0
    while tick < 12 * 60 - 40:
        ring.seconds = (tick + 1) / 60
        listener.hear(remover.clean(heard[tick * TICK : (tick + 1) * TICK]))
        if any(event.name == "features" and event.values[ONSET] > 0.0 for event in listener.events(tick)):
            onsets.append(tick / 60)
        tick += 1
        if tick % 90 == 0:
            remover.skip(7 * TICK)
            tick += 7
    assert np.count_nonzero(np.array(onsets) > SETTLED) <= 1


def test_what_dies_away_to_next_to_nothing_does_no_harm():
    sung = song(9.0) * 10.0 ** (-12.0 * np.maximum(np.arange(9 * RATE) / RATE - 5.0, 0.0))[:, None]
    _, _, left = hear(room(sung), Ring(sung))
    assert np.all(np.isfinite(left))


@pytest.mark.skipif(not SPEECH.exists(), reason="the recordings of ../shared/audio are not here")
def test_words_as_loud_as_what_is_played_are_heard_in_one_piece():
    sung, begin = song(12.0), round(SETTLED * RATE)
    words = soundfile.read(SPEECH)[0]
    words = np.interp(np.arange(8 * RATE) / RATE, np.arange(len(words)) / soundfile.info(SPEECH).samplerate, words)
    echo = room(sung)
    words *= np.sqrt(np.mean(echo[begin:] ** 2) / np.mean(words**2))
    heard = echo.copy()
    heard[begin:] += words
    _, _, left = hear(heard, Ring(sung))
    left = np.concatenate([left[begin + EchoRemover(RATE, Ring(sung)).delay :], np.zeros(RATE)])[: len(words)]
    # In parts of a twentieth of a second: how much of the loud ones is there, and how many are as good as gone.
    parts, there = words.reshape(-1, 2400), left.reshape(-1, 2400)
    powers = (parts**2).sum(axis=1)
    loud = powers > 0.3 * powers.mean()
    kept = ((parts * there).sum(axis=1) / powers)[loud]
    assert np.mean(kept) > 0.6 and np.mean(kept < 0.2) < 0.1


def test_clocks_that_run_apart_are_found_though_looks_are_rough_and_some_are_wrong():
    clocks, chance = Clocks(), np.random.default_rng(8)
    for second in range(30):
        clocks.look(float(second), 0.1 + 1.5e-4 * second + chance.normal(0.0, 5e-5) + 0.02 * (second % 9 == 4))
    assert abs(clocks.drift - 1.5e-4) < 1.5e-5


def test_what_is_no_number_does_no_harm():
    sung = song(2.0)
    remover, played = EchoRemover(RATE, Ring(sung)), Ring(sung)
    remover.played = played
    for tick in range(60):
        played.seconds = (tick + 1) / 60
        block = np.full((TICK, 2), np.nan if tick == 30 else 0.1, np.float32)
        assert np.all(np.isfinite(remover.clean(block)))
