"""The program in a real window, on a virtual screen, with a person at the keyboard."""

import signal
import time

import numpy as np
import pytest
from PIL import Image
from program import Program, wait_for

from installation.score import read_score
from installation.stage.start import resume


@pytest.fixture
def start(screen, tmp_path):
    """Starts the program with some arguments, in a small window that opens at once."""
    programs = []

    def run(*arguments):
        program = Program(tmp_path, screen.environment, "--quality", "low", "--phase", "calm", *arguments)
        programs.append(program)
        program.wait_to_say("thaloria: calm")
        return program

    yield run
    for program in programs:
        program.__exit__()


def window(screen):
    """The window's identity, and its size. It is the one that has the keyboard."""
    wait_for(lambda: screen.do("getwindowfocus", "getwindowname") == "Living Mosaic")
    numbers = dict(line.split("=") for line in screen.do("getwindowfocus", "getwindowgeometry", "--shell").splitlines())
    return numbers["WINDOW"], (int(numbers["WIDTH"]), int(numbers["HEIGHT"]))


def lit(screen, size):
    """Whether there is light in every quarter of the upper left `size` pixels of the screen."""
    pixels = np.asarray(screen.picture().convert("L"))[: size[1], : size[0]]
    quarters = (part for half in np.array_split(pixels, 2) for part in np.array_split(half, 2, axis=1))
    return all(quarter.max() > 0 for quarter in quarters)


def test_keys_move_the_story_and_leave_files(screen, start, tmp_path):
    program = start("--size", "480x270")
    identity, size = window(screen)
    assert size == (480, 270)
    screen.do("key", "space")
    program.wait_to_say("thaloria: disruption")
    screen.do("key", "Right")
    program.wait_to_say("thaloria: chaos")
    screen.do("key", "Left")
    program.wait_to_say("thaloria: disruption", times=2)
    screen.do("key", "5")
    program.wait_to_say("thaloria: celebration")
    screen.do("key", "7")
    assert program.wait_to_say("there is no preset 7:") == "thaloria has 5"
    screen.do("key", "Up")
    program.wait_to_say("nutrient_symphony: ")
    screen.do("key", "Down")
    program.wait_to_say("thaloria: celebration", times=2)

    screen.do("key", "r")
    recording = program.wait_to_say("recording: ")
    screen.do("windowmove", "--sync", identity, "0", "0")
    screen.do("key", "t", "mousemove", "120", "135", "mousedown", "1", "mousemove", "200", "135", "mouseup", "1")
    screen.do("key", "p")
    with Image.open(program.wait_to_say("still saved: ")) as still:
        assert still.size[0] * 270 == still.size[1] * 480
    screen.do("key", "s")
    saved = program.wait_to_say("preset saved: ")
    assert saved == str(tmp_path / "data" / "living-mosaic" / "presets" / "thaloria" / "celebration.toml")
    screen.do("key", "r")
    assert program.wait_to_say("recorded: ") == recording
    score = read_score(recording)
    happened = {(event.source, event.name) for event in score.events}
    assert {("state", "story"), ("tap", "keyboard"), ("touch", "pointer"), ("end", "tick")} <= happened
    assert resume(score).snapshot is not None

    screen.do("key", "Escape")
    summary = program.summary()
    assert summary["phase"] == "celebration" and summary["frames"] > 0 and summary["first_light_s"] < 15.0


def test_the_picture_fills_the_window_at_every_shape_and_in_fullscreen(screen, start):
    program = start("--size", "480x270")
    identity, _ = window(screen)
    for size in ((270, 480), (900, 250), (480, 270)):
        screen.do("windowmove", identity, "0", "0", "windowsize", identity, *map(str, size))
        wait_for(lambda size=size: window(screen)[1] == size and lit(screen, size))
    screen.do("key", "f")
    wait_for(lambda: window(screen)[1] == screen.size and lit(screen, screen.size))
    screen.do("key", "f")
    wait_for(lambda: window(screen)[1] == (480, 270))
    screen.do("key", "Escape")
    assert program.summary()["size"] == [480, 270]


def test_tab_shows_the_instruments_then_the_panel_and_takes_both_away(screen, start):
    start("--size", "640x480")
    identity, _ = window(screen)
    screen.do("windowmove", identity, "0", "0")

    def pixels():
        return np.asarray(screen.picture().convert("L"))[:480, :640]

    def panel_text():
        # Where its title stands, left of all that grows: there it is black without the panel, whatever charge comes.
        return (pixels()[26:48, 22:72] > 110).mean()

    def foot():
        # What grows there is bright, and dimmed behind the instruments.
        return pixels()[400:].mean()

    def is_faded_in():
        before = foot()
        time.sleep(0.5)
        return before > 0.0 and foot() < 1.02 * before

    wait_for(is_faded_in)
    dark, ground = panel_text(), foot()
    screen.do("key", "Tab")
    # A note may stand at the top for some seconds, as that time slips on a busy machine.
    wait_for(lambda: foot() < 0.6 * ground and panel_text() < dark + 0.05)
    screen.do("key", "Tab")
    wait_for(lambda: panel_text() > dark + 0.05)
    assert foot() < 0.6 * ground
    screen.do("key", "Tab")
    wait_for(lambda: panel_text() < dark + 0.05 and foot() > 0.8 * ground)


def test_in_a_kiosk_only_the_story_can_be_moved_and_a_signal_ends_it_well(screen, start, tmp_path):
    kiosk = ("--size", "320x180", "--kiosk", "--fullscreen", "--overlay")
    program = start(*kiosk, "--record", str(tmp_path / "show.score"))
    identity, size = window(screen)
    assert size == screen.size
    wait_for(lambda: (np.asarray(screen.picture().convert("L"))[-200:] > 110).mean() > 0.005)
    screen.do("key", "Escape", "s", "r", "p", "f", "space")
    program.wait_to_say("thaloria: disruption")
    screen.do("windowquit", identity)
    screen.do("key", "space")
    program.wait_to_say("thaloria: chaos")
    assert window(screen) == (identity, screen.size)
    assert not any(text in program.said for text in ("preset saved", "recording: ", "still saved"))
    program.process.send_signal(signal.SIGTERM)
    ticks = program.summary()["ticks"]
    score = read_score(tmp_path / "show.score")
    assert (score.warnings, score.length) == ([], ticks)


def test_in_place_of_a_screen_that_is_not_there_the_first_is_used(screen, start):
    program = start("--size", "320x180", "--display", "3")
    assert window(screen)[1] == (320, 180)
    screen.do("key", "Escape")
    program.summary()
    assert program.said.count("WARNING display 3: there is no such screen (expected 0); the first is used\n") == 1
