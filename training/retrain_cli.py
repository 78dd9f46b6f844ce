"""The command `stance retrain`."""

from __future__ import annotations

import os
import shlex
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from labels.cli import store_option
from labels.errors import RetrainingRefused, StanceError
from labels.location import open_store, state_folder
from labels.retrain_lock import held_lock
from training.cli import TABLE_WIDTH, reporting

if TYPE_CHECKING:
    from labels.retrainings import Retrainings
    from training.retrain import Outcome
    from training.run import Reporter

TOLD_EVERY_SECONDS = 2.0


@click.command()
@click.option(
    "--quick/--full",
    "quick",
    default=True,
    show_default=True,
    help="Train the live model further on corrections and a sample, or the shipped one on everything.",
)
@click.option(
    "--promote/--no-promote", default=True, show_default=True, help="Make the new model live if it passes the gate."
)
@click.option(
    "--config",
    "config_file",
    envvar="STANCE_RETRAIN_CONFIG",
    type=click.Path(path_type=Path),
    help="TOML file of settings, with a table [retrain]  [default: STANCE_RETRAIN_CONFIG]",
)
@click.option("--job", default="", metavar="ID", help="Go on as the retraining that was announced under this id.")
@store_option
def retrain(quick: bool, promote: bool, config_file: Path | None, job: str, url: str | None) -> None:
    """Retrain on the label store's corrections; the new model goes live if it is not worse than the old.

    Both are compared as they are served, on held-out statements, behaviour tests and the corrected statements. An
    interrupted retraining goes on where it was when it is started again.
    """
    from labels.promotions import Promotions
    from labels.retrainings import Retrainings
    from serving.models import ModelVersions
    from training.retrain import Place
    from training.retrain import retrain as run_retraining
    from training.retrain_config import load_retrain_config

    folder = state_folder(os.environ)
    retraining_id = job or uuid.uuid4().hex[:12]
    console = Console(stderr=True)
    with held_lock(folder, retraining_id), open_store(os.environ, url or "") as store:
        retrainings = Retrainings(store.database)
        if not job:
            retrainings.add(retraining_id, {"full": not quick, "promote": promote})
        place = Place(store, Promotions(store.database), ModelVersions.of(os.environ), folder)
        with recorded(retrainings, retraining_id) as found, reporting(console) as tell:
            config = load_retrain_config(config_file, full=not quick)
            followed = telling(tell, retrainings, retraining_id)
            found.append(run_retraining(place, config, followed, promote=promote, actor=f"retraining {retraining_id}"))
    [outcome] = found
    Console(width=None if sys.stdout.isatty() else TABLE_WIDTH).print(outcome_table(outcome))
    if not outcome.verdict.passed:
        reasons = "; ".join(outcome.verdict.reasons)
        raise RetrainingRefused(f"the new model is refused, the old one stays: {reasons}")
    kept = "is live" if outcome.promoted else f"is kept; 'stance models promote {outcome.challenger}' makes it live"
    console.print(f"version {outcome.challenger} {kept}")
    # The service follows what is live; the commands take the shipped model unless told.
    used = place.versions.folder(outcome.challenger)
    console.print(f"other commands take it with --model {shlex.quote(str(used))}", soft_wrap=True, highlight=False)


@contextmanager
def recorded(retrainings: Retrainings, retraining_id: str) -> Iterator[list[Outcome]]:
    """Give a list for the outcome, and write down what became of the retraining, whatever ended it."""
    from labels.retrainings import RetrainingState

    found: list[Outcome] = []
    try:
        yield found
    except BaseException as problem:
        error = str(problem) if isinstance(problem, StanceError) else type(problem).__name__
        retrainings.end(retraining_id, RetrainingState.FAILED, {"error": error})
        raise
    [outcome] = found
    state = RetrainingState.REFUSED
    if outcome.verdict.passed:
        state = RetrainingState.PROMOTED if outcome.promoted else RetrainingState.PASSED
    retrainings.end(retraining_id, state, outcome.to_dict())


def telling(tell: Reporter, retrainings: Retrainings, retraining_id: str) -> Reporter:
    """Return a reporter that tells the database too how the retraining is going, at most every two seconds."""
    stage, last = "starting", 0.0

    def message(text: str) -> None:
        nonlocal stage
        stage = text
        tell.message(text)
        retrainings.move(retraining_id, text, 0.0)

    def progress(share: float) -> None:
        nonlocal last
        tell.progress(share)
        if (now := time.monotonic()) - last >= TOLD_EVERY_SECONDS:
            last = now
            retrainings.move(retraining_id, stage, share)

    return replace(tell, message=message, progress=progress)


def outcome_table(outcome: Outcome) -> Table:
    """Return what the gate compared, check by check."""
    title = f"{outcome.champion} in use, {outcome.challenger} new"
    table = Table("check", "in use", "new", "found", "wanted", "", title=title, title_justify="left", box=None)
    for check in outcome.verdict.checks:
        shares = (f"{check.before:.3f}", f"{check.after:.3f}")
        table.add_row(check.name, *shares, check.found, check.wanted, "" if check.passed else "[red]refused[/red]")
    return table
