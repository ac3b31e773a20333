// One invocation for each spore: released from a hypha, carried by the wind, landed.
// Reads the graph, the ground and the wind; writes itself. A spore that has landed where it can grow asks to be sown.
#include "lib/segments.glsl"
#include "lib/fields.glsl"
#include "lib/noise.glsl"
#include "lib/wind.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 4) buffer SporeBuffer { Spore drifting[]; };

const uint LONGEST = 1200u;  // ticks in the air
const uint SOWN = 1u;        // in Spore.identity: asks to be sown

void main() {
    uint n = gl_GlobalInvocationID.x;
    if (n >= now.drifting) return;
    Spore s = drifting[n];
    uint chance = hash(n, now.tick ^ now.seed);
    if (s.born == 0u) {
        float rate = parameters.spore_rate * now.seconds / float(now.drifting);
        int i = int(hash(chance, 3u) % now.capacity);
        if (unit(chance) < 4.0 * rate && body[i].born != 0u) drifting[n] = Spore(ends[i].z, ends[i].w, now.tick + 1u, hash(chance) & ~SOWN);
        return;
    }
    if ((s.identity & SOWN) != 0u) return;  // waits for the sowing
    vec2 p = vec2(s.x, s.y);
    vec2 flutter = vec2(bell(hash(s.identity, now.tick / 9u)), bell(hash(s.identity, now.tick / 9u + 7u))) * 0.012;
    // Rich ground draws it down to it, a little.
    vec2 richer = vec2(field_at(p + vec2(0.03, 0.0)).z - field_at(p - vec2(0.03, 0.0)).z,
                       field_at(p + vec2(0.0, 0.03)).z - field_at(p - vec2(0.0, 0.03)).z);
    p += (wind_at(p) + flutter + vec2(0.0, 0.012) + 0.05 * parameters.germination * richer) * now.seconds;
    uint age = now.tick - s.born;
    bool down = age > 240u + hash(s.identity, 5u) % (LONGEST - 240u);
    bool lost = to_border(p) < 0.01;
    vec4 ground = field_at(p);
    bool room = ground.z > 0.3 && ground.x < 0.25 * parameters.crowding;
    if (down && room && !lost && unit(hash(s.identity, 11u)) < parameters.germination) s.identity |= SOWN;
    else if (down || lost) s.born = 0u;
    drifting[n] = Spore(p.x, p.y, s.born, s.identity);
}
