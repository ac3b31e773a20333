"""GPU data declared once: a dataclass gives the numpy dtype, the GLSL struct and the bytes.

Fields are annotated with GLSL's own type names. Only scalars and vectors of 2 and 4 are allowed:
for these std140 and std430 agree (OpenGL 4.3 core, section 7.6.2.2), so one layout serves both.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

import numpy as np

uint = int
vec2 = tuple[float, float]
vec4 = tuple[float, float, float, float]

_SCALARS: dict[str, Any] = {"float": np.float32, "int": np.int32, "uint": np.uint32}
_VECTORS = {"vec": "float", "ivec": "int", "uvec": "uint"}


def _numpy_type(glsl_type: str) -> tuple[Any, int]:
    """Return the numpy type and the alignment in bytes of a GLSL scalar, vec2 or vec4."""
    if glsl_type in _SCALARS:
        return np.dtype(_SCALARS[glsl_type]), 4
    width = int(glsl_type[-1])
    if width not in (2, 4):
        raise TypeError(f"{glsl_type}: blocks hold scalars and vectors of 2 or 4 only")
    return np.dtype((_SCALARS[_VECTORS[glsl_type[:-1]]], (width,))), 4 * width


@functools.cache
def dtype(block: type) -> np.dtype[Any]:
    """Return the block's memory layout; its size is a multiple of its largest alignment."""
    names: list[str] = []
    formats: list[Any] = []
    offsets: list[int] = []
    end, widest = 0, 4
    for field in dataclasses.fields(block):
        kind, alignment = _numpy_type(str(field.type))
        end = -(-end // alignment) * alignment
        names.append(field.name)
        formats.append(kind)
        offsets.append(end)
        end += kind.itemsize
        widest = max(widest, alignment)
    size = -(-end // widest) * widest
    return np.dtype({"names": names, "formats": formats, "offsets": offsets, "itemsize": size})


def offset(block: type, name: str) -> int:
    """Return where the field `name` begins, in bytes."""
    return int(dtype(block).fields[name][1])  # type: ignore[index]


def glsl(block: type) -> str:
    """Return the block's GLSL struct, fields in the order of declaration."""
    fields = "".join(f"    {field.type} {field.name};\n" for field in dataclasses.fields(block))
    return f"struct {block.__name__} {{\n{fields}}};\n"


def pack(value: Any) -> bytes:
    """Return the bytes of one block, padded to 16 as a uniform block is."""
    record = np.zeros((), dtype(value.__class__))
    for field in dataclasses.fields(value):
        record[field.name] = getattr(value, field.name)
    data = record.tobytes()
    return data + bytes(-len(data) % 16)
