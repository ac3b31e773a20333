// The counter of WCAG 2.2, success criterion 2.3.1 (general flash and red flash thresholds), for one cell of the screen.
// A transition is a change of relative luminance by a tenth of the maximum or more between tracked extremes, the darker
// below 0.80, or a change by more than 20 in (R - G - B) x 320 with a saturated red in either state.
const float LUMINANCE_STEP = 0.10;
const float DARKER = 0.80;
const float RED_STEP = 20.0;
const float SATURATED = 0.80;
const uint WINDOW = 1000u;         // milliseconds
const uint MOST_TRANSITIONS = 6u;  // three flashes: three pairs of opposing transitions

float relative_luminance(vec3 linear) { return dot(linear, vec3(0.2126, 0.7152, 0.0722)); }

// Red in the standard's measure, 0 where it is not saturated.
float saturated_red(vec3 linear) {
    float sum = linear.r + linear.g + linear.b;
    return linear.r >= SATURATED * sum && sum > 0.0 ? max(0.0, linear.r - linear.g - linear.b) * 320.0 : 0.0;
}

// Follows a value: whether it has now moved from its tracked extreme against its last direction by a step.
// `heading` is 1 after a rise, -1 after a fall, 0 before any; `extreme` the highest or lowest since.
bool turns(float value, float step_size, float ceiling, inout float extreme, inout float heading, inout float other) {
    if (heading == 0.0) {  // both extremes are tracked until the first transition
        extreme = min(extreme, value);
        other = max(other, value);
        if (other - extreme < step_size || extreme >= ceiling) return false;
        heading = value > extreme + 0.5 * (other - extreme) ? 1.0 : -1.0;
        extreme = value;
        return true;
    }
    extreme = heading > 0.0 ? max(extreme, value) : min(extreme, value);
    if (abs(value - extreme) < step_size || min(value, extreme) >= ceiling) return false;
    heading = -heading;
    extreme = value;
    return true;
}
