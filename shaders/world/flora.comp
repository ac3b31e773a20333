// One invocation for each place of flora, once a census: opens where ground is rich and clean, ages and withers.
// Reads ground, wound and the raster of slots; writes itself.
#include "lib/segments.glsl"
#include "lib/fields.glsl"
#include "lib/wound.glsl"
#include "lib/flora.glsl"
#include "lib/roster.glsl"
#include "lib/happenings.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 4) buffer BlossomBuffer { Blossom blossoms[]; };
layout(std430, binding = 12) readonly buffer WhereBuffer { uvec2 whereabouts[]; };

const float OPEN = 0.5;  // from which on a blossom counts as open

// Places lie one to a cell of a jittered grid, so that flora neither crowds nor lines up.
vec2 jittered(uint n, uint again) {
    float across = ceil(sqrt(float(now.blossoms) * now.aspect));
    vec2 cell = vec2(mod(float(n), across), floor(float(n) / across));
    vec2 offset = vec2(unit(hash(n, now.seed ^ again)), unit(hash(n, now.seed ^ again ^ 3u)));
    return (cell + offset) / across * now.aspect;
}

bool fertile(vec2 p, out bool scarred) {
    vec4 ground = field_at(p), here = wound_at(p);
    scarred = here.w > 0.35;
    return ground.w > 0.6 && ground.z > 0.25 && here.x < 0.15 && here.z < 0.25
        && (scarred || parameters.flora_on_scars < 0.5);
}

void main() {
    uint n = gl_GlobalInvocationID.x;
    if (n >= now.blossoms) return;
    Blossom b = blossoms[n];
    float seconds = now.seconds * float(CENSUS_TICKS);
    uint census = now.tick / uint(CENSUS_TICKS) + 1u, since = b.state >> SINCE;
    uint chance = hash(n, now.tick ^ now.seed);
    if (since == 0u) {
        bool called = unit(hash(n, 89u)) < parameters.flora_share;
        vec2 p = jittered(n, census / 64u);
        ivec2 c = field_cell(p);
        uint slot = whereabouts[c.y * now.columns + c.x].x;
        bool scarred;
        if (!called || slot == 0u || unit(chance) > 2.0 * parameters.flora_rate * seconds || !fertile(p, scarred)) return;
        vec2 root = ends[slot - 1u].zw;
        blossoms[n] = Blossom(root.x, root.y, 0.0, (census << SINCE) | (scarred ? SCARRED : 0u));
        return;
    }
    bool scarred;
    bool lives = fertile(vec2(b.x, b.y), scarred) && unit(hash(n, 89u)) < parameters.flora_share;
    float age = float(census - since) * seconds;
    bool old = age > parameters.flora_life * (0.6 + 0.8 * unit(hash(n, since)));
    bool withers = old || !lives || (b.state & WITHERING) != 0u;
    float before = b.open;
    b.open += withers ? -0.35 * seconds : parameters.flora_rate * seconds * (1.0 - b.open);
    b.state = (b.state & ~WITHERING) | (old ? WITHERING : (b.state & WITHERING));
    if (b.open <= 0.0) b = Blossom(b.x, b.y, 0.0, 0u);
    blossoms[n] = b;
    happens(before <= OPEN && b.open > OPEN, HAPPENS_FLOWER, vec2(b.x, b.y), unit(hash(chance, 5u)));
    if (b.open > OPEN) {
        atomicAdd(counters.flora, 1u);
        if ((b.state & SCARRED) != 0u) atomicAdd(counters.scarred_flora, 1u);
    }
}
