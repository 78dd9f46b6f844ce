"""The commands `stance extract` and `stance score`: articles in, statements out."""

from __future__ import annotations

import hashlib
import shlex
import sys
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import click

from labels.errors import DataError
from labels.records import FORMATS, row_writer
from serving.articles.collection import (
    LINES,
    READ_ENDINGS,
    RECORD_FIELDS,
    Extracted,
    Pending,
    check_arguments,
    find_articles,
)
from serving.console import TABULAR, model_folder, model_option, output_option, progress
from serving.journal import Journal

MAX_NAMED_CHARS = 200

Engine = Callable[[Iterable[Pending]], Generator[Extracted, None, None]]

articles_argument = click.argument("articles", nargs=-1, required=True, metavar="ARTICLE|FOLDER|GLOB|-...")
resume_option = click.option("--resume", is_flag=True, help="Go on with an interrupted run; nothing is done twice.")
first_person_option = click.option(
    "--first-person", is_flag=True, help="Also take what a byline's author says as statements, paragraph by paragraph."
)
workers_option = click.option(
    "--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes that read articles."
)


@click.command()
@articles_argument
@output_option
@first_person_option
@workers_option
@resume_option
def extract(articles: tuple[str, ...], *, output: str, first_person: bool, workers: int, resume: bool) -> None:
    """Find the statements in articles and who made them. Needs no model.

    Reads plain text, HTML, PDF and Word files, folders and globs of them, and JSON lines with 'text' or
    'html' (- is standard input). What can't be read is reported and passed over.
    """
    from serving.engines import read_all

    began = f"stance extract{' --first-person' * first_person} {named(articles)}"

    def engine(pendings: Iterable[Pending]) -> Generator[Extracted, None, None]:
        return read_all(pendings, workers, first_person=first_person)

    run(articles, output, engine, began, columns=RECORD_FIELDS, resume=resume)


@click.command()
@articles_argument
@output_option
@model_option
@click.option("--report", type=click.Path(path_type=Path, file_okay=False), help="Also draw a report into this folder.")
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True)
@first_person_option
@workers_option
@resume_option
def score(
    articles: tuple[str, ...],
    *,
    output: str,
    model: Path | None,
    report: Path | None,
    engine: str,
    first_person: bool,
    workers: int,
    resume: bool,
) -> None:
    """Find the statements in articles, and say sector, stance and themes of each.

    Takes what 'stance extract' takes. With --report and no -o the statements go to DIR/statements.jsonl.
    """
    from serving.classifier import Classifier
    from serving.engines import ray_articles, read_all, with_predictions
    from serving.score import FLAT_FIELDS, classify_records

    folder = model_folder(model)
    if report:
        from serving.report import check_can_draw

        check_can_draw()
        report.mkdir(parents=True, exist_ok=True)
        output = str(report / "statements.jsonl") if output == "-" else output

    clock = Clock()

    def scored(pendings: Iterable[Pending]) -> Generator[Extracted, None, None]:
        if engine == "ray":
            return ray_articles(pendings, folder.absolute(), workers, first_person=first_person)
        classify = partial(classify_records, Classifier.load(folder))
        read = clock.timed(read_all(pendings, workers, first_person=first_person))
        return clock.overall(with_predictions(read, classify))

    columns = (*RECORD_FIELDS, *FLAT_FIELDS)
    began = f"stance score --model {folder}{' --first-person' * first_person} {named(articles)}"
    run(articles, output, scored, began, columns=columns, resume=resume, report=report)
    if engine == "local" and sys.stderr.isatty():
        click.echo(f"{clock.total:.1f} s, of which {clock.waited:.1f} s waiting for articles to be read", err=True)


def named(articles: tuple[str, ...]) -> str:
    """Return the articles as they were named, of many how many there are and a hash that tells them from others."""
    whole = shlex.join(articles)
    if len(whole) <= MAX_NAMED_CHARS:
        return whole
    return f"{articles[0]} ... ({len(articles)} of them, {hashlib.sha256(whole.encode()).hexdigest()[:12]})"


class Clock:
    """Tells how long a run took, and how much of that it waited for articles to be read; both in seconds."""

    def __init__(self) -> None:
        self.total = self.waited = 0.0

    def timed(self, articles: Generator[Extracted, None, None]) -> Generator[Extracted, None, None]:
        """Yield the articles, and add up how long each was waited for."""
        with closing(articles):
            while True:
                began = time.perf_counter()
                article = next(articles, None)
                self.waited += time.perf_counter() - began
                if article is None:
                    return
                yield article

    def overall(self, articles: Generator[Extracted, None, None]) -> Generator[Extracted, None, None]:
        """Yield the articles, and take the time from the first to the last."""
        began = time.perf_counter()
        with closing(articles):
            yield from articles
        self.total = time.perf_counter() - began


def run(
    articles: tuple[str, ...],
    output: str,
    engine: Engine,
    began: str,
    *,
    columns: Sequence[str],
    resume: bool,
    report: Path | None = None,
) -> None:
    """Send the articles through an engine and write what comes out, article by article.

    `began` names the command that an interrupted run is resumed with, `columns` are those of a table in which no
    statement stands. Raises `DataError`, when all is written,
    if any article could not be read.
    """
    check_arguments(articles)
    if output == "-":
        if resume:
            raise click.UsageError("--resume needs an output file (-o FILE)")
        _print_all(articles, engine)
        return
    suffix = Path(output).suffix.lower()
    if suffix not in FORMATS:
        raise DataError(
            f"{output}: can't write {suffix or 'a file without an ending'} (expected one of: {', '.join(FORMATS)})"
        )
    with _opened(Journal(Path(output), began), resume=resume) as journal:
        before, silent = set(journal.done), 0
        todo = (pending for pending in find_articles(articles, Path(output)) if pending.id not in before)
        with closing(engine(todo)) as found:
            for article in progress(found, "reading articles", count(articles)):
                _tell(article)
                silent += not (article.records or article.error)
                journal.add(article.id, article.records, article.error)
        _check_any(len(journal.done))
        if report:
            from serving.report import draw_report

            draw_report(journal.records(), report)
        from serving.score import flattened

        unclassified = sum("error" in record for record in journal.records())
        journal.finish(flattened if suffix in TABULAR else lambda record: record, columns)
        _sum_up(len(journal.done), sum(bool(error) for error in journal.done.values()), unclassified, silent)


def _print_all(articles: tuple[str, ...], engine: Engine) -> None:
    failed = total = unclassified = silent = 0
    with row_writer("-") as writer, closing(engine(find_articles(articles))) as found:
        for article in progress(found, "reading articles", count(articles)):
            total, failed = total + 1, failed + bool(article.error)
            silent += not (article.records or article.error)
            unclassified += sum("error" in record for record in article.records)
            _tell(article)
            for record in article.records:
                writer.write(record)
    _check_any(total)
    _sum_up(total, failed, unclassified, silent)


@contextmanager
def _opened(journal: Journal, *, resume: bool) -> Iterator[Journal]:
    if resume and not journal.path.exists():
        click.echo(f"stance: no interrupted run is here ({journal.path}); this one begins anew", err=True)
    journal.open(resume=resume)
    try:
        yield journal
    except KeyboardInterrupt:
        if journal.done:
            click.echo(f"stance: interrupted; --resume goes on after {len(journal.done)} articles", err=True)
        raise
    finally:
        journal.close()


def _tell(article: Extracted) -> None:
    if article.error:
        click.echo(f"stance: {article.error}", err=True)


def _check_any(total: int) -> None:
    if not total:
        raise DataError(f"no articles found (expected files ending in {', '.join(READ_ENDINGS)})")


def _sum_up(total: int, failed: int, unclassified: int, silent: int) -> None:
    """Say what came of the articles; raise `DataError` if any, or any of their statements, could not be dealt with."""
    wrong = [f"{failed} of {total} articles could not be read"] if failed else []
    if unclassified:
        statements = "statement" if unclassified == 1 else "statements"
        wrong.append(f"{unclassified} {statements} could not be classified; see their field 'error'")
    if wrong:
        raise DataError("; ".join(wrong))
    if sys.stderr.isatty():
        without = f", {silent} of them without a statement" if silent else ""
        click.echo(f"{total} articles read{without}", err=True)


def count(articles: tuple[str, ...]) -> int | None:
    """Return how many articles there are, where that can be told without reading them."""
    if any(argument == "-" or argument.lower().endswith(LINES) for argument in articles):
        return None
    return sum(1 for _ in find_articles(articles))
