// One pixel of the shade at the foot: nothing at its upper edge, deep where words are read; premultiplied.
#include "lib/ink.glsl"
#include "lib/shade.glsl"
in vec2 place;
out vec4 colour;

void main() { colour = shade((1.0 - place.y) * card.extent.y) * card.opacity; }
