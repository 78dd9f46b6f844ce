"""Teaching a smaller model: what it is cut from, what it is told, what it learns."""

import random
from dataclasses import replace

import pytest
import torch

from labels.corpus import LabelledStatement
from labels.errors import ConfigError
from labels.snapshot import freeze
from serving.artifact import load_artifact
from serving.classifier import Classifier
from serving.model_input import Layout
from training.base import find_base
from training.config import TrainConfig
from training.dataset import batches
from training.distil import distil, taught_dataset
from training.loop import combined_loss, predict_logits, taught_loss
from training.model import Logits, StanceModel, build_model, depth
from training.run import Reporter, train_model


@pytest.fixture(scope="module")
def layout(classifier: Classifier) -> Layout:
    return classifier.artifact.layout


@pytest.fixture
def teacher(tiny_config: TrainConfig) -> StanceModel:
    torch.manual_seed(4)
    return build_model(find_base(tiny_config.base).folder, tiny_config)


def test_the_teachers_logits_stand_beside_the_statement_that_it_read(
    teacher: StanceModel, layout: Layout, small_statements: list[LabelledStatement], tiny_config: TrainConfig
):
    [one] = small_statements[:1]
    dataset = taught_dataset(teacher, small_statements[:40], layout, tiny_config)
    told = predict_logits(teacher, [one], layout, tiny_config)
    row = dataset["input_ids"][:].index(taught_dataset(teacher, [one], layout, tiny_config)["input_ids"][0])
    assert dataset[row]["taught_stance"] == pytest.approx(told.stance[0].tolist(), abs=0.05)
    assert dataset[row]["taught_themes"] == pytest.approx(told.themes[0].tolist(), abs=0.05)


def test_a_teachers_loss_is_least_where_the_answers_are_the_teachers():
    torch.manual_seed(5)
    taught = torch.randn(3, 5)
    assert taught_loss(taught, taught) < taught_loss(taught + 0.5 * torch.randn_like(taught), taught)


@pytest.mark.parametrize("teaching", [0.0, 1.0])
def test_the_share_of_teaching_weighs_the_teacher_against_the_labels(
    teacher: StanceModel,
    layout: Layout,
    small_statements: list[LabelledStatement],
    tiny_config: TrainConfig,
    teaching: float,
):
    config = replace(tiny_config, teaching=teaching)
    dataset = taught_dataset(teacher, small_statements[:40], layout, config)
    batch = next(batches(dataset, config, layout, random.Random(1)))
    weights = (torch.ones(15), torch.ones(5))
    logits = Logits(torch.randn(len(batch.stance), 15), torch.randn(len(batch.stance), 5), batch.themes)
    of_labels = combined_loss(logits, replace(batch, taught=None), weights, config)
    assert batch.taught is not None
    of_themes = combined_loss(logits, batch, weights, replace(config, sector_weight=0.0, stance_weight=0.0))
    told = [taught_loss(logits.sector, batch.taught.sector), taught_loss(logits.stance, batch.taught.stance)]
    of_teacher = config.sector_weight * told[0] + config.stance_weight * told[1] + of_themes
    assert combined_loss(logits, batch, weights, config) == pytest.approx(float(of_teacher if teaching else of_labels))


def test_a_student_starts_as_the_teachers_outer_layers_and_leaves_the_teacher_as_it_was(
    teacher: StanceModel, layout: Layout, small_statements: list[LabelledStatement], tiny_config: TrainConfig
):
    before = {name: value.clone() for name, value in teacher.state_dict().items()}
    config = replace(tiny_config, layers=1, taught_epochs=1, student_epochs=1, student_rate=0.0)
    student = distil(teacher, freeze(small_statements), layout, config, lambda _: None, lambda _: None).model
    assert (depth(student), depth(teacher)) == (1, 2)
    kept = student.encoder.encoder.layer[0].output.dense.weight
    assert kept.equal(before["encoder.encoder.layer.0.output.dense.weight"])
    assert all(value.equal(before[name]) for name, value in teacher.state_dict().items())


def test_a_run_with_fewer_layers_exports_the_smaller_model(
    tiny_config: TrainConfig, tiny_model, small_data, silent: Reporter, tmp_path
):
    shares: list[float] = []
    steps: dict[str, int] = {}
    config = replace(tiny_config, layers=1, epochs=1, taught_epochs=1, student_epochs=1)
    tell = replace(silent, progress=shares.append, message=lambda text: steps.update({text: len(shares)}))
    run = train_model(config, [small_data], tmp_path / "small", tell, baselines=False)
    assert run.contract.config["layers"] == 1
    small, whole = (load_artifact(folder).model_file.stat().st_size for folder in (tmp_path / "small", tiny_model))
    assert small < whole
    trained, evaluated = shares[: steps["exporting"]], shares[steps["exporting"] :]
    assert trained == sorted(trained)
    assert trained[-1] == pytest.approx(1, abs=0.05)
    assert evaluated == sorted(evaluated)
    assert evaluated[-1] == 1


def test_more_layers_than_the_base_has_are_refused(tiny_config: TrainConfig, small_data, silent: Reporter, tmp_path):
    with pytest.raises(ConfigError, match=r"layers: got 3 \(expected at most the base's 2\)"):
        train_model(replace(tiny_config, layers=3), [small_data], tmp_path / "m", silent, baselines=False)
