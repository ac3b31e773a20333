// One invocation for each run of slots: unties the dead, lets thickness follow load, lets old links go,
// finds the tips and the hyphae that bud, and counts. Reads ties and ground; writes its own segments,
// the rasters of length and of slots (integer sums and maxima) and the run's tally.
#include "lib/segments.glsl"
#include "lib/roster.glsl"
#include "lib/fields.glsl"
#include "lib/hash.glsl"
#include "lib/runs.glsl"
#include "lib/charge.glsl"
layout(local_size_x = 64) in;

layout(std430, binding = 4) readonly buffer ChargeBuffer { uint charge[]; };
layout(std430, binding = 6) readonly buffer FlowBuffer { uvec2 flow[]; };
layout(std430, binding = 12) buffer WhereBuffer { uvec2 whereabouts[]; };
layout(std430, binding = 14) buffer ThreadBuffer { uint thread[]; };
layout(std430, binding = 15) buffer TallyBuffer { uvec2 tally[]; };  // listed tips, free slots

const float EAR_RADIUS = 0.03;
const uint YOUTH = 150u;  // ticks before a settled segment may bud

bool dead(int i) { return i >= 0 && body[i].born == 0u; }

// A link is let go after a while: both ends compute the same chance from their identities.
bool let_go(uint one, uint other, float seconds) {
    float rate = (1.0 + 4.0 * counters.pressure) / (5.0 * parameters.turnover);
    return unit(hash(min(one, other), now.tick ^ now.seed)) < seconds * rate;
}

ivec4 untied(int i, uint identity, float seconds) {
    ivec4 t = ties[i];
    if (dead(t.x)) t.x = -1;
    if (dead(t.y)) t.y = -1;
    if (dead(t.z)) t.z = -1;
    if (t.w >= 0 && (dead(t.w) || let_go(identity, body[t.w].identity, seconds))) t.w = -1;
    if (t.y < 0) { t.y = t.z; t.z = -1; }
    return t;
}

uint mode_of(uint mode, ivec4 t) {
    bool bare = t.y < 0 && t.z < 0 && t.w < 0;
    if (mode == SETTLED && bare) return t.x < 0 ? GROWING : RETRACTING;
    return mode;
}

bool buds(int i, ivec4 t, vec4 ground, uint age, uint identity, float seconds) {
    if (t.y < 0 || t.z >= 0 || age < YOUTH) return false;
    float room = 1.0 - ground.x / parameters.crowding;
    if (room < 0.1 || ground.y < 0.12) return false;
    float rate = parameters.lateral_rate * now.segment_length * ground.y * room * counters.slack;
    return unit(hash(identity, now.tick ^ now.seed ^ 53u)) < rate * seconds;
}

float thickened(float radius, uint load, float seconds) {
    float wanted = parameters.hypha_radius * pow(float(max(load, 1u)), 1.0 / parameters.murray);
    wanted = min(wanted, parameters.cord_radius) * 1e-3;
    return radius + (wanted - radius) * (1.0 - exp(-seconds / parameters.cord_lag));
}

void main() {
    uint run = gl_GlobalInvocationID.x;
    if (run * RUN >= now.capacity) return;
    float seconds = now.seconds * float(CENSUS_TICKS);
    uint highest = 0u;
    uint listed = 0u, free_here = 0u, segments = 0u, links = 0u, growing = 0u, heaviest = 0u;
    float charged = 0.0;
    uint length_here = 0u;
    for (uint n = 0u; n < RUN; n++) {
        int i = int(slot_of(run, n));
        Body b = body[i];
        if (b.born == 0u) { free_here++; continue; }
        ivec4 t = untied(i, b.identity, seconds);
        uint state = vigour[i].state;
        uint mode = mode_of(state & MODE, t);
        vec4 end = ends[i];
        vec4 ground = field_at(end.zw);
        uint load = flow[i].x;
        uint age = now.tick - b.born;
        bool tip = mode != SETTLED;
        bool bud = !tip && buds(i, t, ground, age, b.identity, seconds);
        bool at_ear = distance(end.zw, vec2(now.ear_x, now.ear_y)) < EAR_RADIUS;
        float fed = t.y < 0 ? smoothstep(0.0, 0.25, ground.y) * (mode == RETRACTING ? 0.35 : 1.0) : 1.0;
        body[i].radius = thickened(b.radius, load, seconds);
        body[i].health = b.health + (fed - b.health) * min(1.0, seconds * 0.5);
        ties[i] = t;
        vigour[i].state = mode | (at_ear ? AT_EAR : 0u) | (tip ? LISTED : 0u) | (bud ? BUDDING : 0u);
        float len = distance(end.xy, end.zw);
        uint cell_length = uint(len * 1e5);
        ivec2 c = field_cell((end.xy + end.zw) * 0.5);
        int cell = c.y * now.columns + c.x;
        atomicAdd(thread[cell], cell_length);
        atomicMax(whereabouts[cell].x, uint(i) + 1u);
        atomicMax(whereabouts[cell].y, ~uint(i));
        listed += tip || bud ? 1u : 0u;
        segments++;
        highest = max(highest, uint(i) + 1u);
        length_here += cell_length;
        links += t.w >= 0 ? 1u : 0u;
        growing += mode == GROWING ? 1u : 0u;
        heaviest = max(heaviest, load);
        charged += unpack_charge(charge[i]).u;
    }
    tally[run] = uvec2(listed, free_here);
    if (segments == 0u) return;
    atomicAdd(counters.segments, segments);
    atomicAdd(counters.length, length_here);
    atomicAdd(counters.links, links);
    atomicAdd(counters.growing, growing);
    atomicAdd(counters.charge, uint(charged * 255.0 + 0.5));
    atomicMax(counters.load, heaviest);
    atomicMax(counters.highest, highest);
}
