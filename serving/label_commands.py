"""The commands `stance labels ...`, with `queue`, which needs a model beside the labels."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labels.cli import labels, store_option
from labels.errors import DataError
from labels.exchange import LABEL_STUDIO
from labels.location import open_store
from labels.queue import MOST_PICKS, Candidate, pick
from labels.records import Numbered, Unreadable, check_not_read, replacing_file, row_writer, scan_rows
from labels.statement import Statement
from serving.console import TABULAR, model_folder, model_option, output_option, progress

if TYPE_CHECKING:
    from serving.classifier import Classifier
    from serving.prediction import Prediction


@labels.command()
@click.argument("file", required=False)
@click.option("-n", "--number", type=click.IntRange(1, MOST_PICKS), default=50, show_default=True)
@output_option
@store_option
@model_option
def queue(file: str | None, number: int, output: str, url: str | None, model: Path | None) -> None:
    """Say what to label next, so that few labels teach much.

    Takes a JSONL, CSV or Parquet file of statements or of predictions (- reads JSON lines), or else the
    label store's statements that nobody has labelled or whose labels differ. Leaves out what the store
    holds labels for, and writes what the model is unsure of, each unlike those before it, to a JSONL,
    CSV, Parquet or Label Studio (.json) file.
    """
    check_not_read(output, [file] if file else [])
    with open_store(os.environ, url or "") as store:
        settled = store.settled()
        rows = scan_rows(file) if file else _numbered(store.wanting_review())
    bad: list[Unreadable] = []
    candidates = _candidates(rows, model, f"reading {file or 'the label store'}", bad)
    picked = pick(candidates, number, settled)
    _write(picked, output)
    click.echo(f"{len(picked)} statements to label", err=True)
    if bad:
        raise DataError(f"{file or 'the label store'}: {len(bad)} rows could not be read")


def _numbered(statements: Sequence[Statement]) -> Iterator[Numbered]:
    for number, statement in enumerate(statements, 1):
        yield Numbered(f"the label store's statement {statement.id}", number, statement.model_dump())


def _candidates(
    rows: Iterable[Numbered | Unreadable], model: Path | None, title: str, bad: list[Unreadable]
) -> Iterator[Candidate]:
    """Yield the candidates among the rows; report the others and add them to `bad`."""
    from serving.queueing import scan_candidates

    @cache
    def classifier() -> Classifier:
        # A file of predictions needs no model.
        from serving.classifier import Classifier

        return Classifier.load(model_folder(model))

    def classify(statements: Sequence[Statement]) -> list[Prediction]:
        return classifier().classify(statements) if statements else []

    def check(statement: Statement) -> None:
        classifier().check(statement)

    for found in progress(scan_candidates(rows, classify, check), title):
        if isinstance(found, Unreadable):
            click.echo(f"stance: {found}", err=True)
            bad.append(found)
        else:
            yield found


def _write(picked: Sequence[Candidate], output: str) -> None:
    from serving.queueing import to_columns, to_record, to_task

    if Path(output).suffix.lower() == LABEL_STUDIO:
        with replacing_file(Path(output)) as unfinished:
            tasks = [to_task(candidate) for candidate in picked]
            unfinished.write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return
    to_row = to_columns if Path(output).suffix.lower() in TABULAR else to_record
    with row_writer(output, [LABEL_STUDIO]) as writer:
        for candidate in picked:
            writer.write(to_row(candidate))
