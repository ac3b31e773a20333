"""What controllers send, as their maps call it: for whoever makes a map."""

import time
from collections.abc import Iterator

import mido

from installation.senses.midi.controllers import BUTTONS, KNOBS, PADS, PROGRAMS, Controller, Maps
from installation.senses.midi.feed import APIS, TRANSPORT, Feed, Inbox, port_name


def watch(seconds: float) -> Iterator[str]:
    """Give a line for each message that comes within so many seconds, through any port."""
    inbox, maps = Inbox(), Maps()
    feeds = [Feed(api, "", inbox) for api in APIS]
    deadline = time.monotonic() + seconds
    try:
        while time.monotonic() < deadline:
            for port, _, message in inbox.take():
                if message.type not in TRANSPORT:
                    name = port_name(port)
                    yield f"{name}: {describe(message, maps.choose(name))}"
            time.sleep(0.02)
    finally:
        for feed in feeds:
            feed.close()


def describe(message: mido.Message, controller: Controller) -> str:
    """Return what a message is called in a map, its value, and what the map makes of it."""
    channel = getattr(message, "channel", -1) + 1
    sections: tuple[str, ...]
    match message.type:
        case "control_change":
            called, number, value, sections = "control change", message.control, message.value, (KNOBS, BUTTONS)
        case "note_on" | "note_off":
            velocity = message.velocity if message.type == "note_on" else 0
            called, number, value, sections = "note", message.note, velocity, (PADS,)
        case "program_change":
            called, number, value, sections = "program", message.program, 0, (PROGRAMS,)
        case _:
            return str(message).removesuffix(" time=0")
    found = [controller.find(section, channel, number) for section in sections]
    act = next((f": {one[1].kind} {one[1].argument}".rstrip() for one in found if one), "")
    return f'{called} "{channel}/{number}" = {value}{act}'
