// One invocation for each slot: the light and the thickness at the far end of its segment, which all ribbons that
// meet there share. Reads the segments, the charge before and after the tick, the flow and the voice; writes glints.
#include "lib/view.glsl"
#include "lib/charge.glsl"
#include "lib/fields.glsl"
#include "lib/glint.glsl"
#include "lib/hash.glsl"
#include "lib/hues.glsl"
#include "lib/emphasis.glsl"
#include "lib/tiles.glsl"
layout(local_size_x = 64) in;

layout(std430, binding = 0) readonly buffer EndsBuffer { vec4 ends[]; };
layout(std430, binding = 1) readonly buffer TiesBuffer { ivec4 ties[]; };
layout(std430, binding = 2) readonly buffer BodyBuffer { Body body[]; };
layout(std430, binding = 3) readonly buffer VigourBuffer { Vigour vigour[]; };
layout(std430, binding = 4) readonly buffer ChargeBuffer { uint charge[]; };
layout(std430, binding = 5) readonly buffer ChargeBeforeBuffer { uint charge_before[]; };
layout(std430, binding = 6) readonly buffer FlowBuffer { uvec2 flow[]; };
layout(std430, binding = 7) readonly buffer VoiceBuffer { vec2 voice[]; };  // envelope, pitch

const uint MENDED = 64u;  // as lib/segments.glsl has it
const vec3 GOLD = vec3(1.0, 0.66, 0.20);

float swollen(float radius) {
    float cordness = smoothstep(1.5, 6.0, radius / (parameters.hypha_radius * 1e-3));
    return radius * (1.0 + 0.55 * parameters.swell * cordness);
}

// The room's envelope as it arrives here, that far from the Ear: low voices go along the cords, high ones fork out
// into the fringe.
float heard(uint distance_units, float relative) {
    float away = float(distance_units) * 1e-5;
    float late = away / parameters.voice_speed * 60.0 + 1.0 - view.fraction;
    if (late > float(VOICE_TICKS - 2)) return 0.0;
    uint whole = uint(late);
    vec2 a = voice[(view.voice_tick - whole) & uint(VOICE_TICKS - 1)];
    vec2 b = voice[(view.voice_tick - whole - 1u) & uint(VOICE_TICKS - 1)];
    vec2 here = mix(a, b, late - float(whole));
    float finest = mix(4.0, 0.9, smoothstep(0.1, 0.7, here.y));
    return here.x * exp(-away / parameters.voice_reach) * mix(0.25, 1.0, smoothstep(0.6 * finest, finest, relative));
}

// The light of a thread gathers in beads, a few segments apart, and leaves the rest of it dim.
float beaded(int i, float cord) {
    float bead = (hash(uint(i)) & 7u) < 2u ? 3.4 : 0.24;
    return mix(1.0, bead, parameters.beads * (1.0 - cord));
}

// Light and opacity at the far end of segment i.
vec4 light_at(int i, Body b, vec2 p, float radius, float voiced, out float cord) {
    uint state = vigour[i].state & 7u;
    uvec2 flowing = flow[i];
    Charge now_charged = unpack_charge(charge[i]);
    float u = mix(unpack_charge(charge_before[i]).u, now_charged.u, view.fraction);
    float relative = radius / (parameters.hypha_radius * 1e-3);
    cord = smoothstep(2.0, 9.0, relative);
    float away = float(min(flowing.y, 300000u)) * 1e-5;
    float breath = sin(6.2831853 * (view.breath - away * 0.35));
    float rest = parameters.rest_light * b.health * (1.0 + parameters.breath_depth * breath);
    float age = float(now.tick - b.born) * (1.0 / 3600.0);
    float young = exp(-age * 5.0);
    vec2 emphasised = emphasis_at(p);
    vec3 hue = resting_light(emphasised.y);
    vec3 light = hue * rest * mix(0.26, 0.10, cord) * (1.0 + 1.6 * young) * beaded(i, cord);
    light += view.cord.rgb * parameters.cord_light * cord * (0.42 + 0.1 * breath);
    // Threads within a clump shade each other; cords lie on top.
    light *= emphasised.x * mix(1.0, mix(0.42, 1.0, cord), smoothstep(90.0, 330.0, field_at(p).x));
    // Hyphae in a citizen's tile take on what that citizen feels.
#if WITH_TILES
    vec4 felt = tile_at(p);
    float share = min(1.0, 0.75 * felt.a * parameters.tile_light);
    light = mix(light, felt.rgb * (0.16 + 0.5 * cord + 0.9 * dot(light, vec3(0.3))) * (1.0 + 0.2 * breath), share);
#endif
    // Mended threads are gold, and stay so.
    if ((vigour[i].state & MENDED) != 0u) light = mix(light, GOLD * (0.35 + 0.5 * cord + 0.1 * breath) * b.health, min(1.0, parameters.gold_light)) * max(1.0, parameters.gold_light);
    // A charge lights the thread in the thread's own hue half way, is hot where it is highest, and leaves a trail.
    vec3 charged = mix(view.charge.rgb, hue, 0.5);
    light += (charged * u * u + vec3(0.30) * u * u * u * u * u * u) * parameters.charge_light * (0.8 + 0.6 * cord);
    light += charged * parameters.charge_light * 0.05 * now_charged.v;
    light += view.people.rgb * parameters.people_light * voiced;
    if (state == 1u && ties[i].y < 0) light += hue * (parameters.tip_light + parameters.spark) + vec3(0.25 * parameters.spark);
    return vec4(light, mix(0.34, 0.93, cord));
}

void main() {
    int i = int(gl_GlobalInvocationID.x);
    if (i >= int(view.segments)) return;
    Body b = body[i];
    if (b.born == 0u) { glints[i].radius = 0.0; return; }
    float voiced = heard(flow[i].y, b.radius / (parameters.hypha_radius * 1e-3)), cord;
    float radius = swollen(b.radius) * (1.0 + 0.7 * voiced);  // the louder, the wider
    vec4 light = light_at(i, b, ends[i].zw, radius, voiced, cord);
    glints[i] = Glint(uvec2(packHalf2x16(light.rg), packHalf2x16(light.ba)), radius, cord);
}
