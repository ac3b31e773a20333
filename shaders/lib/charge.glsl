// An excitable medium (Rogers and McCulloch 1994, after FitzHugh 1961 and Nagumo 1962):
//   u' = c1 u (u - a) (1 - u) - c2 u v + D lap u,   v' = b (u - v)
// One explicit step of `share` of the longest stable one; u is the charge, v the fatigue that follows it.
// Charge and coupling scale together, so the speed of a wave is proportional to the share.
const float STEP = 3.0;      // model time: stable while STEP c1 < 2
const float RECOVERY = 0.2;  // fatigue fades slower than it comes, or waves would circle in the loops for ever
const float COUPLING = 0.3;  // D dt

uint pack_charge(vec2 uv) { return packUnorm2x16(clamp(uv, 0.0, 1.0)); }
vec2 unpack_charge(uint packed_charge) { return unpackUnorm2x16(packed_charge); }

vec2 excite(vec2 uv, float neighbours, float degree, float share, float excitability, float charge_length) {
    float u = uv.x, v = uv.y;
    float threshold = mix(0.14, 0.05, excitability);
    float fatigue = mix(0.012, 0.0035, charge_length);
    float rate = 0.5 * u * (u - threshold) * (1.0 - u) - 0.4 * u * v;
    float coupled = COUPLING / max(1.0, degree / 3.0) * neighbours;
    float tiring = u > v ? fatigue : fatigue * RECOVERY;
    return vec2(u + share * (STEP * rate + coupled), v + share * STEP * tiring * (u - v));
}
