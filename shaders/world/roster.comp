// One invocation for each run of slots: writes its tips and its free slots into the roster, at the
// places that the tally gave it. Reads body and vigour; writes tips and free_slots.
#include "lib/segments.glsl"
#include "lib/roster.glsl"
#include "lib/runs.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 15) readonly buffer TallyBuffer { uvec2 tally[]; };


void main() {
    uint run = gl_GlobalInvocationID.x;
    if (run * RUN >= now.capacity) return;
    uvec2 place = tally[run];
    for (uint n = 0u; n < RUN; n++) {
        uint i = slot_of(run, n);
        if (body[i].born == 0u) { free_slots[place.y++] = i; continue; }
        uint state = vigour[i].state;
        if ((state & (LISTED | BUDDING)) == 0u || place.x >= now.tip_capacity) continue;
        tips[place.x++] = i | ((state & BUDDING) != 0u ? BUD : 0u);
    }
}
