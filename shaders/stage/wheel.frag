// One pixel of the key wheel: the circle of fifths, C at the top, each pitch class as long as it is heard. Around them
// the arc of seven that makes the key, and a light at its tonic.
#include "lib/ink.glsl"
#include "lib/heard.glsl"
in vec2 place;
out vec4 colour;

void main() {
    vec2 p = (place - 0.5) * card.extent;
    float outer = 0.5 * min(card.extent.x, card.extent.y) - 23.0, inner = 0.46 * outer;
    vec4 ink = vec4(0.0);
    float turn = turns(p), fifth = floor(fract(turn + 1.0 / 24.0) * 12.0);
    float away = length(p), aside = (fract(turn * 12.0 + 0.5) - 0.5) / 12.0 * TURN * away;
    // The signature's fifth: a minor key shares the seven tones of the major key three steps on.
    float tonic = mod(heard.key * 7.0, 12.0), major = heard.mode >= 0.0 ? tonic : mod(tonic + 9.0, 12.0);
    float step_in_key = mod(fifth - major + 1.0, 12.0);
    float member = step_in_key < 6.5 ? heard.clarity : 0.0;
    float level = chroma(int(mod(fifth * 7.0, 12.0)));
    float wide = 0.36 * TURN / 12.0 * away, edge = max(abs(aside) - wide, max(inner - away, away - outer));
    lay(ink, DIM, mix(0.08, 0.19, member) * cover(edge));
    float reach = mix(inner, outer, level);
    vec3 tint = mix(mix(DIM, FOXFIRE, 0.75), mix(FOXFIRE, GOLD, 0.12), member);
    tint *= mix(0.55, 1.0, smoothstep(inner, outer, away));
    lay(ink, tint, step(0.01, level) * cover(max(abs(aside) - wide, max(inner - away, away - reach))));
    // The arc of the key's seven tones, with round ends.
    float begin = (major - 1.5) / 12.0;
    vec2 q = vec2(dot(p, towards(begin + 0.25)), dot(p, towards(begin)));
    lay(ink, mix(ICE, GOLD, 0.5 + 0.5 * heard.mode), 0.85 * heard.clarity * cover(arc(q, outer + 4.5, 1.4, 7.0 / 12.0)));
    lay(ink, GOLD, heard.clarity * cover(distance(p, (outer + 4.5) * towards(tonic / 12.0)) - 3.4));
    colour = ink * card.opacity;
}
