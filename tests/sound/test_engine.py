"""The engine through real, virtual sound cards: heard, lost and back, crashed and started again, never waited for.

All that takes time is played side by side, each on a card of its own, while the tests wait for what they look at.
"""

import json
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from math import cos, pi, sin
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from live import PROJECT, Singing, around, clicks, levels, show
from overheard import Overheard
from sound_card import VirtualSoundCard, missing_programs

from installation.sound.engine.pauses import Pauses
from installation.sound.engine.player import END
from installation.sound.worlds import TIMBRES

AROUND = [[0.5 + 0.49 * sin(turn), 0.5 + 0.49 * cos(turn)] for turn in (np.arange(8) - 0.5) * pi / 4]
"""The places of eight loudspeakers, clockwise from the front left."""
NARROW = min(range(len(TIMBRES)), key=lambda index: (TIMBRES[index].kind != "bell", TIMBRES[index].width))
"""A timbre that stands in one place, and begins at once."""
AT_ONCE = 4
"""So many plays side by side: they wait most of the time, but a start takes a processor for a second."""
SIX = 'pcm.six { type vdownmix\n slave.pcm "plug:pulse" }\n'
"""A device that takes six channels at most, and does not play through a sound server."""


class Played(NamedTuple):
    """What was heard, shape (n, 2), of a program that sang, and the program."""

    heard: Any
    singing: Singing


def play_with_a_pause(card: VirtualSoundCard) -> Played:
    return _heard(card, seconds=5.0, pause=(1.6, 3.0))


def play_to_a_server_that_is_killed(card: VirtualSoundCard) -> Played:
    return _through_an_outage(card, card.kill, 1.0, card.start, seconds=6.0)


def play_to_a_server_that_hangs(card: VirtualSoundCard) -> Played:
    return _through_an_outage(card, card.hang, 2.5, card.unhang, seconds=8.0)


def _through_an_outage(
    card: VirtualSoundCard, stop: Callable[[], None], lasting: float, go_on: Callable[[], None], seconds: float
) -> Played:
    singing = Singing(card.env, seconds=seconds)
    time.sleep(0.5)
    stop()
    time.sleep(lasting)
    go_on()
    return Played(*card.record_during(singing.finish))


def play_and_crash(card: VirtualSoundCard) -> Played:
    return _heard(card, seconds=7.5, crash=1.5)


def play_on_what_never_plays(card: VirtualSoundCard) -> Played:
    with open(card.folder / ".asoundrc", "a") as file:
        file.write(SIX)
    return _heard(card, seconds=20.0, device="six", missing=True)


def play_eight_outputs_by_name(card: VirtualSoundCard) -> Played:
    card.add("ring", 8)
    card.play_on("ring")
    plan: dict[str, Any] = {"seconds": 5.0, "device": "DEFAULT", "outputs": 8, "places": AROUND, "timbre": NARROW}
    return Played(*card.record_during(lambda: Singing(card.env, **plan).finish(), "ring", 8))


def play_without_an_output(card: VirtualSoundCard) -> Played:
    (card.folder / "alsa.conf").write_text("pcm.nobody { type hw card 99 }")
    card.env["ALSA_CONFIG_PATH"] = str(card.folder / "alsa.conf")
    return _heard(card, seconds=20.0, missing=True)


def overhear(card: VirtualSoundCard) -> Overheard:
    for _ in range(3):
        heard = Overheard(card, 11.0, claps=(6.5, 7.5, 8.5))
        if heard.told["gaps"] + heard.told["underflows"] == 0:
            break
        # A device that runs out makes sounds that nobody can foresee: on a busy machine such a try counts for nothing.
        card.kill()
        card.start()
    return heard


def run_and_be_heard(card: VirtualSoundCard) -> tuple[Any, dict[str, Any]]:
    heard, (said, log) = card.record_during(lambda: _run(card, "--seconds", "4"))
    return heard, said


def run_silently(card: VirtualSoundCard) -> tuple[str, dict[str, Any]]:
    said, log = _run(card, "--seconds", "1", "--sound-out", "none")
    return log, said


def _run(card: VirtualSoundCard, *arguments: str) -> tuple[dict[str, Any], str]:
    running = show(card.env, card.folder, *arguments)
    said, log = running.communicate(timeout=60)
    assert running.returncode == 0, log
    return json.loads(said.splitlines()[-1]), log


def _heard(card: VirtualSoundCard, **plan: object) -> Played:
    return Played(*card.record_during(lambda: Singing(card.env, **plan).finish()))


PLAYS: tuple[Callable[[VirtualSoundCard], Any], ...] = (
    overhear, play_to_a_server_that_hangs, play_to_a_server_that_is_killed, run_and_be_heard, play_and_crash,
    play_with_a_pause, play_on_what_never_plays, play_eight_outputs_by_name, play_without_an_output, run_silently,
)  # fmt: skip
"""Those that take longest come first."""

Plays = dict[Callable[[VirtualSoundCard], Any], Future[Any]]


@pytest.fixture(scope="module")
def plays() -> Iterator[Plays]:
    """Everything that is played; fails, saying so, where a virtual card's programs are not installed."""
    if missing_programs():
        pytest.fail(f"a virtual sound card needs {', '.join(missing_programs())}")
    # Kernels that are compiled are kept: no play waits for it.
    code = "from installation.sound.singer import Instruments, TIMBRES\nfrom installation.sound.notes import Controls\n"
    code += "Instruments(TIMBRES).render([], Controls(57.0, 1.0, 0.0, 0.0, 0.5, 0.0, 90.0, 1.0))"
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(PROJECT)}, check=True)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {play: pool.submit(_on_a_card, play) for play in PLAYS}


def _on_a_card(play: Callable[[VirtualSoundCard], Any]) -> Any:
    with VirtualSoundCard() as card:
        return play(card)


def test_it_is_heard_without_a_gap_and_ends_without_a_click(plays):
    heard, singing = plays[play_with_a_pause].result()
    assert singing.first["sings"]
    loud = levels(heard)
    assert loud.max() > 0.005
    assert loud[-1] < 1e-4, "it should have ended"
    # The card itself may run out on a busy machine, once or twice; an engine that crackles does so all the time.
    assert clicks(heard) <= 8
    # Nobody can promise that a machine which others use has its hands free in every moment.
    assert singing.told["gaps"] <= 2 and singing.told["faults"] == 0 and singing.messages == []


def test_ticks_that_stay_away_fade_to_silence_and_come_back(plays):
    loud = levels(plays[play_with_a_pause].result().heard)
    sounding = np.flatnonzero(loud > 0.05 * loud.max())
    quiet = np.flatnonzero(loud[sounding[0] : sounding[-1]] < 1e-5) + sounding[0]
    # Half a second rings on and a fifth fades, of one second and a half; a busy machine may add a hole elsewhere.
    assert 5 <= len(quiet) <= 35
    assert np.count_nonzero(loud[quiet[5] :] > 0.003) > 10


@pytest.mark.parametrize("play", [play_to_a_server_that_is_killed, play_to_a_server_that_hangs])
def test_sound_server_that_stops_holds_nobody_up_and_is_sung_to_again_when_it_is_back(plays, play):
    heard, singing = plays[play].result()
    assert [("stopped" in message, "back" in message) for message in singing.messages] == [(True, False), (False, True)]
    assert np.count_nonzero(levels(heard) > 0.003) > 10


def test_crashed_player_is_started_again_soon_with_silence_in_between(plays):
    heard, singing = plays[play_and_crash].result()
    assert singing.last["restarts"] == 1
    assert len(singing.messages) == 1 and "ended unexpectedly" in singing.messages[0]
    sounding = np.flatnonzero(levels(heard) > 2e-4)
    silent = [after - before for before, after in zip(sounding[:-1], sounding[1:], strict=True)]
    # Counted in twentieths of a second: it takes less than half a second, and more where many use the machine.
    assert 3 < max(silent) < 60
    assert np.abs(heard).max() < 0.5 and clicks(heard) <= 8


@pytest.mark.parametrize("before", [b"", b"the end of a tick" + END])
def test_tick_that_a_crashed_player_had_begun_to_read_is_passed_over(before):
    code = "import sys\nfrom installation.sound.engine.player import Player\n"
    code += "player = Player('', 2, None, sys.argv[1] == 'first')\nplayer._read()\nprint(*player._ticks)"
    told = before + b"".join(pickle.dumps(([], number)) + END for number in range(3)) + b"what is not whole"
    command = [sys.executable, "-c", code, "second" if before else "first"]
    done = subprocess.run(command, input=told, env={**os.environ, "PYTHONPATH": str(PROJECT)}, capture_output=True)
    assert done.stdout.decode().strip() == "([], 0) ([], 1) ([], 2)" and done.stderr == b""


def test_what_keeps_crashing_is_started_later_each_time_and_at_once_after_it_was_steady():
    pauses = Pauses()
    soon = [pauses.after(1.0) for _ in range(9)]
    assert soon == sorted(soon) and soon[0] < 0.1 and soon[-1] == soon[-2] < 10.0
    assert pauses.after(60.0) == soon[0]


def test_device_with_too_few_outputs_is_used_as_near_as_it_comes(sound_card):
    with open(sound_card.folder / ".asoundrc", "a") as file:
        file.write(SIX)
    code = "from installation.sound.engine.output import choose\nfor outputs in (2, 4, 8):\n"
    code += "    found = choose('SIX', outputs)\n"
    code += "    print(found.rate, found.channels, found.outputs, found.told(outputs))"
    done = subprocess.run([sys.executable, "-c", code], env=around(sound_card.env), capture_output=True, text=True)
    assert done.stdout.splitlines() == ["48000 2 2 ", "48000 4 4 ", "48000 4 4 4 instead of 8 outputs"]
    assert done.stderr == ""


def test_device_that_can_be_opened_but_never_plays_is_said_once(plays):
    singing = plays[play_on_what_never_plays].result().singing
    assert singing.messages == ['The sound output "six" does not play: nothing is sung until there is one']


def test_device_by_name_plays_a_ring_of_eight_outputs_each_where_it_stands(plays):
    heard, singing = plays[play_eight_outputs_by_name].result()
    assert singing.first["sings"] == "default" and singing.messages == []
    begun = np.argmax(np.abs(heard).max(axis=1) > 1e-3)
    halves = heard[begun : begun + (len(heard) - begun) // 24000 * 24000].reshape(-1, 24000, 8)
    powers = (halves[:, :12000] ** 2).sum(axis=1)
    powers = powers[powers.sum(axis=1) > 0.3 * powers.sum(axis=1).max()][:9]
    # A note has two sides: it stands between them. Where a busy machine made a hole, one note may be missing.
    turns = np.angle(powers @ np.exp(0.25j * pi * np.arange(8))) / (0.25 * pi)
    steps = np.diff(turns) % 8.0
    assert len(steps) >= 6 and 0.4 < steps.min() and steps.max() < 2.5 and abs(np.median(steps) - 1.0) < 0.2
    assert powers[:8].sum(axis=0).min() > 0.2 * powers[:8].sum(axis=0).max()


def test_machine_without_an_output_says_so_in_one_line_and_goes_on(plays):
    singing = plays[play_without_an_output].result().singing
    assert singing.messages == ["there is no sound output on this machine: nothing is sung until there is one"]


def test_missing_library_is_said_once_and_nothing_is_started_again(tmp_path: Path):
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')")
    code = f"import time, sys; sys.path.insert(0, {str(tmp_path)!r})\n"
    code += "from installation.sound.engine import engine\n"
    code += f"engine.ROOT = {str(tmp_path)!r} + ':' + str(engine.ROOT)\n"
    code += "one, until = engine.Engine(), time.monotonic() + 30.0\n"
    code += "while one._thread.is_alive() and time.monotonic() < until: time.sleep(0.05)\n"
    code += "one.close(); print(*one.messages(), one.restarts, sep='\\n')"
    env = {**os.environ, "PYTHONPATH": str(PROJECT)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    message, restarts = done.stdout.strip().splitlines()
    assert "apt install libportaudio2" in message and restarts == "0"


def test_a_run_is_heard_and_says_how_it_went(plays):
    heard, said = plays[run_and_be_heard].result()
    assert said["sound_out"]["name"] == "default" and said["sound_out"]["faults"] == 0
    assert levels(heard).max() > 0.001


def test_without_an_output_nothing_is_started(plays):
    log, said = plays[run_silently].result()
    assert said["sound_out"] is None and "sound out" not in log


def test_it_does_not_hear_itself_but_claps_above_it(plays):
    heard = plays[overhear].result()
    alone = heard.seconds < 6.3
    assert np.ptp(heard.arousal[alone]) < 0.1 and np.count_nonzero(heard.onsets[alone]) <= 1
    # Nobody knows when a player's first sample is heard, and a busy machine may drop one of three.
    clapped = heard.onset_seconds()[heard.onset_seconds() > 6.5]
    assert np.count_nonzero(np.diff(clapped, prepend=0.0) > 0.5) >= 2
