"""The microphone through everything that happens to one in weeks: it is not there, hangs, is unplugged, is another."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from sound_card import RATE, VirtualSoundCard

from installation.score import FEATURES

PROJECT = Path(__file__).parents[3]
LOUDNESS, ONSET = map(FEATURES.index, ("loudness", "onset"))

LOOP = """
import json, os, sys, threading, time
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from installation.community import Listeners
from installation.senses.sound.sound_in import open_source
listeners = Listeners()
began = time.monotonic()
source = open_source("mic", patient=True, folder=Path(sys.argv[3]))
print(json.dumps({"opened": time.monotonic() - began, "name": source.name}), flush=True)
over = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
start, tick, stall = time.monotonic(), 0, float(sys.argv[1])
while not over.is_set():
    time.sleep(max(0.0, start + tick / 60 - time.monotonic()))
    if stall and tick == 60:
        print(json.dumps({"stalled": True}), flush=True)
        time.sleep(stall)
        start, stall = start + stall, 0.0
    before = time.monotonic()
    events = source.events(tick, 1)
    community = listeners.step(events)
    if tick % 6 == 0:
        felt = community.valence, community.arousal, community.unity
        print(json.dumps({"felt": felt, "time": before}), flush=True)
    for event in events:
        if event.name == "features":
            print(json.dumps({"time": before, "values": event.values, "lost": source.lost}), flush=True)
    for message in source.messages():
        print(json.dumps({"message": message}), flush=True)
    tick += 1
source.close()
print(json.dumps({"ended": time.monotonic()}), flush=True)
"""


KEEPING = """
import json, subprocess, sys, threading, time
from pathlib import Path
import numpy as np
import soundfile
from installation.senses.sound.sound_in import open_source

class Ring:
    rate, frames = 48000.0, soundfile.read("song.wav", always_2d=True, dtype="float32")[0]
    def newest(self):
        return 1, int((time.monotonic() - began) * self.rate) // 512 * 512
    def read(self, begin, count):
        found, first, last = np.zeros((count, 2), np.float32), max(begin, 0), min(begin + count, self.newest()[1])
        if first < last:
            found[first - begin : last - begin] = self.frames[first:last]
        return found

source = open_source("mic", folder=Path("."))
keep = source._keep
def tell(samples, rate):
    keep(samples, rate)
    print(json.dumps({"kept": float(np.mean(np.square(samples))) if len(samples) else 0.0}), flush=True)
source._keep = tell
over = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
player = subprocess.Popen(["paplay", "--latency-msec=20", "-d", "mic", "song.wav"])
began = time.monotonic()
source.overhear(Ring())
source.keep_sound(Path("a.flac"))
print(json.dumps({"opened": True}), flush=True)
tick = 0
while not over.is_set():
    time.sleep(max(0.0, began + tick / 60 - time.monotonic()))
    source.events(tick, 1)
    tick += 1
player.kill()
player.wait()
source.close()
print(json.dumps({"ended": time.monotonic()}), flush=True)
"""


class Run:
    """A program that hears the microphone in real time, as the installation does; it stalls once, after a second."""

    def __init__(self, card: VirtualSoundCard, stall: float = 0.0, code: str = LOOP) -> None:
        command = [sys.executable, "-c", code, str(stall), str(PROJECT), str(card.folder)]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.log = card.folder / "stderr"
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(command, env=card.env, cwd=card.folder, stderr=log, **pipes)
        self.lines: list[dict[str, Any]] = []
        self.opened: dict[str, Any] = {}
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(json.loads(line))

    def wait(self, wanted: Any, seconds: float = 20.0) -> dict[str, Any]:
        """Return the first line that is `wanted`, as soon as it is there."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for line in list(self.lines):
                if wanted(line):
                    return line
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError(f"it did not happen in time: {self.messages}\n{self.log.read_text()}")

    def hears(self, since: float) -> float:
        """Return how long after `since` the microphone itself was loud."""
        return self.wait(lambda line: self._loud(line) and line["time"] > since)["time"] - since

    def becomes_neutral(self, since: float) -> float:
        """Return how long after `since` nothing was felt any more."""

        def neutral(line: dict[str, Any]) -> bool:
            if "felt" not in line or line["time"] < since:
                return False
            valence, arousal, unity = line["felt"]
            return abs(valence) < 0.1 and arousal < -0.85 and abs(unity - 0.5) < 0.1

        return self.wait(neutral)["time"] - since

    def was_loud(self, start: float, stop: float) -> bool:
        return any(self._loud(line) and start <= line["time"] < stop for line in self.lines)

    @staticmethod
    def _loud(line: dict[str, Any]) -> bool:
        return "values" in line and not line["lost"] and line["values"][LOUDNESS] > 0.3

    @property
    def messages(self) -> list[str]:
        return [line["message"] for line in self.lines if "message" in line]

    def finish(self) -> None:
        """Ask for the end and wait for it."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        assert self.process.wait(20) == 0
        self._reader.join()
        self.outlived = time.monotonic() - self.lines[-1]["ended"]

    def end(self) -> None:
        """End it, whatever it does."""
        self.process.kill()
        self.process.wait()
        self._reader.join()
        for pipe in filter(None, (self.process.stdin, self.process.stdout)):
            pipe.close()


@pytest.fixture
def listen(sound_card: VirtualSoundCard) -> Iterator[Callable[..., Run]]:
    """Starts programs that hear the card's microphone, and leaves none behind."""
    runs: list[Run] = []

    def start(**how: Any) -> Run:
        runs.append(Run(sound_card, **how))
        runs[-1].opened = runs[-1].wait(lambda line: "opened" in line)
        return runs[-1]

    yield start
    for run in runs:
        run.end()


@pytest.fixture
def noise(tmp_path: Path) -> Path:
    """A quarter of a minute of bursts of noise: two players of them never cancel each other, as two of a tone would."""
    path = tmp_path / "noise.wav"
    bursts = np.where(np.arange(15 * RATE) % RATE < 0.8 * RATE, 0.2, 0.0)
    soundfile.write(path, bursts * np.random.default_rng(0).uniform(-1, 1, len(bursts)), RATE)
    return path


def test_microphone_that_comes_late_takes_over_from_the_demo_and_comes_back_at_another_rate(sound_card, noise, listen):
    sound_card.kill()
    run = listen()
    assert run.opened["name"] == "demo" and run.opened["opened"] < 3.0
    sound_card.start()
    there = time.monotonic()
    sound_card.play(noise)
    assert run.hears(there) < 5.0
    sound_card.kill()
    time.sleep(0.5)
    sound_card.start(rate=44100)
    again = time.monotonic()
    sound_card.play(noise)
    assert run.hears(again) < 5.0
    run.finish()
    assert run.messages == [
        "there is no microphone or other sound input on this machine; the demo plays its part until there is one",
        'The sound input "default" is there and heard now.',
        'The sound input "default" has stopped; trying to open it again.',
        'The sound input "default" is back.',
    ]


def test_device_that_is_waited_for_by_name_is_taken_when_it_comes_and_no_other(sound_card, noise, listen):
    sound_card.play(noise)
    code = LOOP.replace('open_source("mic"', 'open_source("pulse"')
    asoundrc = sound_card.folder / ".asoundrc"
    whole = asoundrc.read_text()
    # The card is there, but under no such name.
    asoundrc.write_text(whole + "pcm.pulse { type hw card 99 }\n")
    run = listen(code=code)
    assert run.opened["name"] == "demo"
    time.sleep(1.5)
    asoundrc.write_text(whole)
    there = time.monotonic()
    assert run.hears(there) < 5.0
    run.finish()
    assert 'no sound input is called "pulse"; there is: "default"' in run.messages[0]
    assert run.messages[1:] == ['The sound input "pulse" is there and heard now.']


def test_sound_server_that_hangs_holds_up_neither_the_start_nor_the_end_and_nothing_is_felt_by_it(
    sound_card, noise, listen
):
    sound_card.hang()
    run = listen()
    assert run.opened["name"] == "demo" and run.opened["opened"] < 6.0
    sound_card.unhang()
    there = time.monotonic()
    sound_card.play(noise)
    assert run.hears(there) < 5.0
    run.wait(lambda line: "felt" in line and line["felt"][1] > -0.5)
    sound_card.hang()
    hung = time.monotonic()
    assert run.becomes_neutral(hung) < 6.0
    run.finish()
    assert "has stopped" in run.messages[2] and len(run.messages) == 3
    # PortAudio's start turns stderr away; the log must not get lost by that.
    assert all(message in run.log.read_text() for message in run.messages)
    assert "the sound server does not answer; the demo plays its part" in run.messages[0]
    assert "there and heard now" in run.messages[1]
    assert run.outlived < 2.0


def test_new_default_device_is_heard_and_so_is_one_that_was_unplugged_for_a_while(sound_card, noise, listen):
    run = listen()
    sound_card.add("other")
    player = sound_card.play(noise, "other")
    time.sleep(0.5)
    chosen = time.monotonic()
    sound_card.choose("other")
    assert run.hears(chosen) < 3.0
    player.kill()
    sound_card.remove("other")
    unplugged = time.monotonic()
    time.sleep(2.0)
    sound_card.add("other")
    sound_card.choose("other")
    back = time.monotonic()
    sound_card.play(noise, "other")
    assert run.hears(back) < 5.0
    run.finish()
    assert not run.was_loud(0.0, chosen) and not run.was_loud(unplugged + 1.0, back)


def test_what_was_heard_while_the_picture_stood_still_is_dropped(sound_card, tmp_path, listen):
    path = tmp_path / "clap.wav"
    clap = 0.4 * np.random.default_rng(3).standard_normal(RATE // 10) * np.exp(-np.arange(RATE // 10) / 600)
    soundfile.write(path, np.concatenate([clap, np.zeros(RATE)]), RATE)
    run = listen(stall=1.5)
    run.wait(lambda line: "stalled" in line)
    sound_card.play(path)
    time.sleep(2.0)
    run.finish()
    assert not any(line["values"][ONSET] > 0.3 for line in run.lines if "values" in line)


def test_what_it_plays_itself_is_not_in_the_sound_that_is_kept_and_what_others_say_is(sound_card, tmp_path, listen):
    chance, second = np.random.default_rng(5), RATE
    song = 0.05 * chance.standard_normal((30 * second, 2))
    soundfile.write(sound_card.folder / "song.wav", song, RATE)
    run = listen(code=KEEPING)

    def levels() -> np.ndarray:
        return np.array([line["kept"] for line in list(run.lines) if "kept" in line])

    def lately(line: dict[str, Any]) -> bool:
        """Whether the last half second of what is kept is 14 dB below what the microphone heard."""
        return len(levels()) > 60 and levels()[-30:].mean() < 0.04 * np.mean(np.square(song))

    run.wait(lately)
    soundfile.write(tmp_path / "somebody.wav", 0.2 * chance.standard_normal(second), RATE)
    spoken = len(levels())
    sound_card.play(tmp_path / "somebody.wav")
    run.wait(lambda _: levels()[spoken:].max(initial=0.0) > 5.0 * np.mean(np.square(song)))
    run.finish()
    kept, _ = soundfile.read(sound_card.folder / "a.flac")
    assert np.square(kept).max() > 5.0 * np.mean(np.square(song))
