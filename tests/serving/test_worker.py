from pathlib import Path

import pytest

from serving.worker import PATHS, make_absolute


def test_a_retraining_finds_in_its_own_folder_what_the_service_was_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    environment = {"BENTOML_HOME": "bento", "STANCE_RETRAIN_CONFIG": "/etc/stance.toml", "STANCE_MODEL": "model"}
    make_absolute(environment, PATHS)
    assert environment == {
        "BENTOML_HOME": str(tmp_path / "bento"),
        "STANCE_RETRAIN_CONFIG": "/etc/stance.toml",
        "STANCE_MODEL": "model",
    }


def test_what_is_not_set_stays_so():
    environment = {"BENTOML_HOME": ""}
    make_absolute(environment, PATHS)
    assert environment == {"BENTOML_HOME": ""}
