import random

import pytest

from labels.corpus import LabelledStatement
from labels.statement import Statement
from serving.classifier import Classifier
from serving.model_input import Layout, encode
from training.config import TrainConfig
from training.dataset import batches, drop_fields, encoded_dataset, rows_a_batch


@pytest.fixture(scope="module")
def layout(classifier: Classifier) -> Layout:
    return classifier.artifact.layout


def test_training_reads_a_statement_as_serving_does(layout: Layout, small_statements: list[LabelledStatement]):
    rows = encoded_dataset(small_statements, layout)["input_ids"][:]
    assert rows == encode(layout, [Statement.model_validate(s.model_dump()) for s in small_statements]).rows


def test_labels_are_numbered_in_the_taxonomys_order(layout: Layout):
    statement = LabelledStatement(
        text="x", sector="unknown", stance="neutral", themes=("privatisation", "accountability")
    )
    row = encoded_dataset([statement], layout)[0]
    assert (row["sector"], row["stance"]) == (14, 3)
    assert [i for i, raised in enumerate(row["themes"]) if raised] == [0, 13]


def test_every_row_comes_once_an_epoch_and_a_length_has_one_batch_size(
    layout: Layout, small_statements: list[LabelledStatement], tiny_config: TrainConfig
):
    dataset = encoded_dataset(small_statements, layout)
    found = list(batches(dataset, tiny_config, layout, random.Random(3)))
    assert {tuple(batch.input_ids.shape) for batch in found} <= {
        (rows_a_batch(length, tiny_config), length) for length in tiny_config.pad_lengths
    }
    seen = [tuple(row[row != layout.pad_id].tolist()) for batch in found for row in batch.input_ids]
    assert {tuple(ids) for ids in dataset["input_ids"]} == set(seen)
    assert len(seen) < len(dataset) + tiny_config.batch_size


@pytest.mark.parametrize(("length", "rows"), [(32, 32), (128, 32), (160, 25), (256, 16)])
def test_long_rows_come_in_smaller_batches(length: int, rows: int):
    assert rows_a_batch(length, TrainConfig(batch_size=32, batch_tokens=4096)) == rows


def test_the_same_seed_gives_the_same_batches(
    layout: Layout, small_statements: list[LabelledStatement], tiny_config: TrainConfig
):
    dataset = encoded_dataset(small_statements, layout)
    first, second = (list(batches(dataset, tiny_config, layout, random.Random(3))) for _ in range(2))
    assert all(a.input_ids.equal(b.input_ids) for a, b in zip(first, second, strict=True))


def test_attribution_and_context_are_dropped_at_their_rates():
    statement = LabelledStatement(
        text="x", context="c", attribution="a", speaker="s", sector="unknown", stance="neutral"
    )
    config = TrainConfig(attribution_dropout=0.3, context_dropout=0.1)
    rng = random.Random(5)
    dropped = [drop_fields(statement, config, rng) for _ in range(4000)]
    assert sum(s.attribution == s.speaker == "" for s in dropped) == pytest.approx(1200, rel=0.1)
    assert sum(s.context == "" for s in dropped) == pytest.approx(400, rel=0.2)
    assert all(s.text == "x" and s.stance == "neutral" for s in dropped)
