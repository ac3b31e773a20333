// One invocation for each tip: extends it, lets it rest or draws it back, and decides what it does next.
// Reads the ground, ties and the raster of slots; writes only its own ends, vigour and plan, and bids
// for the hypha that it wants to fuse with.
#include "lib/segments.glsl"
#include "lib/roster.glsl"
#include "lib/fields.glsl"
#include "lib/hash.glsl"
#include "lib/kin.glsl"
layout(local_size_x = 64) in;

layout(std430, binding = 12) readonly buffer WhereBuffer { uvec2 whereabouts[]; };  // largest slot, largest ~slot
layout(std430, binding = 13) buffer BidsBuffer { uint bids[]; };

const float HUNGRY = 0.07;

void decide(uint k, uint decision, uint target) { plans[k] = uvec4(decision, target, NOBODY, NOBODY); }

// The distance at which two hyphae touch; less than a raster's cell.
float reach(int i, int j) { return body[i].radius + body[j].radius + 0.0016; }

float distance_to_segment(vec2 p, vec4 s) {
    vec2 along = s.zw - s.xy;
    float t = clamp(dot(p - s.xy, along) / max(dot(along, along), 1e-12), 0.0, 1.0);
    return distance(p, s.xy + along * t);
}

// The foreign hypha that the tip of i has met, or -1. Only inner segments are asked, whose ties stand.
int met(int i, vec2 tip) {
    ivec2 cell = field_cell(tip);
    for (int y = -1; y <= 1; y++) for (int x = -1; x <= 1; x++) {
        ivec2 c = clamp(cell + ivec2(x, y), ivec2(0), ivec2(now.columns, now.rows) - 1);
        uvec2 here = whereabouts[c.y * now.columns + c.x];
        for (int n = 0; n < 2; n++) {
            uint entry = n == 0 ? here.x : here.y;
            if (entry == 0u) continue;
            int j = int(n == 0 ? entry - 1u : ~entry);
            if (j == i || body[j].born == 0u) continue;
            if (ties[j].y < 0 || ties[j].w >= 0 || ties[j].x < 0) continue;
            if (distance_to_segment(tip, ends[j]) < reach(i, j) && !kin(i, j)) return j;
        }
    }
    return -1;
}

void grow(uint k, int i, uint chance) {
    vec2 a = ends[i].xy, b = ends[i].zw;
    vec2 heading = normalize(b - a);
    vec4 ground = field_at(b);
    float fed = float(vigour[i].store) * (1.0 / 65536.0);
    float speed = parameters.growth_speed * (0.25 + 0.75 * ground.y) * (1.0 + 1.2 * fed / (0.5 + fed));
    float length_now = distance(a, b) + speed * now.seconds;
    vigour[i].store -= vigour[i].store / 256u;
    bool whole = length_now >= now.segment_length;
    ends[i].zw = a + heading * min(length_now, now.segment_length);
    if (!whole) { decide(k, STAY, 0u); return; }
    int other = met(i, ends[i].zw);
    if (other >= 0 && unit(hash(chance, 3u)) < parameters.fusion) {
        atomicMax(bids[other], k + 1u);
        decide(k, FUSE, uint(other));
        return;
    }
    bool crowded = ground.x > parameters.crowding * (0.75 + 0.5 * unit(hash(vigour[i].branch, 5u)));
    bool full = unit(hash(chance, 19u)) < 0.5 * counters.pressure;
    if (full || crowded || ground.y < HUNGRY || to_border(b) < 0.004) {
        vigour[i].state = (vigour[i].state & ~MODE) | RESTING;
        vigour[i].wake = now.tick + 120u;
        decide(k, STAY, 0u);
        return;
    }
    float room = clamp(1.0 - ground.x / parameters.crowding, 0.0, 1.0);
    float forks = parameters.branch_rate * now.segment_length * ground.y * room * mix(0.15, 1.0, counters.slack);
    decide(k, unit(hash(chance, 7u)) < forks ? FORK : GROW, 0u);
}

void rest(uint k, int i, uint chance) {
    vec4 ground = field_at(ends[i].zw);
    float starving = 1.0 - smoothstep(0.0, 2.0 * HUNGRY, ground.y);
    float ends_rate = (1.0 + 4.0 * starving + 6.0 * counters.pressure) / parameters.turnover;
    bool childless = ties[i].y < 0 && ties[i].z < 0 && ties[i].w < 0 && (vigour[i].state & MENDED) == 0u;  // gold stays
    if (now.tick >= vigour[i].wake) {
        bool room = ground.x < parameters.crowding * 0.7 && ground.y > 2.5 * HUNGRY && to_border(ends[i].zw) > 0.004;
        if (room && unit(hash(chance, 11u)) < now.seconds * (0.3 + 2.0 * counters.slack) * (1.0 - counters.pressure)) {
            vigour[i].state = (vigour[i].state & ~MODE) | GROWING;
        } else if (childless && unit(hash(chance, 13u)) < now.seconds * ends_rate) {
            vigour[i].state = (vigour[i].state & ~MODE) | RETRACTING;
        }
    }
    decide(k, STAY, 0u);
}

void retract(uint k, int i) {
    vec2 a = ends[i].xy, b = ends[i].zw;
    float length_now = distance(a, b) - parameters.resorption_speed * now.seconds;
    if (length_now > 0.05 * now.segment_length) {
        ends[i].zw = a + normalize(b - a) * length_now;
        decide(k, STAY, 0u);
        return;
    }
    int parent = ties[i].x;
    bool alone = parent >= 0 && (ties[parent].y < 0 || ties[parent].z < 0);
    vigour[i].state = (vigour[i].state & ~MODE) | DYING;
    decide(k, alone ? DIE_ALONE : DIE, 0u);
}

void main() {
    uint k = gl_GlobalInvocationID.x;
    if (k >= counters.tips || k >= now.tip_capacity) return;
    uint entry = tips[k];
    if (entry == NOBODY) { decide(k, LEAVE, 0u); return; }
    int i = int(entry & SLOT);
    if (body[i].born == 0u) { decide(k, LEAVE, 0u); return; }
    uint chance = hash(body[i].identity, now.tick ^ now.seed);
    if ((entry & BUD) != 0u) {
        decide(k, ties[i].z < 0 && ties[i].y >= 0 ? SPROUT : LEAVE, 0u);
        return;
    }
    if ((entry & RETREAT) != 0u) {
        bool bare = ties[i].y < 0 && ties[i].z < 0 && ties[i].w < 0 && ties[i].x >= 0;
        if (!bare || (vigour[i].state & (MODE | MENDED)) != SETTLED) { decide(k, LEAVE, 0u); return; }
        vigour[i].state |= RETRACTING;
        tips[k] = uint(i);
    }
    vigour[i].store = min(vigour[i].store, 65536u);
    uint mode = vigour[i].state & MODE;
    if (mode == GROWING) grow(k, i, chance);
    else if (mode == RESTING) rest(k, i, chance);
    else if (mode == RETRACTING) retract(k, i);
    else decide(k, LEAVE, 0u);
}
