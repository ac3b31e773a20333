// One invocation for each plan: carries it out. Newborns take the slots that the scan gave them, the
// dying untie themselves and free theirs, the highest bidder for a hypha is linked to it.
// Reads the ground; writes the newborns, the tip's own ties and single ties of its neighbours.
#include "lib/segments.glsl"
#include "lib/roster.glsl"
#include "lib/fields.glsl"
#include "lib/steer.glsl"
#include "lib/wound.glsl"
#include "lib/homes.glsl"
#include "lib/happenings.glsl"
layout(local_size_x = 64) in;

layout(std430, binding = 4) buffer ChargeBuffer { uint charge[]; };
layout(std430, binding = 6) buffer FlowBuffer { uvec2 flow[]; };
layout(std430, binding = 13) buffer BidsBuffer { uint bids[]; };

const uint DOMINANCE = 70u;  // ticks for which a fresh branch waits while the tip beside it leads

int newborn(uint place, int parent, vec2 from, vec2 heading, uint ordinal, uint mode, uint branch) {
    int i = int(free_slots[place]);
    ends[i] = vec4(from, from + heading * (0.08 * now.segment_length));
    ties[i] = ivec4(parent, -1, -1, -1);
    uint identity = hash(body[parent].identity, ordinal + now.seed);
    body[i] = Body(0.55 * parameters.hypha_radius * 1e-3, 1.0, now.tick + 1u, identity);
    uint wake = mode == RESTING ? now.tick + DOMINANCE + hash(identity, 29u) % DOMINANCE : now.tick;
    uint mended = parameters.mending > unit(hash(identity, 67u)) && wound_at(from).w > 0.3 ? MENDED : 0u;
    vigour[i] = Vigour(mode | mended | (vigour[parent].state & HOME), wake, 0u, branch);
    happens(mended != 0u, HAPPENS_MEND, from, unit(hash(identity, 71u)));
    charge[i] = charge[parent];
    flow[i] = uvec2(1u, flow[parent].y);
    atomicMax(counters.highest, uint(i) + 1u);
    atomicMax(counters.slot_groups, uint(i) / 64u + 1u);
    return i;
}

vec2 onward(int i, vec2 heading, uint identity) {
    return turned(heading, steer(ends[i].zw, heading, vigour[i].branch, identity));
}

vec2 sideways(int i, vec2 heading, uint chance) {
    float side = (hash(chance, 31u) & 1u) == 0u ? 1.0 : -1.0;
    float angle = radians(branching_angle(ends[i].zw) + 7.0 * bell(hash(chance, 37u)));
    vec4 left = field_at(ends[i].zw + turned(heading, 0.8) * SENSING);
    vec4 right = field_at(ends[i].zw + turned(heading, -0.8) * SENSING);
    float emptier = (right.x - left.x) / parameters.crowding;
    if (abs(emptier) > 0.15) side = sign(emptier);
    return turned(heading, side * angle);
}

void grow(uint k, int i, uvec4 plan) {
    if (plan.z == NOBODY) {
        if (plan.x == FORK && plan.w < now.tip_capacity) tips[plan.w] = NOBODY;
        return;
    }
    vec2 heading = normalize(ends[i].zw - ends[i].xy);
    uint chance = hash(body[i].identity, now.tick ^ now.seed);
    vec2 ahead = onward(i, heading, body[i].identity);
    uint store = vigour[i].store;
    if (plan.x == FORK) {
        vec2 aside = sideways(i, heading, chance);
        int second = newborn(plan.z + 1u, i, ends[i].zw, aside, 2u, RESTING, hash(body[i].identity, 41u));
        ties[i].z = second;
        if (plan.w < now.tip_capacity) tips[plan.w] = uint(second);
        float recoil = dot(vec2(-heading.y, heading.x), aside) > 0.0 ? -0.10 : 0.10;
        ahead = turned(ahead, recoil);
    }
    int first = newborn(plan.z, i, ends[i].zw, ahead, 1u, GROWING, vigour[i].branch);
    ties[i].y = first;
    vigour[first].store = store;
    vigour[i].store = 0u;
    vigour[i].state = vigour[i].state & ~MODE;
    tips[k] = uint(first);
}

void sprout(uint k, int i, uvec4 plan) {
    tips[k] = NOBODY;
    if (plan.z == NOBODY) return;
    vec2 heading = normalize(ends[i].zw - ends[i].xy);
    uint chance = hash(body[i].identity, now.tick ^ now.seed);
    vec2 aside = sideways(i, heading, chance);
    int branch = newborn(plan.z, i, ends[i].zw, aside, 2u + now.tick, GROWING, hash(chance, 43u));
    ties[i].z = branch;
    tips[k] = uint(branch);
}

void die(uint k, int i, bool alone) {
    int parent = ties[i].x;
    if (parent >= 0) {
        if (ties[parent].y == i) ties[parent].y = -1;
        else if (ties[parent].z == i) ties[parent].z = -1;
    }
    ties[i] = ivec4(-1);
    body[i].born = 0u;
    vigour[i].state = SETTLED;
    charge[i] = 0u;
    flow[i] = uvec2(0u);
    atomicAdd(counters.deaths, 1u);
    tips[k] = alone ? uint(parent) | RETREAT : NOBODY;
}

void fuse(uint k, int i, int other) {
    bool won = bids[other] == k + 1u;
    if (!won) return;
    ties[i].w = other;
    ties[other].w = i;
    bids[other] = 0u;
    vigour[i].state = vigour[i].state & ~MODE;
    tips[k] = NOBODY;
    atomicAdd(counters.fusions, 1u);
}

void main() {
    uint k = gl_GlobalInvocationID.x;
    if (k >= now.tip_capacity) return;
    uvec4 plan = plans[k];
    plans[k] = uvec4(STAY, 0u, NOBODY, NOBODY);
    if (plan.x == STAY) return;
    if (plan.x == LEAVE) { tips[k] = NOBODY; return; }
    int i = int(tips[k] & SLOT);
    if (plan.x == GROW || plan.x == FORK) grow(k, i, plan);
    else if (plan.x == SPROUT) sprout(k, i, plan);
    else if (plan.x == DIE || plan.x == DIE_ALONE) die(k, i, plan.x == DIE_ALONE);
    else if (plan.x == FUSE) fuse(k, i, int(plan.y));
}
