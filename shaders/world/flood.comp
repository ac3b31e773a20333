// One invocation for each cell: a step of jump flooding (Rong and Tan 2006): of the cells a jump away, the tile whose
// centre is nearest wins. Reads the citizens in the first step and the last step's tiles; writes the next.
//   x the citizen's number plus one (0: none), yz the centre of their tile, w 1 where the step is the last one's
#include "lib/segments.glsl"
#include "lib/fields.glsl"
layout(local_size_x = 64) in;
layout(binding = 3) uniform sampler2D flooded;
layout(rgba32f, binding = 0) uniform writeonly image2D next_tiles;
layout(std140, binding = 4) uniform JumpBlock { ivec4 jump; };  // cells

void main() {
    int index = int(gl_GlobalInvocationID.x);
    if (index >= now.columns * now.rows) return;
    ivec2 cell = ivec2(index % now.columns, index / now.columns), size = ivec2(now.columns, now.rows);
    vec2 place = ((vec2(cell) + 0.5) / vec2(size) * (1.0 + 2.0 * now.margin) - now.margin) * vec2(now.aspect, 1.0);
    vec4 best = texelFetch(flooded, cell, 0);
    float nearest = best.x > 0.5 ? distance(place, best.yz) : 1e9;
    for (int y = -1; y <= 1; y++) for (int x = -1; x <= 1; x++) {
        ivec2 c = cell + ivec2(x, y) * jump.x;
        if (any(lessThan(c, ivec2(0))) || any(greaterThanEqual(c, size))) continue;
        vec4 there = texelFetch(flooded, c, 0);
        float away = distance(place, there.yz);
        if (there.x > 0.5 && (away < nearest || (away == nearest && there.x < best.x))) { best = there; nearest = away; }
    }
    imageStore(next_tiles, cell, best);
}
