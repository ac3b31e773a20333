"""What the guard did, told to people: every holding once, read back without waiting for it."""

import json
import logging
from pathlib import Path

import moderngl
import numpy as np
import pytest
from program import Program

from installation import resources
from installation.files import OutputError
from installation.gpu.shaders import Shaders
from installation.picture.guard import Guard
from installation.stage.live.guarding import LATE, GuardWatch

SIZE = 192, 108
FPS = 30


class Screen:
    """A watched guard between frames of one grey each, or of one grey in a part, and a screen."""

    def __init__(self, context: moderngl.Context, report: Path | None = None) -> None:
        self.guard = Guard(context, Shaders(context, resources.directory("shaders")))
        self.guard.fit(SIZE[0] / SIZE[1])
        self.watch = GuardWatch(context, self.guard, report)
        self._coming, self._shown = (context.framebuffer([context.texture(SIZE, 4)]) for _ in range(2))
        self._shown.clear(0.0, 0.0, 0.0, 1.0)
        self._array = context.vertex_array(self.guard.held.gl, [])
        self._count = 0
        self.said: list[str] = []

    def show(self, greys: list[int], right: float = 1.0) -> None:
        """Show frames that are grey in this share of the picture, from the left, and dark elsewhere."""
        for grey in greys:
            frame = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
            frame[:, : round(right * SIZE[0])] = grey
            frame[..., 3] = 255
            self._coming.color_attachments[0].write(frame.tobytes())
            seconds = self._count / FPS
            self.guard.draw(self._coming, self._shown, 5.0 + seconds, lambda program: self._array)
            self.watch.keep(seconds)
            self._coming, self._shown = self._shown, self._coming
            self._count += 1

    def finish(self) -> list[str]:
        self.watch.finish(lambda text, level: self.said.append(text) if level == logging.INFO else None)
        return self.said


STROBE = 15 * [0, 0, 255, 255]


def test_calm_picture_is_never_held_and_the_report_says_so(context: moderngl.Context, tmp_path: Path) -> None:
    screen = Screen(context, tmp_path / "report")
    screen.show(list(range(0, 120)))
    assert screen.finish() == [f"guard: nothing was held; {tmp_path / 'report'}"]
    assert screen.watch.last is None and screen.watch.frames == 0
    assert (tmp_path / "report").read_text() == ""


def test_every_holding_is_told_once_with_time_cells_and_place(context: moderngl.Context, tmp_path: Path) -> None:
    screen = Screen(context, tmp_path / "report")
    screen.show(STROBE)
    screen.show(90 * [0])
    screen.show(STROBE, right=0.25)
    screen.finish()
    first, second = (json.loads(line) for line in (tmp_path / "report").read_text().splitlines())
    assert 0.3 < first["begin"] < first["end"] <= 2.1 and 5.0 < second["begin"] < second["end"]
    assert first["frames"] + second["frames"] == screen.watch.frames > 20
    assert first["full"] > 20000 and first["cells"] == 192 * 108
    assert (first["left"], first["bottom"], first["width"], first["height"]) == (0.0, 0.0, 1.0, 1.0)
    assert second["width"] == pytest.approx(0.25, abs=0.02) and second["full"] < 6000
    assert first["time"] < second["time"]
    assert screen.said == [f"guard: {screen.watch.frames} pictures were held in part or whole; {tmp_path / 'report'}"]


def test_holding_is_written_while_the_show_goes_on(context: moderngl.Context, tmp_path: Path) -> None:
    screen = Screen(context, tmp_path / "report")
    screen.show(STROBE)
    screen.show((FPS + LATE + 30) * [0])
    assert len((tmp_path / "report").read_text().splitlines()) == 1
    screen.finish()


def test_what_it_acted_on_is_said_in_words(context: moderngl.Context) -> None:
    screen = Screen(context)
    screen.show(STROBE, right=0.25)
    assert screen.watch.last is not None
    assert screen.watch.last.told().startswith("middle left, 2")
    assert screen.finish() == []


def test_report_that_cannot_be_written_is_refused(context: moderngl.Context, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        Screen(context, tmp_path / "nowhere" / "report")


def test_run_reports_what_was_held(tmp_path: Path) -> None:
    arguments = "--headless", "--seconds", "1.5", "--size", "160x90", "--phase", "calm", "--guard-report", "report"
    with Program(tmp_path, {}, *arguments) as program:
        assert program.summary()["held_frames"] == 0
    assert "guard: nothing was held; report" in program.said
    assert (tmp_path / "report").read_text() == ""
