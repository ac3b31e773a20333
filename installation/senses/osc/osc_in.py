"""Open Sound Control: what comes by UDP, as events; who sends too much or nonsense is not heard, and harms nobody."""

import socket
import time
from collections import Counter

from installation.score import Event
from installation.senses.osc.addresses import NOTHING, Addresses
from installation.senses.osc.packet import OscError, messages
from installation.senses.view import Said, View

DEFAULT_PORT = 9000
PER_SENDER, IN_ALL = 500.0, 2000.0
"""Datagrams a second that one machine, and that all of them may send; twice as many at once, after a pause."""
_SELDOM, _SELDOM_IN_ALL = 25.0, 1000.0
"""Datagrams a second that any program has for itself, and all of them together, whatever else its machine sends."""
_MOST_HELD = 64
"""Datagrams that were too much, and are heard later: of each address of a program the newest."""
_DEAREST = 256
"""Bytes of a datagram that count as one: a large one counts as several."""
UNHEARD = ("dropped", "malformed", "unknown")
_MOST_SENDERS = 512
_MOST_IN_A_TICK = 1000
"""Datagrams that are looked at in a tick; the rest waits."""
_ONE_BY_ONE = ("tap", "touch", "note")
"""Sources of which each event counts; of all others only the newest of its name."""
_MOST_ONE_BY_ONE = 128
_BUFFER = 1 << 20

_Sender = tuple[str, int]
"""A machine's address, and the port of a program on it."""


class OscInError(Exception):
    """A port that cannot be listened to. The message is one clear line."""


class OscIn:
    """What comes to a UDP port, on all of the machine's addresses; OscInError where it cannot be had.

    `counts` says how many datagrams were heard, "dropped" (too many), "malformed", or "unknown" (an address or
    arguments that nothing here takes).
    """

    def __init__(self, port: int = DEFAULT_PORT) -> None:
        self.port = port
        self.counts: Counter[str] = Counter()
        self._addresses = Addresses()
        self._everybody = _Budget(IN_ALL)
        self._seldom = _Budget(_SELDOM_IN_ALL)
        self._budgets: dict[_Sender | str, _Budget] = {}
        """Of machines, and of the programs on them."""
        self._held: dict[tuple[_Sender, bytes], bytes] = {}
        self._messages: list[str] = []
        self._told: set[str] = set()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
            self._socket.bind(("", port))
        except OSError as error:
            self._socket.close()
            raise OscInError(f"OSC cannot be heard on port {port}: {error.strerror}") from None
        self._socket.setblocking(False)
        self.port = self._socket.getsockname()[1]

    @property
    def name(self) -> str:
        """The port, as people call it, and how many datagrams that came were not heard."""
        unheard = ", ".join(f"{self.counts[what]} {what}" for what in UNHEARD if self.counts[what])
        return f"OSC on port {self.port}" + (f" ({unheard})" if unheard else "")

    @property
    def hands(self) -> dict[tuple[str, str], float]:
        """No knob is known to stand anywhere."""
        return {}

    @property
    def view(self) -> View:
        """What may be known of the show."""
        return self._addresses.view

    @view.setter
    def view(self, view: View) -> None:
        self._addresses.view = view

    def events(self, tick: int) -> list[Event]:
        """Return what came until now, as events of this tick."""
        newest: dict[tuple[str, str], Said] = {}
        each: list[Said] = []
        for said in self._hear():
            if said[0] in _ONE_BY_ONE:
                each.append(said)
            else:
                newest.pop(said[:2], None)
                newest[said[:2]] = said
        return [Event(tick, *one) for one in (*newest.values(), *each[:_MOST_ONE_BY_ONE])]

    def messages(self) -> list[str]:
        """Return the sentences for people that came up since the last call."""
        said, self._messages = self._messages, []
        return said

    def close(self) -> None:
        """Listen no more."""
        self._socket.close()

    def _hear(self) -> list[Said]:
        """Return all that waits and makes sense."""
        heard: list[Said] = []
        for (sender, address), data in list(self._held.items()):
            if self._may_speak(sender, len(data)):
                del self._held[sender, address]
                self.counts["dropped"] -= 1
                heard += self._read(data, sender[0])
        for _ in range(_MOST_IN_A_TICK):
            try:
                data, (machine, port, *_) = self._socket.recvfrom(65536)
            except BlockingIOError:
                break
            except OSError:  # What was sent from here could not be delivered, and the system tells it at this place.
                continue
            sender = machine, port
            # The newest wins: where something moves too often, it still ends where it was moved to last.
            self._held.pop((sender, _address(data)), None)
            if self._may_speak(sender, len(data)):
                heard += self._read(data, machine)
            else:
                self._hold(sender, data)
        return heard

    def _hold(self, sender: _Sender, data: bytes) -> None:
        self._held[sender, _address(data)] = data
        if len(self._held) > _MOST_HELD:
            del self._held[next(iter(self._held))]
        self._count("dropped", f"OSC: {sender[0]} sends more than can be heard; what is too much is dropped")

    def _read(self, data: bytes, sender: str) -> list[Said]:
        said: list[Said] = []
        self.counts["heard"] += 1
        try:
            for message in messages(data):
                one = self._addresses.read(message)
                if one is None:
                    address = message[0][:60] if message[0].isprintable() else "what was sent"
                    self._count("unknown", f"OSC: {address} from {sender} is not understood")
                elif one is not NOTHING:
                    said.append(one)
        except OscError as error:
            self._count("malformed", f"OSC: a broken message from {sender} is dropped: {error}")
        return said

    def _may_speak(self, sender: _Sender, size: int) -> bool:
        """Take a datagram off a program's own budget, or else off its machine's and everybody's.

        Return whether they last.
        """
        now, cost = time.monotonic(), 1 + size // _DEAREST
        if self._budget(sender, _SELDOM).spend(cost, now) and self._seldom.spend(cost, now):
            return True
        return self._budget(sender[0], PER_SENDER).spend(cost, now) and self._everybody.spend(cost, now)

    def _budget(self, who: _Sender | str, rate: float) -> "_Budget":
        budget = self._budgets.pop(who) if who in self._budgets else _Budget(rate)
        self._budgets[who] = budget
        if len(self._budgets) > _MOST_SENDERS:
            del self._budgets[next(iter(self._budgets))]
        return budget

    def _count(self, what: str, said: str) -> None:
        """Count what was not heard, and say so the first time."""
        self.counts[what] += 1
        if what not in self._told:
            self._told.add(what)
            self._messages.append(said)


def _address(data: bytes) -> bytes:
    """Return the address of a datagram's message, or what else it begins with."""
    return data[:128].partition(b"\0")[0]


class _Budget:
    """A token bucket: what may be sent fills up with time, to what two seconds bring."""

    def __init__(self, rate: float) -> None:
        self._rate, self._left, self._then = rate, 2.0 * rate, 0.0

    def spend(self, cost: float, now: float) -> bool:
        """Take the cost off what is left; return whether there was enough."""
        self._left = min(2.0 * self._rate, self._left + (now - self._then) * self._rate)
        self._then = now
        if self._left < cost:
            return False
        self._left -= cost
        return True
