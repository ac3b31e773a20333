// One cell of the map by which all that shines is lit: x how much light gathers there, y where in its range of hues
// resting light is.
#include "lib/view.glsl"
#include "lib/focus.glsl"
in vec2 place;
out vec4 colour;

void main() {
    vec2 p = view.crop.xy + place * view.crop.zw;
    int biome = int(biome_at(p).y);
    colour = vec4(focus(p, biome), hue_place(p, biome), 0.0, 0.0);
}
