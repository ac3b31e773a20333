"""Our swarm beside taichi's own physarum example, both in turn in one run: `make bench-peers`.

The example runs as taichi ships it, in a process of its own, with as many agents and cells as ours. A step of it
senses, turns, moves, deposits and diffuses. Ours senses four things at three places, turns, walks, wakes and processes;
what it smooths and counts on its cells once a census is in the figures "with cells". By processor time the cores of
either are added up, which other programs on the machine change less than the clock.
"""

import json
import statistics
import subprocess
import sys
import time
from typing import Any

import click

from installation.stage.bench.swarm import Swarm, awake_swarm, time_swarm
from installation.stage.offscreen import offscreen_context

GOAL = 1.5
"""How many times the peer's agent steps a second ours should be, where the CPU draws."""
MISSING = "taichi's physarum example does not run here: `make bench-peers` installs it"


def taichi_physarum(agents: int, cells: int) -> Any:
    """Return taichi's example with so many agents on cells by cells cells, and a function that runs steps of it."""
    import taichi
    from taichi.examples.simulation import physarum

    taichi.init(arch=taichi.cpu, log_level=taichi.ERROR)
    # Its kernels compile at their first call, with what these names of the example's module stand for then.
    physarum.PARTICLE_N, physarum.GRID_SIZE = agents, cells
    physarum.grid = taichi.field(dtype=taichi.f32, shape=[2, cells, cells])
    physarum.position = taichi.Vector.field(2, dtype=taichi.f32, shape=[agents])
    physarum.heading = taichi.field(dtype=taichi.f32, shape=[agents])
    physarum.init()

    def run(steps: int) -> None:
        for step in range(steps):
            physarum.step(step % 2)
        taichi.sync()

    return run


def serve(agents: int, cells: int) -> None:
    """Run steps of the example, as many as each line of the input says; answer with the seconds that they took.

    First those of the clock, then those of all cores together.
    """
    try:
        run = taichi_physarum(agents, cells)
    except ImportError:
        return
    for line in sys.stdin:
        began = time.perf_counter(), time.process_time()
        run(int(line))
        print(f"took {time.perf_counter() - began[0]} {time.process_time() - began[1]}", flush=True)


class Peer:
    """The example in a process of its own."""

    def __init__(self, plan: Swarm) -> None:
        command = [sys.executable, "-m", "installation.stage.bench.peers", "--serve"]
        words = [*command, "--agents", str(plan.agents), "--cells", str(plan.rows)]
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def milliseconds(self, steps: int) -> tuple[float, float]:
        """Return how long a step takes, of so many, by the clock and of all cores; RuntimeError where none does."""
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.write(f"{steps}\n")
            self._process.stdin.flush()
        except OSError:
            raise RuntimeError(MISSING) from None
        # Taichi greets on the same way.
        for line in self._process.stdout:
            if line.startswith("took "):
                clock, processor = (float(seconds) / steps * 1e3 for seconds in line.split()[1:])
                return clock, processor
        raise RuntimeError(MISSING)

    def close(self) -> None:
        """End the process."""
        try:
            self._process.communicate(timeout=60)
        except OSError:  # it has ended by itself
            self._process.wait()


def compare(plan: Swarm, rounds: int) -> dict[str, Any]:
    """Return agent steps a second of both, the medians of so many rounds in turn, and their ratio."""
    context, peer = offscreen_context(), Peer(plan)
    try:
        peer.milliseconds(plan.settling)
        world = awake_swarm(context, plan)
        ours, theirs = [], []
        for _ in range(rounds):
            ours.append(time_swarm(context, world, plan.ticks))
            theirs.append(peer.milliseconds(plan.ticks))
    finally:
        peer.close()
    return {
        "renderer": context.info["GL_RENDERER"],
        "agents": plan.agents, "cells": f"{plan.rows}x{plan.rows}", "rounds": rounds, "goal": GOAL,
        "by_the_clock": _rates(plan, [(one.walk, one.whole) for one in ours], [one[0] for one in theirs]),
        "by_processor_time": _rates(
            plan, [(one.walk_processor, one.whole_processor) for one in ours], [one[1] for one in theirs]
        ),
    }  # fmt: skip


def _rates(plan: Swarm, ours: list[tuple[float, float]], theirs: list[float]) -> dict[str, float]:
    """Return the medians over the rounds: agent steps a second, and how many times the peer's."""
    return {
        "agent_steps_per_s": statistics.median(plan.agents / walk * 1e3 for walk, _ in ours),
        "agent_steps_per_s_with_cells": statistics.median(plan.agents / whole * 1e3 for _, whole in ours),
        "taichi_physarum": statistics.median(plan.agents / peer * 1e3 for peer in theirs),
        "ratio": statistics.median(peer / walk for (walk, _), peer in zip(ours, theirs, strict=True)),
        "ratio_with_cells": statistics.median(peer / whole for (_, whole), peer in zip(ours, theirs, strict=True)),
    }


@click.command()
@click.option("--agents", type=click.IntRange(1024), default=Swarm.agents, help="Agents of both.")
@click.option("--cells", type=click.IntRange(16), default=Swarm.rows, help="Cells of both, each way.")
@click.option("--settling", type=click.IntRange(1), default=Swarm.settling, help="Steps of both before they are timed.")
@click.option("--rounds", type=click.IntRange(1), default=5, help="Rounds in turn.")
@click.option("--serve", "serves", is_flag=True, hidden=True)
def main(agents: int, cells: int, settling: int, rounds: int, serves: bool) -> None:
    """Compare our swarm with taichi's physarum example; prints JSON."""
    if serves:
        serve(agents, cells)
    else:
        try:
            click.echo(json.dumps(compare(Swarm(agents, cells, settling), rounds), indent=2))
        except RuntimeError as error:
            raise click.ClickException(str(error)) from None


if __name__ == "__main__":
    main()
