// One pixel of what the tone pass asks of the ground, for itself, as it asks at every pixel of every frame: the share of
// light that it throws back, and the dither.
out vec4 colour;
layout(binding = 2) uniform sampler2D grit;

void main() { colour = vec4(texelFetch(grit, ivec2(gl_FragCoord.xy), 0).rg, 0.0, 0.0); }
