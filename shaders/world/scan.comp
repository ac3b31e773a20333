// One group adds up, in order of the tips, the slots that newborns need and the places they take in
// the list of tips, so that each gets its own without a race. Reads and completes plans, updates counters.
#include "lib/segments.glsl"
#include "lib/roster.glsl"
layout(local_size_x = 64) in;

shared uvec2 sums[64];

void main() {
    uint lane = gl_LocalInvocationID.x;
    uint count = min(counters.tips, now.tip_capacity);
    uint share = (count + 63u) / 64u;
    uint first = min(lane * share, count), last = min(first + share, count);
    uint base = counters.used, room = counters.free;
    uvec2 sum = uvec2(0u);
    for (uint k = first; k < last; k++) {
        uint decision = plans[k].x;
        sum += uvec2(newborns(decision), decision == FORK ? 1u : 0u);
    }
    sums[lane] = sum;
    barrier();
    uvec2 before = uvec2(base, count);
    for (uint n = 0u; n < lane; n++) before += sums[n];
    for (uint k = first; k < last; k++) {
        uint decision = plans[k].x;
        uint wanted = newborns(decision);
        if (wanted == 0u) continue;
        bool granted = before.x + wanted <= room;
        plans[k].z = granted ? before.x : NOBODY;
        plans[k].w = before.y;
        before += uvec2(wanted, decision == FORK ? 1u : 0u);
    }
    if (lane == 63u) {
        counters.used = min(before.x, room);
        counters.tips = min(before.y, now.tip_capacity);
        counters.tip_groups = (counters.tips + 63u) / 64u;
        counters.births += min(before.x, room) - base;
        counters.crowded += before.x > room ? 1u : 0u;
    }
}
