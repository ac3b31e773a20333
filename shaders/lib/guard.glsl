// What the guard's passes share: the cells, the times, and the commands by which the GPU itself skips what is idle.
#include "blocks"
layout(std430, binding = 1) buffer HeldBuffer { Held now_held; };
layout(std430, binding = 2) readonly buffer HeldBeforeBuffer { Held before; };
layout(std140, binding = 3) uniform GuardBlock { uvec4 guard; };  // columns, rows, when the last picture was shown, and this
