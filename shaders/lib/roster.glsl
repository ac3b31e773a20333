// The roster: which slots are tips (or are about to bud a branch), which are free, and how many.
// A census draws it up anew in slot order; between two of them births append and take from it.
layout(std430, binding = 8) buffer TipsBuffer { uint tips[]; };
layout(std430, binding = 9) buffer FreeBuffer { uint free_slots[]; };
layout(std430, binding = 10) buffer CountersBuffer { Counters counters; };

const uint BUD = 0x80000000u;      // in tips[]: this settled segment puts out a branch
const uint RETREAT = 0x40000000u;  // in tips[]: this segment lost its only child
const uint SLOT = 0x3fffffffu;

// What a tip has decided in this tick: plans[k] = (decision, target, first slot's place in
// free_slots, place in tips for a second newborn); the scan fills in the last two.
layout(std430, binding = 11) buffer PlansBuffer { uvec4 plans[]; };

const uint STAY = 0u;
const uint GROW = 1u;       // one newborn that goes on
const uint FORK = 2u;       // one that goes on and one to the side
const uint SPROUT = 3u;     // one to the side, from a settled segment
const uint DIE = 4u;
const uint DIE_ALONE = 5u;  // the only child of its parent, which will follow
const uint FUSE = 6u;
const uint LEAVE = 7u;      // no longer a tip

uint newborns(uint decision) { return decision == FORK ? 2u : (decision == GROW || decision == SPROUT ? 1u : 0u); }
