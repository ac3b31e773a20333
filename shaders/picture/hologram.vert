// One corner of one of the hologram's three rings, which hang around the totem one above the other.
#include "lib/view.glsl"
#include "lib/forms.glsl"
out vec2 place;           // in heights, from the ring's middle
flat out int ring;
flat out vec2 radii;

const float ROOM = 0.03;  // for its haze

void main() {
    ring = gl_InstanceID;
    float tall = totem_top() - FOOT, size = narrowed() * tall * (0.40 - 0.085 * float(ring));
    vec2 middle = vec2(subject_place().x, FOOT + tall * (0.24 + 0.29 * float(ring)));
    middle.y += 0.006 * sin(view.seconds * 0.5 + 2.0 * float(ring));
    vec2 corner = vec2((gl_VertexID & 1) == 0 ? -1.0 : 1.0, (gl_VertexID & 2) == 0 ? -1.0 : 1.0) ;
    radii = size * vec2(1.0, 0.20);
    place = corner * (radii + ROOM);
    // What ails tilts its ring.
    float tilt = (float(ring) - 0.8) * 0.07 + 0.30 * (1.0 - view.health[ring]) * sin(1.7 * float(ring) + 0.6 + 0.23 * view.seconds);
    float c = cos(tilt), s = sin(tilt);
    gl_Position = seen(middle + vec2(c * place.x - s * place.y, s * place.x + c * place.y));
}
