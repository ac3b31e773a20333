// One pixel of a touch's ring. Linear light, added.
in vec2 place;
flat in vec3 light;
flat in vec2 form;
out vec4 colour;

void main() {
    float r = length(place), ring = (r - form.x) / form.y;
    float inside = 0.25 * (1.0 - smoothstep(0.0, form.x, r));
    colour = vec4(light * (exp(-ring * ring) + inside) * (1.0 - smoothstep(0.85, 1.0, r)), 0.0);
}
