// One corner of a symbiont: a small body drawn out along its way.
#include "lib/view.glsl"
#include "lib/hash.glsl"
#include "lib/feeling.glsl"
in vec3 walker;  // place and heading
in uint state;
layout(std430, binding = 10) readonly buffer CitizenBuffer { Citizen citizens[]; };
out vec2 place;
flat out vec3 light;

void main() {
    float there = float((state >> 8u) & 255u) * (1.0 / 255.0);
    if ((state & 1u) == 0u || there == 0.0) { gl_Position = vec4(-9.0, -9.0, 0.0, 1.0); return; }
    uint n = uint(gl_InstanceID);
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
    vec2 along = vec2(cos(walker.z), sin(walker.z));
    bool in_step = (state & 2u) != 0u, at_work = (state & 4u) != 0u;
    float size = 0.0011 * (0.8 + 0.5 * unit(hash(n, 19u)));
    vec2 half_size = vec2(size * (in_step ? 2.6 : 1.7), size) + 0.5 * view.pixel;
    place = corner;
    vec2 p = walker.xy + (along * corner.x * half_size.x + vec2(-along.y, along.x) * corner.y * half_size.y);
    // Facets catch the light now and then.
    float facet = sin(view.seconds * (1.0 + 2.0 * unit(hash(n, 23u))) + 6.2831853 * unit(hash(n, 29u)) + 2.0 * walker.z);
    float glitter = 0.28 + 2.6 * pow(max(0.0, facet), 16.0);
    vec3 colour = view.swarm.rgb;
    if (parameters.tile_appetite > 0.0 && now.citizens > 0u) {
        Citizen own = citizens[citizens[n % 256u].home];
        float near = 1.0 - smoothstep(0.5, 1.2, distance(walker.xy, vec2(own.x, own.y)) / parameters.tile_size);
        colour = mix(colour, feeling_colour(own.valence, own.arousal), near * own.strength);
        glitter *= 1.0 + 0.8 * near;
    }
    float small = size * size / (half_size.x * half_size.y);
    light = colour * (parameters.swarm_light * there * glitter * (at_work ? 1.8 : in_step ? 1.0 : 0.6) * max(0.25, small) * 1.5);
    gl_Position = seen(p);
}
