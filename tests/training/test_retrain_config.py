"""What a retraining is told by its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from labels.errors import ConfigError
from serving.artifact import read_contract
from training.config import load_config
from training.retrain_config import RECIPE, load_retrain_config


def told(folder: Path, text: str, *, full: bool = False):
    file = folder / "retrain.toml"
    file.write_text(text, encoding="utf-8")
    return load_retrain_config(file, full=full)


def test_a_retraining_from_the_base_follows_the_recipe_of_the_shipped_model(tiny_model: Path, tmp_path: Path):
    config = told(tmp_path, "[retrain]\nfrom_base = true", full=True)
    assert config.training(read_contract(tiny_model), 2) == load_config(RECIPE, {})


def test_a_retraining_from_the_base_follows_its_own_file_where_that_says_something(tiny_model: Path, tmp_path: Path):
    config = told(tmp_path, "epochs = 3\n[retrain]\nfrom_base = true", full=True)
    assert config.training(read_contract(tiny_model), 2) == load_config(None, {"epochs": 3})


@pytest.mark.parametrize(("full", "rate"), [(False, 1e-5), (True, 2e-5)])
def test_a_retraining_has_the_settings_of_the_model_it_starts_from_but_its_own_rate(
    tiny_model: Path, tmp_path: Path, full: bool, rate: float
):
    rates = "learning_rate = 1e-5\nfull_rate = 2e-5"
    config = told(tmp_path, f"themes_weight = 2.0\n[retrain]\n{rates}\nfrozen_share = 0.5", full=full)
    live = read_contract(tiny_model)
    found = config.training(live, 4)
    assert (found.epochs, found.learning_rate, found.frozen_layers, found.themes_weight) == (1, rate, 2, 2.0)
    assert (found.base, found.pad_lengths) == (live.config["base"], live.pad_lengths)


def test_only_a_full_retraining_begins_with_the_base(tmp_path: Path):
    assert told(tmp_path, "[retrain]\nfrom_base = true", full=True).from_base
    assert not told(tmp_path, "[retrain]\nfrom_base = true", full=False).from_base
    assert not told(tmp_path, "", full=True).from_base


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("epoch = 3", r"^unknown setting 'epoch' \(expected one of: "),
        ("[retrain]\nrows = 3", r"^retrain\.rows: got 3 \(expected"),
        ("[retrain]\nrepeats = 0", r"^retrain\.repeats: got 0 \(expected greater than or equal to 1\)$"),
        ("[retrain.margins]\nstance = 2", r"^retrain\.margins\.stance: got 2 \(expected less than or equal to 1\)$"),
        ("[retrain", r"can't be read as TOML"),
    ],
)
def test_a_file_that_can_not_be_meant_is_refused(tmp_path: Path, text: str, error: str):
    with pytest.raises(ConfigError, match=error):
        told(tmp_path, text)


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(ConfigError, match=r"nowhere\.toml: can't be read as TOML"):
        load_retrain_config(tmp_path / "nowhere.toml", full=False)
