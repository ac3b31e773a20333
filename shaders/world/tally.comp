// One group turns the runs' tallies into their places in the roster, and works out how much room the
// world has left for growth. Reads and overwrites tally; updates counters.
#include "lib/segments.glsl"
#include "lib/roster.glsl"
#include "lib/runs.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 15) buffer TallyBuffer { uvec2 tally[]; };

shared uvec2 sums[64];

void main() {
    uint lane = gl_LocalInvocationID.x;
    uint runs = now.capacity / RUN;
    uint share = (runs + 63u) / 64u;
    uint first = min(lane * share, runs), last = min(first + share, runs);
    uvec2 sum = uvec2(0u);
    for (uint run = first; run < last; run++) sum += tally[run];
    sums[lane] = sum;
    barrier();
    uvec2 before = uvec2(0u);
    for (uint n = 0u; n < lane; n++) before += sums[n];
    for (uint run = first; run < last; run++) {
        uvec2 here = tally[run];
        tally[run] = before;
        before += here;
    }
    if (lane == 63u) {
        counters.tips = min(before.x, now.tip_capacity);
        counters.tip_groups = (counters.tips + 63u) / 64u;
        counters.tip_groups_y = counters.tip_groups_z = counters.slot_groups_y = counters.slot_groups_z = 1u;
        counters.slot_groups = (counters.highest + 63u) / 64u;
        counters.free = before.y;
        counters.used = 0u;
        float held = float(counters.length) * 1e-5 / (parameters.biomass * now.breadth);
        float full = 1.0 - float(before.y) / float(now.capacity);
        counters.slack = clamp((1.04 - held) / 0.25, 0.0, 1.0) * clamp((0.98 - full) / 0.1, 0.0, 1.0);
        counters.pressure = max(clamp((held - 1.0) / 0.1, 0.0, 1.0), clamp((full - 0.85) / 0.1, 0.0, 1.0));
    }
}
