// One pixel of a smaller level of the glow: a tent over the larger one.
#include "lib/tent.glsl"
in vec2 place;
out vec4 colour;
layout(binding = 0) uniform sampler2D level;

void main() { colour = vec4(tent(level, place), 1.0); }
