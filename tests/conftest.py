"""For every test: where tests run side by side, each worker draws with one thread, so that they do not wait for another."""

import os

if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("LP_NUM_THREADS", "1")
