"""The command line: what each command takes, and what its end means.

Exit status: 0 for done, 2 for a wrong command line or input, 1 for a failure; always with one clear line.
What a command needs is imported by that command, so that asking for help is quick.
"""

import errno
import os
import sys
from collections.abc import Sequence

import click

from installation.cli import filming, listen, perform, prints, sing, tell, vitals
from installation.cli.options import NAME, say

_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG, errno.EPIPE)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command line and end the process with its status."""
    sys.exit(status(arguments))


def status(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit status."""
    try:
        return commands.main(arguments, NAME, standalone_mode=False) or 0
    except click.ClickException as error:
        say(error.format_message())
        return 2
    except (KeyboardInterrupt, click.Abort):
        say("interrupted")
        return 1
    except OSError as error:
        if error.errno not in _UNWRITABLE:
            raise
        # What is told on a command's own output, into a file on a full disk, say.
        _let_go_of_output()
        say(f"what it found could not be written: {error.strerror}")
        return 1
    except Exception as error:
        known = _known(error)
        if known is None:
            raise
        say(str(error))
        return known


def _let_go_of_output() -> None:
    """Let the end not try again to write what is still held back."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _known(error: Exception) -> int | None:
    """Return the exit status of an error whose message is one clear line; None for a fault of the program."""
    from installation.captions import CaptionError
    from installation.files import OutputError
    from installation.gpu.shaders import ShaderError
    from installation.presets import PresetError
    from installation.score import ScoreError
    from installation.senses.osc.osc_in import OscInError
    from installation.senses.sound.rooms import RoomError
    from installation.senses.sound.source import SoundInError
    from installation.stage.film.encode import FilmError
    from installation.stage.live.osc_out import OscTargetError
    from installation.stage.offscreen import GraphicsError
    from installation.stage.prints.plot import MissingPackageError
    from installation.world.snapshot import SnapshotError

    wrong_input = PresetError | ScoreError | CaptionError | SoundInError | OutputError | SnapshotError
    if isinstance(error, wrong_input | OscInError | OscTargetError):
        return 2
    return 1 if isinstance(error, ShaderError | FilmError | GraphicsError | MissingPackageError | RoomError) else None


class _RunByDefault(click.Group):
    """Takes a command line without a command as `run`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `run` in front where options come first, or nothing at all."""
        if not args or (args[0].startswith("-") and args[0] not in ("--help", "--version")):
            args = ["run", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_RunByDefault)
@click.version_option(package_name="living-mosaic", prog_name=NAME)
def commands() -> None:
    """A bioluminescent mycelium that answers the sound of the room. Without a command: run."""


for _command in (
    perform.run, filming.film, filming.still, perform.replay, vitals.vitals,
    prints.atlas, prints.label, listen.listen, sing.sing,
    tell.presets, tell.devices, tell.doctor, tell.bench,
):  # fmt: skip
    commands.add_command(_command)
