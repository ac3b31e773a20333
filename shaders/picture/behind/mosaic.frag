// One pixel of the citizens' tiles: a little light in each, and more on the borders between two of them, which unity
// dissolves.
#include "lib/view.glsl"
#include "lib/tiles.glsl"
#include "picture/behind/light.glsl"
in vec2 place;
out vec4 colour;

void main() {
    vec2 p = view.crop.xy + place * view.crop.zw;
    vec4 felt = tile_at(p);
    uint here = owner_at(p);
    float cell = (1.0 + 2.0 * now.margin) / float(now.rows);
    bool border = owner_at(p + vec2(cell, 0.0)) != here || owner_at(p + vec2(0.0, cell)) != here;
    float light = 0.0022 * parameters.tile_light + (border ? 0.10 * parameters.border_light * (1.0 - now.unity) : 0.0);
    colour = vec4(own_light(felt.rgb * felt.a * light), 0.0);
}
