// The forms of the five worlds' ground, each in heights of the frame: where land lies, where the dark between it is,
// and who lives where. What stands on the ground (shaders/picture) and what grows on it (ground.glsl) share them.
#include "lib/noise.glsl"

const float HORIZON = 0.80;  // of the avenue

vec2 subject_place() { return vec2(parameters.subject_x * now.aspect, parameters.subject_y); }

// The avenue: the channel's middle and half its width at a height, narrower with distance.
float channel_middle(float y) { return now.aspect * (0.5 + 0.05 * (HORIZON - y)); }
float channel_half(float y) { return parameters.gap_width * (0.12 + 1.25 * max(0.0, HORIZON - y)); }

// -1 on the left bank, 1 on the right one.
float bank_side(vec2 p) { return p.x < channel_middle(p.y) ? -1.0 : 1.0; }

// How near a place is to one of the avenue's five bridges, 0..1, whether or not that bridge stands.
float bridge_near(vec2 p, out int bridge) {
    const float DOWN[5] = float[5](0.07, 0.15, 0.27, 0.44, 0.66);
    float nearest = 9.0, scale = 1.0;
    bridge = 0;
    for (int n = 0; n < 5; n++) {
        float y = HORIZON - DOWN[n], span = (p.x - channel_middle(y)) / (1.3 * channel_half(y));
        float arch = y + 0.35 * DOWN[n] * (1.0 - span * span) * 0.5;
        float away = abs(p.y - arch) / (0.02 + 0.035 * DOWN[n]);
        if (away < nearest) { nearest = away; bridge = n; }
    }
    return 1.0 - smoothstep(0.5, 1.0, nearest);
}

// The biomes: seven of them, from the air. x: distance to the river's middle, in heights; y: which, 0..6; z: second.
vec3 biome_at(vec2 p) {
    vec2 size = vec2(now.aspect, 1.0);
    const vec2 SITES[7] = vec2[7](vec2(0.13, 0.70), vec2(0.36, 0.84), vec2(0.62, 0.66), vec2(0.88, 0.80),
                                  vec2(0.22, 0.24), vec2(0.52, 0.22), vec2(0.83, 0.28));
    vec2 q = p + 0.05 * vec2(noise(p * 3.1, now.ground), noise(p * 3.1 + 17.0, now.ground))
               + 0.018 * vec2(noise(p * 9.0, now.ground), noise(p * 9.0 + 17.0, now.ground));
    float first = 1e9, second = 1e9;
    int here = 0, beside = 0;
    for (int n = 0; n < 7; n++) {
        float d = distance(q, SITES[n] * size);
        if (d < first) { second = first; beside = here; first = d; here = n; }
        else if (d < second) { second = d; beside = n; }
    }
    return vec3(0.5 * (second - first), float(here), float(beside));
}

// How far a place lies in the dark between banks or biomes, 0..1.
float gap(vec2 p) {
    float inside = 0.0;
    if (parameters.banks > 0.0) {
        float half_width = channel_half(p.y);
        inside = parameters.banks * (1.0 - smoothstep(0.85, 1.1, abs(p.x - channel_middle(p.y)) / half_width)) * step(p.y, HORIZON);
    }
    if (parameters.biomes > 0.0) {
        float half_width = 0.5 * parameters.gap_width;
        inside = max(inside, parameters.biomes * (1.0 - smoothstep(0.7, 1.0, biome_at(p).x / half_width)));
    }
    return inside;
}

// How passable the dark is here, 0..1: a bridge that stands, a ford that is open.
float crossing(vec2 p, float open) {
    if (parameters.banks > 0.0) {
        int bridge;
        float near = bridge_near(p, bridge);
        return near * smoothstep(0.0, 0.2, open - (float((bridge * 2) % 5) + 0.5) / 5.0 + 0.1);
    }
    float ford = noise(p * 4.7 + 3.0, now.ground + 5u);
    return smoothstep(0.0, 0.12, ford - mix(0.55, 0.02, open));
}

// The totem: half its width at a height, jagged, 0 above its top.
float totem_half(float y) {
    float top = parameters.subject_y + parameters.subject_size;
    float t = clamp(y / top, 0.0, 1.0);
    float shard = floor(t * 9.0 + 0.35 * noise(vec2(y * 13.0, 1.0), now.ground));
    float jag = 0.75 + 0.5 * unit(hash(uint(shard) + 3u, now.ground));
    return step(y, top) * parameters.subject_size * (0.045 + 0.26 * pow(1.0 - t, 1.3)) * jag;
}

// The chamber: distance from the oculus' middle in its own radii; 1 is its rim.
float oculus_away(vec2 p) { return distance(p, subject_place()) / max(1e-3, 0.45 * parameters.subject_size); }

// Where the composition sheds waste or toxin, 0..1.
float shed(vec2 p) {
    float spots = smoothstep(0.35, 0.6, noise(p * 5.0, now.ground + 23u));
    if (parameters.totem > 0.0) {
        vec2 subject = subject_place();
        float beside = abs(p.x - subject.x) / max(1e-3, totem_half(p.y) + 0.05);
        return max(spots * 0.5, 1.0 - smoothstep(0.8, 1.3, beside));
    }
    if (parameters.oculus > 0.0) return smoothstep(0.5, 0.75, noise(p * 4.0, now.ground + 29u)) * step(1.1, oculus_away(p));
    return spots;
}
