"""The command `stance serve`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import click

from serving.settings import read_settings
from serving.supervisor import Supervisor, listen


@click.command()
@click.option("--port", default=3000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--model", type=click.Path(path_type=Path), help="Model folder  [default: STANCE_MODEL, or the live one]")
def serve(port: int, host: str, model: Path | None) -> None:
    """Serve the live model over HTTP, or with --model that one whatever is promoted."""
    pinned = model or read_settings(os.environ).model
    if pinned:
        os.environ["STANCE_MODEL"] = str(pinned.absolute())
    # BentoML reports its use to its makers unless told not to.
    os.environ["BENTOML_DO_NOT_TRACK"] = "true"
    # A tokeniser's own threads only get into the way of the model's.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # Else every thread keeps what a burst of requests once needed, in an arena of its own.
    os.environ.setdefault("MALLOC_ARENA_MAX", "1")
    url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def worker(socket: int, lifeline: int, first: bool) -> list[str]:
        numbers = ["--fd", str(socket), "--lifeline", str(lifeline)]
        # Not by -m alone, which looks for modules in the folder that it is started in first.
        return [
            sys.executable,
            "-P",
            "-m",
            "serving.worker",
            *numbers,
            "--url",
            url,
            *(["--announce"] if first else []),
        ]

    with listen(host, port) as listener, tempfile.TemporaryDirectory(prefix="stance-metrics-") as metrics:
        # The figures of workers past and present are summed from files in here.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = metrics
        status = Supervisor(listener, worker).run()
    sys.exit(status)
