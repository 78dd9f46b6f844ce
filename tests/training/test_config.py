import dataclasses
from pathlib import Path

import pytest

from labels.errors import ConfigError
from training.config import FIELDS, TrainConfig, load_config


def test_without_a_file_or_flags_the_defaults_hold():
    assert load_config(None, {}) == TrainConfig()


def test_flags_go_before_the_file_and_the_file_before_the_defaults(tmp_path: Path):
    file = tmp_path / "c.toml"
    file.write_text("epochs = 3\nbatch_size = 8\n")
    config = load_config(file, {"epochs": 2, "seed": None})
    assert (config.epochs, config.batch_size, config.seed) == (2, 8, TrainConfig().seed)


def test_the_pad_lengths_follow_max_tokens():
    assert load_config(None, {"max_tokens": 100}).pad_lengths == (32, 48, 64, 80, 96, 100)


def test_an_unknown_key_lists_the_valid_ones(tmp_path: Path):
    (tmp_path / "c.toml").write_text("lerning_rate = 1e-4\n")
    with pytest.raises(ConfigError, match="unknown setting 'lerning_rate'") as refused:
        load_config(tmp_path / "c.toml", {})
    assert all(name in str(refused.value) for name in FIELDS)


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("epochs", 0, "an integer from 1 on"),
        ("max_tokens", 24, "an integer from 64 on"),
        ("epochs", 2.5, "an integer from 1 on"),
        ("epochs", True, "an integer from 1 on"),
        ("learning_rate", "fast", "a number from 0 on"),
        ("learning_rate", float("nan"), "a number from 0 on"),
        ("dropout", 1.5, "a number from 0 to 1"),
        ("base", "", "a string"),
        ("pad_lengths", [], "a list of positive integers"),
        ("pad_lengths", [64, "x"], "a list of positive integers"),
        ("pad_lengths", [64, 32, 256], "to ascend to max_tokens, 256"),
    ],
)
def test_a_value_that_does_not_fit_is_named_with_what_would(key: str, value: object, expected: str):
    with pytest.raises(ConfigError, match=f"{key}: got .*expected {expected}"):
        load_config(None, {key: value})


def test_a_file_that_is_not_toml_is_named(tmp_path: Path):
    (tmp_path / "c.toml").write_text("epochs 3")
    with pytest.raises(ConfigError, match=r"c\.toml: can't be read as TOML"):
        load_config(tmp_path / "c.toml", {})


def test_the_contract_gets_every_setting():
    assert TrainConfig().to_dict().keys() == {field.name for field in dataclasses.fields(TrainConfig)}
