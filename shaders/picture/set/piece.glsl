// What stands at a place: its share of the glow that it throws back, its own light (in the world's accent), when it
// breathes (a number of its own, 0..1), and how much of the soil it hides.
struct Piece { float relief; float light; float phase; float cover; };

Piece nothing_there() { return Piece(0.0, 0.0, 0.0, 0.0); }

Piece mixed(Piece below, Piece above, float share) {
    return Piece(mix(below.relief, above.relief, share), mix(below.light, above.light, share),
                 share > 0.5 ? above.phase : below.phase, max(below.cover, share * above.cover));
}

vec2 rotated(vec2 v, float angle) {
    float c = cos(angle), s = sin(angle);
    return vec2(c * v.x - s * v.y, s * v.x + c * v.y);
}

// 1 on a line, 0 beyond its width, with an edge one pixel soft.
float stroke(float away, float half_width) { return 1.0 - smoothstep(half_width - view.pixel, half_width + view.pixel, abs(away)); }
