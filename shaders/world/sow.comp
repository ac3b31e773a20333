// One invocation in all, after a census: gives spores that asked for it a slot each, as roots that grow, in their order.
// Reads the spores and the roster; writes newborns and the roster's ends.
#include "lib/segments.glsl"
#include "lib/roster.glsl"
#include "lib/hash.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 4) buffer SporeBuffer { Spore drifting[]; };
layout(std430, binding = 5) buffer ChargeBuffer { uint charge[]; };
layout(std430, binding = 6) buffer FlowBuffer { uvec2 flow[]; };

const uint SOWN = 1u;
const uint MOST = 6u;  // at a time
const uint FAR = 1000000u;

void main() {
    if (gl_GlobalInvocationID.x != 0u) return;
    uint sown = 0u;
    for (uint n = 0u; n < now.drifting && sown < MOST; n++) {
        Spore s = drifting[n];
        if (s.born == 0u || (s.identity & SOWN) == 0u) continue;
        if (counters.used >= counters.free || counters.tips >= now.tip_capacity) break;
        int i = int(free_slots[counters.used++]);
        float angle = 6.2831853 * unit(hash(s.identity, 13u));
        vec2 from = vec2(s.x, s.y);
        ends[i] = vec4(from, from + vec2(cos(angle), sin(angle)) * (0.3 * now.segment_length));
        ties[i] = ivec4(-1);
        body[i] = Body(0.55 * parameters.hypha_radius * 1e-3, 1.0, now.tick + 1u, hash(s.identity, now.tick));
        vigour[i] = Vigour(GROWING, now.tick, 30000u, hash(s.identity, 7u));
        charge[i] = 1000u;
        flow[i] = uvec2(1u, FAR);
        tips[counters.tips++] = uint(i);
        counters.births++;
        counters.highest = max(counters.highest, uint(i) + 1u);
        counters.slot_groups = max(counters.slot_groups, uint(i) / 64u + 1u);
        drifting[n].born = 0u;
        sown++;
    }
    counters.tip_groups = (counters.tips + 63u) / 64u;
}
