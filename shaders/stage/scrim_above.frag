// One pixel of the shade at the top: nothing at its lower edge, deep where words are read; premultiplied.
#include "lib/ink.glsl"
#include "lib/shade.glsl"
in vec2 place;
out vec4 colour;

void main() { colour = shade(place.y * card.extent.y) * card.opacity; }
