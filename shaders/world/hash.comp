// One invocation for each 64 words of a buffer: adds their hash to a sum that no order can change.
#include "lib/hash.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 0) readonly buffer WordsBuffer { uint words[]; };
layout(std430, binding = 1) buffer SumBuffer { uint sums[2]; };
layout(std140, binding = 3) uniform HashBlock { uvec4 which; };  // words in the buffer, the buffer's number

void main() {
    uint first = gl_GlobalInvocationID.x * 64u;
    uint sum = 0u, other = 0u;
    for (uint n = first; n < min(first + 64u, which.x); n++) {
        uint h = hash(words[n] ^ hash(n, which.y));
        sum += h;
        other += hash(h);
    }
    if (first >= which.x) return;
    atomicAdd(sums[0], sum);
    atomicAdd(sums[1], other);
}
