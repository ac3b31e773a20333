"""Our swarm beside taichi's own physarum example, both in turn in one run: `make bench-peers`.

The example runs as taichi ships it, in a process of its own, with as many agents and cells as ours. A step of it
senses, turns, moves, deposits and diffuses, so ours is counted with the passes that do the same for it.
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
    """Run steps of the example, as many as each line of the input says; answer with the seconds that they took."""
    run = taichi_physarum(agents, cells)
    for line in sys.stdin:
        began = time.perf_counter()
        run(int(line))
        print(f"took {time.perf_counter() - began}", flush=True)


class Peer:
    """The example in a process of its own."""

    def __init__(self, plan: Swarm) -> None:
        command = [sys.executable, "-m", "installation.stage.bench.peers", "--serve"]
        words = [*command, "--agents", str(plan.agents), "--cells", str(plan.rows)]
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def milliseconds(self, steps: int) -> float:
        """Return how long a step takes, of so many; RuntimeError where the example does not run."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{steps}\n")
        self._process.stdin.flush()
        # Taichi greets on the same way.
        for line in self._process.stdout:
            if line.startswith("took "):
                return float(line.split()[1]) / steps * 1e3
        raise RuntimeError("taichi's physarum example does not run here")

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


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
    walks, wholes = ([plan.agents / one[part] * 1e3 for one in ours] for part in (0, 1))
    peers = [plan.agents / one * 1e3 for one in theirs]
    return {
        "renderer": context.info["GL_RENDERER"],
        "agents": plan.agents, "cells": f"{plan.rows}x{plan.rows}", "rounds": rounds,
        "agent_steps_per_s": statistics.median(walks),
        "agent_steps_per_s_with_cells": statistics.median(wholes),
        "taichi_physarum": statistics.median(peers),
        "ratio_of_walks": statistics.median(one / other for one, other in zip(walks, peers, strict=True)),
        "ratio": statistics.median(one / other for one, other in zip(wholes, peers, strict=True)),
        "goal": GOAL,
    }  # fmt: skip


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
        click.echo(json.dumps(compare(Swarm(agents, cells, settling), rounds), indent=2))


if __name__ == "__main__":
    main()
