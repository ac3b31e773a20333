"""Listening: blocks of sound in, what is heard in them out, as events. Pure numpy, causal, no device."""

from installation.senses.listening.listener import BANDS, FEATURES, Listener

__all__ = ["BANDS", "FEATURES", "Listener"]
