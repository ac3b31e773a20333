// One invocation for each symbiont that is awake: senses, turns, walks and processes waste.
// Reads what it senses and citizens; writes itself and what it processes (integer sums by cell).
#include "lib/segments.glsl"
#include "lib/fields.glsl"
#include "lib/along.glsl"
#include "lib/scent.glsl"
#include "lib/noise.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 4) buffer SymbiontBuffer { uvec4 symbionts[]; };  // one read and one write for each is faster
layout(std430, binding = 5) buffer ProcessedBuffer { uint processed[]; };
layout(std430, binding = 6) readonly buffer CitizenBuffer { Citizen citizens[]; };
#include "lib/symbionts.glsl"

const vec2 SENSES = 0.016 * vec2(0.6216, 0.7833);  // heights ahead and to either side: 0.9 radians off its course
const float WAY_OUT = 0.05;           // heights beyond the frame to which it may walk
const float SHARPEST = 9.0;           // radians a second
const float PROCESSED_UNIT = 1e-6;    // of a cell's waste

vec2 unit_vector(float angle) { return vec2(cos(angle), sin(angle)); }

vec2 turned(vec2 v, float cosine, float sine) { return vec2(cosine * v.x - sine * v.y, sine * v.x + cosine * v.y); }

// Where the network, waste and its like draw it.
vec2 wanted_course(vec2 place, vec2 heading, vec4 here, float order) {
    vec2 cells = 1.0 / (vec2(now.aspect, 1.0) * (1.0 + 2.0 * now.margin));
    vec4 left = scent_at(place + cells * turned(heading, SENSES.x, SENSES.y));
    vec4 right = scent_at(place + cells * turned(heading, SENSES.x, -SENSES.y)), draws = drawn_at(place);
    float network = clamp(here.x, 0.0, 1.0), gathers = max(0.0, parameters.cohesion);
    float thronged = smoothstep(mix(0.45, 0.75, gathers), mix(0.9, 0.97, gathers), here.y) * mix(order, 1.0, gathers);
    float aside = 1.4 * order * parameters.network_appetite * clamp(left.x - right.x, -1.0, 1.0);
    aside += 2.5 * parameters.waste_appetite * clamp(left.z - right.z, -0.4, 0.4);
    aside += (1.5 * parameters.cohesion - 3.0 * thronged) * clamp(left.y - right.y, -0.6, 0.6);
    vec2 wanted = heading + aside * vec2(-heading.y, heading.x);
    wanted += 2.2 * order * parameters.network_appetite * network * length(draws.xy) * axis_along(draws.xy, heading);
    return wanted + draws.zw * (1.6 * (1.0 - order));
}

// How likely it goes in this tick. Who has lost the hyphae, or has walked them long enough, goes, and another comes out
// elsewhere: so the swarm is wherever the network is.
float loss(vec4 here, float order) {
    float bound = order * min(1.0, parameters.network_appetite) * (1.0 - min(1.0, parameters.tile_appetite));
    float hungry = (1.0 - order) * min(1.0, parameters.waste_appetite) * (1.0 - smoothstep(0.0, 0.05, here.z));
    return bound * mix(0.025, 0.0007, smoothstep(0.0, 0.15, here.x)) + 0.004 * hungry;
}

// A step of its length, turned by no more than it can. Angles are small: their series are as good as the functions.
Symbiont stepped(Symbiont s, vec2 heading, vec2 wanted, float speed, float order, uint chance) {
    float most = SHARPEST * (1.0 + 2.0 * parameters.burst) * now.seconds;
    float ahead = dot(wanted, heading), beside = heading.x * wanted.y - heading.y * wanted.x;
    float steepest = most + most * most * most * (1.0 / 3.0);
    float slope = ahead > 0.0 ? clamp(beside / max(ahead, 1e-6), -steepest, steepest) : (beside < 0.0 ? -steepest : steepest);
    float turn = slope - slope * slope * slope * (1.0 / 3.0) + bell(hash(chance)) * mix(0.13, 0.05, order);
    float square = turn * turn;
    vec2 course = turned(heading, 1.0 - square * (0.5 - square * (1.0 / 24.0)), turn * (1.0 - square * (1.0 / 6.0 - square * (1.0 / 120.0))));
    vec2 p = clamp(vec2(s.x, s.y) + course * (speed * now.seconds), vec2(-WAY_OUT), vec2(now.aspect, 1.0) + WAY_OUT);
    s.heading += turn;
    s.heading -= 6.2831853 * floor(s.heading / 6.2831853);
    s.x = p.x;
    s.y = p.y;
    return s;
}

#if STIRRED
// What draws it home to its citizen's tile and what drives it out of its course: rarer than the rest, and dear.
void stir(inout Symbiont s, uint n, vec2 p, inout vec2 heading, float cure, inout vec2 wanted, inout float speed) {
    vec2 home = home_of(n) - p;
    float away = length(home);
    wanted += home / max(away, 1e-4) * (2.0 * parameters.tile_appetite * smoothstep(0.015, 0.12, away));
    speed *= mix(0.35, 1.0, smoothstep(0.0, 0.05, away + 1.0 - min(1.0, parameters.tile_appetite)));
    // Bursts come over whole groups at a time, and end as suddenly.
    uint group = hash(n % 24u, now.tick / 24u);
    if (unit(group) < 0.75 * parameters.burst) {
        wanted = unit_vector(6.2831853 * unit(hash(group, n % 5u)) + 0.7 * bell(hash(n, 13u))) * 6.0;
        speed = max(speed, 0.3 * parameters.burst);
    }
    // A column jams, here and there for a while, and turns back as it jams.
    float jammed = noise(p * 6.0, hash(now.tick / 110u, 17u));
    if (jammed > mix(0.75, -0.35, parameters.jam) && parameters.jam * (1.0 - cure) > 0.02) {
        speed *= 0.04;
        if (now.tick % 110u == hash(n % 7u) % 60u) { wanted = heading = -heading; s.heading += 3.1415927; }
    }
}
#endif

// Awake, it walks, or fades.
Symbiont walked(Symbiont s, uint n, uint chance) {
    vec2 p = vec2(s.x, s.y), heading = unit_vector(s.heading);
    vec2 place = field_place(p);
    vec4 here = scent_at(place);
    float cure = max(parameters.cure, here.w), order = mix(parameters.order, 1.0, cure);
    bool leaving = !called(n) || (s.state & LEAVING) != 0u || unit(chance) < loss(here, order);
    int there = int((s.state >> PRESENCE) & 255u);
    there = leaving ? max(0, there - 5) : min(255, there + 5);
    if (there == 0) {
        s.state = leaving ? 0u : s.state;
        return s;
    }
    vec2 wanted = wanted_course(place, heading, here, order);
    float speed = parameters.swarm_speed * (0.75 + 0.5 * unit(hash(n, 7u)));
    speed *= 1.0 - 0.85 * min(1.0, parameters.waste_appetite) * here.z;  // who feeds stays
#if STIRRED
    stir(s, n, p, heading, cure, wanted, speed);
#endif
    // Whoever comes to the world's end turns round.
    vec2 inside = clamp(p, vec2(0.01 - WAY_OUT), vec2(now.aspect, 1.0) + WAY_OUT - 0.01);
    wanted += 1e3 * (inside - p);
    s = stepped(s, heading, wanted, speed, order, chance);
    // Only who walks in step can process: it takes many in a row.
    bool in_step = order * clamp(here.x, 0.0, 1.0) > 0.35, at_work = in_step && here.z > 0.01;
    if (at_work) {
        ivec2 c = field_cell(vec2(s.x, s.y));
        float share = parameters.processing_rate * now.seconds * here.z * order;
        atomicAdd(processed[c.y * now.columns + c.x], uint(share / PROCESSED_UNIT));
    }
    uint doing = (leaving ? LEAVING : 0u) | (in_step ? IN_STEP : 0u) | (at_work ? AT_WORK : 0u);
    s.state = AWAKE | doing | (uint(there) << PRESENCE);
    return s;
}

void main() {
    uint n = gl_GlobalInvocationID.x;
    if (n >= now.symbionts) return;
    Symbiont s = from_vector(symbionts[n]);
    if ((s.state & AWAKE) == 0u) return;
    symbionts[n] = as_vector(walked(s, n, hash(n, now.tick ^ now.seed)));
}
