"""Listening: blocks of sound in, what is heard in them out, as events. Pure numpy, causal, no device."""

from installation.score import FEATURES
from installation.senses.listening.levels import BANDS, LEVELS, Calibration
from installation.senses.listening.listener import Listener

__all__ = ["BANDS", "FEATURES", "LEVELS", "Calibration", "Listener"]
