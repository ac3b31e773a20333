"""The singer: composer and instruments in one, the same whether live, in a film or in a sound file."""

import numpy as np
from numpy.typing import NDArray

from installation.sound.composer import Composer
from installation.sound.mood import Figures
from installation.sound.notes import SAMPLE_RATE, Controls, Note
from installation.sound.voices.instruments import Instruments
from installation.sound.worlds import TIMBRES
from installation.story import Moment

Sound = NDArray[np.float32]


class Singer:
    """Gives each tick's own samples, full scale 1, at 48 kHz: what tick t sings lies at t * 800 and after it.

    The limiter listens ahead, so the first samples come shorter by what it needs; `finish` gives what is left.
    """

    def __init__(self, seed: int, aspect: float = 16.0 / 9.0, outputs: int = 2) -> None:
        self.composer = Composer(seed, aspect)
        self.instruments = Instruments(TIMBRES, SAMPLE_RATE, outputs)
        self.notes: list[Note] = []
        """Those that began in the last tick."""
        self._controls: Controls | None = None
        self._early = self.instruments.delay

    def step(self, tick: int, moment: Moment, vitals: Figures | None) -> Sound:
        """Return the samples that a tick adds, shape (n, outputs); n is 800 but for the first ones."""
        self.notes, self._controls = self.composer.step(tick, moment, vitals)
        return self._later(self.instruments.render(self.notes, self._controls))

    def finish(self) -> Sound:
        """Return the last samples, so that there are 800 for each tick in all; nothing may come after them."""
        if self._controls is None or not self.instruments.delay:
            return np.zeros((0, self.instruments.outputs), np.float32)
        return self._later(self.instruments.render([], self._controls, self.instruments.delay))

    def _later(self, samples: Sound) -> Sound:
        dropped = min(self._early, len(samples))
        self._early -= dropped
        return samples[dropped:].copy()
