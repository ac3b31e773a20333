// One corner of a mark that an earlier story left, where it stands. Older ones are smaller.
#include "lib/view.glsl"
#include "picture/mark/kinds.glsl"
in vec3 stands;  // place, and how strong it still is
in uint seed;
out vec2 place;  // in its own sizes
flat out uint own;
flat out vec4 form;

const float SIZE = 0.074;
// Left, bottom, right and top of what each kind needs, in its own sizes.
const vec4 BOXES[MARK_KINDS] = vec4[MARK_KINDS](
    vec4(-0.72, -0.40, 0.72, 1.24), vec4(-0.74, -0.52, 0.74, 1.10), vec4(-0.90, -0.34, 0.90, 0.96),
    vec4(-0.88, -0.88, 0.88, 0.88), vec4(-0.52, -0.22, 0.52, 1.24));

void main() {
    float strength = clamp(stands.z, 0.0, 1.0);
    if (uint(gl_InstanceID) >= now.marks || strength * parameters.mark_light <= 0.0) { gl_Position = vec4(-9.0, -9.0, 0.0, 1.0); return; }
    float far = mix(1.0, 0.30 + 1.1 * max(0.0, 0.8 - stands.y), parameters.banks);  // an avenue has depth
    float size = SIZE * far * mix(0.55, 1.0, strength);
    vec4 box = vec4(9.0, 9.0, -9.0, -9.0);
    for (int kind = 0; kind < MARK_KINDS; kind++)
        if (mark_weight(kind) > 0.0) box = vec4(min(box.xy, BOXES[kind].xy), max(box.zw, BOXES[kind].zw));
    place = mix(box.xy, box.zw, vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)));
    own = seed;
    float wet = smoothstep(0.50, 0.25, stands.y);  // only the near ground mirrors
    form = vec4(parameters.mark_light * pow(strength, 0.9), smoothstep(0.0, 0.25, strength), wet, view.pixel / size);
    gl_Position = seen(stands.xy + place * size);
}
