"""For every test: workers that run side by side draw with one thread each, so that none waits for another."""

import os

if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("LP_NUM_THREADS", "1")
