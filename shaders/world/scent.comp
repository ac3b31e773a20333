// One invocation for each cell: lays together what a walker senses there, as lib/scent.glsl says.
// Reads paths and wound; writes scent and drawn.
#include "lib/segments.glsl"
#include "lib/fields.glsl"
#include "lib/wound.glsl"
#include "lib/paths.glsl"
#include "lib/scent.glsl"
#include "lib/noise.glsl"
layout(local_size_x = 64) in;
layout(rgba8, binding = 0) uniform writeonly image2D next_scent;
layout(rgba8, binding = 1) uniform writeonly image2D next_drawn;

const uint SLOW = 211u;  // seed

// Along the level lines of slow noise, whose slope is that of lib/noise.glsl. Its time is the last census's, so that it
// can be worked out anew at any tick.
vec2 vortex(vec2 p) {
    vec2 q = p * 7.0 + vec2(0.0, 0.02 * float(now.tick / uint(CENSUS_TICKS) * uint(CENSUS_TICKS)) * now.seconds);
    ivec2 cell = ivec2(floor(q));
    vec2 f = q - vec2(cell), w = f * f * f * (f * (f * 6.0 - 15.0) + 10.0), steep = 30.0 * f * f * (f * (f - 2.0) + 1.0);
    vec2 ga = lattice_gradient(cell, SLOW), gb = lattice_gradient(cell + ivec2(1, 0), SLOW);
    vec2 gc = lattice_gradient(cell + ivec2(0, 1), SLOW), gd = lattice_gradient(cell + ivec2(1, 1), SLOW);
    float a = dot(ga, f), b = dot(gb, f - vec2(1, 0)), c = dot(gc, f - vec2(0, 1)), d = dot(gd, f - vec2(1, 1));
    vec2 rise = mix(mix(ga, gb, w.x), mix(gc, gd, w.x), w.y) + steep * vec2(mix(b - a, d - c, w.y), mix(c - a, d - b, w.x));
    return 1.41421 * vec2(-rise.y, rise.x);
}

void main() {
    int index = int(gl_GlobalInvocationID.x);
    if (index >= now.columns * now.rows) return;
    ivec2 cell = ivec2(index % now.columns, index / now.columns);
    vec2 frame = vec2(now.aspect, 1.0), place = (vec2(cell) + 0.5) / vec2(now.columns, now.rows);
    vec4 path = texelFetch(paths, cell, 0);
    vec2 ailing = texelFetch(wound, cell, 0).xy;
    imageStore(next_scent, cell, vec4(path.zw, sqrt(ailing.x), ailing.y));
    imageStore(next_drawn, cell, drawn_as(path.xy, vortex((place * (1.0 + 2.0 * now.margin) - now.margin) * frame)));
}
