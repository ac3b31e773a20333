// What the guard's passes share: the cells, the times, and the commands by which the GPU itself skips what is idle.
#include "blocks"
layout(std430, binding = 1) buffer HeldBuffer { Held now_held; };
layout(std430, binding = 2) readonly buffer HeldBeforeBuffer { Held before; };
layout(std430, binding = 5) buffer FoundBuffer { uint found[]; };  // of each cell, some of these
layout(std140, binding = 3) uniform GuardBlock { uvec4 guard; };  // columns, rows, when the last picture was shown, and this

const uint BARRED = 1u;    // it has flashed as often as it may, and would do so once more
const uint OVER = 2u;      // it has flashed more often within the last second
const uint MANY = 4u;      // in the part of the screen that it begins, many are one or the other
const uint TOO_MANY = 8u;  // there, too many are over
const uint HELD = 16u;
