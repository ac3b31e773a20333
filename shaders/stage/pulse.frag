// One pixel of the pulse: a light that beats, a hand that goes round once a beat, and the four places of the bar.
#include "lib/ink.glsl"
#include "lib/heard.glsl"
in vec2 place;
out vec4 colour;

void main() {
    vec2 p = (place - 0.5) * card.extent;
    float radius = 0.5 * card.extent.x - 6.0, sure = heard.pulse, lit = heard.beat * sure;
    vec4 ink = vec4(0.0);
    glow(ink, FOXFIRE, 0.42 * lit * smoothstep(radius, 0.0, length(p)));
    lay(ink, DIM, 0.28 * cover(ring(p, radius, 1.2)));
    lay(ink, FOXFIRE, sure * 0.9 * cover(arc(p, radius, 2.2, heard.phase)));
    lay(ink, mix(FOXFIRE, BONE, 0.5 * lit), sure * cover(distance(p, radius * towards(heard.phase)) - 3.4));
    for (int beat = 0; beat < 4; beat++) {
        vec2 q = p - vec2((float(beat) - 1.5) * 15.0, -radius - 24.0);
        float here = heard.place == float(beat) ? sure : 0.0;
        lay(ink, mix(DIM, FOXFIRE, here), mix(0.35, 0.6 + 0.4 * heard.beat, here) * cover(length(q) - mix(2.2, 3.6, here)));
    }
    colour = ink * card.opacity;
}
