// The graph of hyphae: one entry of each buffer for each slot. A slot is free where body.born is 0.
//   ends    a.xy, b.zw: the segment runs from a (at its parent) to b, in heights
//   ties    parent, child, branch, link: slots, -1 where there is none; a link is mutual
// A dying segment unties itself, and its slot is reused only after the next census has seen every
// segment, so that no tie can point at a stranger.
#include "blocks"
layout(std140, binding = 0) uniform ParametersBlock { Parameters parameters; };
layout(std140, binding = 1) uniform InstantBlock { Instant now; };
layout(std430, binding = 0) buffer EndsBuffer { vec4 ends[]; };
layout(std430, binding = 1) buffer TiesBuffer { ivec4 ties[]; };
layout(std430, binding = 2) buffer BodyBuffer { Body body[]; };
layout(std430, binding = 3) buffer VigourBuffer { Vigour vigour[]; };

const uint SETTLED = 0u;     // not a tip: its length no longer changes
const uint GROWING = 1u;     // a tip that extends
const uint RESTING = 2u;     // a tip that waits for room, food or its turn
const uint RETRACTING = 3u;  // a tip that is drawn back
const uint DYING = 4u;       // drawn back to nothing: freed in this very tick

const uint MODE = 7u;        // bits of vigour.state: the mode,
const uint AT_EAR = 8u;      // whether the segment lies at the Ear,
const uint LISTED = 16u;     // whether the last census listed it as a tip,
const uint BUDDING = 32u;    // whether it listed it to bud,
const uint MENDED = 64u;     // whether it grew where ground was torn; bits 8 to 12 are in lib/homes.glsl

const uint NOBODY = 0xffffffffu;
