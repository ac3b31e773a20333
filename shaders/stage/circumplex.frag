// One pixel of the circumplex: valence to the right, arousal upwards, each place in the colour of its feeling; around
// it a ring that closes as people come to feel alike. About the community's centre lies a halo as wide as they differ.
#include "lib/ink.glsl"
#include "lib/heard.glsl"
#include "lib/feeling.glsl"
in vec2 place;
out vec4 colour;

void main() {
    vec2 p = (place - 0.5) * card.extent;
    float outer = 0.5 * min(card.extent.x, card.extent.y) - 4.0, radius = outer - 10.0;
    vec2 feeling = p / radius;
    vec4 ink = vec4(0.0);
    vec3 tint = pow(feeling_colour(feeling.x, feeling.y), vec3(1.0 / 2.2));
    lay(ink, tint * 0.42, cover(length(p) - radius) * mix(0.16, 0.62, smoothstep(0.0, 1.1, length(feeling))));
    float axes = max(cover(abs(p.x) - 0.35), cover(abs(p.y) - 0.35)) * cover(length(p) - radius);
    lay(ink, BONE, 0.13 * axes);
    // The halo: one standard deviation of what people feel, since unity is 1 - s^2 / (2/3).
    vec2 q = p - radius * vec2(heard.valence, heard.arousal);
    float spread = radius * sqrt(max(0.0, 1.0 - heard.unity) * 0.6667);
    float halo = 1.0 - smoothstep(0.35, 1.0, length(q) / max(14.0, 1.5 * spread));
    lay(ink, GOLD, 0.24 * heard.confidence * halo * cover(length(p) - radius));
    // The ring: a track, and how far it has closed.
    lay(ink, DIM, 0.22 * cover(ring(p, outer - 2.0, 2.6)));
    lay(ink, GOLD, heard.confidence * cover(arc(p, outer - 2.0, 2.6, heard.unity)));
    colour = ink * card.opacity;
}
