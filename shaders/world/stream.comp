// One invocation for each particle of cytoplasm: moves it along its segment, chooses at forks by load,
// crosses links, turns at tips (where it leaves what it carries) and at roots (where it takes up more).
// Reads the graph; writes itself, the store of a tip (integer sum) and the grain that a segment shows.
#include "lib/segments.glsl"
#include "lib/roster.glsl"
#include "lib/homes.glsl"
#include "lib/happenings.glsl"
layout(local_size_x = 64) in;

layout(std430, binding = 6) readonly buffer FlowBuffer { uvec2 flow[]; };
layout(std430, binding = 12) buffer GrainBuffer { uint grain[]; };
layout(std430, binding = 13) buffer ParticleBuffer { Particle stream[]; };

const uint CARGO = 6000u;        // of 65536, which is a full store
const uint OUTWARD = 1u;         // bits of Particle.course: whether it goes outward,
const uint SENDER = 4u;          // from this bit on the home that it was in last,
const uint GIFT = 64u;           // and from this one the home whose gift it carries over a border, until that is given
const uint HOMES = 15u;
const float SLOWEST = 0.35, FASTEST = 4.0;

// Slow in the fringe and fast in cords: as in a pipe, with the square of the radius, but bounded.
float stream_speed(float radius) {
    float relative = radius / (parameters.hypha_radius * 3e-3);
    return parameters.streaming_speed * clamp(relative, SLOWEST, FASTEST);
}

// Which way on from the far end of segment i: a child by load, now and then the link; -1 at a tip.
int outwards(int i, ivec4 t, uint chance) {
    if (t.w >= 0 && unit(hash(chance, 3u)) < 0.35) return t.w;
    if (t.y < 0) return t.z;
    if (t.z < 0) return t.y;
    float here = float(flow[t.y].x), there = float(flow[t.z].x);
    return unit(chance) * (here + there) < here ? t.y : t.z;
}

void settle_anywhere(uint p, uint chance) {
    int i = int(chance % now.capacity);
    if (body[i].born == 0u) { stream[p].segment = -1; return; }
    stream[p] = Particle(i, unit(hash(chance, 5u)), chance >> 31u, 0u);
}

// Who comes over a border brings something: it is counted, and carried on until a tip takes it.
void cross_border(int i, uint here, uint chance, inout uint sender, inout uint gift) {
    if (here == 0u || here == IN_GAP || here == sender) return;
    for (int n = 0; n < (sender != 0u ? 1 : 0); n++) {  // a branch would be run for everybody
        atomicAdd(counters.exchanges, 1u);
        happens(true, HAPPENS_CROSSING, ends[i].xy, unit(hash(chance, 15u)));
    }
    gift = sender;
    sender = here;
}

// Where a border is closed, those who come to it queue: nobody turns back for a while.
bool queues(int i, uint here, uint chance) {
    return (vigour[i].state & AT_BORDER) != 0u && here != 0u && unit(hash(chance, 11u)) > 0.008;
}

void main() {
    uint p = gl_GlobalInvocationID.x;
    if (p >= now.particles) return;
    Particle grain_here = stream[p];
    int i = grain_here.segment;
    uint chance = hash(p, now.tick ^ now.seed);
    if (i < 0 || body[i].born == 0u) { settle_anywhere(p, chance); return; }
    bool outward = (grain_here.course & OUTWARD) != 0u;
    uint sender = (grain_here.course / SENDER) & HOMES, gift = (grain_here.course / GIFT) & HOMES;
    uint here = home(vigour[i].state);
    float along = grain_here.position;
    float moved = stream_speed(body[i].radius) * now.seconds / now.segment_length;
    along += outward ? moved : -moved;
    if (along > 1.0) {
        ivec4 t = ties[i];
        int next = outwards(i, t, chance);
        if (next < 0) {
            if (grain_here.cargo > 0u && (vigour[i].state & MODE) != SETTLED) {  // full or not: the tip itself sees to that
                atomicAdd(vigour[i].store, grain_here.cargo);
            }
            grain_here.cargo = gift = 0u;
            outward = queues(i, here, chance);
            along = 1.0;
        } else {
            if (next == t.w) outward = false;
            along = next == t.w ? 1.0 : min(along - 1.0, 1.0);
            i = next;
        }
    } else if (along < 0.0) {
        int parent = ties[i].x;
        if (parent < 0) {
            outward = true;
            grain_here.cargo = CARGO;
            gift = 0u;
            along = 0.0;
        } else {
            along = max(along + 1.0, 0.0);
            i = parent;
            if (unit(hash(chance, 9u)) < 0.004) { outward = true; grain_here.cargo = CARGO; }
        }
    }
    here = home(vigour[i].state);
    cross_border(i, here, chance, sender, gift);
    uint course = (outward ? OUTWARD : 0u) | (sender * SENDER) | (gift * GIFT);
    stream[p] = Particle(i, along, course, grain_here.cargo);
    // What is on its way to somebody else is shown before what is at home.
    bool waits = outward && along == 1.0 && ties[i].y < 0;
    uint colour = here == IN_GAP || waits ? sender : gift;
    uint shown = 1u + uint(clamp(along, 0.0, 1.0) * 254.0);
    atomicMax(grain[i], ((colour != 0u ? 128u : 0u) | (hash(p, 77u) & 0x7fu)) << 16u | (colour << 8u) | shown);
}
