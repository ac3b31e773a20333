// What happens in a tick, and where: of each kind, in each column of the frame, the one that ranks highest. Maxima are
// the same in whatever order they are taken. After these words lie bits that say whose tile is lit: see reckon.comp.
#ifndef HAPPENED_AT
#define HAPPENED_AT 7
#endif
layout(std430, binding = HAPPENED_AT) buffer HappenedBuffer { uint happened[]; };

// Notes what happens at p, if it does; `rank` is 0 to 1. What lies beyond the frame nobody sees. A driver may run both
// sides of every branch, but no loop that nobody enters.
void happens(bool does, uint kind, vec2 p, float rank) {
    vec2 place = p / vec2(now.aspect, 1.0);
    bool seen = does && all(greaterThanEqual(place, vec2(0.0))) && all(lessThan(place, vec2(1.0)));
    for (int n = 0; n < (seen ? 1 : 0); n++) {
        uvec2 at = uvec2(place * float(1u << PLACE_BITS));
        uint ranked = 1u + uint(clamp(rank, 0.0, 1.0) * float((1u << RANK_BITS) - 2u));
        uint word = ranked << (2u * PLACE_BITS) | at.x << PLACE_BITS | at.y;
        atomicMax(happened[kind * HAPPENING_COLUMNS + uint(place.x * float(HAPPENING_COLUMNS))], word);
    }
}
