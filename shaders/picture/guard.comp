// One invocation for each cell, 108 rows to the picture: counts the flashes of what was shown last, and says how far
// the new picture may go from it here. Reads the new picture, the one shown last and the cell's history; writes that
// history, the share, 0 (hold) to 1 (free), and whether the next pass and draw have anything to do.
#include "lib/tone.glsl"
#include "lib/flash.glsl"
#include "lib/guard.glsl"
layout(local_size_x = 64) in;
layout(binding = 0) uniform sampler2D coming;
layout(binding = 1) uniform sampler2D shown;
layout(binding = 2) uniform sampler2D least;  // what of the last new picture was shown, where anything was held
layout(r32f, binding = 0) uniform writeonly image2D shares;

struct History {
    vec4 wanted;                              // mean light of the last new picture
    float extreme, heading, other;            // of luminance
    float red_extreme, red_heading, red_other;
    uint count, red_count;                    // transitions so far: place in the rings
    uint at[6];                               // when the last ones were, in milliseconds
    uint red_at[6];
    uint over;                                // until when it has had one too many
    uint begun;
    uint spare[2];
};
layout(std430, binding = 0) buffer HistoryBuffer { History history[]; };

const float ROOM = 0.7;  // of a step, that a held cell may still move

vec3 mean_light(sampler2D picture, vec2 low, vec2 high, ivec2 taps) {
    vec3 sum = vec3(0.0);
    for (int y = 0; y < taps.y; y++) for (int x = 0; x < taps.x; x++) {
        vec2 place = mix(low, high, (vec2(x, y) + 0.5) / vec2(taps));
        sum += decoded(textureLod(picture, place, 0.0).rgb);
    }
    return sum / float(max(1, taps.x * taps.y));
}

// How far of the way from `from` to `to`, as encoded, keeps within `room` of the extreme, where turning back is barred.
float share_within(float from, float to, float extreme, float heading, float room) {
    float bound = max(0.0, extreme - heading * room);
    if ((to - bound) * heading >= 0.0) return 1.0;
    float way = sqrt(to) - sqrt(from);
    return abs(way) < 1e-4 ? 0.0 : clamp((sqrt(bound) - sqrt(from)) / way, 0.0, 1.0);
}

bool is_full(uint count, uint oldest, uint now_ms) { return count >= MOST_TRANSITIONS && now_ms - oldest < WINDOW + 20u; }

void main() {
    uint cell = gl_GlobalInvocationID.x;
    if (cell >= guard.x * guard.y) return;
    ivec2 place = ivec2(cell % guard.x, cell / guard.x);
    vec2 size = vec2(guard.xy), low = vec2(place) / size, high = vec2(place + 1) / size;
    // A tap is the mean of two by two pixels, so these leave out hardly any.
    ivec2 taps = clamp(ivec2(ceil(vec2(textureSize(coming, 0)) / size * 0.5 - 0.35)), ivec2(1), ivec2(12));
    History h = history[cell];
    // What was shown is what was wanted, unless something was held.
    bool measure = h.begun == 0u || (before.instances > 0u && texelFetch(least, place, 0).r < 1.0);
    vec3 was = mean_light(shown, low, high, measure ? taps : ivec2(0));
    if (!measure) was = h.wanted.rgb;
    vec3 wants = mean_light(coming, low, high, taps);
    h.wanted = vec4(wants, 0.0);
    h.begun = 1u;
    float y = relative_luminance(was), red = saturated_red(was);
    if (turns(y, LUMINANCE_STEP, DARKER, h.extreme, h.heading, h.other)) {
        if (is_full(h.count, h.at[h.count % 6u], guard.z)) h.over = guard.z + WINDOW;
        h.at[h.count++ % 6u] = guard.z;
    }
    if (turns(red, RED_STEP, 1e9, h.red_extreme, h.red_heading, h.red_other)) {
        if (is_full(h.red_count, h.red_at[h.red_count % 6u], guard.z)) h.over = guard.z + WINDOW;
        h.red_at[h.red_count++ % 6u] = guard.z;
    }
    history[cell] = h;
    float share = 1.0;
    bool full = is_full(h.count, h.at[h.count % 6u], guard.w);
    bool red_full = is_full(h.red_count, h.red_at[h.red_count % 6u], guard.w);
    if (full)
        share = share_within(y, relative_luminance(wants), h.extreme, h.heading, ROOM * LUMINANCE_STEP);
    if (red_full)
        share = min(share, share_within(red, saturated_red(wants), h.red_extreme, h.red_heading, ROOM * RED_STEP));
    imageStore(shares, place, vec4(share));
    if (h.over > guard.w) atomicAdd(now_held.over, 1u);
    if (full || red_full) atomicAdd(now_held.full, 1u);
    if (share < 1.0) {
        atomicMax(now_held.groups_x, (guard.x * guard.y + 63u) / 64u);
        atomicMin(now_held.left, uint(max(place.x - 2, 0)));
        atomicMin(now_held.bottom, uint(max(place.y - 2, 0)));
        atomicMax(now_held.right, uint(place.x + 3));
        atomicMax(now_held.top, uint(place.y + 3));
    }
}
