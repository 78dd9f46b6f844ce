"""The process that serves: BentoML's own worker, on a socket that `stance serve` opened."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import MutableMapping, Sequence
from pathlib import Path

import click

from labels.database import absolute_url
from labels.location import open_store
from serving.access import access_notice
from serving.artifact import SHIPPED_MODEL, load_artifact
from serving.cli import run
from serving.settings import read_settings

PATHS = ("STANCE_RETRAIN_CONFIG", "BENTOML_HOME")


@click.command()
@click.option("--fd", type=int, required=True, help="The socket that listens.")
@click.option("--lifeline", type=int, required=True, help="A pipe that closes when the supervisor is gone.")
@click.option("--url", required=True, help="Where people reach the service.")
@click.option("--announce", is_flag=True, help="Say where people reach the service, and who may write.")
def work(fd: int, lifeline: int, url: str, announce: bool) -> None:
    """Check the model, bring the label store up to date, and serve until told to end."""
    end_with_supervisor(lifeline)
    settings = read_settings(os.environ)
    # Each worker does: the one before it may have been killed in the middle.
    load_artifact(settings.model or SHIPPED_MODEL)
    open_store(os.environ).close()
    if announce:
        notices = f"the page at {url} tries it out; {access_notice(settings)}"
        click.echo(f"stance: POST quotes to {url}/classify; {notices}", err=True)
    # A retraining that the service starts runs in another folder.
    os.environ["STANCE_DATABASE_URL"] = absolute_url(settings.database_url)
    make_absolute(os.environ, PATHS)
    from _bentoml_impl.worker.service import main as bentoml_worker

    service = ["serving.service:StanceService", "--service-name", "stance"]
    bentoml_worker.main([*service, "--fd", str(fd), "--worker-id", "1"], standalone_mode=False)


def make_absolute(environment: MutableMapping[str, str], names: Sequence[str]) -> None:
    """Make the paths that an environment names hold in every folder."""
    for name in names:
        if path := environment.get(name):
            environment[name] = str(Path(path).expanduser().absolute())


def end_with_supervisor(lifeline: int) -> None:
    """End this process, as if it were told to, when the other end of a pipe closes."""

    def watch() -> None:
        os.read(lifeline, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()


if __name__ == "__main__":
    run(work)
