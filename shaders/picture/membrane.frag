// One pixel of the skin that close hyphae spread between them, thin, folded and uneven; it breathes and ails as they do.
// It is soft, so that a picture half as fine as the glow is enough; drawn in patches where hyphae are dense. Linear light.
#include "lib/view.glsl"
#include "lib/noise.glsl"
#include "lib/hues.glsl"
#include "lib/emphasis.glsl"
#include "lib/fields.glsl"
in vec2 place;
out vec4 colour;

void main() {
    vec2 p = view.crop.xy + place * view.crop.zw;
    vec4 ground = field_at(p);
    float close = smoothstep(25.0, 190.0, ground.x);
    vec2 emphasised = emphasis_at(p);
    vec2 q = p + 0.02 * vec2(noise(p * 13.0, 141u), noise(p * 13.0 + 7.0, 141u));
    float folds = 1.0 - abs(noise(q * 23.0, 142u)), patchy = 0.5 + 0.5 * noise(p * 5.0, 143u);
    float breath = 1.0 + parameters.breath_depth * sin(6.2831853 * (view.breath - 0.6 * patchy));
    vec3 light = resting_light(emphasised.y) * close * (0.25 + 0.75 * folds * folds * folds) * (0.3 + 0.7 * patchy)
               * breath * ground.w * min(1.2, emphasised.x);
    colour = vec4(light * (0.085 * parameters.membrane_light * parameters.rest_light), 0.0);
}
