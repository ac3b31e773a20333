// One pixel of the pale pools of serum that heal the ground, and move. A pool is a low dome of clear light: its rim
// shines towards the upper left, the network beneath it glitters.
#include "lib/view.glsl"
#include "lib/noise.glsl"
#include "lib/fields.glsl"
#include "lib/wound.glsl"
#include "picture/behind/light.glsl"
in vec2 place;
out vec4 colour;

const float STEP = 0.012;

void main() {
    vec2 p = view.crop.xy + place * view.crop.zw, drift = vec2(0.03, 0.02) * view.seconds;
    float here = wound_at(p).y;
    float caustic = 1.0 - abs(noise(p * 17.0 + drift * 9.0, 133u) + noise(p * 17.0 - drift * 7.0, 134u));
    vec2 slope = vec2(wound_at(p + vec2(STEP, 0.0)).y - here, wound_at(p + vec2(0.0, STEP)).y - here) / STEP;
    float pool = smoothstep(0.04, 0.5, here), facing = max(0.0, dot(slope, vec2(0.6, -0.8)));
    float peopled = smoothstep(0.0, 60.0, field_at(p).x);
    float shine = 0.003 + 0.055 * peopled * pow(max(0.0, caustic), 8.0);
    float light = pool * shine + 0.0016 * mix(0.3, 1.0, peopled) * min(facing, 10.0);
    colour = vec4(own_light(vec3(0.62, 1.0, 0.84) * parameters.serum_light * light), 0.0);
}
