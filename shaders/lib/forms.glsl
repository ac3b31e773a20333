// The forms of the five worlds' ground, each in heights of the frame: where land lies, where the dark between it is,
// and who lives where. What stands on the ground (shaders/picture) and what grows on it (ground.glsl) share them.
#include "lib/noise.glsl"

const float HORIZON = 0.80;   // of the avenue, whose far end is a point on it
const float FOOT = 0.13;      // where the totem stands
const float TIER = 0.62;      // from one tier of the chamber to the next, in radii of the oculus
const float FACADES = 2.5;    // where the avenue's walls stand, in halves of the channel's width from its middle

vec2 subject_place() { return vec2(parameters.subject_x * now.aspect, parameters.subject_y); }

// How much smaller than in a frame of 16:9 what must not be cut is drawn in a narrow one.
float narrowed() { return min(1.0, 1.6 * now.breadth); }

// The avenue: how near a height of its ground is, 0 at the horizon; the channel's middle and half its width there.
float nearness(float y) { return 0.02 + max(0.0, HORIZON - y); }
float channel_middle(float y) { return now.aspect * parameters.subject_x + now.breadth * 0.09 * (HORIZON - y); }
float channel_half(float y) { return parameters.gap_width * now.breadth * 1.35 * nearness(y); }

// -1 on the left bank, 1 on the right one.
float bank_side(vec2 p) { return p.x < channel_middle(p.y) ? -1.0 : 1.0; }

// The avenue's ground: x how far from the channel's middle, in halves of its width; y how far away, in blocks.
vec2 avenue_place(vec2 p) {
    return vec2(abs(p.x - channel_middle(p.y)) / channel_half(p.y), -1.7 * log2(nearness(p.y)));
}

// Chance's number of the block at a distance, 0..1: the lower, the sooner it blacks out.
float block_number(float blocks_away, float side) {
    return unit(hash(uint(int(floor(blocks_away)) + 8) * 2u + (side > 0.0 ? 1u : 0u), now.ground + 61u));
}

// Block and bank in one number, 0..1, as what stands on the avenue keeps it: the left bank's in the lower half.
float block_and_bank(float blocks_away, float side) { return 0.5 * (block_number(blocks_away, side) + (side > 0.0 ? 1.0 : 0.0)); }

// How near a place is to one of the avenue's five bridges, 0..1, whether or not that bridge stands.
float bridge_near(vec2 p, out int bridge) {
    const float DOWN[5] = float[5](0.06, 0.13, 0.235, 0.40, 0.65);
    float nearest = 9.0;
    bridge = 0;
    for (int n = 0; n < 5; n++) {
        float y = HORIZON - DOWN[n], span = (p.x - channel_middle(y)) / (1.25 * channel_half(y));
        float arch = y + 0.30 * DOWN[n] * (1.0 - span * span);
        float away = abs(p.y - arch) / (0.005 + 0.034 * DOWN[n]) + 9.0 * step(1.0, abs(span));
        if (away < nearest) { nearest = away; bridge = n; }
    }
    return 1.0 - smoothstep(0.5, 1.0, nearest);
}

// Whether a bridge stands, 0..1.
float bridge_stands(int bridge, float open) {
    return smoothstep(0.0, 0.2, open - (float((bridge * 2) % 5) + 0.5) / 5.0 + 0.1);
}

// The biomes: seven of them, from the air, the third the largest.
vec2 biome_site(int n) {
    const vec2 SITES[7] = vec2[7](vec2(0.12, 0.70), vec2(0.345, 0.88), vec2(0.60, 0.59), vec2(0.93, 0.82),
                                  vec2(0.20, 0.22), vec2(0.51, 0.09), vec2(0.86, 0.25));
    return SITES[n] * vec2(now.aspect, 1.0);
}

// x: distance to the river's middle, in heights; y: which biome, 0..6; z: the one across the river.
vec3 biome_at(vec2 p) {
    const float LARGER[7] = float[7](0.0, -0.02, 0.13, 0.0, 0.03, 0.0, 0.03);
    vec2 q = p + 0.05 * vec2(noise(p * 3.1, now.ground), noise(p * 3.1 + 17.0, now.ground))
               + 0.014 * vec2(noise(p * 9.0, now.ground), noise(p * 9.0 + 17.0, now.ground));
    float first = 1e9, second = 1e9;
    int here = 0, beside = 0;
    for (int n = 0; n < 7; n++) {
        float d = distance(q, biome_site(n)) - LARGER[n] * now.breadth;
        if (d < first) { second = first; beside = here; first = d; here = n; }
        else if (d < second) { second = d; beside = n; }
    }
    return vec3(0.5 * (second - first), float(here), float(beside));
}

// Rivers are narrow where the biomes' corners are far, and wide where many meet.
float river_half(vec2 p) { return parameters.gap_width * clamp(now.breadth, 0.75, 1.0) * (0.5 + 0.22 * noise(p * 2.3 + 5.0, now.ground + 43u)); }

// How far a place lies in the dark between banks or biomes, 0..1.
float gap(vec2 p) {
    float inside = 0.0;
    if (parameters.banks > 0.0) {
        float aside = abs(p.x - channel_middle(p.y)) / channel_half(p.y);
        inside = parameters.banks * (1.0 - smoothstep(0.9, 1.06, aside)) * step(p.y, HORIZON);
    }
    if (parameters.biomes > 0.0)
        inside = max(inside, parameters.biomes * (1.0 - smoothstep(0.75, 1.05, biome_at(p).x / river_half(p))));
    return inside;
}

// How passable the dark is here, 0..1: a bridge that stands, a ford that is open.
float crossing(vec2 p, float open) {
    if (parameters.banks > 0.0) {
        int bridge;
        float near = bridge_near(p, bridge);
        return near * bridge_stands(bridge, open);
    }
    float ford = noise(p * 4.7 + 3.0, now.ground + 5u);
    return smoothstep(0.0, 0.12, ford - mix(0.55, 0.02, open));
}

// The totem: its top, and half its width at a height, jagged, 0 above the top.
float totem_top() { return parameters.subject_y + parameters.subject_size; }

float totem_half(float y) {
    float t = clamp((y - FOOT) / (totem_top() - FOOT), 0.0, 1.0);
    float shard = floor(t * 9.0 + 0.35 * noise(vec2(y * 13.0, 1.0), now.ground));
    float jag = 0.7 + 0.6 * unit(hash(uint(shard) + 3u, now.ground));
    return step(y, totem_top()) * narrowed() * parameters.subject_size * (0.05 + 0.24 * pow(1.0 - t, 1.25)) * jag;
}

// The ribs of glass: the number of a rib and, as its fraction, how far across it a place lies; the middle is a half.
float rib_phase(vec2 p) {
    return p.x * parameters.rib_count + 0.35 * noise(p * vec2(1.3, 0.7) + 11.0, now.ground);
}

// The chamber: distance from the oculus' middle in its own radii; 1 is its rim.
float oculus_radius() { return max(1e-3, 0.45 * narrowed() * parameters.subject_size); }
float oculus_away(vec2 p) { return distance(p, subject_place()) / oculus_radius(); }

// How far a place lies before the front of the surge, a ring that leaves the oculus and crosses the frame.
float before_surge(vec2 p) {
    vec2 corner = max(subject_place(), vec2(now.aspect, 1.0) - subject_place());
    float way = length(corner) - oculus_radius();
    return now.wave > 1.0 ? 9.0 : distance(p, subject_place()) - oculus_radius() - way * now.wave;
}

// The light of its front and of the wake that it leaves, 0..1.
float surge_light(vec2 p) {
    float away = before_surge(p), fading = 1.0 - clamp(now.wave, 0.0, 1.0);
    return parameters.oculus * sqrt(fading) * (away > 0.0 ? exp(-away * away / 0.0002) : exp(away / 0.06));
}

// The ring around the oculus is not closed: to the upper right it has not grown yet, and dark joins dark. 0..1.
float ring_open(vec2 p) {
    vec2 q = p - subject_place();
    return smoothstep(0.72, 0.92, dot(q / max(length(q), 1e-4), vec2(0.60, 0.80)));
}

// Where the composition sheds waste or toxin, 0..1: about the totem's foot and flanks, on the chamber's tiers.
float shed(vec2 p) {
    float spots = smoothstep(0.35, 0.6, noise(p * 5.0, now.ground + 23u));
    if (parameters.totem > 0.0) {
        float aside = abs(p.x - subject_place().x), beside = aside / max(1e-3, totem_half(p.y) + 0.05);
        float low = 1.0 - smoothstep(0.15, 0.40, p.y + 0.25 * aside / now.breadth);
        return max(spots * low, 1.0 - smoothstep(0.8, 1.3, beside)) * smoothstep(0.02, -0.10, p.y - totem_top());
    }
    if (parameters.oculus > 0.0) {
        float r = oculus_away(p);
        return smoothstep(0.30, 0.55, noise(p * 4.0, now.ground + 29u)) * smoothstep(1.0, 1.12, r) * smoothstep(2.6, 1.8, r);
    }
    return spots;
}
