// How light goes into the backdrop, and through it.
// Haze as faint as FAINT in the picture is halved: it hangs near what shines, and the dark stays black.
const float FAINT = 0.012;

vec3 near_light(vec3 haze) {
    float shown = max(max(haze.r, haze.g), haze.b) * parameters.glow * 1.6;
    return haze * (shown / (shown + FAINT));
}

// The tone pass takes the backdrop's light in by the glow's own share; what shines by itself must not depend on that.
vec3 own_light(vec3 light) { return light / (1.6 * max(parameters.glow, 0.04)); }
