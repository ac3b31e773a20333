// One invocation for each cell, 108 rows to the picture: counts the flashes of what was shown last, and says whether
// the new picture may be shown here. Reads the new picture, the one shown last and the cell's history; writes that
// history, what was found, and whether the next passes have anything to do.
#include "lib/tone.glsl"
#include "lib/flash.glsl"
#include "lib/guard.glsl"
layout(local_size_x = 64) in;
layout(binding = 0) uniform sampler2D coming;
layout(binding = 1) uniform sampler2D shown;

struct Swing {
    float extreme, heading, other;
    uint count;    // transitions so far: place in the ring
    uint at[6];    // when the last ones were, in milliseconds
};
struct History {
    vec4 wanted;   // mean light of the last new picture
    Swing swings[2];
    uint over;     // until when it has had one too many within a second
    uint begun;    // whether there was a picture
    uint red_seen; // whether red was saturated since its last transition
    uint spare;
};
layout(std430, binding = 0) buffer HistoryBuffer { History history[]; };

const uint LIGHT = 0u, RED = 1u;

// The mean light between two places in pixels; those at the edges count by how much of them lies within. Every pixel
// is looked at: threads of light are finer than the means that samplers take of what is encoded.
vec3 mean_light(sampler2D picture, vec2 low, vec2 high) {
    vec3 sum = vec3(0.0);
    for (float y = floor(low.y); y < high.y; y++) {
        vec3 row = vec3(0.0);
        for (float x = floor(low.x); x < high.x; x++) {
            float within = min(x + 1.0, high.x) - max(x, low.x);
            row += within * decoded(texelFetch(picture, ivec2(x, y), 0).rgb);
        }
        sum += row * (min(y + 1.0, high.y) - max(y, low.y));
    }
    return sum / ((high.x - low.x) * (high.y - low.y));
}

// Whether the cell has had as many transitions as it may, within the last second.
bool is_full(uint cell, uint which, uint now_ms) {
    uint count = history[cell].swings[which].count;
    return count >= MOST_TRANSITIONS && now_ms - history[cell].swings[which].at[count % 6u] < WINDOW;
}

void note(uint cell, uint which, uint now_ms) {
    uint count = history[cell].swings[which].count, first = history[cell].swings[which].at[count % 6u];
    bool over = is_full(cell, which, now_ms);
    if (over && int(first + WINDOW - history[cell].over) > 0) history[cell].over = first + WINDOW;
    history[cell].swings[which].at[count % 6u] = now_ms;
    history[cell].swings[which].count = count + 1u;
}

// Takes the value of what was shown last, and returns whether that was a transition.
bool follow(uint cell, uint which, float value, float step_size, bool may) {
    float extreme = history[cell].swings[which].extreme, last = extreme;
    float heading = history[cell].swings[which].heading, other = history[cell].swings[which].other;
    uint count = history[cell].swings[which].count;
    bool turned = turns(value, step_size, may, extreme, heading, other);
    if (turned) note(cell, which, guard.z);
    // A transition lasts while its extreme grows.
    else if (extreme != last && count > 0u) history[cell].swings[which].at[(count - 1u) % 6u] = guard.z;
    history[cell].swings[which].extreme = extreme;
    history[cell].swings[which].heading = heading;
    history[cell].swings[which].other = other;
    return turned;
}

// Whether the cell may go there: where it is full, not back from its extreme by a step.
bool is_free(uint cell, uint which, float to, float step_size, bool full) {
    float ahead = (to - history[cell].swings[which].extreme) * history[cell].swings[which].heading;
    return !full || ahead > -step_size;
}

// The first picture is never held. It may flash against what was there, and neither direction is barred after it.
void begin(uint cell, vec3 was, vec3 wants) {
    vec2 before_it = vec2(relative_luminance(was), redness(was)), now = vec2(relative_luminance(wants), redness(wants));
    vec2 step_size = vec2(LUMINANCE_STEP, RED_STEP);
    for (uint which = LIGHT; which <= RED; which++) {
        history[cell].swings[which].extreme = history[cell].swings[which].other = now[which];
        if (abs(now[which] - before_it[which]) >= step_size[which]) note(cell, which, guard.w);
    }
    history[cell].wanted = vec4(wants, 0.0);
    history[cell].red_seen = uint(is_saturated_red(wants));
    history[cell].over = guard.w;
    history[cell].begun = 1u;
}

void main() {
    uint cell = gl_GlobalInvocationID.x;
    if (cell >= guard.x * guard.y) return;
    ivec2 place = ivec2(cell % guard.x, cell / guard.x);
    vec2 size = vec2(textureSize(coming, 0)), side = size / vec2(guard.xy);
    vec2 low = vec2(place) * side, high = min(vec2(place + 1) * side, size);
    vec3 wants = mean_light(coming, low, high), was = history[cell].wanted.rgb;
    bool begins = history[cell].begun == 0u;
    // What was shown is what was wanted, unless something was held.
    if (begins || before.instances > 0u) was = mean_light(shown, low, high);
    if (begins) {
        begin(cell, was, wants);
        return;
    }
    history[cell].wanted = vec4(wants, 0.0);
    float y = relative_luminance(was);
    follow(cell, LIGHT, y, LUMINANCE_STEP, min(y, history[cell].swings[LIGHT].extreme) < DARKER);
    bool saturated = is_saturated_red(was), may = saturated || history[cell].red_seen > 0u;
    bool turned = follow(cell, RED, redness(was), RED_STEP, may);
    history[cell].red_seen = uint(saturated || (may && !turned));
    bool full = is_full(cell, LIGHT, guard.w), red_full = is_full(cell, RED, guard.w);
    bool free = is_free(cell, LIGHT, relative_luminance(wants), LUMINANCE_STEP, full)
        && is_free(cell, RED, redness(wants), RED_STEP, red_full);
    bool over = int(history[cell].over - guard.w) > 0;
    if (!over) history[cell].over = guard.w;  // so that it stays close when times begin anew
    found[cell] = (free ? 0u : BARRED) | (over ? OVER : 0u);
    if (over) atomicAdd(now_held.over, 1u);
    if (full || red_full) atomicAdd(now_held.full, 1u);
    if (free) return;
    atomicMax(now_held.parts_x, 1u);
    atomicMin(now_held.left, uint(max(place.x - 2, 0)));
    atomicMin(now_held.bottom, uint(max(place.y - 2, 0)));
    atomicMax(now_held.right, uint(place.x + 3));
    atomicMax(now_held.top, uint(place.y + 3));
}
