// One corner of a shard of the totem, or of its image in the wet ground before it; instances go from back to front,
// the images first.
#include "lib/view.glsl"
#include "lib/forms.glsl"
#include "picture/set/totem.glsl"
out vec2 place;  // in the totem's measure
flat out vec2 foot;
flat out vec2 form;   // length, half the width
flat out vec2 axis;
flat out vec4 chances;  // shoulders, bluntness, point
flat out vec2 turns;
flat out uint chance;
flat out float mirrored;

const vec2 ROOM = vec2(0.024);  // for the shadow on those behind

void main() {
    bool image = gl_InstanceID < SHARDS;
    Shard s = shard_of(image ? gl_InstanceID : gl_InstanceID - SHARDS);
    axis = vec2(sin(s.lean), cos(s.lean));
    vec2 corner = vec2((gl_VertexID & 1) == 0 ? -1.0 : 1.0, (gl_VertexID & 2) == 0 ? 0.0 : 1.0);
    vec2 own = vec2(corner.x * (s.width + ROOM.x), mix(-ROOM.y, s.length + ROOM.y, corner.y));
    place = s.foot + axis * own.y + vec2(axis.y, -axis.x) * own.x;
    foot = s.foot;
    form = vec2(s.length, s.width);
    chance = s.chance;
    chances = vec4(0.25 + 0.5 * unit(hash(chance, 5u)), 0.25 + 0.5 * unit(hash(chance, 6u)), 0.5 * unit(hash(chance, 7u)),
                   0.03 + 0.3 * unit(hash(chance, 8u)) * unit(hash(chance, 9u)));
    turns = vec2(unit(hash(chance, 13u)), unit(hash(chance, 14u)));
    mirrored = image ? 1.0 : 0.0;
    gl_Position = seen(out_of_totem(image ? vec2(place.x, -0.02 - place.y * 0.6) : place));
}
