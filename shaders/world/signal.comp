// One invocation for each slot: passes charge along the graph by one substep and, in the first substep
// of a tick, load towards the root and distance outwards from the Ear.
// Reads ties and the last charge and flow of itself and its neighbours; writes its own next ones.
#include "lib/segments.glsl"
#include "lib/charge.glsl"
#include "lib/hash.glsl"
layout(local_size_x = 64) in;

layout(std430, binding = 4) readonly buffer ChargeBuffer { uint charge[]; };
layout(std430, binding = 5) writeonly buffer ChargeNextBuffer { uint charge_next[]; };
#if WITH_FLOW
layout(std430, binding = 6) readonly buffer FlowBuffer { uvec2 flow[]; };          // load, distance
layout(std430, binding = 7) writeonly buffer FlowNextBuffer { uvec2 flow_next[]; };
layout(std430, binding = 12) writeonly buffer GrainBuffer { uint grain[]; };
#endif

const uint FAR = 1000000u;  // in hundred-thousandths of a height

void main() {
    uint i = gl_GlobalInvocationID.x;
    if (i >= now.capacity) return;
    ivec4 t = ties[i];
#if WITH_FLOW
    grain[i] = 0u;
#endif
    if (t == ivec4(-1)) {
        charge_next[i] = charge[i];
#if WITH_FLOW
        flow_next[i] = uvec2(1u, FAR);
#endif
        return;
    }
    Charge c = unpack_charge(charge[i]);
    float neighbours = 0.0, degree = 0.0;
    uint coming = 0u;
    for (int n = 0; n < 4; n++) {
        if (t[n] < 0) continue;
        Charge beside = unpack_charge(charge[t[n]]);
        neighbours += beside.u - c.u;
        degree += 1.0;
        if (beside.u > EXCITED) coming = max(coming, beside.age);
    }
    // A segment adds a year to the wave or none, by chance, so that the wave is oldest after its reach.
    float ageing = float(OLDEST) * now.segment_length / parameters.charge_reach;
    coming = min(OLDEST, coming + uint(ageing + unit(hash(i, now.seed))));
    c = excite(c, neighbours, degree, coming, now.charge_share, parameters.excitability, parameters.charge_length);
    charge_next[i] = pack_charge(c);
#if WITH_FLOW
    uint step_length = uint(now.segment_length * 1e5);
    uint load = 1u, nearest = FAR;
    for (int n = 0; n < 4; n++) {
        if (t[n] < 0) continue;
        uvec2 there = flow[t[n]];
        if (n == 1 || n == 2) load += there.x;
        nearest = min(nearest, there.y);
    }
    bool at_ear = (vigour[i].state & AT_EAR) != 0u;
    flow_next[i] = uvec2(load, at_ear ? 0u : min(FAR, nearest + step_length));
#endif
}
