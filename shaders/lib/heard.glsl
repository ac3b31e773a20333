// What the overlay shows of the room.
layout(std140, binding = 6) uniform HeardBlock { Heard heard; };

float band(int number) { return number < 4 ? heard.low[number] : heard.high[number - 4]; }

float chroma(int number) {
    return number < 4 ? heard.chroma[number] : number < 8 ? heard.chroma_e[number - 4] : heard.chroma_g[number - 8];
}
