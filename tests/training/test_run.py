from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from serving.artifact import read_contract
from training.config import TrainConfig
from training.loop import Epoch
from training.run import Reporter, second_round, train_model


def test_the_contract_holds_how_the_answers_on_the_validation_data_are_distributed(tiny_model: Path):
    reference = read_contract(tiny_model).reference
    assert reference is not None
    for field, shares in reference.model_dump().items():
        assert sum(shares) == pytest.approx(1), field


def test_a_second_round_goes_on_with_its_own_rates_and_is_part_of_the_same_progress(
    tiny_config: TrainConfig, small_data: Path, tmp_path: Path
):
    shares: list[float] = []
    epochs: list[Epoch] = []
    config = replace(tiny_config, epochs=1, second_epochs=2, second_rate=1e-3)
    steps: dict[str, int] = {}
    tell = Reporter(lambda text: steps.update({text: len(shares)}), progress=shares.append, epoch=epochs.append)
    train_model(config, [small_data], tmp_path / "model", tell, baselines=False)
    assert [epoch.number for epoch in epochs] == [1, 1, 2]
    trained = shares[: steps["exporting"]]
    assert all(before < after for before, after in pairwise(trained))
    assert 0.95 < trained[-1] < 1
    again = second_round(config)
    assert (again.epochs, again.learning_rate, again.head_rate_factor) == (2, 1e-3, config.second_head_factor)
    assert again.seed != config.seed
