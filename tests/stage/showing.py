"""Takes a picture of the window with its instruments open, for the README: people feel much alike, the demo plays.

python tests/stage/showing.py OUT.jpg [OPTION OF run]...
"""

import math
import socket
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parent)]

import soundfile  # noqa: E402
from program import Program  # noqa: E402
from pythonosc.udp_client import SimpleUDPClient  # noqa: E402
from screen import VirtualScreen  # noqa: E402

from installation.senses.sound import demo  # noqa: E402

SIZE = (1280, 720)
SECONDS, RHYTHM = 90, 42.0
"""How long it runs, and where in the demo it begins."""
PEOPLE = 14
USUAL = ("--overlay", "--fullscreen", "--quality", "medium", "--sound-out", "none")


def free_port() -> int:
    """Return a UDP port that nobody uses just now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as some:
        some.bind(("127.0.0.1", 0))
        return int(some.getsockname()[1])


def feel(people: SimpleUDPClient) -> None:
    """Let everybody say what they feel, spread evenly around one feeling (Vogel 1979)."""
    for number in range(PEOPLE):
        angle, away = 2.39996 * number, 0.42 * math.sqrt((number + 0.5) / PEOPLE)
        people.send_message(f"/mosaic/citizen/{number}/valence", 0.35 + away * math.cos(angle))
        people.send_message(f"/mosaic/citizen/{number}/arousal", 0.30 + away * math.sin(angle))


def main(path: Path, options: list[str]) -> None:
    """Run with these options, and save what the screen shows in the end."""
    port = free_port()
    with tempfile.TemporaryDirectory() as home, VirtualScreen(SIZE) as screen:
        sound = Path(home) / "demo.wav"
        soundfile.write(sound, demo.scene()[int(RHYTHM * demo.SAMPLE_RATE) :], demo.SAMPLE_RATE)
        arguments = (*USUAL, "--sound-in", str(sound), "--osc-in", str(port), *options)
        with Program(Path(home), screen.environment, *arguments) as program:
            program.wait_to_say("vsync: ")
            people = SimpleUDPClient("127.0.0.1", port)
            for _ in range(SECONDS):
                feel(people)
                time.sleep(1.0)
            screen.picture().save(path, quality=88)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
