"""What the commands share: options, the choice of a model, the progress bar."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from serving.artifact import SHIPPED_MODEL
from serving.settings import read_settings

T = TypeVar("T")

TABULAR = (".csv", ".parquet")

model_option = click.option(
    "--model", type=click.Path(path_type=Path), help="Model folder  [default: STANCE_MODEL, or the shipped one]"
)
output_option = click.option("-o", "--output", default="-", help="JSONL, CSV or Parquet file; - is standard output.")


def model_folder(chosen: Path | None) -> Path:
    """Return the folder given by an option, by the environment, or the shipped one."""
    return chosen or read_settings(os.environ).model or SHIPPED_MODEL


def progress(items: Iterable[T], title: str, total: int | None = None) -> Iterator[T]:
    """Yield the items, showing on a terminal how many have passed."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        yield from bar.track(items, description=title, total=total)
