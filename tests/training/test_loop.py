import random

import pytest
import torch

from labels.corpus import LabelledStatement
from labels.snapshot import freeze
from serving.classifier import Classifier
from serving.model_input import Layout
from training.base import find_base
from training.config import TrainConfig
from training.dataset import batches, encoded_dataset
from training.loop import class_weights, combined_loss, predict_logits, rate_at, train
from training.model import Logits, build_model, freeze_lowest, parameter_groups


@pytest.fixture(scope="module")
def layout(classifier: Classifier) -> Layout:
    return classifier.artifact.layout


def test_the_rate_rises_to_its_peak_and_falls_to_nothing():
    rates = [rate_at(step / 100, 0.1) for step in range(101)]
    assert rates[:10] == pytest.approx([i / 10 for i in range(10)])
    assert max(rates) == rates[10] == 1.0
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert rates[100] == 0.0


def test_rare_classes_weigh_more_and_statements_one_on_average():
    statements = [LabelledStatement(text="x", sector="media", stance=s) for s in ["neutral"] * 9 + ["critical"]]
    stance = class_weights(statements, exponent=0.5)[1]
    assert stance[2] == pytest.approx(float(stance[3]) * 3)
    assert (9 * stance[3] + stance[2]) / 10 == pytest.approx(1.0)


def test_without_class_balance_all_weights_are_one(small_statements: list[LabelledStatement]):
    assert all(torch.allclose(w, torch.ones_like(w)) for w in class_weights(small_statements, exponent=0.0))


def test_layers_learn_slower_the_deeper_they_lie(tiny_config: TrainConfig):
    model = build_model(find_base(tiny_config.base).folder, tiny_config)
    groups = dict(zip((n for n, _ in model.named_parameters()), parameter_groups(model, tiny_config), strict=True))
    rate, decay = tiny_config.learning_rate, tiny_config.layer_decay
    assert groups["encoder.encoder.layer.1.output.dense.weight"]["lr"] == pytest.approx(rate)
    assert groups["encoder.encoder.layer.0.output.dense.weight"]["lr"] == pytest.approx(rate * decay)
    assert groups["encoder.embeddings.word_embeddings.weight"]["lr"] == pytest.approx(rate * decay**2)
    assert groups["stance_head.3.weight"]["lr"] == pytest.approx(rate * tiny_config.head_rate_factor)
    assert groups["encoder.encoder.layer.1.output.dense.bias"]["weight_decay"] == 0


def test_frozen_layers_and_the_embeddings_below_them_are_not_trained(tiny_config: TrainConfig):
    model = build_model(find_base(tiny_config.base).folder, tiny_config)
    freeze_lowest(model, 1)
    still = {name for name, parameter in model.named_parameters() if not parameter.requires_grad}
    assert still == {n for n, _ in model.named_parameters() if "embeddings" in n or ".layer.0." in n}
    trained = sum(1 for parameter in model.parameters() if parameter.requires_grad)
    assert len(list(parameter_groups(model, tiny_config))) == trained
    freeze_lowest(model, 0)
    assert all(parameter.requires_grad for parameter in model.parameters())


def test_the_loss_is_lower_when_the_logits_are_right(
    layout: Layout, small_statements: list[LabelledStatement], tiny_config: TrainConfig
):
    batch = next(batches(encoded_dataset(small_statements, layout), tiny_config, layout, random.Random(1)))
    weights = class_weights(small_statements, 0.5)
    right = Logits(
        torch.nn.functional.one_hot(batch.sector, 15) * 5.0,
        torch.nn.functional.one_hot(batch.stance, 5) * 5.0,
        batch.themes * 10 - 5,
    )
    wrong = Logits(*(-head for head in right))
    assert combined_loss(right, batch, weights, tiny_config) < combined_loss(wrong, batch, weights, tiny_config)


def test_a_few_statements_can_be_learnt_by_heart(
    layout: Layout, small_statements: list[LabelledStatement], tiny_config: TrainConfig
):
    by_heart = [s for s in small_statements if s.split == "train"][:32]
    others = [next(s for s in small_statements if s.split == split) for split in ("validation", "test")]
    config = TrainConfig(
        **{
            **tiny_config.to_dict(),
            "epochs": 40,
            "attribution_dropout": 0.0,
            "context_dropout": 0.0,
            "dropout": 0.0,
            "label_smoothing": 0.0,
            "layer_decay": 1.0,
            "pad_lengths": tiny_config.pad_lengths,
        }
    )
    steps: list[float] = []
    epochs = []
    torch.manual_seed(2)
    model = build_model(find_base(config.base).folder, config)
    trained = train(model, freeze([*by_heart, *others]), layout, config, steps.append, epochs.append)
    assert epochs[-1].loss < epochs[0].loss / 5
    assert steps == sorted(steps)
    assert steps[-1] == pytest.approx(1, abs=0.02)
    assert trained.best.score == max(epoch.score for epoch in epochs)


def test_the_weights_kept_are_those_of_the_best_epoch(
    layout: Layout, small_statements: list[LabelledStatement], tiny_config: TrainConfig
):
    from sklearn.metrics import accuracy_score

    snapshot = freeze(small_statements)
    torch.manual_seed(2)
    model = build_model(find_base(tiny_config.base).folder, tiny_config)
    trained = train(model, snapshot, layout, tiny_config, lambda _: None, lambda _: None)
    validation = [s for s in snapshot.statements if s.split == "validation"]
    logits = predict_logits(trained.model, validation, layout, tiny_config)
    gold = encoded_dataset(validation, layout)["sector"][:]
    assert accuracy_score(gold, logits.sector.argmax(-1)) == pytest.approx(trained.best.sector_accuracy)
