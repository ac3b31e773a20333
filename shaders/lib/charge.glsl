// An excitable medium (Rogers and McCulloch 1994, after FitzHugh 1961 and Nagumo 1962):
//   u' = c1 u (u - a) (1 - u) - c2 u v + D lap u,   v' = b (u - v)
// One explicit step of fixed length; u is the charge, v the fatigue that follows it.
const float STEP = 3.0;  // model time in a substep: stable while STEP c1 < 2

uint pack_charge(vec2 uv) { return packUnorm2x16(clamp(uv, 0.0, 1.0)); }
vec2 unpack_charge(uint packed_charge) { return unpackUnorm2x16(packed_charge); }

vec2 excite(vec2 uv, float neighbours, float coupling, float excitability, float charge_length) {
    float u = uv.x, v = uv.y;
    float threshold = mix(0.24, 0.07, excitability);
    float fatigue = mix(0.05, 0.010, charge_length);
    float rate = 0.5 * u * (u - threshold) * (1.0 - u) - 0.2 * u * v;
    return vec2(u + STEP * rate + coupling * neighbours, v + STEP * fatigue * (u - v));
}
