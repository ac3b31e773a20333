// One pixel of the cord before us: it hides some of what is behind it, more of the picture than of the backdrop, and
// glows a little at its rim. Writes its light, and what it lets through.
#include "lib/view.glsl"
#include "picture/behind/cord.glsl"
#include "picture/behind/light.glsl"
in vec2 near;
layout(location = 0, index = 0) out vec4 colour;
layout(location = 0, index = 1) out vec4 through;
layout(binding = 2) uniform sampler2D glow;

void main() {
    float course = (near.x - cord_middle(near.y)) / now.aspect, thick = cord_thick(near.y);
    float before_us = 1.0 - min(1.0, parameters.banks + parameters.oculus + parameters.biomes);
    float cord = before_us * smoothstep(1.7 * thick, 0.0, abs(course));
    float rim = before_us * exp(-pow((course - 0.55 * thick) / (0.3 * thick), 2.0));
    vec2 place = (near + view.drift * 1.6 - view.crop.xy) / view.crop.zw;
    vec3 own = near_light(textureLod(glow, place, 0.0).rgb);
    colour = vec4((own * 0.9 + view.cord.rgb * 0.0025) * rim, 0.0);
    through = vec4(vec3(1.0 - 0.6 * cord), 1.0 - 0.8 * cord);
}
