from pathlib import Path

import pytest

from labels.corpus import LabelledStatement, Split
from labels.errors import DataError
from labels.snapshot import take_snapshot
from training.base import find_base
from training.baselines import baseline_predictions, embedding_features, tfidf_features
from training.config import TrainConfig


def test_each_baseline_labels_every_test_statement(small_data: Path, tiny_config: TrainConfig):
    snapshot = take_snapshot([small_data])
    train, test = snapshot.split(Split.TRAIN), snapshot.split(Split.TEST)
    found = baseline_predictions(train, test, find_base(tiny_config.base), tiny_config)
    assert list(found) == ["majority", "TF-IDF, logistic regression", "frozen tiny-bert, logistic regression"]
    assert all(len(labels) == len(test) for heads in found.values() for labels in heads.values())


def test_the_majority_baseline_gives_the_commonest_label_of_the_training_split(
    small_data: Path, tiny_config: TrainConfig
):
    train = take_snapshot([small_data]).split(Split.TRAIN)
    stances = [s.stance.value for s in train]
    found = baseline_predictions(train, train[:5], find_base(tiny_config.base), tiny_config)["majority"]
    assert set(found["stance"]) == {max(set(stances), key=stances.count)}


def test_words_of_the_test_split_are_not_learnt(small_statements: list[LabelledStatement]):
    train, test = small_statements[:50], small_statements[50:60]
    fitted, applied = tfidf_features(train, test)
    assert fitted.shape[1] == applied.shape[1] == tfidf_features(train, test[:1])[1].shape[1]


def test_embeddings_hold_attribution_and_words_apart(
    small_statements: list[LabelledStatement], tiny_config: TrainConfig
):
    statement = small_statements[0]
    renamed = statement.model_copy(update={"attribution": "somebody else altogether"})
    first, second = embedding_features([statement, renamed], find_base(tiny_config.base), tiny_config)
    half = len(first) // 2
    assert abs(first[:half] - second[:half]).max() > 1e-3
    assert abs(first[half:] - second[half:]).max() < 1e-4


def test_a_field_that_no_statement_has_gives_no_features(small_statements: list[LabelledStatement]):
    bare = [s.model_copy(update={"context": ""}) for s in small_statements]
    (inside, _), (bare_inside, _) = (tfidf_features(part, part) for part in (small_statements, bare))
    assert 0 < bare_inside.shape[1] < inside.shape[1]


def test_a_field_of_which_no_word_stands_in_two_statements_gives_no_features(small_statements: list[LabelledStatement]):
    different = [s.model_copy(update={"context": f"word{i}"}) for i, s in enumerate(small_statements)]
    bare = [s.model_copy(update={"context": ""}) for s in small_statements]
    (inside, _), (bare_inside, _) = (tfidf_features(part, part) for part in (different, bare))
    assert inside.shape == bare_inside.shape


def test_statements_without_a_word_in_common_are_too_few(small_statements: list[LabelledStatement]):
    with pytest.raises(DataError, match="too few statements to fit baselines to"):
        tfidf_features(small_statements[:1], small_statements[:1])
