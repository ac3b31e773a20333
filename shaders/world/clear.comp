// One invocation for each cell or counter: empties what the census is about to count.
#include "lib/segments.glsl"
#include "lib/roster.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 12) writeonly buffer WhereBuffer { uvec2 whereabouts[]; };
layout(std430, binding = 14) writeonly buffer ThreadBuffer { uint thread[]; };

void main() {
    uint cell = gl_GlobalInvocationID.x;
    if (cell == 0u) {
        counters.segments = 0u;
        counters.length = 0u;
        counters.links = 0u;
        counters.growing = 0u;
        counters.charge = 0u;
        counters.load = 0u;
        counters.highest = 0u;
    }
    if (cell >= uint(now.columns * now.rows)) return;
    whereabouts[cell] = uvec2(0u);
    thread[cell] = 0u;
}
