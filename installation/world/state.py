"""Every buffer that is the world: registered, bound by name, saved, loaded and hashed."""

import io
import zipfile
from collections.abc import Collection
from typing import Any

import moderngl
import numpy as np

from installation.gpu import blocks
from installation.gpu.shaders import Shaders
from installation.world.snapshot import read_part


class State:
    """Named buffers and textures on the GPU. What is `kept` makes up snapshots and hashes."""

    def __init__(self, context: moderngl.Context, shaders: Shaders) -> None:
        self.context = context
        self.buffers: dict[str, Any] = {}
        self.textures: dict[str, Any] = {}
        self.kept: list[str] = []
        self.kept_textures: list[str] = []
        self._hash = shaders.compute("world/hash.comp")
        self._sums = context.buffer(reserve=8)
        self._which = context.buffer(reserve=16)

    def buffer(self, name: str, size: int, fill: int = 0, kept: bool = True) -> Any:
        """Make and register a buffer of `size` bytes, each of them `fill`."""
        self.buffers[name] = self.context.buffer(bytes([fill]) * size)
        if kept:
            self.kept.append(name)
        return self.buffers[name]

    def texture(self, name: str, columns: int, rows: int, kept: bool = True, dtype: str = "f4") -> Any:
        """Make and register a texture of four numbers a cell, sampled linearly, clamped at its edges."""
        texture = self.context.texture((columns, rows), 4, bytes(columns * rows * 4 * int(dtype[1])), dtype=dtype)
        texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
        texture.repeat_x = texture.repeat_y = False
        self.textures[name] = texture
        if kept:
            self.kept_textures.append(name)
        return texture

    def bind(self, **places: int) -> None:
        """Bind buffers by name to their places, as the shaders number them."""
        for name, place in places.items():
            self.buffers[name].bind_to_storage_buffer(place)

    def release(self) -> None:
        """Free every buffer and texture, to make them anew in other sizes."""
        for holder in (*self.buffers.values(), *self.textures.values()):
            holder.release()
        self.buffers, self.textures, self.kept, self.kept_textures = {}, {}, [], []

    def hash(self, stale: Collection[str] = ()) -> str:
        """Return 16 hexadecimal digits for the kept buffers and textures, but those that are `stale`."""
        self._sums.write(bytes(8))
        for number, name in enumerate(self.kept):
            self._add(self.buffers[name], number)
        for number, name in enumerate(name for name in self.kept_textures if name not in stale):
            words = self.context.buffer(self.textures[name].read())
            self._add(words, 1000 + number)
            words.release()
        low, high = np.frombuffer(self._sums.read(), np.uint32)
        return f"{high:08x}{low:08x}"

    def _add(self, buffer: Any, number: int) -> None:
        words = buffer.size // 4
        self._which.write(np.array([words, number, 0, 0], np.uint32).tobytes())
        buffer.bind_to_storage_buffer(0)
        self._sums.bind_to_storage_buffer(1)
        self._which.bind_to_uniform_block(3)
        self._hash.run(-(-words // 64))

    def save(self, extra: dict[str, bytes], stale: Collection[str] = ()) -> bytes:
        """Return everything kept but textures that are `stale`, compressed; `extra` goes along."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, data in extra.items():
                archive.writestr(_entry(name), data)
            for name in self.kept:
                archive.writestr(_entry(name), self.buffers[name].read())
            for name in (name for name in self.kept_textures if name not in stale):
                archive.writestr(_entry(name), self.textures[name].read())
        return stream.getvalue()

    def load(self, archive: zipfile.ZipFile, stale: Collection[str] = ()) -> None:
        """Fill what is kept but textures that are `stale`. Raises SnapshotError before anything changes."""
        contents = {}
        for name in [*self.kept, *(name for name in self.kept_textures if name not in stale)]:
            holder = self.buffers.get(name)
            size = holder.size if holder is not None else len(self.textures[name].read())
            contents[name] = read_part(archive, name, size)
        for name, data in contents.items():
            (self.buffers.get(name) or self.textures[name]).write(data)


def _entry(name: str) -> zipfile.ZipInfo:
    """Return an entry without the time of day, so that equal states make equal files."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def size_of(block: type, count: int) -> int:
    """Return the bytes of `count` blocks."""
    return int(blocks.dtype(block).itemsize) * count
