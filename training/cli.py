"""The commands `stance train`, `evaluate`, `screen` and `curve`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from labels.corpus import BEHAVIOUR_FOLDER, LabelledStatement, Split, data_files, read_corpus
from labels.errors import DataError, InvalidInput
from labels.exchange import from_row
from labels.records import Numbered, check_not_read, read_rows
from labels.snapshot import take_snapshot
from labels.statement import validated
from serving.console import model_folder, model_option
from training.config import DEFAULT_BASE, FIELDS, load_config

if TYPE_CHECKING:
    from training.evaluate import Evaluation, HeadFigures
    from training.loop import Epoch
    from training.run import Reporter

# What needs torch is imported by the command that runs it: `stance --help` must not wait for it.


TABLE_WIDTH = 132

Baselines = dict[str, dict[str, "HeadFigures"]]


def config_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command one flag for each setting of `TrainConfig`."""
    for name, setting in reversed(FIELDS.items()):
        if isinstance(setting.default, int | float | str):
            flag = f"--{name.replace('_', '-')}"
            command = click.option(flag, name, type=type(setting.default), help=f"[default: {setting.default}]")(
                command
            )
    return command


labels_option = click.option(
    "--labels",
    multiple=True,
    type=click.Path(path_type=Path),
    help="JSONL file or folder of labelled statements; the shipped data by default.",
)


@click.command()
@labels_option
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="TOML file of settings.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Model folder to write.")
@click.option(
    "--baselines/--no-baselines", default=True, show_default=True, help="Fit the baselines for the end table too."
)
@click.option(
    "--start", type=click.Path(path_type=Path), help="Model folder to train further, instead of from the base."
)
@config_options
def train(
    labels: tuple[Path, ...],
    config_file: Path | None,
    output: Path,
    baselines: bool,
    start: Path | None,
    **flags: Any,
) -> None:
    """Train a model on labelled statements, export it and say how good it is."""
    from training.run import train_model

    config = load_config(config_file, flags)
    console = Console(stderr=True)
    with reporting(console) as tell:
        run = train_model(config, labels, output, tell, baselines=baselines, start=start)
    print_tables(run.evaluation, run.baselines)
    console.print(f"the model is at {output}")


@contextmanager
def reporting(console: Console) -> Iterator[Reporter]:
    """Give who shows on the console how a run is going: a line for every step, and a bar below of the share done."""
    from training.run import Reporter

    columns = (TextColumn("this step"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("", total=1.0)

        def message(text: str) -> None:
            console.print(text)
            bar.reset(task)

        yield Reporter(
            message=message,
            progress=lambda share: bar.update(task, completed=share),
            epoch=lambda epoch: console.print(epoch_line(epoch), soft_wrap=True),
        )


def epoch_line(epoch: Epoch) -> str:
    """Return one epoch as a line."""
    return (
        f"epoch {epoch.number}: loss {epoch.loss:.3f}, validation stance macro-F1 {epoch.stance_macro_f1:.3f},"
        f" sector accuracy {epoch.sector_accuracy:.3f}, themes micro-F1 {epoch.themes_micro_f1:.3f}"
    )


@click.command()
@click.argument("data", metavar="[DATA|-]", required=False)
@model_option
@click.option("--json", "as_json", is_flag=True, help="Print every figure and error as JSON.")
@click.option(
    "--baselines",
    is_flag=True,
    help="Fit baselines to the shipped training split too, for comparison.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder for pictures, figures and errors.")
def evaluate(data: str | None, model: Path | None, as_json: bool, baselines: bool, output: Path | None) -> None:
    """Measure a model on labelled statements: the shipped test split, or DATA.

    DATA holds labelled statements, or spans of articles lying beside it (`file`, `start`, `end`).
    Of records that name their split, only those of the test split are used.
    """
    from serving.classifier import Classifier
    from training.evaluate import evaluate as evaluate_model
    from training.report import write_report

    if baselines and data:
        raise click.UsageError("--baselines compare on the shipped test split: leave DATA out")
    statements = statements_to_measure(data)
    turned = read_corpus([BEHAVIOUR_FOLDER]) if data is None else []
    evaluation = evaluate_model(Classifier.load(model_folder(model)), statements, turned)
    figures: Baselines = {}
    if baselines:
        from training.base import find_base
        from training.baselines import baseline_figures

        figures = baseline_figures(take_snapshot(), find_base(DEFAULT_BASE), load_config(None, {}))
    if output:
        output.mkdir(parents=True, exist_ok=True)
        write_report(output, evaluation)
    if as_json:
        others = {name: {head: asdict(f) for head, f in heads.items()} for name, heads in figures.items()}
        click.echo(json.dumps(asdict(evaluation) | {"baselines": others}, indent=1, ensure_ascii=False))
    else:
        print_tables(evaluation, figures)


@click.command()
@labels_option
@click.option("--base", default=DEFAULT_BASE, show_default=True, help="Checkpoint whose states are looked at.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="JSONL file to write; stdout by default.")
def screen(labels: tuple[Path, ...], base: str, output: Path | None) -> None:
    """List labels that the other statements contradict, the most doubtful first.

    Each statement is judged by simple classifiers that saw neither it nor its source. What is listed is to be looked
    at again, by the guide: most of it will be right and only hard.
    """
    from training.base import find_base
    from training.screen import screen as screen_labels

    if output:
        check_not_read(output, data_files(labels))
    statements = read_corpus(labels) if labels else list(take_snapshot().statements)
    if output:
        output.touch()  # Where nothing can be written, say so before minutes of work.
    console = Console(stderr=True)
    with reporting(console) as tell:
        tell.message(f"judging {len(statements)} statements, each by classifiers that have not seen its source")
        doubts = screen_labels(statements, find_base(base), load_config(None, {"base": base}), tell.progress)
    written = "".join(f"{json.dumps(doubt.record(), ensure_ascii=False)}\n" for doubt in doubts)
    if output:
        output.write_text(written, encoding="utf-8")
    else:
        click.echo(written, nl=False)
    for head in ("sector", "stance"):
        console.print(f"{sum(d.head == head for d in doubts)} of {len(statements)} labels of {head} are doubtful")


@click.command()
@labels_option
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="TOML file of settings.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="JSONL file to add the points to.")
@click.option(
    "--share",
    "shares",
    multiple=True,
    type=click.FloatRange(0, 1, min_open=True),
    default=(0.25, 0.5, 0.75, 1.0),
    show_default=True,
    help="Share of the training statements; again for another.",
)
@click.option(
    "--material",
    "materials",
    multiple=True,
    type=click.Choice(["all", "modelled", "written"]),
    default=("all",),
    show_default=True,
    help="Which of them by origin; again for another.",
)
@click.option(
    "--seed",
    "seeds",
    multiple=True,
    type=click.IntRange(min=0),
    default=(FIELDS["seed"].default,),
    show_default=True,
    help="Seed of a curve; again for another.",
)
def curve(
    labels: tuple[Path, ...],
    config_file: Path | None,
    output: Path,
    shares: tuple[float, ...],
    materials: tuple[str, ...],
    seeds: tuple[int, ...],
) -> None:
    """Train on parts of the data and write what each comes to on the test split.

    Points that OUTPUT holds already, of the same settings and data, are not trained again: the same command
    continues an interrupted curve.
    """
    from training.curve import Material, measure, measured_already, points

    config = load_config(config_file, {})
    snapshot = take_snapshot(labels)
    check_not_read(output, data_files(labels))
    output.touch()
    done = measured_already(output)
    wanted = points([Material(material) for material in materials], shares, seeds, config, snapshot)
    left = [point for point in wanted if point not in done]
    console = Console(stderr=True)
    with reporting(console) as tell:
        for number, point in enumerate(left, start=1):
            tell.message(f"{number} of {len(left)}: {point.share:.0%} of {point.material}, seed {point.seed}")
            record = measure(point, config, snapshot, tell).record()
            with output.open("a", encoding="utf-8") as file:
                file.write(f"{json.dumps(record)}\n")
    console.print(f"{len(wanted)} points are in {output}, {len(left)} of them new")


def statements_to_measure(data: str | None) -> list[LabelledStatement]:
    """Return the statements to measure on; raise `DataError` if there are none."""
    if data is None:
        return take_snapshot().split(Split.TEST)
    from training.gold import is_annotated_article, read_annotated_articles

    rows = list(read_rows(data))
    if rows and is_annotated_article(rows[0].row):
        return read_annotated_articles(Path(data))
    measured = [s for s in map(_labelled, rows) if s.split in (None, Split.TEST)]
    if not measured:
        raise DataError(
            f"{data}: no statement to measure on (expected labelled ones, of no split or of the split 'test')"
        )
    return measured


def _labelled(numbered: Numbered) -> LabelledStatement:
    try:
        return validated(LabelledStatement, from_row(numbered.row))
    except InvalidInput as problem:
        raise DataError(f"{numbered.place}: {problem}") from None


def print_tables(evaluation: Evaluation, baselines: Baselines) -> None:
    """Print the headline table, the review line and the confusion of stances."""
    console = Console(width=None if sys.stdout.isatty() else TABLE_WIDTH)
    console.print(slices_table(evaluation))
    console.print(behaviour_table(evaluation))
    console.print(results_table(evaluation, baselines))
    console.print(
        f"themes micro-F1 {evaluation.themes_micro_f1}; marked for review {evaluation.reviewed:.0%},"
        f" stance right in the rest {evaluation.unreviewed_stance_accuracy:.1%}"
    )
    if evaluation.either_annotator:
        stance, sector = evaluation.either_annotator["stance"], evaluation.either_annotator["sector"]
        console.print(f"agrees with one of two annotators: stance {stance:.1%}, sector {sector:.1%}")


def slices_table(evaluation: Evaluation) -> Table:
    """Return the stance accuracy by sector, kind and attribution."""
    table = Table("slice", "statements", "stance accuracy", box=None)
    for name, values in evaluation.stance_accuracy_by.items():
        for value, (number, share) in values.items():
            table.add_row(f"{name}: {value}", str(number), f"{share:.2f}")
    return table


def behaviour_table(evaluation: Evaluation) -> Table:
    """Return what the behaviour tests came to."""
    table = Table("behaviour", "pairs", "as it should be", "wanted", box=None)
    for test in evaluation.behaviour:
        table.add_row(test.name, str(test.pairs), f"{test.share:.1%}", f"{test.wanted:.0%}")
    return table


def results_table(evaluation: Evaluation, baselines: Baselines) -> Table:
    """Return the model's figures above those of the baselines."""
    table = Table(title=f"{evaluation.statements} statements, 95% bootstrap intervals", title_justify="left")
    for column in ("model", "stance macro-F1", "stance accuracy", "sector accuracy", "sector macro-F1"):
        table.add_column(column)
    rows: Sequence[tuple[str, Mapping[str, HeadFigures]]] = [
        ("this model", {"stance": evaluation.stance, "sector": evaluation.sector}),
        *baselines.items(),
    ]
    for name, heads in rows:
        stance, sector = heads["stance"], heads["sector"]
        table.add_row(name, *map(str, (stance.macro_f1, stance.accuracy, sector.accuracy, sector.macro_f1)))
    return table
