// One pixel of the shade behind the overlay: nothing at its upper edge, deep where words are read; premultiplied.
#include "lib/ink.glsl"
in vec2 place;
out vec4 colour;

void main() {
    float depth = clamp((1.0 - place.y) * card.extent.y / 84.0, 0.0, 1.0);
    colour = vec4(vec3(0.008, 0.014, 0.016), 1.0) * (0.93 * depth * depth * (3.0 - 2.0 * depth) * card.opacity);
}
