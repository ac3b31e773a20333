// One pixel of a level of the glow on the way up: the smaller levels, spread out, mixed with its own.
#include "lib/tent.glsl"
in vec2 place;
out vec4 colour;
layout(binding = 0) uniform sampler2D smaller;
layout(binding = 1) uniform sampler2D own;
layout(std140, binding = 3) uniform SpreadBlock { vec4 share; };  // x: what the smaller levels weigh

void main() {
    colour = vec4(mix(texelFetch(own, ivec2(gl_FragCoord.xy), 0).rgb, tent(smaller, place), share.x), 1.0);
}
