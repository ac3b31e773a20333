// Where in the world the pixel lies that is drawn.
vec2 pixel_place() { return view.crop.xy + gl_FragCoord.xy * view.pixel; }
