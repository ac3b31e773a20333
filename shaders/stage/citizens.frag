// One pixel of a citizen's dot, in the colour of what they feel, which is stronger here than on their tile; whoever has just come has a ring that widens.
#include "lib/ink.glsl"
#include "lib/feeling.glsl"
in vec2 across;
flat in vec4 citizen;
out vec4 colour;

void main() {
    vec3 tint = pow(feeling_colour(citizen.x, citizen.y), vec3(1.0 / 1.5));
    vec4 ink = vec4(0.0);
    float size = 1.5 + 2.6 * citizen.z, fresh = max(0.0, 1.0 - citizen.w / 2.5);
    lay(ink, vec3(0.01, 0.015, 0.02), 0.7 * citizen.z * cover(length(across) - size - 1.0));
    lay(ink, mix(tint, BONE, 0.08 + 0.6 * fresh), citizen.z * cover(length(across) - size));
    lay(ink, BONE, fresh * cover(ring(across, size + 9.0 * (1.0 - fresh), 1.0)));
    colour = ink * card.opacity;
}
