// One pixel of the community's centre on the circumplex: a light in the middle of its card.
#include "lib/ink.glsl"
in vec2 place;
out vec4 colour;

void main() {
    vec2 p = (place - 0.5) * card.extent;
    vec4 ink = vec4(0.0);
    glow(ink, GOLD, 0.45 * max(0.0, exp(-dot(p, p) / 60.0) - 0.09));
    lay(ink, vec3(0.01, 0.015, 0.02), 0.8 * cover(length(p) - 5.4));
    lay(ink, mix(GOLD, BONE, 0.5), cover(length(p) - 4.2));
    colour = ink * card.opacity;
}
