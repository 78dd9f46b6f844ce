"""The commands `stance models ...`."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from labels.errors import ModelError
from labels.location import open_store
from serving.artifact import Contract, load_artifact, read_contract
from serving.console import model_folder, model_option
from serving.models import ModelVersions, Version

if TYPE_CHECKING:
    from labels.promotions import Promotion, Promotions

FIGURES = ("stance_macro_f1", "sector_macro_f1", "themes_micro_f1")
TABLE_WIDTH = 132


@click.group()
def models() -> None:
    """Look at the versions of the model, and choose which is live."""


@models.command()
@click.argument("version", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the whole contract as JSON.")
@model_option
def show(version: str | None, as_json: bool, model: Path | None) -> None:
    """Show what a model was made of and how well it does: VERSION, or the one of --model."""
    if version and model:
        raise click.UsageError("give VERSION or --model, not both")
    folder = _folder(version) if version else model_folder(model)
    contract = read_contract(folder)
    if as_json or not sys.stdout.isatty():
        click.echo(contract.model_dump_json(indent=2))
    else:
        Console().print(contract_table(contract))


@models.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_command(as_json: bool) -> None:
    """List the versions: when each was made and from what, its figures on the test split, which is live."""
    versions = ModelVersions.of(os.environ).all()
    with _promotions() as promotions:
        latest = promotions.latest()
    live = latest.version if latest and latest.version else versions[0].name
    if as_json:
        click.echo(json.dumps([_record(version, live) for version in versions], indent=1))
        return
    console = Console(width=None if sys.stdout.isatty() else TABLE_WIDTH)
    console.print(versions_table(versions, live))
    if latest:
        console.print(f"live since {latest.created_at:%Y-%m-%d %H:%M} UTC, by {latest.actor}: {latest.reason}")


@models.command()
@click.argument("version")
@click.option("--reason", default="", help="Why, for those who look later.")
def promote(version: str, reason: str) -> None:
    """Make VERSION the live one; 'shipped' is the one that came with the package."""
    versions = ModelVersions.of(os.environ)
    name = versions.name(version)
    contract = load_artifact(versions.folder(name)).contract
    with _promotions() as promotions:
        made = promotions.promote(name, _user(), reason or "chosen", contract.metrics)
    _say(made, contract)


@models.command()
@click.option("--reason", default="", help="Why, for those who look later.")
def rollback(reason: str) -> None:
    """Make the version live that was so before the present one."""
    versions = ModelVersions.of(os.environ)
    with _promotions() as promotions:
        name = promotions.before()
        if name is None:
            raise ModelError("no other version was live before this one (expected one to go back to)")
        contract = load_artifact(versions.folder(name)).contract
        made = promotions.roll_back(_user(), reason or "rolled back", contract.metrics)
    _say(made, contract)


def contract_table(contract: Contract) -> Table:
    """Return a contract's main lines."""
    table = Table(show_header=False, box=None)
    table.add_row("model version", contract.model_version)
    table.add_row("made", f"{contract.created_at}, commit {contract.commit[:12]}")
    table.add_row("base", contract.base_model)
    table.add_row("labelled data", f"sha256 {contract.snapshot_sha256[:12]}")
    for name, value in contract.metrics.items():
        if isinstance(value, float):
            table.add_row(name, f"{value:.3f}")
    return table


def versions_table(versions: list[Version], live: str) -> Table:
    """Return the versions with their figures on the test split; the live one is marked."""
    table = Table("", "version", "made", "base", "stance macro-F1", "sector macro-F1", "themes micro-F1", box=None)
    for version in versions:
        mark = "live" if version.name == live else ""
        if version.contract is None:
            table.add_row(mark, version.name, version.problem)
            continue
        figures = (version.contract.metrics.get(name) for name in FIGURES)
        shown = [f"{figure:.3f}" if isinstance(figure, float) else "" for figure in figures]
        table.add_row(mark, version.name, version.contract.created_at, version.contract.base_model, *shown)
    return table


def _record(version: Version, live: str) -> dict[str, object]:
    record: dict[str, object] = {"version": version.name, "live": version.name == live, "folder": str(version.folder)}
    if version.contract is None:
        return record | {"problem": version.problem}
    contract = version.contract
    return record | {
        "created_at": contract.created_at,
        "base": contract.base_model,
        "metrics": contract.metrics,
    }


def _folder(version: str) -> Path:
    versions = ModelVersions.of(os.environ)
    return versions.folder(versions.name(version))


def _say(made: Promotion, contract: Contract) -> None:
    click.echo(f"live: {contract.model_version}{'' if made.version else ' (shipped with the package)'}", err=True)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # Some containers run as a user whom nobody knows.
        return f"user {os.getuid()}"


@contextmanager
def _promotions() -> Iterator[Promotions]:
    from labels.promotions import Promotions  # SQLAlchemy takes half a second to load.

    with open_store(os.environ) as store:
        yield Promotions(store.database)
