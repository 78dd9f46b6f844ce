"""Behaviour tests: which pairs are made, and how they are judged."""

from operator import attrgetter

import pytest

from labels.corpus import BEHAVIOUR_FOLDER, LabelledStatement, read_corpus
from labels.taxonomy import Stance
from serving.classifier import Classifier
from training.behaviour import behaviour, edited, swapped, turned_pairs
from training.edits import rename


def statement(number: int, **fields: object) -> LabelledStatement:
    given = {
        "id": str(number),
        "text": f"Statement {number} says that nobody understands the transformation of services.",
        "attribution": f"Cllr Jo Marsh{number}",
        "speaker": f"Cllr Jo Marsh{number}",
        "sector": "local_government",
        "stance": "critical",
        "source": "a/1",
    }
    return LabelledStatement.model_validate(given | fields)


def test_edits_are_the_same_every_time():
    statements = [statement(n) for n in range(5)]
    assert list(edited(statements, rename)) == list(edited(statements, rename))


def test_a_speaker_is_exchanged_only_for_one_of_another_sector():
    statements = [statement(n, sector=("local_government", "trade_union")[n % 2]) for n in range(10)]
    pairs = list(swapped(statements))
    assert len(pairs) == 10
    assert all(first.sector is not second.sector and first.text == second.text for first, second in pairs)


@pytest.mark.parametrize(("label", "found"), [("stance", [("0", "1")]), ("sector", [("2", "3")])])
def test_pairs_are_neighbours_of_one_source_that_differ_in_the_label(label, found):
    statements = [
        statement(0),
        statement(1, stance="supportive"),
        statement(2, stance="supportive", source="a/2"),
        statement(3, stance="supportive", source="a/2", sector="media"),
    ]
    assert [(a.id, b.id) for a, b in turned_pairs(statements, attrgetter(label))] == found


def test_the_shares_are_those_of_the_pairs_that_are_answered_alike(
    classifier: Classifier, small_statements: list[LabelledStatement]
):
    found = {test.name: test for test in behaviour(classifier, small_statements)}
    pairs = list(edited(small_statements, rename))
    alike = 0
    for pair in pairs:
        first, second = classifier.classify(list(pair))
        alike += first.stance.label is second.stance.label and first.sector.label is second.sector.label
    assert found["another name changes nothing"].pairs == len(pairs) > 0
    assert found["another name changes nothing"].share == pytest.approx(alike / len(pairs))


def test_without_pairs_of_turned_clauses_that_test_is_left_out(classifier: Classifier):
    assert "a turned clause turns the stance" not in {test.name for test in behaviour(classifier, [statement(1)])}


def test_turned_clauses_are_no_part_of_what_models_are_trained_on():
    kept = read_corpus([BEHAVIOUR_FOLDER])
    trained_on = read_corpus()
    assert len(list(turned_pairs(kept, attrgetter("stance")))) >= 30
    assert not {s.source for s in kept} & {s.source for s in trained_on}
    assert not {s.content_hash() for s in kept} & {s.content_hash() for s in trained_on}


def test_a_pair_whose_labels_turn_behaves_only_if_both_are_answered_right(classifier: Classifier):
    given = statement(1)
    answered = classifier.classify([given])[0].stance.label
    right = given.model_copy(update={"stance": answered})
    wrong = right.model_copy(update={"stance": next(stance for stance in Stance if stance is not answered)})
    found = {test.name: test for test in behaviour(classifier, [], [right, wrong])}
    assert (found["a turned clause turns the stance"].pairs, found["a turned clause turns the stance"].share) == (1, 0)
