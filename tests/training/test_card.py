"""The model card: what it says is what was measured."""

from dataclasses import replace
from pathlib import Path

import pytest

from labels.snapshot import freeze
from training.behaviour import Behaviour
from training.card import model_card
from training.loop import Epoch
from training.run import Run

HISTORY = [Epoch(1, 3.25, 0.4, 0.5, 0.6), Epoch(2, 2.5, 0.3, 0.5, 0.6)]


@pytest.fixture
def lines(tiny_run: tuple[Path, Run], small_statements) -> list[str]:
    run = tiny_run[1]
    tests = [Behaviour("another name changes nothing", 40, 0.925, 0.97)]
    contract = run.contract.model_copy(update={"config": {**run.contract.config, "layers": 6}})
    evaluation = replace(run.evaluation, behaviour=tests)
    return model_card(contract, freeze(small_statements), evaluation, run.baselines, HISTORY).splitlines()


def test_the_models_row_holds_its_figures_with_their_intervals(lines: list[str], tiny_run: tuple[Path, Run]):
    measured = tiny_run[1].evaluation
    [row] = [line for line in lines if line.startswith("| **this model** |")]
    assert [cell.strip() for cell in row.split("|")[2:-1]] == [
        str(figure)
        for figure in (
            measured.stance.macro_f1,
            measured.stance.accuracy,
            measured.sector.accuracy,
            measured.sector.macro_f1,
        )
    ]


def test_every_baseline_has_a_row(lines: list[str], tiny_run: tuple[Path, Run]):
    assert tiny_run[1].baselines
    assert all(any(line.startswith(f"| {name} |") for line in lines) for name in tiny_run[1].baselines)


def test_a_behaviour_test_stands_there_with_its_pairs_and_the_share_wanted(lines: list[str]):
    assert "| another name changes nothing | 40 | 92.5% | 97% |" in lines


def test_the_epoch_of_the_best_score_is_named(lines: list[str]):
    assert any(line.startswith("Kept: epoch 1.") for line in lines)


def test_a_model_of_fewer_layers_is_said_to_be_one(lines: list[str]):
    assert any("cut to 6 layers and taught by the whole one" in line for line in lines)
