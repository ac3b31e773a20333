// One invocation for each symbiont, once a census: counts it on its cell. Reads symbionts; adds to the crowd's raster.
#include "lib/segments.glsl"
#include "lib/fields.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 4) readonly buffer SymbiontBuffer { uvec4 symbionts[]; };
layout(std430, binding = 6) readonly buffer CitizenBuffer { Citizen citizens[]; };
layout(std430, binding = 8) buffer CrowdBuffer { uint crowd[]; };
#include "lib/symbionts.glsl"

void main() {
    uint n = gl_GlobalInvocationID.x;
    if (n >= now.symbionts) return;
    Symbiont s = from_vector(symbionts[n]);
    if ((s.state & AWAKE) == 0u) return;
    ivec2 c = field_cell(vec2(s.x, s.y));
    atomicAdd(crowd[c.y * now.columns + c.x], 1u);
}
