"""The versions of the model: each whole or not there."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from labels.errors import ArtifactError, ModelError
from serving.artifact import SHIPPED_MODEL, load_artifact, read_contract
from serving.models import LEFTOVER_SECONDS, UNFINISHED, ModelVersions

ADD = "import sys; from pathlib import Path; from serving.models import ModelVersions as V; print('ready', flush=True);"
ADD += "V(Path(sys.argv[1])).add(Path(sys.argv[2]))"


@pytest.fixture
def versions(tmp_path: Path) -> ModelVersions:
    return ModelVersions(tmp_path)


def test_at_first_there_is_the_shipped_version_alone(versions: ModelVersions):
    [only] = versions.all()
    assert (only.folder, only.contract) == (SHIPPED_MODEL, read_contract(SHIPPED_MODEL))
    assert versions.folder("") == SHIPPED_MODEL


def test_a_version_is_kept_whole_with_its_contract(versions: ModelVersions, tiny_model: Path):
    name = versions.add(tiny_model)
    kept = load_artifact(versions.folder(name))
    assert kept.contract == load_artifact(tiny_model).contract
    assert name == kept.contract.model_version
    assert [v.name for v in versions.all()][1:] == [name]
    assert {f.name for f in tiny_model.iterdir()} <= {f.name for f in kept.folder.iterdir()}


def test_bentoml_itself_finds_the_version(versions: ModelVersions, tiny_model: Path):
    name = versions.add(tiny_model)
    command = [sys.executable, "-m", "bentoml", "models", "list", "-o", "json"]
    environment = {**os.environ, "BENTOML_HOME": str(versions.home), "BENTOML_DO_NOT_TRACK": "true"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert [model["tag"] for model in json.loads(done.stdout)] == [f"stance:{name}"]


def test_a_version_that_is_there_stays_as_it_is(versions: ModelVersions, tiny_model: Path):
    folder = versions.folder(versions.add(tiny_model))
    before = folder.stat().st_ino
    versions.add(tiny_model)
    assert folder.stat().st_ino == before


def test_a_version_that_is_there_in_part_is_replaced(versions: ModelVersions, tiny_model: Path):
    name = versions.add(tiny_model)
    (versions.folder(name) / "model.onnx").write_bytes(b"half")
    versions.add(tiny_model)
    assert load_artifact(versions.folder(name)).contract.model_version == name


def test_a_version_that_can_not_be_used_is_listed_with_the_reason(versions: ModelVersions, tiny_model: Path):
    (versions.folder(versions.add(tiny_model)) / "tokenizer.json").unlink()
    broken = versions.all()[-1]
    assert broken.contract is None
    assert "no tokenizer.json here" in broken.problem


def test_a_folder_that_does_not_fit_is_not_kept(versions: ModelVersions, model_copy: Path):
    (model_copy / "model.onnx").write_bytes(b"no model")
    with pytest.raises(ArtifactError, match="sha256"):
        versions.add(model_copy)
    assert len(versions.all()) == 1


@pytest.mark.parametrize("name", ["nowhere", "..", "../models", "", "."])
def test_only_a_version_has_a_folder(versions: ModelVersions, tiny_model: Path, name: str):
    known = versions.add(tiny_model)
    if name:
        with pytest.raises(ModelError, match=rf"is not in .*expected one of: [0-9a-f]+, {known}\)"):
            versions.folder(name)
    else:
        assert versions.folder(name) == SHIPPED_MODEL


@pytest.mark.parametrize("name", ["", "shipped", read_contract(SHIPPED_MODEL).model_version])
def test_the_shipped_version_goes_by_three_names(versions: ModelVersions, name: str):
    assert versions.name(name) == ""


def test_a_process_that_is_killed_leaves_no_version_and_the_next_one_cleans_up(
    versions: ModelVersions, tiny_model: Path
):
    name = read_contract(tiny_model).model_version
    command = [sys.executable, "-c", ADD, str(versions.home), str(tiny_model)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    # BentoML's own write begins where the folder for it appears.
    while not list(versions.home.glob(f"{UNFINISHED}*")) and process.poll() is None:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert [v.name for v in versions.all()][1:] in ([], [name])
    assert all(v.contract for v in versions.all())
    for leftover in versions.home.glob(f"{UNFINISHED}*"):
        age(leftover)
    versions.add(tiny_model)
    assert not list(versions.home.glob(f"{UNFINISHED}*"))
    assert versions.all()[1].name == name


def test_what_another_process_may_be_writing_just_now_stays(versions: ModelVersions):
    young, old = (versions.home / f"{UNFINISHED}{name}" for name in ("young", "old"))
    for folder in (young, old):
        folder.mkdir(parents=True)
    age(old)
    versions.clean()
    assert (young.is_dir(), old.is_dir()) == (True, False)


def age(folder: Path) -> None:
    """Have a folder look as if it had been written long ago."""
    long_ago = time.time() - LEFTOVER_SECONDS - 60
    os.utime(folder, (long_ago, long_ago))


@pytest.fixture
def stance(run_stance: Callable[..., Any], tmp_path: Path, tiny_model: Path) -> Callable[..., Any]:
    """The command, with a label store and a model store of its own that holds the tiny model."""
    ModelVersions(tmp_path).add(tiny_model)
    own = {
        "BENTOML_HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path),
        "STANCE_DATABASE_URL": "",
        "STANCE_MODEL": "",
    }
    return lambda *arguments: run_stance(*arguments, env={**os.environ, **own})


def test_promoting_and_rolling_back_change_what_is_live(stance: Callable[..., Any], tiny_model: Path):
    name = read_contract(tiny_model).model_version
    shipped = read_contract(SHIPPED_MODEL).model_version

    def live() -> list[str]:
        return [v["version"] for v in json.loads(stance("models", "list", "--json").stdout) if v["live"]]

    assert live() == [shipped]
    assert stance("models", "promote", name, "--reason", "to see").stderr == f"live: {name}\n"
    assert live() == [name]
    assert "to see" in stance("models", "list").stdout
    assert stance("models", "rollback").stderr == f"live: {shipped} (shipped with the package)\n"
    assert live() == [shipped]
    done = stance("models", "rollback")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "no other version was live before this one" in done.stderr


def test_a_version_that_is_damaged_is_not_promoted(stance: Callable[..., Any], tiny_model: Path, tmp_path: Path):
    name = read_contract(tiny_model).model_version
    (ModelVersions(tmp_path).folder(name) / "model.onnx").write_bytes(b"half")
    done = stance("models", "promote", name)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "sha256" in done.stderr
    shutil.rmtree(ModelVersions(tmp_path).folder(name))
    assert "expected one of" in stance("models", "promote", name).stderr


def test_show_prints_the_contract_of_a_version(stance: Callable[..., Any], tiny_model: Path):
    name = read_contract(tiny_model).model_version
    assert json.loads(stance("models", "show", name).stdout)["files"]["model.onnx"].startswith(name)
