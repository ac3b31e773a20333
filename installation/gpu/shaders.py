"""Shaders: read from disk with nested includes, compiled, reloaded when a file changes.

`#include "lib/hash.glsl"` is relative to the shader folder; each file is taken once.
`#include "blocks"` stands for the structs and constants generated from `gpu.blocks`.
Lines are counted through all files, and a table tells which file and line each was: `#line` with a file's
number would say so too, but Mesa forgets the number in some of its messages.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import moderngl

from installation.gpu import blocks

_INCLUDE = re.compile(r'^\s*#include\s+"([^"]+)"\s*$')
_DRIVER_LINE = re.compile(r"\b(\d+)[:(](\d+)\b\)?")
_VERSION = "#version 430"


class ShaderError(ValueError):
    """A shader that does not compile or include: the message names file, line and complaint."""


@dataclass
class Source:
    """A shader with its includes resolved; line n of the text is line `places[n - 1][1]` of the file before it."""

    lines: list[str]
    places: list[tuple[str, int]]
    files: list[str]
    paths: set[Path]

    @property
    def text(self) -> str:
        """The whole source, as the driver gets it."""
        return "\n".join(self.lines) + "\n"

    def add(self, text: str, name: str, line: int) -> None:
        """Append one line and where it stands."""
        self.lines.append(text)
        self.places.append((name, line))


def read(directory: Path, name: str, constants: Mapping[str, int | float] | None = None) -> Source:
    """Read the shader `name` with everything it includes. Raises ShaderError."""
    source = Source([], [], [], set())
    source.add(_VERSION, name, 1)
    for key, value in (constants or {}).items():
        source.add(f"#define {key} {value}", name, 1)
    _include(directory, name, source, f"{name}:1")
    return source


def _include(directory: Path, name: str, source: Source, origin: str) -> None:
    """Append one file with its includes in place; nothing where it was taken already."""
    if name in source.files:
        return
    source.files.append(name)
    for line_number, line in enumerate(_lines(directory, name, source, origin), start=1):
        include = _INCLUDE.match(line)
        if include:
            _include(directory, include[1], source, f"{name}:{line_number}")
        else:
            source.add(line, name, line_number)


def _lines(directory: Path, name: str, source: Source, origin: str) -> list[str]:
    if name == "blocks":
        structs = (blocks.glsl(block) for block in blocks.ALL_BLOCKS)
        return "".join([*structs, blocks.happenings.glsl()]).splitlines()
    path = directory / name
    source.paths.add(path)
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ShaderError(f'{origin}: cannot include "{name}": {error.strerror or error}') from error


def explain(message: str, source: Source) -> str:
    """Return the driver's first complaint with its line turned into a file's name and a line in it."""
    for line in message.splitlines():
        place = _DRIVER_LINE.search(line)
        if place and 0 < int(place[2]) <= len(source.places):
            name, number = source.places[int(place[2]) - 1]
            return f"{name}:{number}: {line[place.end() :].lstrip('(0123456789): ')}"
    return f"{source.files[0]}: {message.strip()}"


@dataclass
class Shaders:
    """Every program in use, compiled once and again when a file that it was made from changes."""

    context: moderngl.Context
    directory: Path
    _programs: dict[str, "_Program"] = field(default_factory=dict)

    def compute(self, name: str, **constants: int | float) -> "Compute":
        """Return the compute program of `name`, made with these #defines."""
        return Compute(self._program((name,), constants))

    def render(self, vertex: str, fragment: str, **constants: int | float) -> "_Program":
        """Return the program of a vertex and a fragment shader."""
        return self._program((vertex, fragment), constants)

    def _program(self, names: tuple[str, ...], constants: Mapping[str, int | float]) -> "_Program":
        key = "+".join(names) + repr(sorted(constants.items()))
        if key not in self._programs:
            self._programs[key] = _Program(self.context, self.directory, names, dict(constants))
        return self._programs[key]

    def reload(self) -> list[str]:
        """Compile what changed on disk. Returns one message for each program that does not compile.

        A program that fails keeps its last good version; it is tried again at its next change.
        """
        messages = []
        for program in self._programs.values():
            if program.changed():
                try:
                    program.compile()
                    program.fault = ""
                    messages.append(f"{program.names[-1]}: reloaded")
                except ShaderError as error:
                    program.fault = str(error)
                    messages.append(program.fault)
        return messages

    def faults(self) -> dict[str, str]:
        """Return what is wrong now, by program: those that did not compile since they were last changed."""
        return {key: program.fault for key, program in self._programs.items() if program.fault}


class _Program:
    """One program and the times of the files it was made from. `version` counts its compilations."""

    def __init__(
        self, context: moderngl.Context, directory: Path, names: tuple[str, ...], constants: dict[str, int | float]
    ) -> None:
        self.context, self.directory, self.names, self.constants = context, directory, names, constants
        self.version = 0
        self.fault = ""
        self._times: dict[Path, float] = {}
        self.compile()

    def compile(self) -> None:
        """Read and compile; the last good program stays where this raises ShaderError."""
        sources = []
        # Where a file is missing just now, all that were read before are still watched.
        self._times = {path: _changed_at(path) for path in (*self._times, *(self.directory / n for n in self.names))}
        for name in self.names:
            source = read(self.directory, name, self.constants)
            sources.append(source)
            self._times |= {path: _changed_at(path) for path in source.paths}
        self.gl = self._link(sources)
        self.version += 1

    def _link(self, sources: list[Source]) -> Any:
        make: Callable[..., Any] = self.context.compute_shader
        arguments = {"source": sources[0].text}
        if len(sources) == 2:
            make = self.context.program
            arguments = {"vertex_shader": sources[0].text, "fragment_shader": sources[1].text}
        try:
            return make(**arguments)
        except Exception as error:
            message = str(error)
            stage = 1 if "fragment_shader" in message and len(sources) == 2 else 0
            raise ShaderError(explain(message, sources[stage])) from error

    def changed(self) -> bool:
        """Tell whether any of its files changed since it was compiled."""
        return any(_changed_at(path) != time for path, time in self._times.items())


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


GROUP = 64
"""Invocations in a group: the local size of every compute shader."""


@dataclass
class Compute:
    """A compute program, run over a number of invocations."""

    program: _Program

    def run(self, invocations: int) -> None:
        """Run at least `invocations` of it, and make what it wrote visible to what follows."""
        gl = self.program.gl
        gl.run(-(-invocations // GROUP))
        self.program.context.memory_barrier()

    def run_counted(self, counts: Any, offset: int) -> None:
        """Run it over as many groups as the GPU itself has written into `counts`, at `offset` bytes."""
        self.program.gl.run_indirect(counts, offset)
        self.program.context.memory_barrier()
