// From linear scene light to what a screen shows: a filmic curve with a soft shoulder and a toe into true black,
// applied by the largest component so that hue survives, with bright light drifting to white.
const float TOE = 0.022;

vec3 filmic(vec3 light) {
    float peak = max(max(light.r, light.g), max(light.b, 1e-6));
    float risen = peak * (peak / (peak + TOE));
    float shown = risen < 0.5 ? risen : 1.0 - 0.5 * exp(1.0 - 2.0 * risen);
    float white = 0.65 * smoothstep(1.0, 9.0, risen);
    return light * ((1.0 - white) * shown / peak) + white * shown;
}

// Back from what a screen shows to linear light, within 0.3 % of the maximum.
vec3 decoded(vec3 shown) { return shown * (shown * (shown * 0.305306011 + 0.682171111) + 0.012522878); }

// The sRGB transfer function (IEC 61966-2-1) by a polynomial of the square root, within a tenth of an 8-bit step.
vec3 encoded(vec3 linear) {
    vec3 a = sqrt(min(linear, 1.0));
    vec3 high = ((((0.517308884 * a - 1.623675444) * a + 2.031591656) * a - 1.402743826) * a + 1.517952191) * a - 0.040109695;
    return mix(high, linear * 12.92, lessThan(linear, vec3(0.0031308)));
}
