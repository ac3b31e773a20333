"""What charges the network: people's touches, which may lay serum too, a pulse of its own, and waves."""

import math
from collections import deque
from collections.abc import Sequence

from installation import clock
from installation.chance import hash_word, unit
from installation.gpu import blocks
from installation.params import INDEX
from installation.story import Moment, Touch
from installation.world.fields import Fields
from installation.world.hyphae import MOST_TOUCHES
from installation.world.spores import Spore

SURGE_TICKS = 4 * clock.TICKS_PER_SECOND
"""Ticks in which a surge crosses the frame."""
SERUM_OF_A_TOUCH = 0.6
"""Serum that a touch of strength 1 lays where `touch_serum` is 1."""
_NO_WAVE = -1_000_000
"""When the last wave set out, where none did."""
_RING_TICKS = 12
"""A hand that rests sends out a ring now and then, and not sixty a second."""


class Stimuli:
    """Tells what charges the network in a tick, and lays the serum of touches on the ground."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self.wave_tick = _NO_WAVE
        """When the last wave set out."""
        self.touched: deque[tuple[int, float, float, float]] = deque(maxlen=64)
        """Tick, place and strength of people's last touches: for the picture alone, not state."""

    def touches(self, moment: Moment, tick: int, seed: int, spores: Sequence[Spore]) -> list[blocks.Touch]:
        """Return what charges the network in this tick: people's touches, and a pulse that sets out from a spore."""
        found = [
            blocks.Touch(touch.x, touch.y, 0.035 if touch.kind == "onset" else 0.05, min(touch.strength, 1.0))
            for touch in moment.touches
            if touch.kind != "voice"
        ]
        serum = float(moment.values[INDEX["touch_serum"]]) * SERUM_OF_A_TOUCH
        for touch in moment.touches:
            if touch.kind == "pointer":
                self._remember(touch, tick)
                self._fields.lay(touch.x, touch.y, serum * touch.strength)
        rate = float(moment.values[INDEX["pulse_rate"]]) / 60 / clock.TICKS_PER_SECOND
        if spores and unit(tick, seed, 101) < rate:
            spore = spores[hash_word(tick, seed, 103) % len(spores)]
            found.append(blocks.Touch(spore.x, spore.y, 0.012, 1.0))
        return found[:MOST_TOUCHES]

    def _remember(self, touch: Touch, tick: int) -> None:
        last = self.touched[-1] if self.touched else (-99, 0.0, 0.0, 0.0)
        if tick - last[0] >= _RING_TICKS or math.hypot(touch.x - last[1], touch.y - last[2]) > 0.05:
            self.touched.append((tick, touch.x, touch.y, touch.strength))

    def wave(self, moment: Moment, tick: int) -> bool:
        """Let a wave set out when it is time; tell whether it charges the network in this tick."""
        rate, oculus = (float(moment.values[INDEX[name]]) for name in ("wave_rate", "oculus"))
        since = tick - self.wave_tick
        if rate >= 1.0 and since * rate >= 60 * clock.TICKS_PER_SECOND:
            self.wave_tick, since = tick, 0
        # A surge from the oculus charges what its front meets, on all its way; other waves are carried by the hyphae.
        return since == 0 or (oculus > 0.0 and since < SURGE_TICKS)

    def way_of_wave(self, tick: int) -> float:
        """Return how far the last wave is: 0 where it sets out, 1 when a surge has crossed the frame, and more."""
        return (tick - self.wave_tick) / SURGE_TICKS
