// From linear scene light to what a screen shows: a filmic curve with a soft shoulder and a toe into true black,
// applied by the largest component so that hue survives, with bright light drifting to white.
const float TOE = 0.022;

vec3 filmic(vec3 light) {
    float peak = max(max(light.r, light.g), max(light.b, 1e-6));
    light *= peak / (peak + TOE);
    peak *= peak / (peak + TOE);
    float shown = peak < 0.5 ? peak : 1.0 - 0.5 * exp(-(peak - 0.5) / 0.5);
    vec3 hue = light / peak;
    float white = smoothstep(1.0, 9.0, peak);
    return mix(hue, vec3(1.0), 0.65 * white) * shown;
}

// Back from what a screen shows to linear light, within 0.3 % of the maximum.
vec3 decoded(vec3 shown) { return shown * (shown * (shown * 0.305306011 + 0.682171111) + 0.012522878); }

// The sRGB transfer function (IEC 61966-2-1) by square roots, within a quarter of an 8-bit step.
vec3 encoded(vec3 linear) {
    vec3 a = sqrt(linear), b = sqrt(a), c = sqrt(b);
    vec3 high = 0.662002687 * a + 0.684122060 * b - 0.323583601 * c - 0.0225411470 * linear;
    return min(mix(linear * 12.92, high, step(vec3(0.0031308), linear)), 1.0);
}
