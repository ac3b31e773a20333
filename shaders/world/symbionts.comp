// One invocation for each symbiont: senses, turns, walks and processes waste.
// Reads wound, paths and citizens; writes itself and what it processes (integer sums by cell).
#include "lib/segments.glsl"
#include "lib/fields.glsl"
#include "lib/wound.glsl"
#include "lib/paths.glsl"
#include "lib/noise.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 4) buffer SymbiontBuffer { Symbiont symbionts[]; };
layout(std430, binding = 5) buffer ProcessedBuffer { uint processed[]; };
layout(std430, binding = 6) readonly buffer CitizenBuffer { Citizen citizens[]; };
#include "lib/symbionts.glsl"

const float SENSING = 0.016;          // heights
const float SHARPEST = 9.0;           // radians a second
const float PROCESSED_UNIT = 1e-6;    // of a cell's waste

vec2 unit_vector(float angle) { return vec2(cos(angle), sin(angle)); }

// Along the level lines of slow noise: vortices that a swarm without order mills in.
vec2 vortex(vec2 p) {
    vec2 q = p * 7.0 + vec2(0.0, 0.02 * float(now.tick) * now.seconds);
    const float e = 0.05;
    float here = noise(q, 211u);
    return vec2(here - noise(q + vec2(0.0, e), 211u), noise(q + vec2(e, 0.0), 211u) - here) / e;
}

// Asleep, it wakes on a hypha somewhere; else it stays asleep.
Symbiont woken(Symbiont s, uint chance) {
    int i = int(hash(chance, 3u) % now.capacity);
    if (body[i].born == 0u || unit(chance) > 0.05) return s;
    vec2 along = ends[i].zw - ends[i].xy;
    return Symbiont(ends[i].x, ends[i].y, atan(along.y, along.x), AWAKE | (1u << PRESENCE));
}

void main() {
    uint n = gl_GlobalInvocationID.x;
    if (n >= now.symbionts) return;
    Symbiont s = symbionts[n];
    uint chance = hash(n, now.tick ^ now.seed);
    bool called = unit(hash(n, 5u)) < parameters.swarm_share;
    uint there = (s.state >> PRESENCE) & 255u;
    if ((s.state & AWAKE) == 0u) {
        if (called) symbionts[n] = woken(s, chance);
        return;
    }
    vec2 p = vec2(s.x, s.y), heading = unit_vector(s.heading);
    vec4 here = wound_at(p), path = paths_at(p);
    float order = mix(parameters.order, 1.0, cure_at(here)), network = clamp(path.z, 0.0, 1.0);
    // Who has lost the hyphae, or has walked them long enough, goes, and another comes out elsewhere: so the swarm
    // is wherever the network is.
    float bound = order * min(1.0, parameters.network_appetite) * (1.0 - min(1.0, parameters.tile_appetite));
    float hungry = (1.0 - order) * min(1.0, parameters.waste_appetite) * (1.0 - smoothstep(0.0, 0.05, here.x));
    float lost = bound * mix(0.025, 0.0007, smoothstep(0.0, 0.15, network)) + 0.004 * hungry;
    bool leaving = !called || (s.state & LEAVING) != 0u || unit(hash(chance, 41u)) < lost;
    there = leaving ? uint(max(0, int(there) - 5)) : min(255u, there + 5u);
    if (there == 0u) { symbionts[n].state = leaving ? 0u : s.state; return; }
    vec2 left = p + unit_vector(s.heading + 0.9) * SENSING, right = p + unit_vector(s.heading - 0.9) * SENSING;
    vec4 path_left = paths_at(left), path_right = paths_at(right);
    vec2 aside = vec2(-heading.y, heading.x);

    vec2 wanted = heading;
    wanted += 2.2 * order * parameters.network_appetite * network * length(path.xy) * axis_along(path.xy, heading);
    wanted += aside * (1.4 * order * parameters.network_appetite * clamp(path_left.z - path_right.z, -1.0, 1.0));
    wanted += aside * (2.5 * parameters.waste_appetite * clamp(wound_at(left).x - wound_at(right).x, -0.4, 0.4));
    float gathers = max(0.0, parameters.cohesion);
    float thronged = smoothstep(mix(0.45, 0.75, gathers), mix(0.9, 0.97, gathers), path.w) * mix(order, 1.0, gathers);
    wanted += aside * (3.0 * thronged * clamp(path_right.w - path_left.w, -0.6, 0.6));
    wanted += aside * (1.5 * parameters.cohesion * clamp(path_left.w - path_right.w, -0.6, 0.6));
    vec2 home = home_of(n) - p;
    float away = length(home);
    wanted += home / max(away, 1e-4) * (2.0 * parameters.tile_appetite * smoothstep(0.015, 0.12, away));
    wanted += vortex(p) * (1.6 * (1.0 - order));
    float speed = parameters.swarm_speed * (0.75 + 0.5 * unit(hash(n, 7u))) * mix(0.35, 1.0, smoothstep(0.0, 0.05, away + 1.0 - min(1.0, parameters.tile_appetite)));

    speed *= 1.0 - 0.85 * min(1.0, parameters.waste_appetite) * here.x;  // who feeds stays

    // Bursts come over whole groups at a time, and end as suddenly.
    uint group = hash(n % 24u, now.tick / 24u);
    if (unit(group) < 0.75 * parameters.burst) {
        wanted = unit_vector(6.2831853 * unit(hash(group, n % 5u)) + 0.7 * bell(hash(n, 13u))) * 6.0;
        speed = max(speed, 0.3 * parameters.burst);
    }
    // A column jams, here and there for a while, and turns back as it jams.
    float jammed = noise(p * 6.0, hash(now.tick / 110u, 17u));
    if (jammed > mix(0.75, -0.35, parameters.jam) && parameters.jam * (1.0 - cure_at(here)) > 0.02) {
        speed *= 0.04;
        if (now.tick % 110u == hash(n % 7u) % 60u) { wanted = heading = -heading; s.heading += 3.1415927; }
    }

    float angle = atan(wanted.y, wanted.x) - s.heading;
    angle -= 6.2831853 * floor(angle / 6.2831853 + 0.5);
    float most = SHARPEST * (1.0 + 2.0 * parameters.burst) * now.seconds;
    float turn = clamp(angle, -most, most) + bell(hash(chance, 11u)) * mix(0.13, 0.05, order);
    s.heading += turn;
    s.heading -= 6.2831853 * floor(s.heading / 6.2831853);
    p += unit_vector(s.heading) * (speed * now.seconds);
    vec2 low = vec2(-0.05), high = vec2(now.aspect, 1.0) + 0.05;
    if (any(lessThan(p, low)) || any(greaterThan(p, high))) s.heading = atan(0.5 - p.y, 0.5 * now.aspect - p.x);
    p = clamp(p, low, high);

    // Only who walks in step can process: it takes many in a row.
    bool in_step = order * network > 0.35;
    bool at_work = in_step && here.x > 0.01;
    if (at_work) {
        ivec2 c = field_cell(p);
        float share = parameters.processing_rate * now.seconds * here.x * order;
        atomicAdd(processed[c.y * now.columns + c.x], uint(share / PROCESSED_UNIT));
    }
    uint state = AWAKE | (leaving ? LEAVING : 0u) | (in_step ? IN_STEP : 0u) | (at_work ? AT_WORK : 0u) | (there << PRESENCE);
    symbionts[n] = Symbiont(p.x, p.y, s.heading, state);
}
