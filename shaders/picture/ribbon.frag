// One pixel of a hypha: a bright core in a translucent skin, or a hollow wall of glass; where it is thick, the world's
// lamp on its flank and a contact shadow beside it; and the grain that streams inside. Linear light, premultiplied by
// opacity.
#include "lib/view.glsl"
noperspective in vec4 shade_light;
noperspective in vec4 shade_form;
noperspective in float shade_slope;
out vec4 colour;

// The integral of (1 - s^2)^3 from the axis: a pixel shows the mean of the core over its own breadth.
float core_sum(float s) {
    float q = s * s;
    return s * (1.0 - q * (1.0 - q * (0.6 - q / 7.0)));
}

void main() {
    float d = abs(shade_form.x), radius = shade_form.y, cord = shade_form.w;
    float drawn = max(radius, 0.5 * view.pixel);  // thinner than a pixel: dimmer, never broken
    float dimmed = radius / drawn;
    vec2 span = clamp((shade_form.x + vec2(-0.5, 0.5) * view.pixel) / drawn, -1.0, 1.0);
    float inside = span.y - span.x;
    float cover = inside * drawn / view.pixel * dimmed;
    float side = clamp(shade_form.x / drawn, -1.0, 1.0), inner = 1.0 - side * side;
    float core = inside > 1e-4 ? (core_sum(span.y) - core_sum(span.x)) / inside : 0.0;
    float g = shade_form.z / 0.0021, grain = max(0.0, 1.0 - g * g);
    float thread = 0.70 + 0.85 * core;
    float facing = clamp(shade_slope * side + 0.56 * sqrt(inner), 0.0, 1.0);
    float shine = facing * facing * facing * facing;
    vec2 p = gl_FragCoord.xy * view.pixel;
    float strands = sin(side * 8.0 + p.x * 71.0 + p.y * 53.0);
    float skin = (0.06 + 0.34 * facing) * (0.84 + 0.16 * strands) + 0.5 * shine * shine * shine;
    float tube = skin + 1.0 * core * core;  // light from inside, through the skin
    float wall = side * side * side * side;
    tube = mix(tube, 0.10 + 1.7 * wall * (0.3 + facing) + 1.5 * shine * shine * shine, parameters.glass);
    float lit = mix(thread, tube, cord) + parameters.streaming_light * mix(1.4, 0.3, cord) * grain * grain * core;
    float shadow = (1.0 - smoothstep(radius, 1.65 * radius, d)) * 0.55 * dimmed * cord;
    float falls = facing * mix(facing * facing, shine * shine, parameters.glass);
    vec3 lamp = view.accent.rgb * (parameters.lamp_light * cord * falls * min(1.0, 3.0 * shade_light.g));
    colour = vec4((shade_light.rgb * lit + lamp) * cover, shade_light.a * max(cover, shadow));
}
