// A run: the slots that one invocation of the census looks after. Neighbouring invocations take
// neighbouring slots in turn, so that a GPU reads them together.
const uint RUN = 32u;

uint slot_of(uint run, uint n) { return (run / 64u) * (64u * RUN) + n * 64u + run % 64u; }
