// One invocation for each row of cells, once a census: adds up what the ground is like.
// Reads the wound and the rasters; empties what was processed; adds to the counters, in thousandths of a cell, and tells
// where most waste lies.
#include "lib/segments.glsl"
#include "lib/roster.glsl"
#include "lib/fields.glsl"
#include "lib/wound.glsl"
#include "lib/hash.glsl"
#include "lib/happenings.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 4) readonly buffer RichBuffer { float richness_at[]; };
layout(std430, binding = 5) buffer ProcessedBuffer { uint processed[]; };
layout(std430, binding = 14) readonly buffer ThreadBuffer { uint thread[]; };

const float PILED = 0.2;  // waste from which on it piles up

void main() {
    int row = int(gl_GlobalInvocationID.x);
    if (row >= now.rows) return;
    float land = 0.0, waste = 0.0, sterile = 0.0, sheltered = 0.0, done = 0.0;
    uint scarred = 0u;
    float worst = 0.0;
    int where = 0;
    for (int column = 0; column < now.columns; column++) {
        int index = row * now.columns + column;
        vec4 here = texelFetch(wound, ivec2(column, row), 0);
        float rich = smoothstep(0.05, 0.3, richness_at[index]);
        land += rich;
        waste += rich * here.x;
        where = rich * here.x > worst ? column : where;
        worst = max(worst, rich * here.x);
        sterile += here.z > 0.5 ? rich : 0.0;
        sheltered += here.y > 0.5 ? rich : 0.0;
        scarred += here.w > 0.35 ? thread[index] : 0u;
        done += float(processed[index]) * 1e-6;
        processed[index] = 0u;
    }
    vec2 place = (vec2(where, row) + 0.5) / vec2(now.columns, now.rows) * (1.0 + 2.0 * now.margin) - now.margin;
    happens(worst > PILED, HAPPENS_WASTE, place * vec2(now.aspect, 1.0), worst * unit(hash(uint(row), now.tick)));
    atomicAdd(counters.land, uint(land * 1e3 + 0.5));
    atomicAdd(counters.wasted, uint(waste * 1e3 + 0.5));
    atomicAdd(counters.sterile, uint(sterile * 1e3 + 0.5));
    atomicAdd(counters.sheltered, uint(sheltered * 1e3 + 0.5));
    atomicAdd(counters.scarred, scarred);
    atomicAdd(counters.processed, uint(done * 1e3 + 0.5));
}
