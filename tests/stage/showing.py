"""Takes a picture of the window with its instruments open, on a virtual screen, for the README.

python tests/stage/showing.py OUT.jpg SECONDS [OPTION OF run]...
"""

import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parent)]

from program import Program  # noqa: E402
from screen import VirtualScreen  # noqa: E402

SIZE = (1280, 720)
USUAL = ("--overlay", "--fullscreen", "--quality", "high", "--sound-in", "demo")


def main(path: Path, seconds: float, options: list[str]) -> None:
    """Run with these options for so long, and save what the screen shows then."""
    with tempfile.TemporaryDirectory() as home, VirtualScreen(SIZE) as screen:
        with Program(Path(home), screen.environment, *USUAL, *options) as program:
            program.wait_to_say("vsync: ")
            time.sleep(seconds)
            screen.picture().save(path, quality=88)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3:])
