// One invocation for each symbiont of a stripe, another of WAKING_STRIPES in each tick: who is called and sleeps may wake.
// Reads segments and counters; writes symbionts.
#include "lib/segments.glsl"
#include "lib/roster.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 4) buffer SymbiontBuffer { uvec4 symbionts[]; };
layout(std430, binding = 6) readonly buffer CitizenBuffer { Citizen citizens[]; };
#include "lib/symbionts.glsl"

// Wakes on a hypha somewhere, or sleeps on. In a great swarm neighbours in the list mostly wake near each other in that of
// the segments, so that what they read lies together.
Symbiont woken(Symbiont s, uint n, uint chance) {
    uint draw = hash(chance, 3u);
    float near = (float(n) + 0.5) / float(now.symbionts) + (unit(draw) - 0.5) * min(1.0, 4096.0 / float(now.symbionts));
    float share = (draw & 15u) == 0u ? unit(hash(draw)) : fract(near + 1.0);
    uint i = min(uint(share * float(counters.highest)), now.capacity - 1u);
    if (body[i].born == 0u || unit(chance) > 0.05 * float(WAKING_STRIPES)) return s;
    vec4 hypha = ends[i];
    return Symbiont(hypha.x, hypha.y, atan(hypha.w - hypha.y, hypha.z - hypha.x), AWAKE | (1u << PRESENCE));
}

void main() {
    uint stripe = (now.symbionts + uint(WAKING_STRIPES) - 1u) / uint(WAKING_STRIPES), n = gl_GlobalInvocationID.x;
    if (n >= stripe) return;
    n += now.tick % uint(WAKING_STRIPES) * stripe;
    if (n >= now.symbionts || !called(n)) return;
    Symbiont s = from_vector(symbionts[n]);
    if ((s.state & AWAKE) != 0u) return;
    symbionts[n] = as_vector(woken(s, n, hash(n, now.tick ^ now.seed)));
}
