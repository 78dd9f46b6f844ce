"""The command `stance classify`."""

from __future__ import annotations

import difflib
import itertools
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from labels.errors import DataError
from labels.records import READABLE, Numbered, Unreadable, check_not_read, row_writer, scan_rows
from labels.statement import ArticleStatement, Statement, validated
from serving.console import TABULAR, model_folder, model_option, output_option, progress
from serving.prediction import Prediction

_FILE_NAME = re.compile(r"\S+\.[A-Za-z]\w{1,6}")
FIELDS = tuple(ArticleStatement.model_fields)
MISSPELT = 0.8
"""How alike a column's name and a field's are, of 1, where the one is probably meant for the other."""


@click.command()
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
        check_not_read(output, [what])
        rows = with_columns(scan_rows(what), what)
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
    if what == "-" or Path(what).suffix.lower() in READABLE or _FILE_NAME.fullmatch(what):
        return True
    try:
        return bool(what) and Path(what).exists()
    except OSError:  # Too long to be a name.
        return False


def with_columns(rows: Iterator[Numbered | Unreadable], file: str) -> Iterator[Numbered | Unreadable]:
    """Return the rows of a file, and say which columns of a table look misspelt.

    Raises `DataError` if a table has no column `text`.
    """
    first = next(rows, None)
    if first is None:
        return rows
    if isinstance(first, Numbered) and Path(file).suffix.lower() in TABULAR:
        columns = list(first.row)
        if "text" not in columns:
            found = ", ".join(map(repr, columns))
            raise DataError(f"{file}: has no column 'text' (found: {found})")
        for column in columns:
            meant = difflib.get_close_matches(column.strip().lower(), FIELDS, 1, MISSPELT)
            if meant and column not in FIELDS and meant[0] not in columns:
                click.echo(f"stance: {file}: the column {column!r} is not read (is it {meant[0]!r}?)", err=True)
    return itertools.chain([first], rows)


def _classify_file(classifier: Any, rows: Iterable[Any], name: str, output: str) -> None:
    from serving.score import classify_rows

    flat = Path(output).suffix.lower() in TABULAR
    total = failed = 0
    with row_writer(output) as writer:
        for row in progress(classify_rows(classifier, rows, flat=flat), f"classifying {name}"):
            total += 1
            failed += "error" in row
            writer.write(row)
    if not total:
        click.echo(f"stance: {name}: holds no statement", err=True)
    if failed:
        raise DataError(f"{name}: {failed} of {total} rows could not be classified; see their field 'error'")


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
