// One pixel of a line of type, premultiplied; reads the texture whose first row is the top one.
#include "lib/ink.glsl"
in vec2 place;
out vec4 colour;
layout(binding = 0) uniform sampler2D type;

void main() {
    colour = textureLod(type, vec2(place.x, 1.0 - place.y), 0.0) * card.opacity;
}
