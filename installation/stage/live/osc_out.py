"""Open Sound Control to others: what the show is doing, for lamps, sound programs and the displays of controllers."""

import contextlib
import socket
from collections.abc import Mapping
from dataclasses import asdict

from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from installation.score import MACROS, TICKS_PER_SECOND
from installation.stage.vitals import NETWORK, OWN
from installation.story import Moment
from installation.world.vitals import Vitals

DEFAULT_TARGET = "127.0.0.1:9001"
OFTEN, SELDOM = TICKS_PER_SECOND // 10, TICKS_PER_SECOND // 2
"""Ticks from one telling to the next: of what people feel, and of how the world fares."""
FELT = (
    "valence", "valence_confidence", "arousal", "arousal_confidence", "unity", "confidence", "people", "camps",
    "loudness", "tempo", "beat",
)  # fmt: skip
"""What is told of the community, each under /mosaic/community."""

TOLD: tuple[tuple[str, str, str, str], ...] = (
    ("/mosaic/world", "name", "at each change, and twice a second", "the world"),
    ("/mosaic/phase", "name", "at each change, and twice a second", "its phase"),
    *((f"/mosaic/community/{name}", "number", "ten times a second", "as in the community") for name in FELT),
    ("/mosaic/macro/<macro>", "0 to 1", "ten times a second", "where a macro stands: for a controller's display"),
    ("/mosaic/light", "0 to 1", "ten times a second", "how much of the picture's light is let through"),
    ("/mosaic/vitals/<figure>", "number", "twice a second", "the network's figures, and those of the world's story"),
)
"""Address, argument, how often, and what it tells."""


class OscTargetError(ValueError):
    """A place that nothing can be sent to. The message is one clear line."""


class OscOut:
    """Sends to `target`, "HOST:PORT"; OscTargetError where there is no such place. Never waits, and never fails."""

    def __init__(self, target: str) -> None:
        host, _, port = target.rpartition(":")
        try:
            found = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_DGRAM)
            family, self._address = found[0][0], found[0][4]
            self._socket = socket.socket(family, socket.SOCK_DGRAM)
        except (OSError, ValueError, OverflowError):
            raise OscTargetError(f"OSC cannot be sent to {target}: expected a known HOST:PORT") from None
        self._socket.setblocking(False)
        self._place = ("", "")

    def tell(self, moment: Moment, vitals: Vitals | None, macros: Mapping[str, float]) -> None:
        """Tell what is due at this moment; `macros` says where each stands."""
        place = moment.world, moment.phase
        told: list[tuple[str, float | str]] = []
        if place != self._place or moment.tick % SELDOM == 0:
            self._place = place
            told += [("world", moment.world), ("phase", moment.phase)]
        if moment.tick % OFTEN == 0:
            told += [(f"community/{name}", float(getattr(moment.community, name))) for name in FELT]
            told += [(f"macro/{name}", macros[name]) for name in MACROS if name in macros]
            told.append(("light", moment.light))
        if moment.tick % SELDOM == 0 and vitals is not None:
            figures = asdict(vitals)
            names = dict.fromkeys((*NETWORK, *OWN.get(moment.world, ())))
            told += [(f"vitals/{name}", float(figures[name])) for name in names]
        if told:
            self._send(told)

    def close(self) -> None:
        """Send no more."""
        self._socket.close()

    def _send(self, told: list[tuple[str, float | str]]) -> None:
        bundle = OscBundleBuilder(IMMEDIATELY)
        for path, value in told:
            bundle.add_content(_message(f"/mosaic/{path}", value))
        # Who does not listen, or is not there any more, harms nobody.
        with contextlib.suppress(OSError):
            self._socket.sendto(bundle.build().dgram, self._address)


def _message(address: str, value: float | str) -> OscMessage:
    builder = OscMessageBuilder(address)
    builder.add_arg(value, "s" if isinstance(value, str) else "f")
    return builder.build()
