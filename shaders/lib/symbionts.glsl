// The swarm: Myco-Cleansers, Symbiogens and nanobots, as the parameters say.
#include "lib/hash.glsl"

const uint AWAKE = 1u;      // bits of Symbiont.state
const uint IN_STEP = 2u;    // walks in the column's order
const uint AT_WORK = 4u;    // processes waste just now
const uint LEAVING = 8u;    // fades, to wake on another hypha
const uint PRESENCE = 8u;   // from this bit on, 8 bits: how far it is there, 0..255

// As it lies in a buffer of vectors: one read and one write for each is faster than four.
Symbiont from_vector(uvec4 s) { return Symbiont(uintBitsToFloat(s.x), uintBitsToFloat(s.y), uintBitsToFloat(s.z), s.w); }

uvec4 as_vector(Symbiont s) { return uvec4(floatBitsToUint(vec3(s.x, s.y, s.heading)), s.state); }

// Whether it is among those that are called to be awake.
bool called(uint n) { return unit(hash(n, 5u)) < parameters.swarm_share; }

// Where symbiont n is at home: at its citizen's tile or, with no citizens, in a cloud around the subject.
vec2 home_of(uint n) {
    if (now.citizens > 0u) {
        Citizen own = citizens[citizens[n % 256u].home];
        return vec2(own.x, own.y);
    }
    uint h = hash(n, 71u);
    vec2 offset = vec2(bell(h), bell(hash(h))) * vec2(0.55 * now.breadth, 0.42) * parameters.subject_size;
    return clamp(vec2(parameters.subject_x * now.aspect, parameters.subject_y) + offset, vec2(0.02), vec2(now.aspect, 1.0) - 0.02);
}
