"""Programs that sing a drone through the engine, or all that the installation sings, and what is heard of them."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

PROJECT = Path(__file__).parents[2]
SING = """
import json, os, signal, sys, time
from installation.sound.engine.engine import Engine
from installation.sound.notes import Controls, Note
plan = json.loads(sys.argv[1])
engine = Engine(plan.get("device", ""), plan.get("outputs", 2))
began, start, tick, slowest, paused = time.monotonic(), None, 0, 0.0, 0.0
def say(**told):
    print(json.dumps({"time": time.monotonic(), **told}), flush=True)
while time.monotonic() - began < 60.0:
    now = time.monotonic()
    if start is None and (not engine.lost or "missing" in plan):
        start = now - tick / 60
        say(sings=engine.name)
    if start is not None:
        if now - start > plan["seconds"]:
            break
        if "crash" in plan and now - start > plan["crash"]:
            os.kill(engine.process_id, signal.SIGKILL)
            del plan["crash"]
            say(crashed=True)
        if not plan.get("pause", (1e9, 0.0))[0] < now - start < plan.get("pause", (0.0, 0.0))[1]:
            place = plan["places"][tick // 30 % len(plan["places"])] if "places" in plan else None
            notes = [Note(0, plan["timbre"], 69.0, 1.0, 0.2, *place, "test")] if place and tick % 30 == 0 else []
            engine.sing(notes, Controls(57.0, 0.0 if place else 1.0, 0.0, 0.0, 0.5, 0.0, 90.0, 1.0))
            slowest = max(slowest, time.monotonic() - now)
        tick += 1
        time.sleep(max(0.0, start + tick / 60 - time.monotonic()))
    else:
        time.sleep(0.02)
    for message in engine.messages():
        say(message=message)
        if plan.pop("missing", False):
            plan["seconds"] = now - start + 1.5
told, process = engine.told, engine.process_id
before = time.monotonic()
engine.close()
gone = process is None or not os.path.exists(f"/proc/{process}")
say(told=told, closing=time.monotonic() - before, slowest=slowest, restarts=engine.restarts, gone=gone)
"""


def around(env: dict[str, str]) -> dict[str, str]:
    """What a program needs around it, with the kernels that are compiled already: a card's own home is empty."""
    return {**env, "XDG_CACHE_HOME": str(user_cache_path()), "PYTHONPATH": str(PROJECT)}


class Singing:
    """A program that sings a drone, or a note every half second; `plan` says for how long, and what befalls it."""

    def __init__(self, env: dict[str, str], **plan: object) -> None:
        command = [sys.executable, "-c", SING, json.dumps(plan)]
        self.process = subprocess.Popen(command, env=around(env), stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.first = json.loads(self.process.stdout.readline())

    def finish(self) -> "Singing":
        """Wait for the end; `messages` are what people were told, and `told` how it went."""
        self.lines = [self.first, *map(json.loads, self.process.communicate(timeout=60)[0].splitlines())]
        self.messages = [line["message"] for line in self.lines if "message" in line]
        self.last = self.lines[-1]
        self.told = self.last["told"]
        assert self.last["gone"] and self.last["closing"] < 3.0
        # Who waited for a device that hangs would wait for seconds; a busy machine holds up anybody for a moment.
        assert self.last["slowest"] < 0.9
        return self


def levels(heard: np.ndarray) -> np.ndarray:
    """The root mean square of every twentieth of a second."""
    blocks = heard[: len(heard) // 2400 * 2400].reshape(-1, 2400 * heard.shape[1])
    return np.sqrt((blocks**2).mean(axis=1))


def clicks(heard: np.ndarray) -> int:
    """How many samples leap; a drone has next to nothing above 8 kHz, and a click as much there as anywhere."""
    return int(np.count_nonzero(np.abs(np.diff(heard[:, 0], 2)) > 0.2 * np.abs(heard).max()))


def show(env: dict[str, str], home: Path, *arguments: str) -> subprocess.Popen[str]:
    """A run without a window that hears nothing and nobody plays."""
    alone = "--sound-in", "none", "--midi", "none", "--osc-in", "none", "--osc-out", "none", "--state", str(home)
    command = [sys.executable, "-m", "installation", "run", "--headless", "--fresh", "--size", "160x90", *alone]
    return subprocess.Popen(
        [*command, "--json", *arguments], env=around(env), cwd=home, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
