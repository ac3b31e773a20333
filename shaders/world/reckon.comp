// One invocation in all, once a census: turns what was counted into the vitals that need more than a sum.
// Reads the muster and the tiles; updates the counters, remembers whose tile is lit, and tells which one is lit anew.
#include "lib/segments.glsl"
#include "lib/roster.glsl"
#include "lib/storm.glsl"
#include "lib/happenings.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 4) readonly buffer MusterBuffer { uint awake, aligned, at_home, unused; uint away[64]; } muster;
layout(std430, binding = 6) readonly buffer CitizenBuffer { Citizen citizens[]; };
layout(std430, binding = 5) readonly buffer GatheredBuffer { uint gathered[]; };

const float LIT = 0.3;  // of its share of the swarm that lights a tile

float followed(float value, float target, float seconds, float time) { return value + (target - value) * (1.0 - exp(-seconds / time)); }

// The distance that half of the symbionts keep within.
float median_away() {
    uint sum = 0u;
    for (uint n = 0u; n < 64u; n++) {
        uint before = sum;
        sum += muster.away[n];
        if (2u * sum >= muster.awake) return (float(n) + (0.5 * float(muster.awake) - float(before)) / float(max(1u, muster.away[n]))) * 0.02;
    }
    return 1.28;
}

// The correlation of the charge on both banks over the last seconds.
void synchronise(float seconds) {
    float left = float(counters.charge_left) / float(max(1u, counters.left)), right = float(counters.charge_right) / float(max(1u, counters.right));
    const float TIME = 8.0;
    counters.mean_left = followed(counters.mean_left, left, seconds, TIME);
    counters.mean_right = followed(counters.mean_right, right, seconds, TIME);
    float a = left - counters.mean_left, b = right - counters.mean_right;
    counters.variance_left = followed(counters.variance_left, a * a, seconds, TIME);
    counters.variance_right = followed(counters.variance_right, b * b, seconds, TIME);
    counters.covariance = followed(counters.covariance, a * b, seconds, TIME);
    counters.synchrony = counters.covariance / sqrt(max(counters.variance_left * counters.variance_right, 1e-9));
}

// Lets a tile be lit on which so much of its share of the swarm gathers; one that is stays so until far fewer are there.
void light_tile(uint n, bool here, float gathers) {
    uint word = HAPPENING_WORDS + n / 32u, bit = 1u << (n & 31u);
    bool before = (happened[word] & bit) != 0u, after = here && gathers > (before ? 0.15 : LIT);
    happened[word] = (happened[word] & ~bit) | (after ? bit : 0u);
    Citizen one = citizens[n];
    happens(after && !before, HAPPENS_TILE, vec2(one.x, one.y), unit(hash(one.identity, now.tick)));
}

void main() {
    if (gl_GlobalInvocationID.x != 0u) return;
    float seconds = now.seconds * float(CENSUS_TICKS);
    float awake = float(max(1u, muster.awake));
    bool any_awake = muster.awake > 0u;
    counters.order = any_awake ? followed(counters.order, float(muster.aligned) / (500.0 * awake) - 1.0, seconds, 1.0) : 0.0;
    counters.harmony = any_awake ? float(muster.at_home) / awake : 0.0;
    counters.scatter = any_awake ? median_away() : 0.0;
    float cell = (1.0 + 2.0 * now.margin) / float(now.rows);
    counters.processing = followed(counters.processing, float(counters.processed) * cell * cell / seconds, seconds, 1.5);
    counters.exchange = followed(counters.exchange, float(counters.exchanges - counters.exchanges_before) / seconds, seconds, 1.5);
    counters.exchanges_before = counters.exchanges;
    float left = float(counters.health_left) / float(max(1u, counters.left)), right = float(counters.health_right) / float(max(1u, counters.right));
    counters.division = abs(left - right) / max(1e-3, left + right);
    synchronise(seconds);
    uint present = 0u, lit = 0u;
    for (uint n = 0u; n < now.citizens; n++) present += citizens[n].identity != 0u ? 1u : 0u;
    float share = awake / float(max(1u, present));
    for (uint n = 0u; n < now.citizens; n++) {
        bool here = any_awake && citizens[n].identity != 0u;
        float gathers = float(gathered[n]) / share;
        lit += here && gathers > LIT ? 1u : 0u;
        light_tile(n, here, gathers);
    }
    counters.tiles = lit;
    float front = storm_front();
    counters.wind = parameters.storm * smoothstep(-0.42, -0.1, front) * (1.0 - smoothstep(1.05, 1.3, front));
}
