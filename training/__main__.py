"""Run the commands that train and measure a model: `python -m training retrain`."""

from __future__ import annotations

import click

from serving.cli import run
from training.cli import evaluate, train
from training.retrain_cli import retrain


def main() -> None:
    """Run a command."""
    run(click.Group("training", commands={"train": train, "evaluate": evaluate, "retrain": retrain}))


if __name__ == "__main__":
    main()
