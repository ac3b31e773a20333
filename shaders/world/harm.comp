// One invocation for each slot, before a census and only where something tears: the storm, or hands that sever.
// Reads the wound; unties and frees its own segment, as death does, adds its length to what is torn in its cell, and
// tells where it tore.
#include "lib/segments.glsl"
#include "lib/roster.glsl"
#include "lib/fields.glsl"
#include "lib/wound.glsl"
#include "lib/homes.glsl"
#include "lib/storm.glsl"
#include "lib/happenings.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 4) buffer ChargeBuffer { uint charge[]; };
layout(std430, binding = 5) buffer TornBuffer { uint torn[]; };
layout(std430, binding = 6) buffer FlowBuffer { uvec2 flow[]; };

void main() {
    uint i = gl_GlobalInvocationID.x;
    if (i >= now.capacity || body[i].born == 0u) return;
    vec2 p = (ends[i].xy + ends[i].zw) * 0.5;
    float seconds = now.seconds * float(CENSUS_TICKS);
    bool bridging = home(vigour[i].state) == IN_GAP;
    float cure = cure_at(wound_at(p));
    float rate = bridging ? parameters.severing * (1.0 - parameters.cure) : 0.0;
    rate += parameters.storm * storm_at(p) * (1.0 - smoothstep(0.25, 0.7, cure));
    // What hangs by nothing any more is carried off.
    bool loose = ties[i].x < 0 && flow[i].x < 45u && now.tick - body[i].born > 60u;
    if (loose && rate < 1.0) rate += 5.0 * max(parameters.storm, min(1.0, parameters.severing)) * (1.0 - smoothstep(0.25, 0.7, cure));
    if (unit(hash(body[i].identity, now.tick ^ now.seed ^ 61u)) >= rate * seconds) return;
    ivec2 c = field_cell(p);
    atomicAdd(torn[c.y * now.columns + c.x], uint(distance(ends[i].xy, ends[i].zw) * 1e5));
    happens(true, HAPPENS_TEAR, p, unit(hash(body[i].identity, now.tick)));
    body[i].born = 0u;
    ties[i] = ivec4(-1);
    vigour[i].state = SETTLED;
    charge[i] = 0u;
    flow[i] = uvec2(0u);
    atomicAdd(counters.deaths, 1u);
    atomicAdd(counters.torn, 1u);
}
