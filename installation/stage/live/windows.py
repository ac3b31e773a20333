"""The window: an OpenGL 4.3 core context on a screen, the keys, mouse and touch; and `run`, which begins a show."""

import contextlib
import json
import logging
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import moderngl  # noqa: E402
import pygame  # noqa: E402

from installation.stage.live import logs  # noqa: E402
from installation.stage.live.headless import run_headless  # noqa: E402
from installation.stage.live.operator import Operator  # noqa: E402
from installation.stage.live.overlay import Overlay  # noqa: E402
from installation.stage.live.quality import SCREEN_RATE  # noqa: E402
from installation.stage.live.show import Show, Stop  # noqa: E402
from installation.stage.live.timing import Pace, Summary  # noqa: E402
from installation.stage.offscreen import OLDEST_VERSION, GraphicsError  # noqa: E402
from installation.stage.options import DEFAULT_SIZE, RunOptions  # noqa: E402

TITLE = "Living Mosaic"
NO_SCREEN = ("offscreen", "dummy")
"""The drivers that the window library falls back to by itself where there is no screen."""
_DESKTOP = ("DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "SDL_VIDEODRIVER")
"""Any of these may lead to a screen."""
PRESS, DRAG = 1.0, 0.5
"""Strength of a touch when it begins, and while it moves."""

_log = logging.getLogger(__name__)


def run(options: RunOptions) -> int:
    """Run a show, in a window where there is a screen; return the exit status 0.

    PresetError, ScoreError, OutputError, SnapshotError or GraphicsError where it cannot begin.
    """
    logs.start()
    if options.headless:
        if options.display:
            _log.warning("display %d: there is no screen in a run without a window", options.display)
        summary = run_headless(options)
    elif reason := _no_screen():
        asked = f"display {options.display}: " if options.display else ""
        _log.warning("%s%s: running without a window", asked, reason)
        summary = run_headless(options)
    else:
        summary = run_window(options)
    if options.json:
        print(json.dumps(asdict(summary)), flush=True)
    else:
        _log.info("%d frames, %d ticks, %.1f frames a second", summary.frames, summary.ticks, summary.fps)
    return 0


def _no_screen() -> str:
    """Return why there can be no window, or nothing. Leaves the window library ready where there can."""
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _DESKTOP):
        # A console may still be drawn on directly; asking for a desktop would only print errors.
        os.environ["SDL_VIDEODRIVER"] = "kmsdrm,offscreen"
    try:
        pygame.display.init()
    except pygame.error as error:
        return f"there is no screen ({error})"
    driver = pygame.display.get_driver()
    if driver in NO_SCREEN:
        pygame.display.quit()
        return "there is no screen"
    return ""


def run_window(options: RunOptions) -> Summary:
    """Run in a window until it is closed; the window library's display must be ready."""
    window = Window(options)
    try:
        show = Show(window.context, options, window.size)
        return _Stage(window, show).play()
    finally:
        window.close()


class Window:
    """A window with a context of its own. `vsync` tells whether the screen paces its frames."""

    def __init__(self, options: RunOptions) -> None:
        screens = pygame.display.get_desktop_sizes()
        self._display = options.display if options.display < len(screens) else 0
        if self._display != options.display:
            expected = "expected 0" + (f" to {len(screens) - 1}" if len(screens) > 1 else "")
            _log.warning("display %d: there is no such screen (%s); the first is used", options.display, expected)
        pygame.display.set_allow_screensaver(False)
        for attribute, value in (
            (pygame.GL_CONTEXT_MAJOR_VERSION, OLDEST_VERSION // 100),
            (pygame.GL_CONTEXT_MINOR_VERSION, OLDEST_VERSION // 10 % 10),
            (pygame.GL_CONTEXT_PROFILE_MASK, pygame.GL_CONTEXT_PROFILE_CORE),
            (pygame.GL_DEPTH_SIZE, 0),
        ):
            pygame.display.gl_set_attribute(attribute, value)
        self._screen_size = screens[self._display]
        self._windowed_size = options.size or _fitting(self._screen_size)
        self.vsync = options.vsync and self._open(options.fullscreen, vsync=1)
        if not self.vsync:
            self._open(options.fullscreen, vsync=0)
        pygame.display.set_caption(TITLE)
        try:
            self.context = moderngl.create_context(require=OLDEST_VERSION)
        except Exception as error:
            raise GraphicsError(f"no OpenGL 4.3 in a window: {error}; `living-mosaic doctor` says more") from error
        self._hide_cursor()

    def _open(self, fullscreen: bool, vsync: int) -> bool:
        """Open the window, or change it, which keeps its context; False where vsync cannot be had."""
        flags = pygame.OPENGL | pygame.DOUBLEBUF | pygame.RESIZABLE | (pygame.FULLSCREEN if fullscreen else 0)
        size = self._screen_size if fullscreen else self._windowed_size
        try:
            pygame.display.set_mode(size, flags, display=self._display, vsync=vsync)
        except pygame.error as error:
            if not vsync:
                raise GraphicsError(f"no window: {error}; `living-mosaic doctor` says more") from error
            return False
        return True

    @property
    def size(self) -> tuple[int, int]:
        """The window's size, in pixels; at least one each way."""
        width, height = pygame.display.get_window_size()
        return max(1, width), max(1, height)

    def screen(self) -> Any:
        """Return the window's framebuffer, its viewport as large as the window is now."""
        screen = self.context.screen
        screen.viewport = (0, 0, *self.size)
        return screen

    def toggle_fullscreen(self) -> None:
        """Fill the screen, or come back to a window."""
        fullscreen = not pygame.display.is_fullscreen()
        if fullscreen:
            self._windowed_size = self.size
        # The library's own toggling leaves the window small where there is no window manager, as in many kiosks;
        # there, too, it takes a second call to come back to the window's own size.
        for _ in range(1 if fullscreen else 2):
            self._open(fullscreen, vsync=int(self.vsync))
        self._hide_cursor()

    def _hide_cursor(self) -> None:
        pygame.mouse.set_visible(not pygame.display.is_fullscreen())

    def close(self) -> None:
        """Close the window and let the screen saver come again."""
        with contextlib.suppress(pygame.error):
            pygame.display.set_allow_screensaver(True)
        pygame.quit()


def _fitting(screen: tuple[int, int]) -> tuple[int, int]:
    """Return the usual size of a window, smaller where the screen is."""
    share = min(1.0, 0.9 * screen[0] / DEFAULT_SIZE[0], 0.9 * screen[1] / DEFAULT_SIZE[1])
    return round(DEFAULT_SIZE[0] * share), round(DEFAULT_SIZE[1] * share)


class _Stage:
    """A show in a window: the loop of frames, and what keys, mouse and touch do."""

    def __init__(self, window: Window, show: Show) -> None:
        self._window, self._show, self._stop = window, show, Stop()
        self._operator = Operator(show)
        shaders = show.performance.world.shaders
        self._overlay = Overlay(window.context, shaders, show.messages, show.captions, window.size)
        if show.options.overlay:
            self._overlay.toggle()
        self._keys = self._key_table()
        # Where the screen paces the frames, nothing else needs to.
        self._pace = Pace(show.options.fps or (None if window.vsync else SCREEN_RATE))
        _log.info("vsync: %s", "on" if window.vsync else "not to be had")

    def _key_table(self) -> dict[int, Callable[[], None]]:
        act = self._operator
        keys: dict[int, Callable[[], None]] = {
            pygame.K_TAB: self._overlay.toggle,
            pygame.K_SPACE: lambda: act.phase(1),
            pygame.K_RIGHT: lambda: act.phase(1),
            pygame.K_LEFT: lambda: act.phase(-1),
            pygame.K_UP: lambda: act.world(-1),
            pygame.K_DOWN: lambda: act.world(1),
            pygame.K_t: act.tap,
        }
        for number in range(1, 10):
            keys[pygame.K_0 + number] = lambda number=number: act.preset(number)  # type: ignore[misc]
        if not self._show.options.kiosk:
            # Nobody among the visitors may end the show, change its window or leave files.
            keys |= {
                pygame.K_f: self._window.toggle_fullscreen,
                pygame.K_s: act.save_preset,
                pygame.K_r: act.record,
                pygame.K_p: act.still,
                pygame.K_ESCAPE: self._ask_to_stop,
            }
        return keys

    def _ask_to_stop(self) -> None:
        self._stop.asked = True

    def play(self) -> Summary:
        """Show frame after frame until the end."""
        try:
            with self._stop.on_signals():
                while not (self._stop.asked or self._show.over()):
                    self._frame()
        finally:
            summary = self._show.finish()
            self._operator.finish()
        return summary

    def _frame(self) -> None:
        began = time.perf_counter()
        for event in pygame.event.get():
            self._answer(event)
        self._show.draw()
        screen = self._window.screen()
        self._show.picture.present(screen)
        self._overlay.draw(screen, began, self._show.shown_now, self._show.readings)
        # Waiting here shows what a frame truly costs, and keeps no frame in a queue between sound and light.
        self._window.context.finish()
        work = time.perf_counter() - began
        pygame.display.flip()
        # Where the screen does not pace the frames, the swap waits for nothing: it is work too.
        self._show.shown(work if self._window.vsync else time.perf_counter() - began)
        self._pace.wait()

    def _answer(self, event: pygame.event.Event) -> None:
        if event.type == pygame.QUIT:
            if not self._show.options.kiosk:
                self._ask_to_stop()
        elif event.type == pygame.KEYDOWN:
            self._keys.get(event.key, lambda: None)()
        elif event.type in (pygame.VIDEORESIZE, pygame.WINDOWSIZECHANGED):
            self._resize()
        elif event.type in (pygame.FINGERDOWN, pygame.FINGERMOTION):
            self._operator.touch(event.x, event.y, PRESS if event.type == pygame.FINGERDOWN else DRAG)
        # A touch screen's fingers come as a mouse, too.
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and not event.touch:
            self._point(event.pos, PRESS)
        elif event.type == pygame.MOUSEMOTION and event.buttons[0] and not event.touch:
            self._point(event.pos, DRAG)

    def _point(self, place: tuple[int, int], strength: float) -> None:
        width, height = self._window.size
        self._operator.touch(place[0] / width, place[1] / height, strength)

    def _resize(self) -> None:
        if self._window.size != self._overlay.size:
            self._show.resize(self._window.size)
            self._overlay.resize(self._window.size)
