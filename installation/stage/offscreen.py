"""A GL context without a window, for films, stills, measurements and runs without a screen."""

import sys
from typing import Any

import moderngl

OLDEST_VERSION = 430


class GraphicsError(RuntimeError):
    """This machine cannot draw: the message is one line that says what is missing and where to look."""


def offscreen_context() -> moderngl.Context:
    """Return a new OpenGL context of version 4.3 or later; GraphicsError where there is none."""
    hint = "`living-mosaic doctor` says what to do"
    try:
        # EGL needs no display server; elsewhere the system's own way makes a hidden window.
        backend: dict[str, Any] = {"backend": "egl"} if sys.platform == "linux" else {}
        context = moderngl.create_standalone_context(**backend)
    except Exception as error:
        raise GraphicsError(f"no OpenGL context: {str(error).strip().splitlines()[0]}; {hint}") from error
    if context.version_code < OLDEST_VERSION:
        raise GraphicsError(f"OpenGL {context.version_code / 100:.1f} is too old, 4.3 is needed; {hint}")
    return context
