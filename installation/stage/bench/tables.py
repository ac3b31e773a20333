"""The benchmark's report, as JSON and as tables."""

import json
from typing import Any


def as_json(report: dict[str, Any]) -> str:
    """Return the report as JSON, with four digits."""
    return json.dumps(json.loads(json.dumps(report), parse_float=lambda text: float(f"{float(text):.4g}")), indent=2)


def show(report: dict[str, Any]) -> None:
    """Print the report as tables."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(f"{report['renderer']} ({report['driver']})", highlight=False)
    console.print(f"{report['cpu']}, {report['cores']} cores", highlight=False)
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(justify="right")
    table.add_column()
    for value, meaning in _lines(report):
        table.add_row(value, meaning)
    console.print(table)
    passes = Table("pass", "ms a tick", "runs a tick", "of the memory's speed", box=None, pad_edge=False)
    passes.title = f"by {report['timer']}"
    for entry in report["passes"]:
        share = entry["bandwidth_fraction"]
        told = f"{100 * share:.1f} %" if share else ""
        passes.add_row(entry["name"], f"{entry['ms']:.3f}", f"{entry['runs']:.3g}", told)
    console.print(passes)
    for phase in dict.fromkeys(entry["phase"] for entry in report["worlds"]):
        console.print(_by_world([entry for entry in report["worlds"] if entry["phase"] == phase], phase))


def _by_world(worlds: list[dict[str, Any]], phase: str) -> Any:
    """Return a table of what each world costs in a phase: the dearest passes first, then a frame and its shares."""
    from rich.table import Column, Table

    columns = [Column(entry["world"].replace("_", "\n"), justify="right") for entry in worlds]
    table = Table(Column(f"ms a tick, {phase}", no_wrap=True), *columns, box=None, pad_edge=False)
    costs = [{one["name"]: one["ms"] for one in entry["passes"]} for entry in worlds]
    names = {name for cost in costs for name in cost}
    for name in sorted(names, key=lambda name: -max(cost.get(name, 0.0) for cost in costs)):
        table.add_row(name, *(f"{cost[name]:.3f}" if name in cost else "" for cost in costs))
    for told, key in (("a whole tick", "tick_ms"), ("a picture", "picture_ms"), ("the guard in it", "guard_ms")):
        table.add_row(told, *(f"{entry[key]:.2f}" for entry in worlds))
    for told, key in (("its mosaic", "mosaic_ms"), ("its vitals", "vitals_ms")):
        table.add_row(told, *(f"{entry[key]:.3f}" for entry in worlds))
    shares = (f"{100 * entry['guard_mosaic_vitals']:.1f} %" for entry in worlds)
    table.add_row("of a frame, these 3", *shares)
    return table


def _lines(report: dict[str, Any]) -> list[tuple[str, str]]:
    view, fraction, swarm = report["show"], report["bandwidth_fraction"], report["swarm"]
    return [
        (f"{report['segment_updates_per_s'] / 1e6:.1f} M", "segment updates a second, the whole tick counted"),
        (f"{report['particle_steps_per_s'] / 1e6:.1f} M", f"particle steps a second ({report['particles']} particles)"),
        (f"{swarm['agent_steps_per_s'] / 1e6:.1f} M", f"agent steps a second ({swarm['agents']} agents)"),
        (f"{swarm['agent_steps_per_s_stirred'] / 1e6:.1f} M", "the same, drawn home, jammed and in bursts"),
        (f"{100 * fraction['segment_updates']:.1f} %", "of the memory's speed for segment updates"),
        (f"{100 * fraction['particle_steps']:.1f} %", "of the memory's speed for particle steps"),
        (f"{100 * fraction['agent_steps']:.1f} %", "of the memory's speed for agent steps"),
        (f"{report['copy_bytes_per_s'] / 1e9:.1f} GB", "a second, read and written, by a large copy"),
        (f"{report['tick_ms']:.2f} ms", f"a tick: {report['live_segments']} segments, fields {report['fields']}"),
        (f"{view['picture_ms']:.2f} ms", f"a picture of {view['size']} with {view['live_segments']} segments"),
        (f"{view['frames_per_s']:.1f}", f"such pictures a second, with {view['ticks_per_s']:.1f} ticks a second"),
        (f"{view['peak_memory_mb']:.0f} MB", "of memory at most, with that picture"),
        *(
            (f"{100 * one['share_of_a_frame']:.1f} %", f"of a 24th of a second for the mosaic of {one['citizens']}")
            for one in report["mosaic"]
        ),
        (f"{100 * max(one['guard_mosaic_vitals'] for one in report['worlds']):.1f} %",
         f"of a frame for guard, mosaic and vitals in the dearest world, of at most {100 * report['limit']:.0f} %"),
    ]
