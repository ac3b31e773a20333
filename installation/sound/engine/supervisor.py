"""The supervisor: a process that has all ready that a player needs, and forks one, again and again where it crashes.

`python -m installation.sound.engine.supervisor DEVICE OUTPUTS PLAYED` is what the show starts; the players share its
standard input and output, and it ends as they do. What takes a start its time, the imports and the kernels, is done
once and here; a new player has only the device to open. It opens no device itself, so there is nothing that it could
crash of or hang in, and what a player changes of its memory is all that a player costs.
"""

import gc
import os
import select
import signal
import sys
import time
from pathlib import Path
from typing import NoReturn

from installation.sound.engine.pauses import Pauses
from installation.sound.engine.played import Played
from installation.sound.engine.player import HANGS, NO_LIBRARY, Player, go_first, say, warm_up


def supervise(device: str, outputs: int, played: str) -> NoReturn:
    """Fork players until one ends as it should, or cannot do without what is missing; end with its status."""
    # What is there now is never looked through for rubbish, which would copy all of it for each player.
    gc.freeze()
    pauses, first = Pauses(), True
    while True:
        began = time.monotonic()
        player = os.fork()
        if player == 0:
            play(device, outputs, played, first)
        status = os.waitstatus_to_exitcode(os.waitpid(player, 0)[1])
        if status in (0, NO_LIBRARY) or _is_over():
            os._exit(status if status == NO_LIBRARY else 0)
        say(ended=status, hung=status == HANGS)
        time.sleep(pauses.after(time.monotonic() - began))
        first = False


def _is_over() -> bool:
    """Whether the show has closed the input: then nobody is there to play for."""
    looking = select.poll()
    looking.register(0, select.POLLIN)
    return any(events & select.POLLHUP for _, events in looking.poll(0))


def play(device: str, outputs: int, played: str, first: bool = True) -> NoReturn:
    """Be a player until the input ends; a `first` one knows that no other has read a part of a tick before it."""
    go_first()
    say(process=os.getpid())
    Player(device, outputs, Played(Path(played)) if played else None, first).run()
    os._exit(0)  # Without PortAudio's farewell, which may wait for a server for ever.


def main() -> None:
    """Play what comes, until it ends; Ctrl-C and the end of a service are the show's to answer."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    device, outputs, played = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    warm_up(outputs)
    # Where a system cannot fork, the show starts the whole of it again.
    (supervise if hasattr(os, "fork") else play)(device, outputs, played)


if __name__ == "__main__":
    main()
