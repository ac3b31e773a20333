"""What steps back behind the sound: tried in a process of its own, since nobody may step forward again."""

import json
import subprocess
import sys

CODE = """
import json, os
from pathlib import Path
from installation.gpu.renderer import is_software
from installation.stage.live.precedence import step_back
from installation.stage.offscreen import offscreen_context
context = offscreen_context()
def niceness():
    return {task.name: os.getpriority(os.PRIO_PROCESS, int(task.name)) for task in Path("/proc/self/task").glob("*")}
before = niceness()
said = step_back()
moved = [task for task, nice in niceness().items() if nice > before.get(task, nice)]
print(json.dumps([is_software(context.info["GL_RENDERER"]), said, moved, str(os.getpid())]))
"""


def test_threads_that_draw_on_the_cpu_step_back_and_no_others():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    software, said, moved, main = json.loads(done.stdout)
    assert len(moved) == said and main not in moved
    assert (said > 0) == software
