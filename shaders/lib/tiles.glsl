// The Living Mosaic as seen: a tile for each citizen, in the colour of what they feel. `tiles` is as shaders/world/flood.comp
// leaves it; a tile opens, is largest a moment after its citizen came, and fades with them.
#include "lib/feeling.glsl"
layout(binding = 3) uniform sampler2D tiles;
layout(std430, binding = 10) readonly buffer CitizenBuffer { Citizen citizens[]; };

vec2 tile_place(vec2 p) { return (p / vec2(now.aspect, 1.0) + now.margin) / (1.0 + 2.0 * now.margin); }

ivec2 tile_cell(vec2 p) { return clamp(ivec2(tile_place(p) * vec2(now.columns, now.rows)), ivec2(0), ivec2(now.columns, now.rows) - 1); }

// How much of a tile covers a place, 0..1, from its centre outwards; a newcomer's announces itself with a ring.
float tile_cover(Citizen one, vec2 p) {
    float away = distance(p, vec2(one.x, one.y)) / (parameters.tile_size * (0.35 + 0.65 * one.strength));
    float opening = one.age < 2.0 ? exp(-pow((away - 0.9 * one.age) / 0.12, 2.0)) * (1.0 - 0.5 * one.age) : 0.0;
    return one.strength * (1.0 - smoothstep(0.55, 1.0, away)) + 1.5 * opening;
}

// Whose tile a place is in: the citizen's number plus one, 0 where there are none.
uint owner_at(vec2 p) { return uint(texelFetch(tiles, tile_cell(p), 0).x + 0.5); }

// The feeling at a place: its colour, and how much of a tile covers the place.
vec4 tile_at(vec2 p) {
    vec4 felt = vec4(0.0);
    uint who = now.citizens > 0u ? owner_at(p) : 0u;
    if (who > 0u) {
        Citizen one = citizens[who - 1u];
        felt = vec4(feeling_colour(one.valence, one.arousal), tile_cover(one, p));
    }
    return felt;
}
