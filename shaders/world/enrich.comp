// One invocation for each cell of a stripe (of all, in the first tick): works out how rich the ground is there.
// Reads the composition's parameters; writes richness.
#include "lib/segments.glsl"
#include "lib/fields.glsl"
#include "lib/noise.glsl"
#include "lib/ground.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 13) writeonly buffer RichBuffer { float richness_at[]; };

void main() {
    int index = int(gl_GlobalInvocationID.x);
    ivec2 cell = ivec2(index % now.columns, index / now.columns);
    if (now.tick > 0u) cell.y = cell.y * FIELD_STRIPES + int(now.tick / uint(CENSUS_TICKS)) % FIELD_STRIPES;
    if (cell.y >= now.rows) return;
    vec2 place = (vec2(cell) + 0.5) / vec2(now.columns, now.rows) * (1.0 + 2.0 * now.margin) - now.margin;
    vec2 p = place * vec2(now.aspect, 1.0);
    float edge = smoothstep(0.0, 0.03, to_border(p));
    richness_at[cell.y * now.columns + cell.x] = edge * richness(p);
}
