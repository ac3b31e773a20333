// One invocation for each cell: lets waste come in, spread and be processed, serum be laid and fade, ground turn sterile
// and heal. Reads the last wound, what was processed and torn, touches and tiles; writes the next wound.
#include "lib/segments.glsl"
#include "lib/fields.glsl"
#include "lib/wound.glsl"
#include "lib/noise.glsl"
layout(local_size_x = 64) in;
layout(binding = 3) uniform sampler2D mosaic;
layout(std430, binding = 4) readonly buffer SheddingBuffer { float shedding[]; };
layout(std430, binding = 5) buffer ProcessedBuffer { uint processed[]; };  // millionths of a cell's waste
layout(std430, binding = 6) buffer TornBuffer { uint torn[]; };            // hundred-thousandths of a height
layout(std430, binding = 7) readonly buffer LaidBuffer { Touch laid[]; };
layout(std430, binding = 12) readonly buffer CitizenBuffer { Citizen citizens[]; };
layout(std430, binding = 13) readonly buffer RichBuffer { float richness_at[]; };
layout(rgba32f, binding = 0) uniform writeonly image2D next_wound;
layout(std140, binding = 4) uniform LaidBlock { uvec4 laid_count; };

float cell_height() { return (1.0 + 2.0 * now.margin) / float(now.rows); }

vec2 cell_place(ivec2 cell) {
    vec2 place = (vec2(cell) + 0.5) / vec2(now.columns, now.rows) * (1.0 + 2.0 * now.margin) - now.margin;
    return place * vec2(now.aspect, 1.0);
}

// Serum that touches lay in this step, and that the tile here gives.
float laid_at(vec2 p, ivec2 cell) {
    float sum = 0.0, shore = laid_count.x > 0u ? 0.35 * noise(p * 11.0, now.ground) + 0.15 * noise(p * 27.0, now.ground) : 0.0;
    for (uint n = 0u; n < laid_count.x; n++) {
        float d = distance(p, vec2(laid[n].x, laid[n].y)) / laid[n].radius + shore;
        sum += laid[n].strength * (1.0 - smoothstep(0.3, 1.0, d));
    }
    for (uint n = 0u; n < (parameters.shelter > 0.0 ? 1u : 0u); n++) {
        vec4 tile = texelFetch(mosaic, cell, 0);
        if (tile.x < 0.5) continue;
        float strength = citizens[uint(tile.x) - 1u].strength;
        float dome = 1.0 - smoothstep(0.8, 1.0, distance(p, tile.yz) / max(parameters.tile_size, 1e-3));
        sum += parameters.shelter * strength * dome * now.seconds * float(CENSUS_TICKS) * 2.0;
    }
    return sum;
}

void main() {
    int index = int(gl_GlobalInvocationID.x);
    if (index >= now.columns * now.rows) return;
    ivec2 cell = ivec2(index % now.columns, index / now.columns), last = ivec2(now.columns, now.rows) - 1;
    float seconds = now.seconds * float(CENSUS_TICKS);
    vec4 here = texelFetch(wound, cell, 0);
    vec4 around = texelFetch(wound, clamp(cell + ivec2(1, 0), ivec2(0), last), 0) + texelFetch(wound, clamp(cell - ivec2(1, 0), ivec2(0), last), 0)
                + texelFetch(wound, clamp(cell + ivec2(0, 1), ivec2(0), last), 0) + texelFetch(wound, clamp(cell - ivec2(0, 1), ivec2(0), last), 0);
    vec4 lap = around - 4.0 * here;
    float h = cell_height(), cure = cure_at(here), land = smoothstep(0.02, 0.2, richness_at[index]);
    float waste = here.x + min(0.2, parameters.waste_spread * 1e-3 * seconds / (h * h)) * lap.x;
    float fresh = parameters.waste_source * shedding[index];
    waste += seconds * (fresh * (1.0 - waste) + parameters.waste_growth * (1.0 - cure) * land * waste * (1.0 - waste) - parameters.waste_decay * waste);
    float taken = min(float(processed[index]) * 1e-6, max(0.0, waste));
    processed[index] = uint(taken * 1e6 + 0.5);  // for the survey and for the nutrient that it becomes
    float serum = here.y + min(0.2, 0.02e-3 * seconds / (h * h)) * lap.y;
    serum += laid_at(cell_place(cell), cell) - seconds * serum / parameters.serum_life;
    float rip = min(1.0, float(torn[index]) * 1e-5 / (0.35 * parameters.crowding * h * h));
    torn[index] = 0u;
    float sterile = max(here.z, rip);
    sterile += seconds * parameters.sterility * (1.0 - cure) * smoothstep(0.15, 0.6, waste) * (1.0 - sterile);
    sterile -= seconds * parameters.healing * max(cure, parameters.mending) * (1.0 - min(1.0, 2.0 * waste)) * sterile;
    float scar = max(here.w - seconds / 3600.0 * here.w, sterile);
    imageStore(next_wound, cell, clamp(vec4(waste - taken, serum, sterile, scar), 0.0, 1.0));
}
