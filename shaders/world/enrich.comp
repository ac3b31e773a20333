// One invocation for each cell of a stripe (of all, in the first tick): works out how rich the ground is there, how
// much of that it may feed (a bank that is cut off, a block that is dark) and what it sheds of waste.
// Reads the composition's parameters; writes richness, feeding and shedding.
#include "lib/segments.glsl"
#include "lib/fields.glsl"
#include "lib/noise.glsl"
#include "lib/ground.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 13) writeonly buffer RichBuffer { float richness_at[]; };
layout(std430, binding = 4) writeonly buffer SheddingBuffer { float shedding[]; };
layout(std430, binding = 5) writeonly buffer FeedingBuffer { float feeding[]; };

// Blocks of the city go dark one after the other, and not always the same.
float lit_block(vec2 p) {
    float number = block_number(avenue_place(p).y, bank_side(p)), hour = float(now.tick / 240u);
    return step(parameters.blackout * (1.0 - parameters.cure), fract(number + 0.618034 * hour));
}

float fed_at(vec2 p) {
    float favoured = bank_side(p) * parameters.division * (1.0 - parameters.cure);  // the right bank lives at the left one's cost, or the reverse
    float bank = mix(1.0, 1.0 - max(0.0, -favoured), parameters.banks);
    return bank * (parameters.blackout > 0.0 ? lit_block(p) : 1.0);
}

void main() {
    int index = int(gl_GlobalInvocationID.x);
    ivec2 cell = ivec2(index % now.columns, index / now.columns);
    if (now.tick > 0u) cell.y = cell.y * FIELD_STRIPES + int(now.tick / uint(CENSUS_TICKS)) % FIELD_STRIPES;
    if (cell.y >= now.rows) return;
    vec2 place = (vec2(cell) + 0.5) / vec2(now.columns, now.rows) * (1.0 + 2.0 * now.margin) - now.margin;
    vec2 p = place * vec2(now.aspect, 1.0);
    float edge = smoothstep(0.0, 0.03, to_border(p));
    richness_at[cell.y * now.columns + cell.x] = edge * richness(p);
    shedding[cell.y * now.columns + cell.x] = edge * shed(p);
    feeding[cell.y * now.columns + cell.x] = fed_at(p);
}
