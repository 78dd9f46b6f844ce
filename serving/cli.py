"""The command `stance`. Results go to standard output, progress and messages to standard error."""

from __future__ import annotations

import io
import sys
from importlib import import_module
from importlib.metadata import entry_points

import click

from labels.errors import StanceError

OWN_COMMANDS = {
    "classify": "serving.classify_command",
    "extract": "serving.article_commands",
    "models": "serving.model_commands",
    "score": "serving.article_commands",
    "serve": "serving.serve_command",
}
"""The module of each command, which is loaded when it is called: what the others need takes half a second."""
OTHER_COMMANDS = "stance.commands"


class StanceGroup(click.Group):
    """The commands of serving, and those that other parts of the package announce.

    Serving may not import training, whose commands are found by their entry points.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted({*super().list_commands(ctx), *OWN_COMMANDS, *entry_points(group=OTHER_COMMANDS).names})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return a command, loading it only now."""
        if module := OWN_COMMANDS.get(name):
            command: click.Command = getattr(import_module(module), name)
            return command
        found_entries = entry_points(group=OTHER_COMMANDS, name=name)
        return next(iter(found_entries)).load() if found_entries else super().get_command(ctx, name)


@click.group(cls=StanceGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="stp-stance", prog_name="stance")
def stance() -> None:
    """Classify quoted statements by speaker sector, stance toward STPs and themes."""


def main() -> None:
    """Run `stance`."""
    run(stance)


def run(command: click.Command) -> None:
    """Run a command; a domain error is one line on standard error and exit status 1."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        command.main(standalone_mode=False)
    except StanceError as problem:
        sys.exit(f"stance: {problem}")
    except ModuleNotFoundError as problem:
        sys.exit(f"stance: this command needs the module {problem.name!r} (pip install 'stp-stance[train]')")
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(130)
    except OSError as problem:
        where = f"{problem.filename}: " if problem.filename else ""
        sys.exit(f"stance: {where}{problem.strerror or problem}")
