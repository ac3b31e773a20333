// One pixel of the scene before anything living is drawn: the own light of what stands in the world. It breathes, each
// thing in its own time; on the avenue whole blocks black out, and one bank is lit at the other's cost.
#include "lib/view.glsl"
#include "lib/forms.glsl"
in vec2 place;
out vec4 colour;
layout(binding = 2) uniform sampler2D grit;

void main() {
    vec2 own = texelFetch(grit, ivec2(gl_FragCoord.xy), 0).ba;
    float light = 2.0 * own.x * own.x;
    if (light > 0.0) {
        float turn = view.seconds * parameters.breath_rate * (1.0 / 60.0) + own.y * 7.0;
        light *= parameters.set_light * (1.0 + (0.12 + 0.5 * parameters.breath_depth) * sin(6.2831853 * turn));
        if (parameters.banks > 0.0) {
            vec2 p = view.crop.xy + place * view.crop.zw;
            float lit = smoothstep(-0.03, 0.03, own.y - parameters.blackout) * (1.0 + 0.9 * parameters.division * bank_side(p));
            light *= mix(1.0, lit, parameters.banks);
        }
    }
    vec3 accent = mix(view.accent.rgb, vec3(1.0), 0.75 * smoothstep(0.5, 2.2, light));
    colour = vec4(accent * light, 0.0);
}
