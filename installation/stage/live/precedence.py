"""Lets the sound go before the picture where both need the same processors."""

import os
from contextlib import suppress
from pathlib import Path

RASTERISERS = ("llvmpipe", "swr", "softpipe")
"""How the threads are called with which a CPU draws."""
LATER = 5
"""By how much they step back: a picture that comes later is a slower one, but late sound crackles."""


def step_back() -> int:
    """Let the threads that draw on the CPU step back behind the sound; return how many did.

    They may always step back, while the sound may come forward only where the system lets it. Only Linux tells threads
    by their names; elsewhere, and where a GPU draws, nothing happens.
    """
    count = 0
    for thread in Path("/proc/self/task").glob("*"):
        with suppress(OSError):  # A thread may end meanwhile.
            if (thread / "comm").read_text().startswith(RASTERISERS):
                os.setpriority(os.PRIO_PROCESS, int(thread.name), LATER)
                count += 1
    return count
