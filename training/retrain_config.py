"""How a retraining goes: its own settings, and those of the model that it trains."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from labels.errors import ConfigError
from labels.statement import invalid_input
from serving.artifact import Contract
from training.config import FIELDS, TrainConfig, load_config
from training.gate import Margins

RECIPE = Path(__file__).with_name("shipped.toml")
"""What a retraining from the base does unless its settings say otherwise."""


class RetrainSettings(BaseModel):
    """The settings of a retraining; the table `[retrain]` of a TOML file.

    A quick one goes through `row_passes` rows at most, or as many as the corrections need: each `repeats` times, and
    beside them as many old statements at least, so that nothing is forgotten; a full one goes through all old
    statements. A quick one learns at `learning_rate`, a full one, which takes more steps, at `full_rate`; both leave
    the lowest `frozen_share` of the layers as they are. `from_base` has a full one begin with the base checkpoint, and
    follow the recipe of the shipped model. From `hold_back_from` corrections on some are held back. `labels` names
    labelled data to use in place of the shipped data.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    labels: tuple[Path, ...] = ()
    row_passes: int = Field(1400, ge=1)
    repeats: int = Field(24, ge=1)
    learning_rate: float = Field(1e-4, gt=0, allow_inf_nan=False)
    full_rate: float = Field(7e-5, gt=0, allow_inf_nan=False)
    frozen_share: float = Field(0.5, ge=0, le=1)
    from_base: bool = False
    hold_back_from: int = Field(20, ge=1)
    margins: Margins = Margins()


@dataclass(frozen=True)
class RetrainConfig:
    """What a retraining depends on besides the data and the model in use."""

    full: bool
    settings: RetrainSettings
    overrides: dict[str, Any]

    @property
    def from_base(self) -> bool:
        """Tell whether training begins with the base checkpoint: only a full retraining can."""
        return self.full and self.settings.from_base

    def training(self, start: Contract, depth: int) -> TrainConfig:
        """Return the training settings, from a model of `depth` layers on; raise `ConfigError` for a bad one."""
        if self.from_base:
            return load_config(None, self.overrides) if self.overrides else load_config(RECIPE, {})
        known = {name: value for name, value in start.config.items() if name in FIELDS}
        config = load_config(None, known | {"pad_lengths": list(start.pad_lengths), "max_tokens": start.max_tokens})
        frozen = round(self.settings.frozen_share * depth)
        rate = self.settings.full_rate if self.full else self.settings.learning_rate
        config = replace(config, epochs=1, learning_rate=rate, frozen_layers=frozen)
        return load_config(None, config.to_dict() | self.overrides)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain JSON values."""
        return {
            "full": self.full,
            "settings": self.settings.model_dump(mode="json"),
            "training": self.overrides,
        }


def load_retrain_config(file: Path | None, *, full: bool) -> RetrainConfig:
    """Return the settings of a TOML file: those of `TrainConfig`, and a table `[retrain]`.

    Raises `ConfigError` for a file that can't be read, an unknown key or a bad value.
    """
    given: dict[str, Any] = {}
    if file:
        try:
            given = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            raise ConfigError(f"{file}: can't be read as TOML: {problem}") from None
    own = given.pop("retrain", {})
    load_config(None, given)
    try:
        return RetrainConfig(full, RetrainSettings.model_validate(own), given)
    except ValidationError as problem:
        error = invalid_input(problem)
        raise ConfigError(f"retrain.{error}") from None
