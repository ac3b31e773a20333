"""The tables of the README, made from what the program itself knows.

`python -m installation.reference README.md` brings the tables between the README's markers up to date.
"""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from installation.community.emotion import CUES
from installation.params import GROUPS, PARAMETERS
from installation.score import FEATURES
from installation.senses import tables
from installation.stage.live.osc_out import TOLD
from installation.stage.vitals import FIGURES, OWN
from installation.story import MACROS

FEATURE_MEANINGS = {
    "loudness": "how loud it is, within the room's own range",
    "envelope": "the same, without smoothing: what travels out from the Ear",
    "onset": "the strength of an onset in this tick, else 0",
    "brightness": "centre of gravity of the spectrum",
    "flux": "how much the spectrum changes",
    "flatness": "how much like noise it is: 0 for a tone, 1 for white noise",
    "percussive": "share of what is struck, against what is held",
    "clapping": "how likely the newest onsets are claps",
}
BAND_NAMES = ("sub", "bass", "low middle", "middle", "high middle", "presence", "air")


def parameters() -> str:
    """Return the parameter table, a row for each parameter."""
    rows = ["| parameter | group | range | default | meaning |", "|---|---|---|---|---|"]
    for group in GROUPS:
        for row in (parameter for parameter in PARAMETERS if parameter.group == group):
            span = f"{row.minimum:g} to {row.maximum:g} {row.unit}".rstrip()
            rows.append(f"| `{row.name}` | {row.group} | {span} | {row.default:g} | {row.meaning} |")
    return "\n".join(rows)


def features() -> str:
    """Return the table of what is heard sixty times a second, each from 0 to 1."""
    rows = ["| feature | meaning |", "|---|---|"]
    for name in FEATURES:
        band = re.fullmatch(r"band_(\d)", name)
        rows.append(f"| `{name}` | {BAND_NAMES[int(band[1]) - 1] + ' band' if band else FEATURE_MEANINGS[name]} |")
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
