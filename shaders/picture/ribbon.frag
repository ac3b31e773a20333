// One pixel of a hypha: a bright core in a translucent skin, or a hollow wall of glass; where it is thick, the world's
// lamp on its flank and a contact shadow beside it; and the grain that streams inside. Linear light, premultiplied by
// opacity.
#include "lib/view.glsl"
noperspective in vec4 shade_light;
noperspective in vec4 shade_form;
out vec4 colour;

// The mean of (1 - s^2)^3 from `middle` - `half_width` to `middle` + `half_width`: a pixel shows the mean of the core over
// its own breadth.
float core_mean(float middle, float half_width) {
    float e = middle * middle, f = half_width * half_width, rest = 1.0 - e;
    return rest * rest * rest + f * (rest * (5.0 * e - 1.0) + f * (0.6 - 3.0 * e - f * (1.0 / 7.0)));
}

// As good as a sine, of so many turns.
float swing(float turns) {
    float v = 2.0 * fract(turns) - 1.0;
    return 4.0 * v * (abs(v) - 1.0);
}

void main() {
    float across = shade_form.x, radius = shade_form.y, cord = shade_form.w;
    bool packet = shade_light.a > 1.0;  // it hides what is behind it
    float slope = packet ? shade_light.a - 2.0 : shade_light.a, opacity = mix(0.34, 0.93, cord);
    opacity = packet ? max(opacity, 0.9) : opacity;
    float shrink = 1.0 / max(radius, 0.5 * view.pixel);  // thinner than a pixel: dimmer, never broken
    float at = across * shrink, pixel = 0.5 * view.pixel * shrink;
    float low = clamp(at - pixel, -1.0, 1.0), high = clamp(at + pixel, -1.0, 1.0);
    float cover = (high - low) * radius / view.pixel;
    float side = clamp(at, -1.0, 1.0), core = core_mean(0.5 * (low + high), 0.5 * (high - low));
    float g = shade_form.z * (1.0 / 0.0021), grain = max(0.0, 1.0 - g * g);
    float thread = 0.70 + 0.85 * core;
    float facing = clamp(slope * side + 0.56 * sqrt(1.0 - side * side), 0.0, 1.0), square = facing * facing;
    float shine = square * square, spark = shine * shine * shine;
    float strands = swing(side * 1.273240 + dot(gl_FragCoord.xy * view.pixel, vec2(11.3, 8.435)));
    float skin = (0.06 + 0.34 * facing) * (0.84 + 0.16 * strands) + 0.5 * spark;
    float tube = skin + core * core;  // light from inside, through the skin
    float wall = side * side * side * side;
    tube = mix(tube, 0.10 + 1.7 * wall * (0.3 + facing) + 1.5 * spark, parameters.glass);
    float lit = mix(thread, tube, cord) + parameters.streaming_light * mix(1.4, 0.3, cord) * grain * grain * core;
    float shadow = (1.0 - smoothstep(1.0, 1.65, abs(across) / radius)) * 0.55 * radius * shrink * cord;
    float falls = facing * mix(square, shine * shine, parameters.glass);
    vec3 lamp = view.accent.rgb * (parameters.lamp_light * cord * falls * min(1.0, 3.0 * shade_light.g));
    colour = vec4((shade_light.rgb * lit + lamp) * cover, opacity * max(cover, shadow));
}
