// One invocation for each cell: smooths the axes of the hyphae and the crowd of symbionts into what a walker feels.
// Reads the rasters of axes, of length and of the crowd; writes paths.
#include "lib/segments.glsl"
#include "lib/fields.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 4) readonly buffer AxisBuffer { ivec2 axes[]; };
layout(std430, binding = 5) readonly buffer CrowdBuffer { uint crowd[]; };
layout(rgba32f, binding = 0) uniform writeonly image2D next_paths;

void main() {
    int index = int(gl_GlobalInvocationID.x);
    if (index >= now.columns * now.rows) return;
    ivec2 cell = ivec2(index % now.columns, index / now.columns), last = ivec2(now.columns, now.rows) - 1;
    vec2 axis = vec2(0.0);
    float crowded = 0.0;
    for (int y = -1; y <= 1; y++) for (int x = -1; x <= 1; x++) {
        ivec2 c = clamp(cell + ivec2(x, y), ivec2(0), last);
        float weight = float((2 - abs(x)) * (2 - abs(y))) / 16.0;
        axis += weight * vec2(axes[c.y * now.columns + c.x]);
        crowded += weight * float(crowd[c.y * now.columns + c.x]);
    }
    // An axis is a sum over hyphae, weighted by their thickness: cords are highways.
    axis *= 1e-4 * float(now.rows) / 180.0;
    float strength = length(axis);
    float spare = float(now.symbionts) / float(now.columns * now.rows);
    imageStore(next_paths, cell, vec4(axis / max(strength, 1e-5) * min(1.0, strength), 1.0 - exp(-strength), 1.0 - exp(-crowded / max(4.0 * spare, 1e-3))));
}
