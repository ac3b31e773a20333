// One pixel of a ring of the hologram: from below clean ground, waste processed, order in the columns. A ring closes as
// far as its number goes, from the front to the back, where the totem stands before it; what is missing stays a dotted line.
#include "lib/view.glsl"
#include "lib/noise.glsl"
in vec2 place;
flat in int ring;
flat in vec2 radii;
out vec4 colour;

void main() {
    vec2 q = place / radii;
    float r = max(length(q), 1e-3), health = clamp(view.health[ring], 0.0, 1.0);
    float away = abs(r - 1.0) * r / length(q / radii);
    float round_way = acos(clamp(-q.y / r, -1.0, 1.0)) / 3.14159265;  // 0 in front, 1 behind
    float angle = atan(q.y, q.x) / 6.2831853;
    float closed = smoothstep(health + 0.015, health - 0.015, round_way);
    float ticks = smoothstep(0.30, 0.42, abs(fract(angle * 72.0 + view.seconds * 0.10) - 0.5));
    float sweep = fract(angle + view.seconds * (0.03 + 0.02 * float(ring)));
    // Light on dust rather than a tube: uneven, thinner and weaker towards the back.
    float uneven = 0.55 + 0.45 * noise(vec2(angle * 41.0 + 3.0 * float(ring), view.seconds * 0.11), 151u);
    away /= mix(1.25, 0.6, round_way) * (0.6 + 0.7 * uneven);
    float line = exp(-away * away / (0.0020 * 0.0020)), haze = max(0.0, exp(-away / 0.007) - 0.014);
    float light = closed * uneven * mix(1.0, 0.3, round_way) * (line * (0.55 + 0.9 * pow(sweep, 8.0)) + 0.14 * haze) + (1.0 - closed) * 0.22 * ticks * line;
    float behind = mix(1.0, 0.03, smoothstep(0.50, 0.58, round_way) * smoothstep(0.75, 0.45, abs(q.x)));
    vec3 well = vec3(0.55, 1.0, 0.86), ill = vec3(1.0, 0.24, 0.10);
    colour = vec4(mix(ill, well, smoothstep(0.15, 0.75, health)) * light * behind * parameters.hologram_light, 0.0);
}
