from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import onnx
import pytest

from labels.corpus import LabelledStatement
from labels.errors import ArtifactError, InvalidInput, TooLarge
from labels.statement import Statement
from serving.artifact import load_artifact, save_contract
from serving.classifier import Classifier
from serving.model_input import CHUNK_ROWS


def answers(classifier: Classifier, statements: list[Statement]) -> list[tuple[object, object]]:
    return [(p.sector.label, p.stance.label) for p in classifier.classify(statements)]


def test_no_statements_get_no_predictions(classifier: Classifier):
    assert classifier.classify([]) == []


def test_statements_may_come_one_by_one(classifier: Classifier):
    found = classifier.classify(Statement(text=text) for text in ("Yes.", "No."))  # type: ignore[arg-type]
    assert len(found) == 2


def test_what_is_no_statement_is_named_with_its_place(classifier: Classifier):
    with pytest.raises(InvalidInput, match=r"statements\.1: got 'No\.' \(expected a Statement\(text=\.\.\.\)\)"):
        classifier.classify([Statement(text="Yes."), "No."])  # type: ignore[list-item]


def test_predictions_come_in_the_order_of_the_statements(
    classifier: Classifier, small_statements: list[LabelledStatement]
):
    together = classifier.classify(small_statements)
    backwards = classifier.classify(small_statements[::-1])
    for one, other in zip(together, backwards[::-1], strict=True):
        assert one.stance.probabilities == pytest.approx(other.stance.probabilities, abs=0.02)
        assert one.sector.probabilities == pytest.approx(other.sector.probabilities, abs=0.02)


def test_a_statement_is_answered_alike_alone_and_among_others(
    classifier: Classifier, small_statements: list[LabelledStatement]
):
    among = classifier.classify(small_statements)[CHUNK_ROWS + 1]
    alone = classifier.classify([small_statements[CHUNK_ROWS + 1]])[0]
    assert alone.stance.probabilities == pytest.approx(among.stance.probabilities, abs=0.02)


def test_probabilities_sum_to_one_and_the_label_has_the_highest(
    classifier: Classifier, small_statements: list[LabelledStatement]
):
    for prediction in classifier.classify(small_statements[:20]):
        for choice in (prediction.sector, prediction.stance):
            assert sum(choice.probabilities.values()) == pytest.approx(1, abs=0.002)
            assert choice.confidence == max(choice.probabilities.values()) == choice.probabilities[choice.label]


def test_a_statement_too_long_for_the_model_says_in_how_many_parts_it_was_read(classifier: Classifier):
    short, long = classifier.classify([Statement(text="No."), Statement(text="The savings are not real. " * 100)])
    assert short.parts == 1
    assert long.parts > 4


def test_a_shortened_context_is_reported(classifier: Classifier):
    prediction = classifier.classify([Statement(text="No.", context="Will the ward close? " * 100)])[0]
    assert prediction.context_shortened


@pytest.mark.parametrize(
    "text",
    ["🏥🏥🏥", "👩🏽‍⚕️ says no", "نحن نعارض الخطة", "אנחנו נגד התוכנית", "計画に反対です", "…", "?!", "a" * 20_000],
)
def test_strange_texts_get_a_sane_answer(classifier: Classifier, text: str):
    prediction = classifier.classify([Statement(text=text)])[0]
    assert 0 < prediction.stance.confidence <= 1
    assert sum(prediction.sector.probabilities.values()) == pytest.approx(1, abs=0.002)


def test_an_attribution_that_leaves_no_room_names_its_statement(classifier: Classifier):
    with pytest.raises(TooLarge, match=r"statements\.1\.attribution"):
        classifier.classify([Statement(text="Yes."), Statement(text="No.", attribution="x1 " * 150)])


def test_the_attribution_decides_the_sector(classifier: Classifier):
    text = "We will study the plan with care."
    given = [
        Statement(text=text, attribution=a) for a in ("UNISON regional organiser", "Cllr Hart, leader of the council")
    ]
    union, council = classifier.classify(given)
    assert union.sector.probabilities != council.sector.probabilities


def test_threads_share_a_classifier(classifier: Classifier, small_statements: list[LabelledStatement]):
    chunks = [small_statements[i : i + 8] for i in range(0, 160, 8)]
    expected = [answers(classifier, list(chunk)) for chunk in chunks]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda chunk: answers(classifier, list(chunk)), chunks)) == expected


def test_weights_without_a_head_are_refused_when_they_are_loaded(model_copy: Path):
    contract = load_artifact(model_copy).contract
    model = onnx.load(model_copy / "model.onnx")
    for place in (*model.graph.output, *model.graph.node):
        if isinstance(place, onnx.NodeProto):
            place.output[:] = ["mood" if name == "stance" else name for name in place.output]
        elif place.name == "stance":
            place.name = "mood"
    onnx.save(model, model_copy / "model.onnx")
    save_contract(model_copy, contract)
    with pytest.raises(ArtifactError, match=r"^[^\n]*model\.onnx: does not answer: [^\n]*stance[^\n]*$"):
        Classifier.load(model_copy)


def test_a_head_of_another_size_is_refused_when_it_is_loaded(model_copy: Path):
    contract = load_artifact(model_copy).contract
    model = onnx.load(model_copy / "model.onnx")
    swapped = {"stance": "themes", "themes": "stance"}
    for place in (*model.graph.output, *model.graph.node):
        if isinstance(place, onnx.NodeProto):
            place.output[:] = [swapped.get(name, name) for name in place.output]
    onnx.save(model, model_copy / "model.onnx")
    save_contract(model_copy, contract)
    with pytest.raises(ArtifactError, match=r"stance has logits of shape \(1, 14\) for one row \(expected \(1, 5\)\)"):
        Classifier.load(model_copy)


def test_weights_that_are_no_model_are_refused_in_one_line(model_copy: Path):
    contract = load_artifact(model_copy).contract
    (model_copy / "model.onnx").write_bytes(b"not a model")
    save_contract(model_copy, contract)
    with pytest.raises(ArtifactError, match=r"^[^\n]*model\.onnx: can't be compiled: [^\n]+$"):
        Classifier.load(model_copy)
