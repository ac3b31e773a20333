// One invocation for each cell: the least share of it and its neighbours, so that no cell is drawn on by the light
// of one beside it; nothing at all where too many cells flash in spite of all. Reads the shares; writes the least.
#include "lib/guard.glsl"
layout(local_size_x = 64) in;
layout(binding = 0) uniform sampler2D shares;
layout(r32f, binding = 0) uniform writeonly image2D least;

const uint PART = 36u;  // a quarter of a ninth of the screen

void main() {
    uint cell = gl_GlobalInvocationID.x;
    if (cell >= guard.x * guard.y) return;
    ivec2 place = ivec2(cell % guard.x, cell / guard.x), last = ivec2(guard.xy) - 1;
    float share = 1.0;
    for (int y = -1; y <= 1; y++) for (int x = -1; x <= 1; x++)
        share = min(share, texelFetch(shares, clamp(place + ivec2(x, y), ivec2(0), last), 0).r);
    imageStore(least, place, vec4(now_held.alarmed * PART > guard.x * guard.y ? 0.0 : share));
}
