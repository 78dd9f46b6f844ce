"""The command `stance retrain`: what it prints, what it writes down, how it ends."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from labels.errors import ConfigError, DataError, RetrainingHeld, RetrainingRefused
from labels.promotions import Promotions
from labels.retrain_lock import held_lock
from labels.retrainings import Retraining, Retrainings, RetrainingState
from labels.store import LabelStore
from serving.models import ModelVersions
from tests import plain
from training.retrain_cli import retrain


@pytest.fixture
def url(tmp_path: Path, plain_model: Path, retrain_config: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a label store whose live model is the plain one; the command's own places are set."""
    for name, value in {
        "XDG_STATE_HOME": tmp_path,
        "BENTOML_HOME": tmp_path,
        "STANCE_RETRAIN_CONFIG": retrain_config,
        "STANCE_DATABASE_URL": f"sqlite:///{tmp_path / 'labels.db'}",
    }.items():
        monkeypatch.setenv(name, str(value))
    found = f"sqlite:///{tmp_path / 'labels.db'}"
    with LabelStore.open(found) as store:
        Promotions(store.database).promote(ModelVersions(tmp_path).add(plain_model), "test", "", {})
    return found


def run(*arguments: str) -> None:
    retrain.main(list(arguments), standalone_mode=False)


def latest(url: str) -> Retraining:
    with LabelStore.open(url) as store:
        return Retrainings(store.database).get()


def correct(url: str, statements: object) -> None:
    with LabelStore.open(url) as store:
        store.add_labelled(statements, datetime.now(UTC))


def test_a_model_that_passes_is_told_in_a_table_and_written_down(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    correct(url, plain.corrections(12))
    run("--no-promote")
    done = latest(url)
    assert (done.state, done.settings) == (RetrainingState.PASSED, {"full": False, "promote": False})
    told = capsys.readouterr()
    for check in done.result["checks"]:
        assert check["name"] in told.out
    assert f"'stance models promote {done.result['challenger']}' makes it live" in " ".join(told.err.split())
    folder = ModelVersions(tmp_path).folder(done.result["challenger"])
    assert f"other commands take it with --model {folder}\n" in told.err


def test_a_model_that_is_refused_is_an_error_of_one_line(url: str, capsys: pytest.CaptureFixture[str]):
    correct(url, plain.poison(80))
    with pytest.raises(RetrainingRefused, match=r"^the new model is refused, the old one stays: .*macro-F1") as caught:
        run()
    assert "\n" not in str(caught.value)
    assert "refused" in capsys.readouterr().out
    done = latest(url)
    assert (done.state, done.result["promoted"]) == (RetrainingState.REFUSED, False)


def test_one_that_fails_is_written_down_with_the_reason(url: str, tmp_path: Path):
    with pytest.raises(DataError):
        run()
    done = latest(url)
    assert done.state is RetrainingState.FAILED
    assert done.result["error"].startswith("the label store has nothing to learn from")
    with pytest.raises(ConfigError):
        run("--config", str(tmp_path / "nowhere.toml"))
    assert "nowhere.toml" in latest(url).result["error"]


def test_while_another_is_under_way_it_is_told_whose(url: str, tmp_path: Path):
    (tmp_path / "stance").mkdir(exist_ok=True)
    with (
        held_lock(tmp_path / "stance", "first"),
        pytest.raises(RetrainingHeld, match=r"^another retraining is under way: retraining first, process \d+, since"),
    ):
        run()


def test_with_a_job_it_goes_on_under_the_id_that_was_announced(url: str):
    with LabelStore.open(url) as store:
        Retrainings(store.database).add("announced", {})
    with pytest.raises(DataError):
        run("--job", "announced")
    assert (latest(url).id, latest(url).state) == ("announced", RetrainingState.FAILED)
