// One pixel of what is heard: the envelope of the last seconds with its onsets above and its beats below, a light for
// now, and the seven bands. Reads the contour, a row of (envelope, onset, beat), the newest last.
#include "lib/ink.glsl"
#include "lib/heard.glsl"
in vec2 place;
out vec4 colour;
layout(binding = 0) uniform sampler2D contour;

const float BAND = 7.0, GAP = 7.0, NOW = 22.0;  // widths of a band, between two, and of the room around the light
const int NEAR = 5;  // ticks to either side whose marks may reach this pixel

// Half the height of the envelope's ribbon at a tick, from 0 for the oldest.
float half_height(float tick, int ticks) {
    int below = clamp(int(floor(tick)), 0, ticks - 1);
    float left = texelFetch(contour, ivec2(below, 0), 0).x;
    float right = texelFetch(contour, ivec2(min(below + 1, ticks - 1), 0), 0).x;
    return 0.7 + mix(left, right, clamp(tick - float(below), 0.0, 1.0)) * card.extent.y * 0.3;
}

// The marks of one tick's onset, above the ribbon, and of its beat, below.
void marks(inout vec4 ink, vec2 p, float width, int ticks, float age) {
    int here = int(p.x / width * float(ticks));
    for (int tick = max(0, here - NEAR); tick <= min(ticks - 1, here + NEAR); tick++) {
        vec2 struck = texelFetch(contour, ivec2(tick, 0), 0).yz;
        vec2 q = p - vec2((float(tick) + 0.5) / float(ticks) * width, 8.0);
        if (struck.x > 0.0) lay(ink, GOLD, age * cover(distance(q, vec2(0.0, card.extent.y - 16.0)) - 1.3 - 1.9 * struck.x));
        if (struck.y > 0.0) lay(ink, FOXFIRE, struck.y * age * cover(capsule(q, vec2(0.0, -5.0), vec2(0.0, 2.0), 0.7)));
    }
}

void main() {
    vec2 p = place * card.extent;
    vec4 ink = vec4(0.0);
    float height = card.extent.y, middle = 0.5 * height;
    float width = card.extent.x - 7.0 * BAND - 6.0 * GAP - 2.0 * NOW;
    int ticks = textureSize(contour, 0).x;
    float age = mix(0.12, 1.0, clamp(p.x / width, 0.0, 1.0));
    if (p.x < width + 4.0) {
        float tick = p.x / width * float(ticks) - 0.5;
        float here = half_height(tick, ticks), slope = (half_height(tick + 0.7, ticks) - half_height(tick - 0.7, ticks));
        slope *= float(ticks) / width / 1.4;
        float away = (abs(p.y - middle) - here) / sqrt(1.0 + slope * slope);
        float core = 1.0 - 0.55 * smoothstep(0.0, 1.0, abs(p.y - middle) / here);
        lay(ink, GOLD, age * core * cover(away) * step(p.x, width));
        if (abs(p.y - middle) > middle - 14.0) marks(ink, p, width, ticks, age);
    }
    // The light for now: what an onset strikes.
    vec2 q = p - vec2(width + NOW, middle);
    glow(ink, GOLD, 0.5 * heard.onset * exp(-dot(q, q) / 190.0));
    lay(ink, DIM, 0.45 * cover(ring(q, 5.5, 1.2)));
    lay(ink, GOLD, heard.onset * cover(length(q) - 5.0 - 2.5 * heard.onset));
    // The seven bands, from low to high.
    float first = width + 2.0 * NOW;
    int number = int(floor((p.x - first) / (BAND + GAP)));
    if (number >= 0 && number < 7) {
        float x = first + (BAND + GAP) * float(number) + 0.5 * BAND, radius = 0.5 * BAND;
        float low = 6.0 + radius, high = height - 6.0 - radius;
        float level = mix(low, high, band(number));
        lay(ink, DIM, 0.10 * cover(capsule(p, vec2(x, low), vec2(x, high), radius)));
        vec3 tint = mix(FOXFIRE, ICE, float(number) / 6.0) * mix(0.55, 1.0, smoothstep(low, high, p.y));
        lay(ink, tint, step(0.004, band(number)) * cover(capsule(p, vec2(x, low), vec2(x, level), radius)));
    }
    colour = ink * card.opacity;
}
