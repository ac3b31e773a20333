// One invocation for each cell: the least share of it and its neighbours, so that no cell is drawn on by the light
// of one beside it. Nothing is held while few cells flash; all is where too many do in spite of all. Reads the shares;
// writes the least, and whether there is anything to draw.
#include "lib/guard.glsl"
layout(local_size_x = 64) in;
layout(binding = 0) uniform sampler2D shares;
layout(r32f, binding = 0) uniform writeonly image2D least;

// A quarter of a ninth of the screen may flash: FEW cells of it are let go, ALL is held where that was too many.
const uint FEW = 42u, ALL = 36u;

void main() {
    uint cell = gl_GlobalInvocationID.x;
    if (cell >= guard.x * guard.y) return;
    ivec2 place = ivec2(cell % guard.x, cell / guard.x), last = ivec2(guard.xy) - 1;
    float share = 1.0;
    for (int y = -1; y <= 1; y++) for (int x = -1; x <= 1; x++)
        share = min(share, texelFetch(shares, clamp(place + ivec2(x, y), ivec2(0), last), 0).r);
    uint cells = guard.x * guard.y;
    bool all = now_held.over * ALL > cells, some = now_held.full * FEW > cells;
    imageStore(least, place, vec4(all ? 0.0 : (some ? share : 1.0)));
    if (cell > 0u) return;
    now_held.instances = all || some ? 1u : 0u;
    if (!all) return;
    now_held.left = now_held.bottom = 0u;
    now_held.right = guard.x;
    now_held.top = guard.y;
}
