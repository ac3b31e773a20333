// One invocation for each cell: smooths the length of hyphae into density and lets nutrient recover, be
// used up and spread, where nothing ails the ground. Reads the raster of length, the richness of the ground, the wound
// and the last fields; writes the next fields.
#include "lib/segments.glsl"
#include "lib/fields.glsl"
#include "lib/wound.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 14) readonly buffer ThreadBuffer { uint thread[]; };
layout(std430, binding = 13) readonly buffer RichBuffer { float richness_at[]; };
layout(std430, binding = 4) readonly buffer FeedingBuffer { float feeding[]; };
layout(std430, binding = 5) readonly buffer ProcessedBuffer { uint processed[]; };
layout(rgba32f, binding = 0) uniform writeonly image2D next_fields;

float cell_height() { return (1.0 + 2.0 * now.margin) / float(now.rows); }

// Binomial weights over two cells of the smallest field to either side, whatever the field's size.
float raw_density(ivec2 cell) {
    int step_cells = max(1, now.rows / 180);
    float sum = 0.0, weights = 0.0;
    for (int y = -2; y <= 2; y++) for (int x = -2; x <= 2; x++) {
        ivec2 c = clamp(cell + ivec2(x, y) * step_cells, ivec2(0), ivec2(now.columns, now.rows) - 1);
        float weight = float((3 - abs(x)) * (3 - abs(y)));
        sum += weight * float(thread[c.y * now.columns + c.x]);
        weights += weight;
    }
    float h = cell_height();
    return sum / weights * 1e-5 / (h * h);
}

void main() {
    int index = int(gl_GlobalInvocationID.x);
    if (index >= now.columns * now.rows) return;
    ivec2 cell = ivec2(index % now.columns, index / now.columns);
    ivec2 last = ivec2(now.columns, now.rows) - 1;
    float seconds = now.seconds * float(CENSUS_TICKS);
    vec4 here = texelFetch(fields, cell, 0);
    float around = texelFetch(fields, clamp(cell + ivec2(1, 0), ivec2(0), last), 0).y
                 + texelFetch(fields, clamp(cell - ivec2(1, 0), ivec2(0), last), 0).y
                 + texelFetch(fields, clamp(cell + ivec2(0, 1), ivec2(0), last), 0).y
                 + texelFetch(fields, clamp(cell - ivec2(0, 1), ivec2(0), last), 0).y;
    float density = mix(here.x, raw_density(cell), 0.6);
    vec4 ails = texelFetch(wound, cell, 0);
    float vitality = feeding[index] * (1.0 - parameters.waste_harm * ails.x) * (1.0 - ails.z);
    float rich = richness_at[index] * vitality;
    float nutrient = now.tick == 0u ? rich : here.y;
    float h = cell_height();
    float spread = min(0.2, parameters.nutrient_spread * 1e-3 * seconds / (h * h));
    nutrient += now.tick == 0u ? 0.0 : spread * (around - 4.0 * nutrient);
    float eaten = parameters.nutrient_uptake * density / parameters.crowding;
    float supply = parameters.nutrient_supply + 0.2 * cure_at(ails);  // what is cured is fed, so that it grows again
    nutrient += seconds * (supply * (rich - nutrient) - eaten * nutrient - 0.4 * (1.0 - vitality) * nutrient);
    nutrient += 0.5 * float(processed[index]) * 1e-6;
    imageStore(next_fields, cell, vec4(density, clamp(nutrient, 0.0, 1.0), rich, vitality));
}
