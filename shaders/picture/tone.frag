// One pixel of the finished picture: the scene over the backdrop, glow, exposure, tone curve, dither.
#include "lib/view.glsl"
#include "lib/tone.glsl"
in vec2 place;
out vec4 colour;
layout(binding = 0) uniform sampler2D scene;
layout(binding = 1) uniform sampler2D glow;      // light scattered, and the backdrop that it lights
layout(binding = 2) uniform sampler2D relief;    // the ground's relief, and the blue noise, pixel by pixel

void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    vec4 here = texelFetch(scene, pixel, 0);
    vec4 soft = textureLod(glow, place, 0.0);
    vec2 ground = texelFetch(relief, pixel, 0).rg;
    vec3 lit = soft.rgb * parameters.ground_light * ground.x * (1.0 - here.a);
    vec3 light = here.rgb * soft.a * (1.0 - parameters.glow) + soft.rgb * parameters.glow * 1.6 + lit;
    vec3 shown = encoded(filmic(light * view.exposure)) * view.fade;
    colour = vec4(shown + (ground.y - 0.5) / 255.0, 1.0);
}
