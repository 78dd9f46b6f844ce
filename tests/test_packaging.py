"""What is installed, what is locked, and what ships in a bento."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import httpx
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from labels.corpus import BEHAVIOUR_FOLDER, Split, read_corpus
from labels.snapshot import take_snapshot
from serving.artifact import SHIPPED_MODEL, load_artifact
from training.evaluate import measured_on
from training.report import read_measured

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
SERVE_LOCK, DEV_LOCK = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"


def locked(file: Path) -> dict[str, str]:
    pairs = [line.split("==") for line in file.read_text().splitlines() if line and not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pairs}


def requirements(*extras: str) -> list[Requirement]:
    lists = [PROJECT["dependencies"], *(PROJECT["optional-dependencies"][extra] for extra in extras)]
    return [Requirement(text) for requirements in lists for text in requirements]


@pytest.mark.parametrize(("file", "extras"), [(SERVE_LOCK, ()), (DEV_LOCK, ("train", "test"))])
def test_every_requirement_is_locked_to_a_version_that_it_allows(file: Path, extras: tuple[str, ...]):
    versions = locked(file)
    for requirement in requirements(*extras):
        assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), requirement


def test_both_locks_name_the_same_versions():
    serve, everything = locked(SERVE_LOCK), locked(DEV_LOCK)
    assert {name: everything.get(name) for name in serve} == serve


def test_a_serving_environment_has_no_training_packages():
    assert not {"torch", "transformers", "datasets", "scikit-learn", "onnx"} & locked(SERVE_LOCK).keys()


def test_locks_name_no_place_to_fetch_from():
    assert not re.search(r"https?://|--|@ ", SERVE_LOCK.read_text() + DEV_LOCK.read_text())


def test_the_bento_installs_what_the_serving_lock_names():
    bentofile = yaml.safe_load((ROOT / "bentofile.yaml").read_text())
    assert bentofile["python"]["requirements_txt"] == "./requirements.lock"
    assert "packages" not in bentofile["python"]


def test_nobody_is_told_that_the_service_runs():
    bentofile = yaml.safe_load((ROOT / "bentofile.yaml").read_text())
    assert {"name": "BENTOML_DO_NOT_TRACK", "value": "true"} in bentofile["envs"]


def test_the_shipped_model_was_trained_on_the_shipped_data():
    contract = load_artifact(SHIPPED_MODEL).contract
    assert contract.snapshot_sha256 == take_snapshot().training_sha256, "what is trained on changed: run 'make train'"


def test_the_shipped_evaluation_is_of_the_shipped_test_split_and_of_this_model():
    contract, evaluation = load_artifact(SHIPPED_MODEL).contract, read_measured(SHIPPED_MODEL)
    test, turned = take_snapshot().split(Split.TEST), read_corpus([BEHAVIOUR_FOLDER])
    assert evaluation.model_version == contract.model_version
    assert evaluation.measured_on == measured_on(test, turned, contract.metrics["precision"])
    right = [answer == statement.stance for answer, statement in zip(evaluation.answers.stance, test, strict=True)]
    assert sum(right) / len(right) == pytest.approx(contract.metrics["stance_accuracy"])


def test_the_shipped_model_is_small_enough_to_keep_in_the_repository():
    sizes = [file.stat().st_size for file in SHIPPED_MODEL.iterdir()]
    assert sum(sizes) <= 120_000_000
    assert max(sizes) <= 95_000_000


def test_the_card_of_the_shipped_model_has_it_beat_every_baseline_on_stance_and_sector():
    rows = [line.strip("| ").split(" | ") for line in (SHIPPED_MODEL / "MODEL_CARD.md").read_text().splitlines()]
    figures = {row[0]: [float(cell.split()[0]) for cell in row[1:]] for row in rows if len(row) == 5 and "(" in row[1]}
    ours = figures.pop("**this model**")
    assert len(figures) == 3
    assert all(mine > theirs for others in figures.values() for mine, theirs in zip(ours, others, strict=True))


@pytest.fixture(scope="session")
def bento(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bento built from the checkout, in a store of its own."""
    home = tmp_path_factory.mktemp("bentoml")
    command = [sys.executable, "-m", "bentoml", "build", "--output", "tag"]
    environment = {**os.environ, "BENTOML_HOME": str(home), "BENTOML_DO_NOT_TRACK": "true"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return next((home / "bentos" / "stance").glob("*/bento.yaml")).parent


def test_a_bento_holds_serving_and_labels_and_nothing_else(bento: Path):
    shipped = {path.relative_to(bento / "src") for path in (bento / "src").rglob("*") if path.is_file()}
    assert {path.parts[0] for path in shipped} <= {"serving", "labels", "bentofile.yaml", "requirements.lock"}
    assert Path("serving/model/model.onnx") in shipped
    assert Path("labels/migrations/versions/v0001_first_tables.py") in shipped
    assert not any("data" in path.parts for path in shipped)


def test_a_container_of_a_bento_runs_as_a_user_without_rights_and_answers_on_its_port(bento: Path):
    lines = (bento / "env" / "docker" / "Dockerfile").read_text(encoding="utf-8").splitlines()
    *_, user = [number for number, line in enumerate(lines) if line.startswith("USER ")]
    assert lines[user] == "USER bentoml"
    [entry] = [number for number, line in enumerate(lines) if line.startswith("ENTRYPOINT ")]
    assert user < entry
    assert "EXPOSE 3000" in lines


def test_a_bento_serves_on_its_own(bento: Path, tmp_path: Path, serve_folder):
    with serve_folder(bento, tmp_path) as client:
        answer = client.post("/classify", json={"statements": [{"text": "No.", "attribution": "UNISON"}]})
        assert isinstance(client, httpx.Client)
        assert answer.json()["predictions"][0]["sector"]["label"] == "trade_union"
