// One symbiont: a small body drawn out along its way.
#include "lib/view.glsl"
#include "lib/sprite.glsl"
#include "lib/hash.glsl"
#include "lib/feeling.glsl"
in vec3 walker;  // place and heading
in uint state;
layout(std430, binding = 10) readonly buffer CitizenBuffer { Citizen citizens[]; };
flat out vec4 form;   // its place; its way, as long as one over its half length
flat out vec4 light;  // and how many times longer than broad it is

void main() {
    float there = float((state >> 8u) & 255u) * (1.0 / 255.0);
    if ((state & 1u) == 0u || there == 0.0) { cover_nothing(); return; }
    uint n = uint(gl_VertexID);
    vec2 along = vec2(cos(walker.z), sin(walker.z));
    bool in_step = (state & 2u) != 0u, at_work = (state & 4u) != 0u;
    float size = 0.0011 * (0.8 + 0.5 * unit(hash(n, 19u)));
    vec2 half_size = vec2(size * (in_step ? 2.6 : 1.7), size) + 0.5 * view.pixel;
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
    colour *= parameters.swarm_light * there * glitter * (at_work ? 1.8 : in_step ? 1.0 : 0.6) * max(0.25, small) * 1.5;
    form = vec4(walker.xy, along / half_size.x);
    light = vec4(colour, half_size.x / half_size.y);
    vec2 ahead = abs(along) * half_size.x, beside = abs(along.yx) * half_size.y;
    vec2 reach = sqrt(ahead * ahead + beside * beside);
    cover(walker.xy, max(reach.x, reach.y));
}
