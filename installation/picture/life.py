"""What lives on the network and above it, drawn into the scene, and the marks that earlier stories left there."""

from typing import Any

import moderngl

from installation.gpu.shaders import Shaders
from installation.world.world import World

KINDS = {
    "symbionts": ("symbiont", "3f 1u4", ("walker", "state")),
    "blossoms": ("blossom", "3f 1u4/i", ("rooted", "state")),
    "marks": ("mark", "3f 1u4/i", ("stands", "seed")),
    "drifting": ("spore", "2f 1u4 1u4", ("aloft", "born", "identity")),
}
"""Buffer of the world: the shader that draws it, the format of an entry and the names of its parts."""
POINTS = {"symbionts", "drifting"}
"""What is so small and so many that each is a point: where the CPU draws, squares would take far longer."""


class Life:
    """Draws each living thing as a point or a small square of its own, straight from the world's buffers."""

    def __init__(self, context: moderngl.Context, world: World, shaders: Shaders) -> None:
        self.context, self.world = context, world
        self.programs = {
            name: shaders.render(f"picture/{shader}.vert", f"picture/{shader}.frag")
            for name, (shader, _, _) in KINDS.items()
        }
        self._arrays: dict[str, tuple[object, Any]] = {}

    def draw(self) -> None:
        """Draw all of it into the framebuffer in use, blended as premultiplied light, with citizens bound."""
        buffers = self.world.state.buffers
        counts = {"symbionts": self.world.symbionts.count, "blossoms": self.world.flora.blossoms}
        awake = self.world.awake() | {"marks"}  # the shader leaves out those that are not there
        self.context.enable(moderngl.PROGRAM_POINT_SIZE)
        for name in ("marks", "blossoms", "symbionts", "drifting"):
            if name not in awake:
                continue
            count = counts.get(name, buffers[name].size // 16)
            if name in POINTS:
                self._array(name).render(moderngl.POINTS, vertices=count)
            else:
                self._array(name).render(moderngl.TRIANGLE_STRIP, vertices=4, instances=count)

    def _array(self, name: str) -> Any:
        """Return the vertex array of a kind, made anew when its program or the world's buffer is another."""
        program, buffer = self.programs[name], self.world.state.buffers[name]
        key = (program.version, buffer)
        if name not in self._arrays or self._arrays[name][0] != key:
            _, form, parts = KINDS[name]
            array = self.context.vertex_array(program.gl, [(buffer, form, *parts)])
            self._arrays[name] = (key, array)
        return self._arrays[name][1]
