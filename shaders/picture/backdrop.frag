// One pixel of what lies out of focus, at the glow's own size: haze near what shines, and the skin between close hyphae.
// The passes in behind/ lay over it what there is besides. Alpha is what these let through of the picture.
#include "lib/view.glsl"
#include "picture/behind/light.glsl"
in vec2 place;
out vec4 colour;
layout(binding = 2) uniform sampler2D glow;
layout(binding = 4) uniform sampler2D membrane;  // half as fine

void main() {
    vec3 haze = texelFetch(glow, ivec2(gl_FragCoord.xy), 0).rgb, skin = textureLod(membrane, place, 0.0).rgb;
    colour = vec4(near_light(haze) + own_light(skin), 1.0);
}
