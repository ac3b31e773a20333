"""The tables of the README, made from what the program itself knows.

`python -m installation.reference README.md` brings the tables between the README's markers up to date.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from installation.community.emotion import CUES
from installation.params import GROUPS, PARAMETERS
from installation.senses import tables
from installation.senses.listening.table import EVENTS, TABLE
from installation.stage.live.osc_out import TOLD
from installation.stage.vitals import FIGURES, OWN
from installation.story import MACROS


def parameters() -> str:
    """Return the parameter table, a row for each parameter."""
    rows = ["| parameter | group | range | default | meaning |", "|---|---|---|---|---|"]
    for group in GROUPS:
        for row in (parameter for parameter in PARAMETERS if parameter.group == group):
            span = f"{row.minimum:g} to {row.maximum:g} {row.unit}".rstrip()
            rows.append(f"| `{row.name}` | {row.group} | {span} | {row.default:g} | {row.meaning} |")
    return "\n".join(rows)


def features() -> str:
    """Return the table of what is heard: a row for each number that the Listener says."""
    rows = ["| event | number | unit | range | meaning | source |", "|---|---|---|---|---|---|"]
    told = ""
    for row in TABLE:
        event = f"`{row.event}`, {EVENTS[row.event]}" if row.event != told else ""
        told = row.event
        span = f"{row.least:g} to {row.most:g}"
        rows.append(f"| {event} | `{row.name}` | {row.unit} | {span} | {row.meaning} | {row.source} |")
    return "\n".join(rows)


def cues() -> str:
    """Return the table of cues: what is felt in what is heard."""
    rows = ["| feeling | cue | weight | meaning | rises, falls in | source |", "|---|---|---|---|---|---|"]
    for cue in CUES:
        times = f"{cue.attack:g} s, {cue.release:g} s"
        rows.append(f"| {cue.feeling} | {cue.name} | {cue.weight:g} | {cue.meaning} | {times} | {cue.source} |")
    return "\n".join(rows)


def figures() -> str:
    """Return the table of vitals: the community's and the organism's, with the worlds whose story they tell."""
    rows = ["| figure | unit | meaning | tells the story of |", "|---|---|---|---|"]
    for figure in FIGURES.values():
        worlds = ", ".join(f"`{world}`" for world, names in OWN.items() if figure.name in names)
        rows.append(f"| `{figure.name}` | {figure.unit} | {figure.meaning} | {worlds} |")
    return "\n".join(rows)


def macros() -> str:
    """Return the table of the eight macros, with what each moves, and how far."""
    rows: list[tuple[str, ...]] = [("knob", "macro", "what it does", "its parameters, and how far it takes them")]
    for number, macro in enumerate(MACROS.values(), 1):
        own = (f"{world}: {_moves(moves)}" for world, moves in macro.own.items())
        moves = "; ".join(filter(None, (_moves(macro.moves), *own)))
        rows.append((f"{number}", f"`{macro.name}`", macro.meaning, moves))
    return _lines(rows)


def _moves(moves: Mapping[str, float]) -> str:
    return ", ".join(f"`{name}` {amount:+g}" for name, amount in moves.items())


def osc_out() -> str:
    """Return the table of what is told to others by OSC."""
    return _lines([("address", "argument", "when", "what"), *((f"`{row[0]}`", *row[1:]) for row in TOLD)])


def _lines(rows: Sequence[Sequence[str]]) -> str:
    head, *rest = rows
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rest))


TABLES: dict[str, Callable[[], str]] = {
    "parameters": parameters,
    "features": features,
    "cues": cues,
    "figures": figures,
    "macros": macros,
    "controls": lambda: _lines(tables.controls()),
    "acts": lambda: _lines(tables.acts()),
    "osc": lambda: _lines(tables.osc()),
    "osc-out": osc_out,
}


def updated(text: str) -> str:
    """Return the README's text with every table between `<!-- NAME -->` and `<!-- end -->` made anew."""
    for name, table in TABLES.items():
        before, begin, rest = text.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition("<!-- end -->")
        text = before + begin + table() + "\n" + end + after
    return text


if __name__ == "__main__":
    readme = Path(sys.argv[1])
    readme.write_text(updated(readme.read_text(encoding="utf-8")), encoding="utf-8")
