// One invocation for each cell: how much of the new picture is drawn there, none where it or a neighbour is held, so
// that no cell is drawn on by the light of one beside it. Reads which cells are held; writes that share, 0 or 1.
#include "lib/guard.glsl"
layout(local_size_x = 64) in;
layout(r32f, binding = 0) uniform writeonly image2D least;

void main() {
    uint cell = gl_GlobalInvocationID.x;
    if (cell >= guard.x * guard.y) return;
    ivec2 place = ivec2(cell % guard.x, cell / guard.x), last = ivec2(guard.xy) - 1;
    bool held = false;
    for (int y = -1; y <= 1; y++) for (int x = -1; x <= 1; x++) {
        ivec2 near = clamp(place + ivec2(x, y), ivec2(0), last);
        held = held || found[near.y * int(guard.x) + near.x] == HELD;
    }
    imageStore(least, place, vec4(held ? 0.0 : 1.0));
}
