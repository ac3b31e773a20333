// One invocation for each run of slots: unties the dead, lets thickness follow load, lets old links go,
// finds the tips and the hyphae that bud, and counts. Reads ties and ground; writes its own segments,
// the rasters of length and of slots (integer sums and maxima), the run's tally, and which forks charge has reached.
#include "lib/segments.glsl"
#include "lib/roster.glsl"
#include "lib/fields.glsl"
#include "lib/hash.glsl"
#include "lib/runs.glsl"
#include "lib/charge.glsl"
#include "lib/homes.glsl"
#include "lib/happenings.glsl"
layout(local_size_x = 64) in;

layout(std430, binding = 4) readonly buffer ChargeBuffer { uint charge[]; };
layout(std430, binding = 6) readonly buffer FlowBuffer { uvec2 flow[]; };
layout(std430, binding = 12) buffer WhereBuffer { uvec2 whereabouts[]; };
layout(std430, binding = 13) buffer AxisBuffer { ivec2 axes[]; };
layout(std430, binding = 14) buffer ThreadBuffer { uint thread[]; };
layout(std430, binding = 15) buffer TallyBuffer { uvec2 tally[]; };  // listed tips, free slots

const float EAR_RADIUS = 0.03;
const float HEAVIEST = 14.0;  // load, as a power of two, from which on a fork ranks highest
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

uint mode_of(uint mode, ivec4 t, bool mended) {
    bool bare = t.y < 0 && t.z < 0 && t.w < 0;
    if (mode == SETTLED && bare) return t.x < 0 ? GROWING : (mended ? RESTING : RETRACTING);
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

// Homes and borders are looked up anew for a few slots at a time, neighbours together, since forms are costly to ask.
uint home_anew(uint i, uint state, vec2 p) {
    uint kept = state & (HOME | AT_BORDER);
    bool due = (i / 64u + now.tick / uint(CENSUS_TICKS)) % 24u == 0u || now.tick == 0u;
    for (int n = 0; n < (due ? 1 : 0); n++) kept = (home_at(p) << HOME_BIT) | (near_river(p) ? AT_BORDER : 0u);
    return kept;
}

void main() {
    uint run = gl_GlobalInvocationID.x;
    if (run * RUN >= now.capacity) return;
    float seconds = now.seconds * float(CENSUS_TICKS);
    uint highest = 0u;
    uint listed = 0u, free_here = 0u, segments = 0u, links = 0u, growing = 0u, heaviest = 0u;
    float charged = 0.0, fresh = fatigue_after(float(CENSUS_TICKS));
    uint length_here = 0u, crossing = 0u;
    uvec2 living = uvec2(0u);
    vec2 well = vec2(0.0), lit = vec2(0.0);  // health and charge on the left and the right bank
    for (uint n = 0u; n < RUN; n++) {
        int i = int(slot_of(run, n));
        Body b = body[i];
        if (b.born == 0u) { free_here++; continue; }
        ivec4 t = untied(i, b.identity, seconds);
        uint state = vigour[i].state;
        uint mode = mode_of(state & MODE, t, (state & MENDED) != 0u);
        vec4 end = ends[i];
        vec4 ground = field_at(end.zw);
        uint load = flow[i].x;
        uint age = now.tick - b.born;
        bool tip = mode != SETTLED;
        bool bud = !tip && buds(i, t, ground, age, b.identity, seconds);
        bool at_ear = distance(end.zw, vec2(now.ear_x, now.ear_y)) < EAR_RADIUS;
        vec2 middle = (end.xy + end.zw) * 0.5;
        uint homes = home_anew(uint(i), state, middle), home_here = home(homes);
        float fed = t.y < 0 ? smoothstep(0.0, 0.25, ground.y) * (mode == RETRACTING ? 0.35 : 1.0) : 1.0;
        fed *= ground.w;
        body[i].radius = thickened(b.radius, load, seconds);
        body[i].health = b.health + (fed - b.health) * min(1.0, seconds * 0.5);
        ties[i] = t;
        vigour[i].state = mode | (at_ear ? AT_EAR : 0u) | (tip ? LISTED : 0u) | (bud ? BUDDING : 0u)
                        | (state & MENDED) | homes;
        float len = distance(end.xy, end.zw);
        uint cell_length = uint(len * 1e5);
        ivec2 c = field_cell(middle);
        int cell = c.y * now.columns + c.x;
        vec2 along = (end.zw - end.xy) / max(len, 1e-6);
        float thick = 1e4 * min(4.0, b.radius / (parameters.hypha_radius * 1e-3)) * len / now.segment_length;
        vec2 doubled = thick * vec2(along.x * along.x - along.y * along.y, 2.0 * along.x * along.y);
        atomicAdd(axes[cell].x, int(doubled.x));
        atomicAdd(axes[cell].y, int(doubled.y));
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
        Charge lit_here = unpack_charge(charge[i]);
        float charge_here = lit_here.u;
        bool fork = (t.y >= 0 && t.z >= 0) || t.w >= 0, reached = lit_here.u > EXCITED && lit_here.v < fresh;
        happens(fork && reached, HAPPENS_CHARGE, end.zw, log2(float(load)) / HEAVIEST);
        charged += charge_here;
        float side = bank_side(middle);
        vec2 whose = side < 0.0 ? vec2(1.0, 0.0) : vec2(0.0, 1.0);
        living += uvec2(whose);
        well += whose * b.health;
        lit += whose * charge_here;
        if (bank_side(end.xy) != bank_side(end.zw)) crossing += load;
    }
    tally[run] = uvec2(listed, free_here);
    if (segments == 0u) return;
    atomicAdd(counters.segments, segments);
    atomicAdd(counters.length, length_here);
    atomicAdd(counters.links, links);
    atomicAdd(counters.growing, growing);
    atomicAdd(counters.charge, uint(charged * 255.0 + 0.5));
    atomicMax(counters.load, heaviest);
    if (parameters.banks > 0.0) {
        atomicAdd(counters.left, living.x);
        atomicAdd(counters.right, living.y);
        atomicAdd(counters.health_left, uint(well.x * 255.0 + 0.5));
        atomicAdd(counters.health_right, uint(well.y * 255.0 + 0.5));
        atomicAdd(counters.charge_left, uint(lit.x * 255.0 + 0.5));
        atomicAdd(counters.charge_right, uint(lit.y * 255.0 + 0.5));
        atomicAdd(counters.crossing, crossing);
    }
    atomicMax(counters.highest, highest);
}
