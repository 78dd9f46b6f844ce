"""Kill retrainings at random moments: `python -m tests.retrain_kills 200`.

What is live must be whole after every one, and a last retraining that nobody kills must come to its end.
"""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from labels.promotions import Promotions
from labels.retrain_lock import holder
from labels.store import LabelStore
from serving.artifact import load_artifact
from serving.models import ModelVersions
from tests import plain

ROOT = Path(__file__).parent.parent
FIRST_GUESS = 4.0
"""Seconds that a retraining may take; learnt from the first that nobody killed in time."""
# The modules take seconds to load, in which there is nothing to break: they are loaded once, and each run is a fork.
FORKS = """
import os, sys
import bentoml, datasets, onnx, openvino, sklearn.metrics, torch, transformers
import training.retrain
from training.__main__ import main
print("ready", flush=True)
for _ in sys.stdin:
    child = os.fork()
    if not child:
        log = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(log, 1), os.dup2(log, 2)
        sys.argv[1:] = ["retrain"]
        try:
            main()
        except SystemExit as end:
            print(end.code, flush=True)
            os._exit(1)
        os._exit(0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Kills:
    """A state folder with a live model, in which retrainings are killed."""

    def __init__(self, folder: Path, model: Path, config: Path, rng: random.Random) -> None:
        self.folder, self.rng, self.longest, self.corrected = folder, rng, FIRST_GUESS, 12
        self.ended = self.killed = 0
        self.versions = ModelVersions(folder)
        self.store = LabelStore.open(f"sqlite:///{folder / 'kills.db'}")
        self.promotions = Promotions(self.store.database)
        self.environment = {
            **os.environ,
            "BENTOML_HOME": str(folder),
            "XDG_STATE_HOME": str(folder),
            "STANCE_DATABASE_URL": f"sqlite:///{folder / 'kills.db'}",
            "STANCE_RETRAIN_CONFIG": str(config),
            "OMP_NUM_THREADS": "1",
            "BENTOML_DO_NOT_TRACK": "true",
        }
        self.promotions.promote(self.versions.add(model), "test", "", {})
        self.correct()

    def correct(self) -> None:
        """Give the next retraining something to learn."""
        self.store.add_labelled(plain.corrections(self.corrected), datetime.now(UTC))
        self.corrected += 1

    @contextmanager
    def running(self) -> Iterator[None]:
        """Have the process at work that the runs are forked from."""
        command = [sys.executable, "-c", FORKS, str(self.log)]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, cwd=ROOT, env=self.environment, stdin=pipe, stdout=pipe, bufsize=0) as forks:
            self.forks = forks
            assert self._line() == b"ready"
            yield
        self.store.close()

    @property
    def log(self) -> Path:
        """Return the file of what the latest run printed."""
        return self.folder / "run.log"

    def once(self) -> None:
        """Kill one retraining at a random moment, and check what it left; where it was done, correct another."""
        began = time.monotonic()
        code = self._run(self.rng.uniform(0, self.longest))
        assert code in (0, -signal.SIGKILL), self.log.read_text()
        assert holder(self.folder / "stance") == ""
        self.check()
        self.killed += code != 0
        if code == 0:
            self.ended += 1
            self.longest = min(self.longest, 1.1 * (time.monotonic() - began))
            self.correct()

    def check(self) -> None:
        """Check that every version is whole, the live one among them."""
        for version in self.versions.all():
            assert load_artifact(version.folder).contract == version.contract
        live = self.promotions.latest()
        assert live is not None
        load_artifact(self.versions.folder(live.version))

    def finish(self) -> None:
        """Run one retraining to its end."""
        assert self._run(None) == 0, self.log.read_text()
        self.check()

    def _run(self, seconds: float | None) -> int:
        """Run a retraining, and kill it after some seconds; return how it ended."""
        assert self.forks.stdin is not None
        self.forks.stdin.write(b"run\n")
        process = int(self._line())
        if seconds is not None and not select.select([self.forks.stdout], [], [], seconds)[0]:
            os.kill(process, signal.SIGKILL)
        return int(self._line())

    def _line(self) -> bytes:
        assert self.forks.stdout is not None
        return self.forks.stdout.readline().strip()


def main(rounds: int) -> None:
    """Train the plain model, then kill as often as asked."""
    from training.config import load_config
    from training.run import Reporter, train_model

    silent = Reporter(message=lambda _: None, progress=lambda _: None, epoch=lambda _: None)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        data, config = plain.write(folder)
        settings = load_config(None, plain.TRAIN_SETTINGS | {"base": str(plain.tiny_base(folder / "tiny-bert"))})
        train_model(settings, [data], folder / "model", silent, baselines=False)
        kills = Kills(folder, folder / "model", config, random.Random(time.time_ns()))
        with kills.running():
            for number in range(1, rounds + 1):
                kills.once()
                print(f"\r{number} of {rounds}", end="", file=sys.stderr, flush=True)
            kills.finish()
    print(f"\n{kills.killed} killed, {kills.ended} had ended before: nothing lost", file=sys.stderr)


if __name__ == "__main__":
    main(int(sys.argv[1]))
