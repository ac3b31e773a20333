"""Frames into files: MP4 through ffmpeg, or a folder of PNG pictures.

An MP4 is written in fragments, so that even a killed process leaves a file that plays, and is put together
into an ordinary one, index first, when it is complete.
"""

import contextlib
import errno
import os
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from installation.files import OutputError, check_writable, replacing

Codec = Literal["h264", "h265", "png"]
Frame = NDArray[np.uint8]

_VIDEO = {
    # Dark gradients are where H.264 and H.265 save first: aq-mode 3 gives them bits.
    "h264": ("-c:v", "libx264", "-preset", "medium", "-crf", "17", "-x264-params", "aq-mode=3:log-level=error"),
    "h265": ("-c:v", "libx265", "-preset", "medium", "-crf", "19", "-x265-params", "aq-mode=3:log-level=error",
             "-tag:v", "hvc1"),
}  # fmt: skip
_BT709 = (
    "-vf", "scale=in_range=full:out_range=tv:out_color_matrix=bt709:flags=accurate_rnd+full_chroma_int",
    "-pix_fmt", "yuv420p", "-color_range", "tv",
    "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
)  # fmt: skip
# A sound that is too short goes on as silence; one that is too long ends with the picture.
_CODED = ("-c:a", "aac", "-b:a", "256k", "-af", "apad", "-shortest")
FRAGMENT_SECONDS = 2


class FilmError(RuntimeError):
    """A film that could not be finished: a full disk, an encoder that fails. The message is one line."""


class Encoder(Protocol):
    """Takes the frames of a film, uint8 of shape (height, width, 3), the top row first."""

    def write(self, frame: Frame) -> None:
        """Append a frame; FilmError where that is not possible any more."""

    def close(self) -> None:
        """Finish the file; FilmError where it could not be written."""


class PngFolder:
    """Writes each frame as a PNG of its own: 000000.png, 000001.png and so on. OutputError at once, or never."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._count = 0
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{path}: cannot be made a folder: {error.strerror}") from None
        check_writable(path / "000000.png")

    def write(self, frame: Frame) -> None:
        """Write the next picture."""
        write_png(self.path / f"{self._count:06d}.png", frame)
        self._count += 1

    def close(self) -> None:
        """Every picture is complete already."""


def write_png(path: Path, frame: Frame) -> None:
    """Write one picture at once or not at all; FilmError where that is not possible."""
    from PIL import Image

    try:
        with replacing(path) as file:
            Image.fromarray(frame).save(file, format="PNG", compress_level=4)
    except OSError as error:
        raise FilmError(f"{path}: cannot be written: {error.strerror or error}") from None


class Mp4:
    """Pipes frames into ffmpeg. `sound` is a file to be heard from the first frame to the last.

    OutputError where the file cannot be written or the size is odd, which 4:2:0 colour does not allow.
    """

    def __init__(
        self, path: Path, size: tuple[int, int], fps: Fraction, codec: Codec, ffmpeg: str, sound: Path | None = None
    ) -> None:
        if size[0] % 2 or size[1] % 2:
            raise OutputError(f"size {size[0]}x{size[1]}: expected even numbers for an MP4")
        check_writable(path)
        self.path, self._ffmpeg = path, ffmpeg
        self._finished = False
        self._fps, self._frames = fps, 0
        picture = ("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{size[0]}x{size[1]}", "-r", str(fps), "-i", "-")
        heard = ("-i", str(sound), "-map", "0:v", "-map", "1:a") if sound else ()
        coded = _CODED if sound else ()
        # Without this an interrupted film would lose what the encoder gathers for one long fragment.
        keys = ("-g", str(max(1, round(FRAGMENT_SECONDS * fps))))
        # What an encoder gives out goes to the file at once: a killed one leaves all of it.
        fragments = ("-movflags", "+frag_keyframe+empty_moov+default_base_moof", "-flush_packets", "1")
        whole = (*fragments, "-f", "mp4", str(path))
        self._encoder = _Ffmpeg(ffmpeg, *picture, *heard, *_VIDEO[codec], *keys, *_BT709, *coded, *whole)

    def write(self, frame: Frame) -> None:
        """Append a frame."""
        self._frames += 1
        try:
            self._encoder.write(frame)
        except OSError:
            self._finish()
            raise FilmError(f"{self.path}: cannot be written: ffmpeg ended early") from None

    def close(self) -> None:
        """Let ffmpeg finish, then put the file together with its index first."""
        if not self._finished:
            self._finish()
            self._put_together()

    def _finish(self) -> None:
        self._finished = True
        complaint = self._encoder.finish()
        if complaint:
            raise FilmError(f"{self.path}: cannot be written: {complaint}")

    def finish_with(self, sound: Path) -> None:
        """Finish the film, with this sound in place of what it had: one that was made along with the pictures."""
        self._finish()
        self._put_together(sound)

    def _put_together(self, sound: Path | None = None) -> None:
        part = self.path.with_name(f".{self.path.name}.part")
        heard = ("-i", str(sound), "-map", "0:v", "-map", "1:a", *_CODED) if sound else ("-map", "0", "-c:a", "copy")
        # The sound ends with the picture: what ends it while it is made may let a little more pass.
        length = ("-t", f"{float(self._frames / self._fps):.6f}")
        whole = ("-c:v", "copy", *length, "-movflags", "+faststart", "-f", "mp4", str(part))
        if _Ffmpeg(self._ffmpeg, "-i", str(self.path), *heard, *whole).finish():
            # Where there is no room for a second copy, the first one plays all the same.
            part.unlink(missing_ok=True)
        else:
            os.replace(part, self.path)


class _Ffmpeg:
    """A running ffmpeg. Its complaints go to a file, which unlike a pipe cannot fill up."""

    def __init__(self, path: str, *arguments: str) -> None:
        command = [path, "-hide_banner", "-nostdin", "-loglevel", "error", "-y", *arguments]
        self._errors = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stderr=self._errors,
            # In a group of its own: Ctrl-C is for the film, which then ends the encoder in good order.
            start_new_session=sys.platform != "win32",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )

    def write(self, frame: Frame) -> None:
        """Hand over a frame; OSError where ffmpeg has ended."""
        assert self._process.stdin is not None
        self._process.stdin.write(frame.data)

    def finish(self) -> str:
        """Wait for its end and return what went wrong, in the line that tells most; nothing where all went well."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        status = self._process.wait()
        with self._errors:
            self._errors.seek(0)
            lines = self._errors.read().decode(errors="replace").strip().splitlines()
        if status == 0:
            return ""
        full = os.strerror(errno.ENOSPC)
        if any(full in line for line in lines):
            return full
        return lines[-1].strip() if lines else f"ffmpeg ended with status {status}"
