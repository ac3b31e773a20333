// The counter of WCAG 2.2, success criterion 2.3.1 (general flash and red flash thresholds), for one cell of the screen.
// A transition is a change of relative luminance by 0.10 or more between tracked extremes, the darker below 0.80, or a
// change by more than 20 in (R - G - B) x 320 with a saturated red (0.8 of the light or more) in either state. Each
// limit here is a little within the standard's, by more than 8 bits and the decoding by a polynomial can differ.
const float LUMINANCE_STEP = 0.094;
const float DARKER = 0.81;
const float RED_STEP = 16.0;
const float SATURATED = 0.78;
const uint WINDOW = 1010u;         // milliseconds: a second, and what rounding can take
const uint MOST_TRANSITIONS = 6u;  // three flashes: three pairs of opposing transitions

float relative_luminance(vec3 linear) { return dot(linear, vec3(0.2126, 0.7152, 0.0722)); }

float redness(vec3 linear) { return 320.0 * (linear.r - linear.g - linear.b); }

bool is_saturated_red(vec3 linear) { return linear.r > 0.0 && linear.r >= SATURATED * (linear.r + linear.g + linear.b); }

// Follows a value: whether it has now moved from its tracked extreme against its last direction by a step, which counts
// where it `may`. `heading` is 1 after a rise, -1 after a fall, 0 before any; `extreme` the highest or lowest since.
bool turns(float value, float step_size, bool may, inout float extreme, inout float heading, inout float other) {
    if (heading == 0.0) {  // both extremes are tracked until the first transition
        extreme = min(extreme, value);
        other = max(other, value);
        if (other - extreme < step_size || !may) return false;
        heading = value > extreme + 0.5 * (other - extreme) ? 1.0 : -1.0;
        extreme = value;
        return true;
    }
    extreme = heading > 0.0 ? max(extreme, value) : min(extreme, value);
    if (abs(value - extreme) < step_size || !may) return false;
    heading = -heading;
    extreme = value;
    return true;
}
