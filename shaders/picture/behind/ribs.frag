// One pixel of the ribs of glass behind the subject, which catch its light, most of all at their edges.
#include "lib/view.glsl"
#include "lib/forms.glsl"
in vec2 place;
out vec4 colour;
layout(binding = 2) uniform sampler2D glow;

void main() {
    vec2 far = view.crop.xy + place * view.crop.zw + view.drift * 0.6;
    float phase = fract(rib_phase(far)) - 0.5;
    float edge = exp(-pow((abs(phase) - 0.36) / 0.03, 2.0)), body = smoothstep(0.46, 0.2, abs(phase));
    vec3 caught = textureLod(glow, place + vec2(phase * 0.16, 0.0), 0.0).rgb;
    float rise = smoothstep(0.0, 0.35, place.y) * smoothstep(1.05, 0.5, place.y);
    vec3 glass = caught * (0.55 * (0.30 * body + 3.6 * edge)) + 0.0025 * edge * rise;
    colour = vec4(glass * vec3(0.80, 0.90, 1.0) * parameters.rib_light, 0.0);
}
