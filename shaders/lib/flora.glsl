// Flora: blossoms and fruiting bodies, each at a place of its own on a hypha's end. Bits of Blossom.state:
#include "lib/hash.glsl"

const uint SCARRED = 1u;     // stands on ground that was sterile or torn
const uint WITHERING = 2u;   // has had its time, and closes
const uint SINCE = 4u;       // from this bit on: the census in which it began to open, plus one; 0 where nothing grows
const uint FLORA_KINDS = 4u;

uint kind_of(uint n) { return hash(n, 83u) % FLORA_KINDS; }
