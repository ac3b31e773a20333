// Where a segment is at home: 1 and 2 on the left and the right bank, 1 to 7 in a biome, IN_GAP on the dark between,
// 0 where the world is not parted. Kept in vigour.state, bits 8 to 12, and looked up anew now and then.
#include "lib/forms.glsl"

const uint HOME_BIT = 8u;
const uint HOME = 15u << HOME_BIT;
const uint IN_GAP = 15u;
const uint AT_BORDER = 1u << 12u;  // and whether a river is near

uint home(uint state) { return (state & HOME) >> HOME_BIT; }

uint home_at(vec2 p) {
    if (gap(p) > 0.4) return IN_GAP;
    if (parameters.biomes > 0.5) return 1u + uint(biome_at(p).y);
    if (parameters.banks > 0.5) return bank_side(p) < 0.0 ? 1u : 2u;
    return 0u;
}

bool near_river(vec2 p) { return parameters.biomes > 0.5 && biome_at(p).x < 2.5 * river_half(p); }
