"""Kill a writer of the label store at a random moment."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

WRITER = Path(__file__).with_name("store_writer.py")


def killed(verb: str, url: str, *numbers: int, chance: random.Random) -> list[str]:
    """Start `store_writer.py` and kill it at a random moment; return what it had said by then."""
    command = [sys.executable, WRITER, verb, url, *map(str, numbers)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        lines = [writer.stdout.readline() for _ in range(chance.randint(1, 6))]
        with pytest.raises(subprocess.TimeoutExpired):
            writer.wait(chance.uniform(0, 0.03))
        writer.kill()
        lines += writer.stdout.readlines()
    return [line.strip() for line in lines]
