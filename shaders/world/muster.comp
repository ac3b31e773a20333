// One invocation for each symbiont, or for MOST_MUSTERED of them, spread evenly, once a census: counts how they walk and
// how far from home they are. Reads paths and citizens; adds to the muster and to what gathers on each tile, and tells
// where a few of them walk and work.
#include "lib/segments.glsl"
#include "lib/fields.glsl"
#include "lib/paths.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 4) readonly buffer SymbiontBuffer { uvec4 symbionts[]; };
layout(std430, binding = 5) buffer MusterBuffer { uint awake, aligned, at_home, unused; uint away[64]; } muster;
layout(std430, binding = 6) readonly buffer CitizenBuffer { Citizen citizens[]; };
layout(std430, binding = 9) buffer GatheredBuffer { uint gathered[]; };
#include "lib/symbionts.glsl"
#include "lib/happenings.glsl"

const uint FEW = 61u;  // of so many, one at a time is looked at

void main() {
    uint k = gl_GlobalInvocationID.x, stride = max(1u, now.symbionts / uint(MOST_MUSTERED));
    uint n = k * stride + k % stride;  // of every crowd some, whatever the stride
    if (k * stride >= now.symbionts || n >= now.symbionts) return;
    Symbiont s = from_vector(symbionts[n]);
    if ((s.state & AWAKE) == 0u) return;
    vec2 p = vec2(s.x, s.y);
    vec4 path = paths_at(p);
    float l = length(path.xy);
    float along = l < 1e-4 ? 0.0 : dot(path.xy / l, vec2(cos(2.0 * s.heading), sin(2.0 * s.heading)));
    for (int m = 0; m < (n % FEW == now.tick / uint(CENSUS_TICKS) % FEW ? 1 : 0); m++) {
        float rank = unit(hash(n, now.tick));
        happens(true, HAPPENS_SWARM, p, rank);
        happens((s.state & AT_WORK) != 0u, HAPPENS_WORK, p, rank);
    }
    atomicAdd(muster.awake, 1u);
    atomicAdd(muster.aligned, uint((along * smoothstep(0.02, 0.12, path.z) + 1.0) * 500.0 + 0.5));
    float away = distance(p, home_of(n));
    atomicAdd(muster.away[min(63, int(away / 0.02))], 1u);
    if (away < 0.1) atomicAdd(muster.at_home, 1u);
    if (now.citizens > 0u && away < parameters.tile_size) atomicAdd(gathered[citizens[n % 256u].home], 1u);
}
