"""What controllers and messages do, as tables for people to read."""

from collections.abc import Iterator
from itertools import groupby

from installation import resources
from installation.score import MACROS
from installation.senses.midi.controllers import ACTS, SECTIONS, Act, Address, load
from installation.senses.osc.addresses import ADDRESSES

Rows = list[tuple[str, ...]]
_ON = {
    "knobs": "knob or fader, control change",
    "buttons": "button, control change",
    "pads": "pad, note",
    "programs": "program change",
}


def controls() -> Rows:
    """Return what any controller does without a map of its own: on it, and what that does."""
    generic = load(resources.directory("assets") / "controllers" / "generic.toml")
    rows: Rows = [("on the controller", "does")]
    for section in SECTIONS:
        for group in _runs(list(generic.acts[section].items())):
            place, done = _span([address for address, _ in group]), _does([act for _, act in group])
            rows.append((f"{_ON[section]} {place}", done))
    return rows


def acts() -> Rows:
    """Return everything that a line of a map may say."""
    rows: Rows = [("act", "in", "does")]
    for name, kind in ACTS.items():
        argument = f" {_argument(name, kind.arguments)}" if kind.arguments else ""
        seconds = " [SECONDS]" if kind.timed else ""
        rows.append((f"`{name}{argument}{seconds}`", ", ".join(kind.sections), kind.meaning))
    return rows


def osc() -> Rows:
    """Return every address that is understood."""
    rows: Rows = [("address", "arguments", "does")]
    return rows + [(f"`{row.address}`", row.arguments, row.meaning) for row in ADDRESSES]


def _argument(name: str, arguments: tuple[str, ...]) -> str:
    if arguments[0].isdigit():
        return f"{arguments[0]} to {arguments[-1]}"
    return {"macro": "MACRO", "param": "PARAMETER", "phase": "PHASE", "world": "WORLD"}[name]


def _runs(items: list[tuple[Address, Act]]) -> Iterator[list[tuple[Address, Act]]]:
    """Give controls that follow one another and do the same kind of thing, together."""
    numbered = enumerate(items)
    same = groupby(numbered, lambda one: (one[1][1].kind, one[1][0].channel, one[1][0].number - one[0]))
    for _, run in same:
        yield [item for _, item in run]


def _span(addresses: list[Address]) -> str:
    first, last = addresses[0], addresses[-1]
    numbers = f"{first.number} to {last.number}" if last != first else f"{first.number}"
    fine = f" (finer: {first.fine} to {last.fine})" if first.fine >= 0 else ""
    return (f"of channel {first.channel}, " if first.channel else "") + numbers + fine


def _does(run: list[Act]) -> str:
    kind, arguments = run[0].kind, [act.argument for act in run if act.argument]
    if not arguments:
        return ACTS[kind].meaning
    if kind == "place":
        return f"{ACTS[kind].meaning}: {arguments[0]} to {arguments[-1]}"
    whole = "the eight macros" if tuple(arguments) == MACROS else {"phase": "goes to", "world": "crosses to"}[kind]
    return f"{whole}: " + ", ".join(arguments)
