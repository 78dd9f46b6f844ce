import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, f1_score

from labels.corpus import LabelledStatement
from labels.taxonomy import Stance
from serving.classifier import Classifier
from training.evaluate import calibration_error, evaluate, head_figures, measured_on, theme_figures
from training.report import write_report

LABEL = st.sampled_from("abcd")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(LABEL, LABEL), min_size=1, max_size=60))
def test_figures_are_those_of_scikit_learn(pairs: list[tuple[str, str]]):
    gold, found = [a for a, _ in pairs], [b for _, b in pairs]
    figures = head_figures(gold, found)
    expected = f1_score(gold, found, labels=sorted(set(gold)), average="macro", zero_division=0)
    assert figures.accuracy.value == pytest.approx(accuracy_score(gold, found))
    assert figures.macro_f1.value == pytest.approx(expected)
    assert figures.macro_f1.low <= figures.macro_f1.high


def test_figures_can_be_compared_only_of_the_same_statements_labels_and_precision(
    small_statements: list[LabelledStatement],
):
    few = small_statements[:4]
    relabelled = [few[0].model_copy(update={"stance": next(s for s in Stance if s is not few[0].stance)}), *few[1:]]
    compared = [
        measured_on(few, [], "f32"),
        measured_on(few, [], "bf16"),
        measured_on(few[::-1], [], "f32"),
        measured_on(few[:3], few[3:], "f32"),
        measured_on(relabelled, [], "f32"),
    ]
    assert len(set(compared)) == len(compared)
    assert measured_on(list(few), (), "f32") == compared[0]


def test_theme_figures_are_those_of_scikit_learn():
    rng = np.random.default_rng(1)
    gold, found = rng.random((80, 14)) < 0.3, rng.random((80, 14)) < 0.3
    micro, macro = theme_figures(gold, found)
    assert micro.value == pytest.approx(f1_score(gold, found, average="micro"))
    assert macro.value == pytest.approx(f1_score(gold, found, average="macro"))


def test_the_interval_narrows_with_more_statements():
    few, many = head_figures(["a", "b"] * 20, ["a", "a"] * 20), head_figures(["a", "b"] * 2000, ["a", "a"] * 2000)
    assert many.accuracy.high - many.accuracy.low < (few.accuracy.high - few.accuracy.low) / 5
    assert few.accuracy.low < 0.5 < few.accuracy.high


def test_calibration_error_is_the_gap_between_confidence_and_accuracy():
    right = np.array([True] * 70 + [False] * 30)
    assert calibration_error([0.9] * 100, right) == pytest.approx(0.2, abs=0.15)
    assert calibration_error([1.0] * 70 + [0.0] * 30, right) == 0


def test_an_evaluation_counts_every_statement_and_lists_every_error(
    classifier: Classifier, small_statements: list[LabelledStatement]
):
    found = evaluate(classifier, small_statements)
    predictions = classifier.classify(small_statements)
    wrong = {
        s.id
        for s, p in zip(small_statements, predictions, strict=True)
        if s.stance is not p.stance.label or s.sector is not p.sector.label
    }
    assert {error["id"] for error in found.errors} == wrong
    assert sum(map(sum, found.stance_confusion)) == sum(map(sum, found.sector_confusion)) == len(small_statements)
    assert found.stance.accuracy.value == pytest.approx(np.trace(found.stance_confusion) / len(small_statements))
    assert sum(number for number, _ in found.stance_accuracy_by["sector"].values()) == len(small_statements)


def test_with_second_labels_either_annotators_answer_is_right(
    classifier: Classifier, small_statements: list[LabelledStatement]
):
    doubled = [s for s in small_statements if s.second]
    found = evaluate(classifier, doubled)
    assert found.either_annotator["stance"] >= found.stance.accuracy.value
    once = [s.model_copy(update={"second": None}) for s in small_statements]
    assert evaluate(classifier, once).either_annotator == {}


def test_the_report_holds_pictures_figures_and_errors(
    classifier: Classifier, small_statements: list[LabelledStatement], tmp_path: Path
):
    found = evaluate(classifier, small_statements)
    write_report(tmp_path, found)
    assert json.loads((tmp_path / "evaluation.json").read_text())["statements"] == len(small_statements)
    for head in ("sector", "stance"):
        assert (tmp_path / f"confusion_{head}.png").read_bytes().startswith(b"\x89PNG")
