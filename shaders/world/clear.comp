// One invocation for each cell or counter: empties what the census is about to count.
#include "lib/segments.glsl"
#include "lib/roster.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 12) writeonly buffer WhereBuffer { uvec2 whereabouts[]; };
layout(std430, binding = 4) writeonly buffer MusterBuffer { uint muster[68]; };
layout(std430, binding = 5) writeonly buffer GatheredBuffer { uint gathered[]; };
layout(std430, binding = 6) writeonly buffer CrowdBuffer { uint crowd[]; };
layout(std430, binding = 13) writeonly buffer AxisBuffer { ivec2 axes[]; };
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
        counters.left = counters.right = counters.health_left = counters.health_right = 0u;
        counters.charge_left = counters.charge_right = counters.crossing = 0u;
        counters.flora = counters.scarred_flora = 0u;
        counters.land = counters.wasted = counters.sterile = counters.sheltered = counters.scarred = counters.processed = 0u;
    }
    if (cell < 68u) muster[cell] = 0u;
    if (cell < uint(MOST_CITIZENS)) gathered[cell] = 0u;
    if (cell >= uint(now.columns * now.rows)) return;
    whereabouts[cell] = uvec2(0u);
    thread[cell] = 0u;
    crowd[cell] = 0u;
    axes[cell] = ivec2(0);
}
