"""What works on this machine, and what to do about what does not.

Drivers and sound servers may crash or hang, so they are tried in a process of their own.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import platformdirs

from installation import resources
from installation.gpu.renderer import is_software
from installation.senses.midi.feed import MidiError, port_name, port_names
from installation.senses.sound.rooms import RoomError, read_rooms

MINIMUM_PYTHON = (3, 11)
MINIMUM_OPENGL = 430
"""As moderngl counts versions: compute shaders came with OpenGL 4.3."""
MINIMUM_FREE_BYTES = 2 * 2**30
"""Room for some hours of film at 1080p, or for some days of score."""
PROBE_SECONDS = 20.0

OPENGL_PROBE = """
import json, sys, moderngl
context = moderngl.create_standalone_context(**({"backend": "egl"} if sys.platform == "linux" else {}))
print(json.dumps({"version": context.version_code, "renderer": context.info["GL_RENDERER"]}))
"""
DISPLAY_PROBE = """
import json, pygame
pygame.display.init()
if pygame.display.get_driver() in ("offscreen", "dummy"):
    raise SystemExit("no screen")
print(json.dumps({"driver": pygame.display.get_driver(), "sizes": pygame.display.get_desktop_sizes()}))
"""
SOUND_PROBE = """
import json, sounddevice
devices = sounddevice.query_devices()
print(json.dumps({way: [d["name"] for d in devices if d[f"max_{way}_channels"] > 0] for way in ("input", "output")}))
"""
VIDEO_ENCODERS = {"H.264": ("libx264", "h264_"), "H.265": ("libx265", "hevc_")}
"""For each standard the beginnings of the names that ffmpeg gives its encoders, software first."""


@dataclass(frozen=True)
class Check:
    """One thing looked at. Where all is well there is no remedy; `ok` with a remedy is a note."""

    name: str
    ok: bool
    found: str
    remedy: str = ""

    @property
    def state(self) -> Literal["ok", "note", "failed"]:
        """Say whether it works, works with something left to wish for, or does not work."""
        if not self.ok:
            return "failed"
        return "note" if self.remedy else "ok"


def checks(state: Path | None = None) -> list[Check]:
    """Look at everything that the installation needs of a machine; takes a few seconds at most in health.

    `state` is the folder for what is kept between runs, where it is not the user's own.
    """
    return [
        python_check(),
        opengl_check(),
        display_check(),
        *sound_checks(),
        room_check(state),
        midi_check(),
        *film_checks(),
        *folder_checks(),
        *data_checks(),
        disk_check(),
    ]


def python_check() -> Check:
    """Compare the running Python with the oldest that is supported."""
    wanted = ".".join(map(str, MINIMUM_PYTHON))
    ok = sys.version_info >= MINIMUM_PYTHON
    return Check("Python", ok, sys.version.split()[0], "" if ok else f"Install Python {wanted} or newer.")


def opengl_check() -> Check:
    """Open a context without a window and read its version and renderer."""
    if sys.platform == "darwin":
        found = "macOS ends at OpenGL 4.1, without compute shaders: not supported yet"
        return Check("OpenGL", False, found, "Run the installation on Linux or Windows.")
    answer = probe(OPENGL_PROBE)
    if isinstance(answer, str):
        return Check("OpenGL", False, f"no context: {answer}", install_line("opengl", "the graphics driver of the GPU"))
    version, renderer = int(answer["version"]), str(answer["renderer"])
    found = f"OpenGL {version // 100}.{version // 10 % 10} on {renderer}"
    if version < MINIMUM_OPENGL:
        return Check("OpenGL", False, found, "OpenGL 4.3 is needed: install the newest driver of the GPU.")
    if is_software(renderer):
        return Check("OpenGL", True, found, "This draws on the CPU: if there is a GPU, install its driver.")
    return Check("OpenGL", True, found)


def display_check() -> Check:
    """Ask the window library for screens. None is a note: the installation runs without a window too."""
    answer = probe(DISPLAY_PROBE, {"PYGAME_HIDE_SUPPORT_PROMPT": "1"})
    if isinstance(answer, str):
        remedy = "It runs without a window; for one, start it from a desktop session (DISPLAY or WAYLAND_DISPLAY)."
        return Check("display", True, f"none: {answer}", remedy)
    sizes = ", ".join(f"{width}x{height}" for width, height in answer["sizes"])
    return Check("display", True, f"{sizes} ({answer['driver']})")


def sound_checks() -> list[Check]:
    """Look for the PortAudio library and for devices to listen and to play through."""
    answer = probe(SOUND_PROBE)
    if isinstance(answer, str):
        return [Check("PortAudio", False, answer, install_line("sound", "the PortAudio library"))]
    listening, playing = answer["input"], answer["output"]
    return [
        Check("PortAudio", True, "loaded"),
        _devices("sound input", listening, "Connect a microphone; until then the built-in demo plays its part."),
        _devices("sound output", playing, "Connect loudspeakers, or start the sound server (PipeWire, PulseAudio)."),
    ]


def _devices(name: str, devices: list[str], remedy: str) -> Check:
    return Check(name, True, ", ".join(devices) or "no device", "" if devices else remedy)


def room_check(state: Path | None = None) -> Check:
    """Look for what was measured of the rooms around this machine's microphones."""
    try:
        rooms = read_rooms(state).values()
    except RoomError as error:
        return Check("room", True, str(error), "Measure the room anew: living-mosaic doctor --room")
    if not rooms:
        return Check("room", True, "not measured", "In its place, once: living-mosaic doctor --room")
    return Check("room", True, "; ".join(f"{room.device}: {room.told}" for room in rooms))


def midi_check() -> Check:
    """Look for MIDI ports. None is no fault, and without the package for them the installation runs too."""
    try:
        return Check("MIDI", True, ", ".join(map(port_name, port_names())) or "no port")
    except MidiError as error:
        return Check("MIDI", True, "no way to it", f"{error}")


def film_checks() -> list[Check]:
    """Look for ffmpeg and for what it can write."""
    remedy = install_line("film", "ffmpeg") + ' (or, in the clone: pip install ".[film]")'
    path = ffmpeg_path()
    if path is None:
        return [Check("ffmpeg", False, "not found", remedy)]
    try:
        command = [path, "-hide_banner", "-encoders"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PROBE_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        return [Check("ffmpeg", False, f"{path} does not run: {error}", remedy)]
    encoders = [words[1] for words in map(str.split, done.stdout.splitlines()) if len(words) > 1]
    return [Check("ffmpeg", True, path), *(_encoder(standard, encoders, remedy) for standard in VIDEO_ENCODERS)]


def ffmpeg_path() -> str | None:
    """Find ffmpeg on the path or, where imageio-ffmpeg is installed, the one that comes with it."""
    path = shutil.which("ffmpeg")
    if path is None and find_spec("imageio_ffmpeg") is not None:
        import imageio_ffmpeg

        try:
            path = imageio_ffmpeg.get_ffmpeg_exe()
        except RuntimeError:  # Its wheel for this platform carries no ffmpeg.
            path = None
    return path


def _encoder(standard: str, encoders: list[str], remedy: str) -> Check:
    found = [name for name in encoders if name.startswith(VIDEO_ENCODERS[standard])]
    return Check(f"{standard} encoder", bool(found), ", ".join(found) or "none in this ffmpeg", "" if found else remedy)


def folder_checks() -> list[Check]:
    """Try to write into the folders for what the installation keeps between runs."""
    folders = {
        "state folder": platformdirs.user_state_path("living-mosaic"),
        "cache folder": platformdirs.user_cache_path("living-mosaic"),
    }
    return [_writable(name, path) for name, path in folders.items()]


def _writable(name: str, path: Path) -> Check:
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        return Check(name, False, f"{path}: {error.strerror}", f"Make {path} a folder that this user may write to.")
    return Check(name, True, str(path))


def data_checks() -> list[Check]:
    """Look for the shaders, presets and assets that come with the package."""
    return [_data("shaders"), _data("presets"), _data("assets")]


def _data(name: Literal["shaders", "presets", "assets"]) -> Check:
    remedy = "Install the package again, in the clone: pip install ."
    try:
        path = resources.directory(name)
    except FileNotFoundError as error:
        return Check(name, False, str(error), remedy)
    count = sum(file.is_file() for file in path.rglob("*"))
    return Check(name, count > 0, f"{count} files in {path}", "" if count else remedy)


def disk_check() -> Check:
    """Measure the free room where scores and snapshots are kept."""
    path = platformdirs.user_state_path("living-mosaic")
    while not path.exists():
        path = path.parent
    free = shutil.disk_usage(path).free
    ok = free >= MINIMUM_FREE_BYTES
    remedy = "" if ok else f"Free {MINIMUM_FREE_BYTES / 1e9:.0f} GB there, or record elsewhere."
    return Check("free disk", ok, f"{free / 1e9:.1f} GB at {path}", remedy)


def probe(code: str, environment: Mapping[str, str] | None = None) -> dict | str:
    """Run `code` in a Python of its own; return the JSON object that its last line holds, or what went wrong."""
    command = [sys.executable, "-c", code]
    variables = {**os.environ, **(environment or {})}
    try:
        done = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=PROBE_SECONDS)
    except subprocess.TimeoutExpired:
        return f"no answer within {PROBE_SECONDS:.0f} s"
    if done.returncode == 0:
        return json.loads(done.stdout.splitlines()[-1])
    if done.returncode < 0:
        return f"the driver crashed with signal {-done.returncode}"
    return (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]


def packages(purpose: str) -> list[str]:
    """Name the Debian packages listed for a purpose ("opengl", "sound", "film", ...)."""
    table = Path(__file__).with_name("debian-packages.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in table.splitlines() if not line.startswith("#")]
    return [name for name, _, for_what in rows if for_what == purpose]


def install_line(purpose: str, otherwise: str) -> str:
    """Say in one line how to install what a purpose needs: by apt where there is apt."""
    if shutil.which("apt-get") is None:
        return f"Install {otherwise}."
    return f"sudo apt-get install {' '.join(packages(purpose))}"
