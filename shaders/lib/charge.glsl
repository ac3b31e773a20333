// An excitable medium (Rogers and McCulloch 1994, after FitzHugh 1961 and Nagumo 1962):
//   u' = c1 u (u - a) (1 - u) - c2 u v + D lap u,   v' = b (u - v)
// One explicit step of `share` of the longest stable one; u is the charge, v the fatigue that follows it.
// Charge and coupling scale together, so the speed of a wave is proportional to the share.
// A wave grows old with its way and then finds no one to excite: else it would circle in the loops for ever.
const float STEP = 3.0;      // model time: stable while STEP c1 < 2
const float COUPLING = 0.3;  // D dt
const float RECOVERY = 0.35; // fatigue fades slower than it comes
const float EXCITED = 0.3;
const uint OLDEST = 255u;

struct Charge { float u; float v; uint age; };

// 12 bits each for charge and fatigue, 8 for the age of the wave that brought it.
uint pack_charge(Charge c) {
    uvec2 bits = uvec2(clamp(vec2(c.u, c.v), 0.0, 1.0) * 4095.0 + 0.5);
    return bits.x | (bits.y << 12u) | (c.age << 24u);
}

Charge unpack_charge(uint word) {
    return Charge(float(word & 4095u) * (1.0 / 4095.0), float((word >> 12u) & 4095u) * (1.0 / 4095.0), word >> 24u);
}

float tiredness(float charge_length) { return mix(0.012, 0.0035, charge_length); }

// The fatigue of a segment that was excited so many ticks ago and is charged still: less than that has a front that came
// since.
float fatigue_after(float ticks) {
    return 0.9 * (1.0 - exp(-ticks * now.charge_steps * STEP * tiredness(parameters.charge_length)));
}

// `neighbours` is the sum of their differences to it, `coming` the age of the oldest wave that is excited beside it.
Charge excite(Charge c, float neighbours, float degree, uint coming, float share, float excitability, float charge_length) {
    uint age = c.u < EXCITED ? max(coming, c.age) : c.age;
    float threshold = mix(0.14, 0.05, excitability) + (age >= OLDEST ? 0.6 : 0.0);
    float fatigue = tiredness(charge_length);
    float rate = 0.5 * c.u * (c.u - threshold) * (1.0 - c.u) - 0.4 * c.u * c.v;
    float coupled = COUPLING / max(1.0, degree / 3.0) * neighbours;
    float tiring = c.u > c.v ? fatigue : fatigue * RECOVERY;
    float u = c.u + share * (STEP * rate + coupled);
    return Charge(u, c.v + share * STEP * tiring * (c.u - c.v), u < 0.02 ? 0u : age);
}
