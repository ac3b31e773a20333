// One invocation for each slot: turns its segment into the four corners of a ribbon.
// Neighbours on the graph share their corners and their light, so that no joint shows.
// A packet that is on its way to another home shines in the colour of the one that sent it.
// Reads ends, ties, glints and grain; writes corners.
#include "lib/view.glsl"
#include "lib/hues.glsl"
#include "lib/glint.glsl"
layout(local_size_x = 64) in;

layout(std430, binding = 0) readonly buffer EndsBuffer { vec4 ends[]; };
layout(std430, binding = 1) readonly buffer TiesBuffer { ivec4 ties[]; };
layout(std430, binding = 12) readonly buffer GrainBuffer { uint grain[]; };

// Place, distance from the axis, radius; as halves, two by two: light, slope towards the lamp, distance to the grain in
// hundredths, cord.
struct Corner { float x; float y; float across; float radius; uint red_green; uint blue_slope; uint grain_cord; };
layout(std430, binding = 8) writeonly buffer CornerBuffer { Corner corners[]; };

const float GONE = 1e2;
const float PACKET = 2.0;  // added to the slope, which is less than 1, where a packet passes

// Both corners at one end, `reach` to either side.
void put(int i, int end, vec2 place, vec2 normal, float reach, Glint glint, float to_grain, float slope) {
    uint blue_slope = packHalf2x16(vec2(unpackHalf2x16(glint.light.y).x, slope));
    uint grain_cord = packHalf2x16(vec2(to_grain * 100.0, glint.cord));
    vec2 left = place + normal * reach, right = place - normal * reach;
    corners[i * 4 + end] = Corner(left.x, left.y, reach, glint.radius, glint.light.x, blue_slope, grain_cord);
    corners[i * 4 + end + 1] = Corner(right.x, right.y, -reach, glint.radius, glint.light.x, blue_slope, grain_cord);
}

void nothing(int i) {
    for (int n = 0; n < 4; n++) corners[i * 4 + n].x = corners[i * 4 + n].y = -9.0;
}

vec2 direction(vec4 s, vec2 otherwise) {
    vec2 d = s.zw - s.xy;
    float l = length(d);
    return l > 1e-7 ? d / l : otherwise;
}

// The normal of the joint of two directions, longer where they bend so that both sides stay parallel.
vec2 mitre(vec2 before, vec2 after) {
    vec2 n = vec2(-before.y - after.y, before.x + after.x);
    float l = dot(n, n);
    if (l < 0.8) return vec2(-after.y, after.x);
    return n * (2.0 / l);
}

// Half the ribbon's width: the thread, its shadow where it is a cord, and room for a soft edge.
float reach(Glint glint) {
    return max(max(glint.radius, 0.5 * view.pixel) + 0.55 * view.pixel, glint.radius * (1.0 + 0.65 * glint.cord));
}

// A glint with a packet of this biome in it.
Glint carrying(Glint glint, uint biome) {
    vec2 rg = unpackHalf2x16(glint.light.x), ba = unpackHalf2x16(glint.light.y);
    vec3 packet = resting_light(biome_hue(int(min(biome, 6u)))) * (1.2 * parameters.streaming_light * parameters.biomes);
    glint.light = uvec2(packHalf2x16(rg + packet.rg), packHalf2x16(vec2(ba.x + packet.b, ba.y)));
    glint.radius *= 1.5;
    return glint;
}

void main() {
    int i = int(gl_GlobalInvocationID.x);
    if (i >= int(view.segments)) return;
    Glint far = glints[i];
    vec4 s = ends[i];
    vec2 low = view.crop.xy - 0.03, high = view.crop.xy + view.crop.zw + 0.03;
    if (far.radius == 0.0 || any(lessThan(s.xy, low)) || any(greaterThan(s.xy, high))) { nothing(i); return; }
    ivec4 t = ties[i];
    vec2 along = direction(s, vec2(1.0, 0.0));
    Glint near = far;
    vec2 normal_near = vec2(-along.y, along.x), normal_far = normal_near;
    vec2 from = s.xy;
    if (t.x < 0) near.radius *= 0.4;  // a root tapers off
    else {
        Glint parent = glints[t.x];
        near.light = parent.light;
        if (ties[t.x].y == i) {
            normal_near = mitre(direction(ends[t.x], along), along);
            near = parent;
        } else {  // a branch leaves from the skin of its parent, not from its axis
            from += along * min(0.6 * parent.radius, 0.5 * distance(s.xy, s.zw));
            near.radius = min(far.radius * 1.25, parent.radius);
        }
    }
    if (t.y >= 0) normal_far = mitre(along, direction(ends[t.y], along));
    else if (t.w < 0) far.radius *= 0.7;
    uint shown = grain[i];
    uint sender = (shown >> 8u) & 255u;
    float packet = 0.0;
    if (sender != 0u && parameters.biomes > 0.5) {
        packet = PACKET;
        far = carrying(far, sender - 1u);
        near = carrying(near, sender - 1u);
    }
    float at = float(shown & 255u) / 255.0, len = distance(s.xy, s.zw);
    float grain_near = shown == 0u ? GONE : -at * len, grain_far = shown == 0u ? GONE : (1.0 - at) * len;
    float wide = reach(near), narrow = reach(far);
    float angle = radians(parameters.lamp_angle);
    vec2 lamp = 0.83 * vec2(cos(angle), sin(angle));  // the rest of the lamp stands towards us
    float slope_near = dot(normalize(normal_near), lamp), slope_far = dot(normalize(normal_far), lamp);
    put(i, 0, from, normal_near, wide, near, grain_near, slope_near + packet);
    put(i, 2, s.zw, normal_far, narrow, far, grain_far, slope_far + packet);
}
