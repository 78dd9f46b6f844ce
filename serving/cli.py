"""The command `stance`. Results go to standard output, progress and messages to standard error."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from labels.errors import DataError, StanceError
from labels.location import open_store
from labels.records import READABLE, row_writer, scan_rows
from labels.statement import Statement, validated
from serving.article_commands import extract, score
from serving.artifact import SHIPPED_MODEL, load_artifact
from serving.console import TABULAR, model_folder, model_option, output_option, progress
from serving.model_commands import models
from serving.prediction import Prediction
from serving.settings import read_settings

COMMANDS = "stance.commands"


class StanceGroup(click.Group):
    """The commands of this module and those that other parts of the package announce.

    Serving may not import training: the commands `train` and `evaluate` are found by their entry
    points.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted({*super().list_commands(ctx), *entry_points(group=COMMANDS).names})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return a command, loading it only now."""
        if found := super().get_command(ctx, name):
            return found
        found_entries = entry_points(group=COMMANDS, name=name)
        return next(iter(found_entries)).load() if found_entries else None


@click.group(cls=StanceGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="stp-stance", prog_name="stance")
def stance() -> None:
    """Classify quoted statements by speaker sector, stance toward STPs and themes."""


@stance.command()
@click.argument("what", metavar="TEXT|FILE|-")
@click.option("--attribution", default="", help="What the source prints about the speaker.")
@click.option("--context", default="", help="The carrying sentence, or what is needed to read the words.")
@output_option
@model_option
def classify(what: str, attribution: str, context: str, output: str, model: Path | None) -> None:
    """Classify one statement, or every row of a JSONL, CSV or Parquet file (- reads JSON lines).

    A file's rows come back in their order with all their fields; a row needs the field `text` and
    may have `context` and `attribution`, or `speaker`, `role` and `organisation`.
    """
    from serving.classifier import Classifier

    if is_file(what):
        if attribution or context:
            raise click.UsageError("--attribution and --context go with TEXT; in a file they are fields")
        rows = scan_rows(what)
        _classify_file(Classifier.load(model_folder(model)), rows, what, output)
        return
    statement = validated(Statement, {"text": what, "attribution": attribution, "context": context})
    prediction = Classifier.load(model_folder(model)).classify([statement])[0]
    if output != "-":
        with row_writer(output) as writer:
            writer.write(prediction.model_dump(mode="json"))
    elif sys.stdout.isatty():
        Console().print(prediction_table(prediction))
    else:
        click.echo(prediction.model_dump_json())


def is_file(what: str) -> bool:
    """Tell whether an argument names a file of statements: it looks like one, or is there."""
    if what == "-" or Path(what).suffix.lower() in READABLE:
        return True
    try:
        return bool(what) and Path(what).exists()
    except OSError:  # Too long to be a name.
        return False


def _classify_file(classifier: Any, rows: Iterable[Any], name: str, output: str) -> None:
    from serving.score import classify_rows

    flat = Path(output).suffix.lower() in TABULAR
    total = failed = 0
    with row_writer(output) as writer:
        for row in progress(classify_rows(classifier, rows, flat=flat), f"classifying {name}"):
            total += 1
            failed += "error" in row
            writer.write(row)
    if failed:
        raise DataError(f"{name}: {failed} of {total} rows could not be classified; see their field 'error'")


stance.add_command(extract)
stance.add_command(score)


stance.add_command(models)


@stance.command()
@click.option("--port", default=3000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
@model_option
def serve(port: int, host: str, model: Path | None) -> None:
    """Serve the live model over HTTP, or with --model that one whatever is promoted."""
    from labels.database import absolute_url  # SQLAlchemy takes half a second to load.

    settings = read_settings(os.environ)
    pinned = model or settings.model
    load_artifact(pinned or SHIPPED_MODEL)
    open_store(os.environ).close()
    # The service runs in another folder. BentoML reports its use to its makers unless told not to.
    paths = {"STANCE_DATABASE_URL": absolute_url(settings.database_url)}
    if pinned:
        paths["STANCE_MODEL"] = str(pinned.absolute())
    os.environ |= {**paths, "BENTOML_DO_NOT_TRACK": "true"}
    # A tokeniser's own threads only get into the way of the model's.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    root = str(Path(__file__).parent.parent)
    command = ["bentoml", "serve", "serving.service:StanceService", "--working-dir", root]
    sys.stderr.write(
        f"stance: POST quotes to http://{host}:{port}/classify; the page at http://{host}:{port} tries it out\n"
    )
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, "-m", *command, "--port", str(port), "--host", host])


def prediction_table(prediction: Prediction) -> Table:
    """Return one prediction as a person would like to see it."""
    table = Table(show_header=False, box=None)
    for name, choice in (("sector", prediction.sector), ("stance", prediction.stance)):
        others = sorted(choice.probabilities.items(), key=lambda item: -item[1])[1:3]
        rest = ", ".join(f"{label} {p:.2f}" for label, p in others)
        table.add_row(name, f"[bold]{choice.label}[/bold]", f"{choice.confidence:.2f}", f"[dim]then {rest}[/dim]")
    themes = ", ".join(f"{theme.label} {theme.confidence:.2f}" for theme in prediction.themes) or "none"
    table.add_row("themes", themes)
    if prediction.review:
        table.add_row("review", "[yellow]a person should look at this one[/yellow]")
    if prediction.parts > 1:
        table.add_row("parts", f"too long to read at once: read in {prediction.parts} parts")
    return table


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
