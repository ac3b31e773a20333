// One pixel of a hypha: a bright core in a translucent skin, relief where it is thick, a contact shadow
// beside it, and the grain that streams inside. Linear light, premultiplied by opacity.
#include "lib/view.glsl"
noperspective in vec4 shade_light;
noperspective in vec4 shade_form;
out vec4 colour;

void main() {
    float d = abs(shade_form.x), radius = shade_form.y, cord = shade_form.w;
    float drawn = max(radius, 0.5 * view.pixel);  // thinner than a pixel: dimmer, never broken
    float dimmed = radius / drawn;
    float cover = clamp((drawn - d) / view.pixel + 0.5, 0.0, 1.0) * dimmed;
    float t = min(d / drawn, 1.0), inner = 1.0 - t * t;
    float core = inner * inner * inner;
    float g = shade_form.z / (0.0014 + 0.6 * radius), grain = max(0.0, 1.0 - g * g);
    float thread = 0.62 + 0.75 * core;
    vec2 slope = vec2(dFdx(shade_form.x), dFdy(shade_form.x));
    slope *= inversesqrt(max(dot(slope, slope), 1e-16));
    float facing = clamp(dot(slope, vec2(-0.55, 0.62)) * sign(shade_form.x) * t + 0.56 * sqrt(inner), 0.0, 1.0);
    float shine = facing * facing * facing * facing;
    float tube = (0.35 + 0.85 * facing) * (0.75 + 0.4 * core) + 0.25 * shine * shine * shine;
    float lit = mix(thread, tube, cord) + parameters.streaming_light * 1.5 * grain * grain * core;
    float shadow = (1.0 - smoothstep(radius, 1.65 * radius, d)) * 0.55 * dimmed * cord;
    colour = vec4(shade_light.rgb * (lit * cover), shade_light.a * max(cover, shadow));
}
