"""The commands `stance labels ...`."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from labels import annotation
from labels.check import check, report
from labels.corpus import DATA_FOLDER, LabelledStatement, Split, data_files, read_corpus
from labels.errors import DataError
from labels.exchange import export_labels, import_labels, import_to_store
from labels.location import database_url, open_store
from labels.records import check_not_read
from labels.stats import count

paths_argument = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
store_option = click.option(
    "--store",
    "url",
    is_flag=False,
    flag_value="",
    metavar="[URL]",
    help="Label store: sqlite:///FILE or postgresql://...; without URL that of STANCE_DATABASE_URL.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def labels() -> None:
    """Check, count, import, export and compare labelled statements.

    PATHS are JSONL files or folders of them; the shipped data by default.
    """


@labels.command("check")
@paths_argument
def check_command(paths: tuple[Path, ...]) -> None:
    """Look for errors: codes, ids, texts, duplicates, fragments, leakage between splits."""
    findings = check(paths)
    if findings:
        click.echo(report(findings))
        raise DataError(f"{len(findings)} to mend in the labelled data")
    click.echo(f"{len(read_corpus(paths))} statements, nothing to mend", err=True)


@labels.command()
@paths_argument
@json_option
def stats(paths: tuple[Path, ...], as_json: bool) -> None:
    """Count statements by stance, sector, theme, origin, kind and split."""
    counts = count(read_corpus(paths))
    if as_json:
        click.echo(json.dumps(counts, indent=2))
        return
    for head, numbers in counts.items():
        table = Table("statements", head, box=None, title_justify="left")
        for code, number in numbers.items():
            table.add_row(f"{number:>10,}", code)
        Console().print(table)


@labels.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    show_default="labels/data/imported.jsonl",
    help="JSONL file to add to.",
)
@store_option
@click.option("--strict", is_flag=True, help="Add nothing if any row is bad.")
def import_command(file: Path, into: Path | None, url: str | None, strict: bool) -> None:
    """Add labelled statements from a JSONL, CSV, Parquet or Label Studio (.json) file.

    What is there already is compared with the file it goes into, or with all of labels/data.
    """
    if url is None:
        rejected = _import_into(file, into or DATA_FOLDER / "imported.jsonl", strict)
    elif into is None:
        rejected = _import_to_store(file, url, strict)
    else:
        raise click.UsageError("--into and --store exclude each other")
    if rejected:
        raise DataError(f"{file}: {rejected} rows rejected{', so nothing was added' if strict else ''}")


def _import_into(file: Path, into: Path, strict: bool) -> int:
    if not into.parent.is_dir():
        raise DataError(f"{into}: the folder {into.parent} does not exist")
    beside = [into.parent] if into.parent.absolute() == DATA_FOLDER else [into]
    existing = read_corpus(beside) if any(path.exists() for path in beside) else []
    done = import_labels(file, into, existing, strict=strict)
    told = f"{len(done.added)} added to {into}, {done.known} known already"
    return _tell_import(told, done.rejected, done.waiting)


def _import_to_store(file: Path, url: str, strict: bool) -> int:
    with open_store(os.environ, url) as store:
        done = import_to_store(file, store, datetime.now(UTC), strict=strict)
    told = (
        f"{done.statements} statements and {done.labels} labels added to the store, {done.known} labels known already"
    )
    return _tell_import(told, done.rejected, done.waiting)


def _tell_import(told: str, rejected: list[str], waiting: int) -> int:
    for line in rejected:
        click.echo(line, err=True)
    still = f", {waiting} rows of a queue without labels yet" if waiting else ""
    click.echo(f"{told}, {len(rejected)} rejected{still}", err=True)
    return len(rejected)


@labels.command("export")
@click.argument("output")
@click.option("--from", "paths", multiple=True, type=click.Path(path_type=Path), help="JSONL file or folder to export.")
@store_option
@click.option("--split", type=click.Choice([split.value for split in Split]), help="Only this split.")
def export_command(output: str, paths: tuple[Path, ...], url: str | None, split: str | None) -> None:
    """Write labelled statements to a JSONL, CSV, Parquet or Label Studio (.json) file; - is standard output."""
    if url is not None and paths:
        raise click.UsageError("--from and --store exclude each other")
    if url is None:
        check_not_read(output, data_files(paths))
    statements = read_corpus(paths) if url is None else _stored(url)
    total = export_labels((s for s in statements if split is None or s.split == split), output)
    click.echo(f"{total} statements written", err=True)


def _stored(url: str) -> list[LabelledStatement]:
    from labels.store import LabelStore  # SQLAlchemy and Alembic take half a second to load.

    with LabelStore.open(url or database_url(os.environ), must_exist=True) as store:
        return store.export()


@labels.command()
@paths_argument
@json_option
def agreement(paths: tuple[Path, ...], as_json: bool) -> None:
    """Compare annotators: observed agreement, Cohen's kappa, Krippendorff's alpha.

    Takes the field 'second' of each record, and records with one id in several files as labels
    of one statement.
    """
    found = annotation.agreement(annotation.judgements(read_corpus(paths)))
    if as_json or not sys.stdout.isatty():
        click.echo(json.dumps([asdict(item) for item in found], indent=2))
        return
    table = Table("head", "statements", "agree", "kappa", "alpha", box=None)
    for item in found:
        figures = (f"{value:.3f}" for value in (item.observed, item.kappa, item.alpha))
        table.add_row(item.head, str(item.statements), *figures)
    Console().print(table)
