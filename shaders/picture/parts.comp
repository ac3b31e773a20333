// One group in all: lets go of what need not be held, for in any third-by-third part of the screen a quarter of the
// cells may flash too often. Reads what was found of each cell; writes which of them are held, and whether there is
// anything to draw.
#include "lib/guard.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 4) buffer SumsBuffer { uvec2 sums[]; };  // of cells up to each, from the lower left

// Shares of a part: so much may have flashed too often, with what would do so now; all is held from so much on.
const float FEW = 0.22, TOO_MUCH = 0.24;
const uvec2 NOTHING = uvec2(0u);

uvec2 sum_up_to(int x, int y) { return x < 0 || y < 0 ? NOTHING : sums[y * int(guard.x) + x]; }

// The sum over the cells from `low` on, up to but without `high`.
uvec2 sum_within(ivec2 low, ivec2 high) {
    ivec2 a = low - 1, b = high - 1;
    return sum_up_to(b.x, b.y) + sum_up_to(a.x, a.y) - sum_up_to(a.x, b.y) - sum_up_to(b.x, a.y);
}

// Turns what lies in each place of `sums` into the sum of all up to there.
void sum() {
    barrier();
    for (uint y = gl_LocalInvocationIndex; y < guard.y; y += 64u)
        for (uint x = 1u; x < guard.x; x++) sums[y * guard.x + x] += sums[y * guard.x + x - 1u];
    memoryBarrierBuffer();
    barrier();
    for (uint x = gl_LocalInvocationIndex; x < guard.x; x += 64u)
        for (uint y = 1u; y < guard.y; y++) sums[y * guard.x + x] += sums[(y - 1u) * guard.x + x];
    memoryBarrierBuffer();
    barrier();
}

void main() {
    ivec2 cells = ivec2(guard.xy), part = max(cells / 3, ivec2(1)), parts = cells - part + 1;
    uint count = guard.x * guard.y, own = gl_LocalInvocationIndex;
    // Where they are too few in all to be many in any part, nothing is held. The margin is beyond any rounding.
    if (5u * (now_held.full + now_held.over) < uint(part.x * part.y)) return;
    for (uint cell = own; cell < count; cell += 64u)
        sums[cell] = uvec2(found[cell] > 0u ? 1u : 0u, (found[cell] & OVER) / OVER);
    memoryBarrierBuffer();
    sum();
    // Of each part, by its lower left cell: whether too many would be over, or are. Kept until all have looked.
    for (uint cell = own; cell < count; cell += 64u) {
        ivec2 low = ivec2(cell % guard.x, cell / guard.x);
        uvec2 within = any(greaterThanEqual(low, parts)) ? NOTHING : sum_within(low, low + part);
        vec2 share = vec2(within) / float(part.x * part.y);
        found[cell] |= (share.x > FEW ? MANY : 0u) | (share.y > TOO_MUCH ? TOO_MANY : 0u);
    }
    memoryBarrierBuffer();
    barrier();
    for (uint cell = own; cell < count; cell += 64u)
        sums[cell] = uvec2((found[cell] & MANY) / MANY, (found[cell] & TOO_MANY) / TOO_MANY);
    memoryBarrierBuffer();
    sum();
    bool all = sum_within(ivec2(0), cells).y > 0u;
    for (uint cell = own; cell < count; cell += 64u) {
        ivec2 place = ivec2(cell % guard.x, cell / guard.x);
        bool many = sum_within(max(place - part + 1, ivec2(0)), place + 1).x > 0u;
        bool held = all || (many && (found[cell] & BARRED) > 0u);
        found[cell] = held ? HELD : 0u;
        if (held) {
            now_held.instances = 1u;
            now_held.groups_x = (count + 63u) / 64u;
        }
    }
    if (!all || own > 0u) return;
    now_held.left = now_held.bottom = 0u;
    now_held.right = guard.x;
    now_held.top = guard.y;
}
