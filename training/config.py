"""The hyperparameters, all of them, and how a TOML file or flags change them."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labels.errors import ConfigError, shorten
from serving.model_input import LEAST_TOKENS

DEFAULT_BASE = "all-MiniLM-L6-v2"


@dataclass(frozen=True)
class TrainConfig:
    """What a training run depends on besides the data; written whole into the contract.

    `learning_rate` is the peak rate of the encoder's top layer; each layer below learns
    `layer_decay` times slower (Howard and Ruder 2018), the heads `head_rate_factor` times faster.
    A batch has `batch_size` rows, or fewer where they would hold more than `batch_tokens` tokens.
    `class_balance` is the exponent of inverse class frequency in the loss: 0 ignores frequency,
    1 gives every class the same weight. `attribution_dropout` and `context_dropout` are the
    shares of training statements that lose the one or the other, so that each may be missing.
    `speaker_swap` is the share of those whose speaker only the attribution tells that are given
    another's, with that sector; `edit_share` the share that each edit of names, places and letters is
    made to (`training.edits`).

    `dropout` is that of the heads; drawing the encoder's costs a seventh of a step on two cores. The embeddings and
    the lowest `frozen_layers` of the base stay as they are if there are any of the latter (Lee et al. 2019).

    With `second_epochs` the best weights go through so many more in a second round, whose rate rises and falls anew, to
    `second_rate` and to `second_head_factor` times that for the heads (Loshchilov and Hutter 2017): themes are rare,
    and their head learns last.

    With `layers` the model keeps only so many of the base's layers: the whole one is trained first, then
    reads `taught_epochs` augmented epochs, and the smaller one cut out of it learns for `student_epochs` at
    `student_rate`, a share of `teaching` from its answers and the rest from the labels (`training.distil`).
    """

    base: str = DEFAULT_BASE
    seed: int = 20161021
    epochs: int = 6
    batch_size: int = 32
    batch_tokens: int = 4096
    learning_rate: float = 2e-4
    head_rate_factor: float = 5.0
    layer_decay: float = 0.9
    weight_decay: float = 0.01
    warmup_share: float = 0.1
    max_grad_norm: float = 1.0
    dropout: float = 0.1
    encoder_dropout: float = 0.1
    frozen_layers: int = 0
    label_smoothing: float = 0.1
    class_balance: float = 0.5
    attribution_dropout: float = 0.1
    context_dropout: float = 0.1
    speaker_swap: float = 0.2
    edit_share: float = 0.15
    second_epochs: int = 0
    second_rate: float = 5e-5
    second_head_factor: float = 20.0
    layers: int = 0
    taught_epochs: int = 2
    student_epochs: int = 5
    student_rate: float = 1e-4
    teaching: float = 0.7
    sector_weight: float = 1.5
    stance_weight: float = 1.5
    themes_weight: float = 3.0
    max_tokens: int = 256
    pad_lengths: tuple[int, ...] = (32, 48, 64, 80, 96, 112, 128, 160, 192, 256)

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as plain JSON values."""
        return {**dataclasses.asdict(self), "pad_lengths": list(self.pad_lengths)}


FIELDS = {field.name: field for field in dataclasses.fields(TrainConfig)}


def load_config(file: Path | None, overrides: Mapping[str, Any]) -> TrainConfig:
    """Return the defaults, changed by a TOML file and then by flags.

    Raises `ConfigError` for an unknown key, naming the valid ones, and for a value of the wrong
    type or outside its range.
    """
    settings: dict[str, Any] = {}
    if file:
        try:
            settings = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            raise ConfigError(f"{file}: can't be read as TOML: {problem}") from None
    settings |= {key: value for key, value in overrides.items() if value is not None}
    for key, value in settings.items():
        _check(key, value)
    if "pad_lengths" in settings:
        settings["pad_lengths"] = tuple(settings["pad_lengths"])
    elif most := settings.get("max_tokens"):
        settings["pad_lengths"] = (*(n for n in TrainConfig.pad_lengths if n < most), most)
    config = TrainConfig(**settings)
    if list(config.pad_lengths) != sorted(config.pad_lengths) or config.pad_lengths[-1] != config.max_tokens:
        raise ConfigError(
            f"pad_lengths: got {list(config.pad_lengths)} (expected to ascend to max_tokens, {config.max_tokens})"
        )
    return config


_AT_LEAST_ONE = {"epochs", "batch_size", "batch_tokens", "taught_epochs", "student_epochs"}
_SHARES = {
    "warmup_share",
    "dropout",
    "encoder_dropout",
    "label_smoothing",
    "attribution_dropout",
    "context_dropout",
    "layer_decay",
    "speaker_swap",
    "edit_share",
    "teaching",
}


def _check(key: str, value: Any) -> None:
    if key not in FIELDS:
        raise ConfigError(f"unknown setting {key!r} (expected one of: {', '.join(FIELDS)})")
    default = FIELDS[key].default
    if isinstance(default, tuple):
        fits = isinstance(value, list | tuple) and bool(value) and all(type(item) is int and item > 0 for item in value)
        expected = "a list of positive integers"
    elif isinstance(default, str):
        fits, expected = isinstance(value, str) and bool(value), "a string"
    elif isinstance(default, int):
        least = LEAST_TOKENS if key == "max_tokens" else int(key in _AT_LEAST_ONE)
        fits, expected = type(value) is int and value >= least, f"an integer from {least} on"
    else:
        most = 1.0 if key in _SHARES else float("inf")
        fits = type(value) in (int, float) and 0 <= value <= most
        expected = "a number from 0 to 1" if key in _SHARES else "a number from 0 on"
    if not fits:
        raise ConfigError(f"{key}: got {shorten(value)} (expected {expected})")
