from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from labels.annotation import Annotation, Predicted, agreement, cohen_kappa, judgements, krippendorff_alpha
from labels.corpus import LabelledStatement, Origin
from labels.errors import InvalidInput
from labels.statement import validated
from labels.taxonomy import TAXONOMY_VERSION

Make = Callable[..., LabelledStatement]
NEUTRAL = {"sector": "nhs_provider", "stance": "neutral"}
CRITICAL = {"sector": "nhs_provider", "stance": "critical", "themes": ["pace"]}

# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", sections A, B and C; a dot is no label.
TWO_VALUES = ("0100000010", "1110010000")
FIVE_VALUES = ("aabbdcccedda", "babbbccceddd")
FOUR_OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")

few = settings(max_examples=60, deadline=None, derandomize=True)
label = st.sampled_from("abc")
rated_twice = st.lists(st.tuples(label, label), min_size=1, max_size=30)
rated_often = st.lists(st.lists(label, max_size=4), min_size=1, max_size=15)


def units(*observers: str) -> list[list[str]]:
    return [[label for label in unit if label != "."] for unit in zip(*observers, strict=True)]


@pytest.mark.parametrize(
    ("observers", "alpha"),
    [(TWO_VALUES, 0.095), (FIVE_VALUES, 0.692), (FOUR_OBSERVERS, 0.743)],
    ids=["two observers, two values", "two observers, five values", "four observers, gaps"],
)
def test_alpha_is_that_of_krippendorffs_published_examples(observers: tuple[str, ...], alpha: float):
    assert round(krippendorff_alpha(units(*observers)), 3) == alpha


@few
@given(rated_twice)
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[str, str]]):
    first, second = zip(*pairs, strict=True)
    assume(len({*first, *second}) > 1)
    assert cohen_kappa(first, second) == pytest.approx(cohen_kappa_score(first, second))


@few
@given(rated_twice)
def test_kappa_lies_between_minus_one_and_one_and_is_one_only_for_equals(pairs: list[tuple[str, str]]):
    first, second = zip(*pairs, strict=True)
    kappa = cohen_kappa(first, second)
    assert -1 <= kappa <= 1
    assert (kappa == 1) == (first == second)


@few
@given(rated_often)
def test_alpha_is_at_most_one_and_one_only_where_all_agree(given_units: list[list[str]]):
    assume(any(len(unit) > 1 for unit in given_units))
    alpha = krippendorff_alpha(given_units)
    assert -1 <= alpha <= 1
    assert (alpha == 1) == all(len(set(unit)) == 1 for unit in given_units if len(unit) > 1)


@few
@given(rated_often, st.randoms(use_true_random=False))
def test_alpha_knows_no_order_of_units_labels_or_names(given_units: list[list[str]], random: object):
    assume(any(len(unit) > 1 for unit in given_units))
    shuffled = [[{"a": "x", "b": "y", "c": "z"}[label] for label in reversed(unit)] for unit in given_units]
    random.shuffle(shuffled)
    assert krippendorff_alpha(shuffled) == pytest.approx(krippendorff_alpha(given_units))


@few
@given(rated_often, label)
def test_a_statement_with_one_label_counts_for_nothing_in_alpha(given_units: list[list[str]], single: str):
    assume(any(len(unit) > 1 for unit in given_units))
    assert krippendorff_alpha([*given_units, [single], []]) == krippendorff_alpha(given_units)


@pytest.mark.parametrize("length", [1, 5])
def test_one_label_throughout_is_full_agreement(length: int):
    assert cohen_kappa("a" * length, "a" * length) == krippendorff_alpha([["a", "a"]] * length) == 1


@pytest.mark.parametrize(("first", "second"), [([], []), (["a"], []), (["a"], ["a", "b"])])
def test_kappa_of_lists_that_do_not_pair_is_refused_with_their_lengths(first: list[str], second: list[str]):
    with pytest.raises(InvalidInput) as caught:
        cohen_kappa(first, second)
    found = f"labels: got {len(first)} and {len(second)} labels"
    assert str(caught.value) == f"{found} (expected two lists of equal length, not empty)"


@pytest.mark.parametrize("given_units", [[], [["a"]], [[], ["b"]]])
def test_alpha_without_a_pair_is_refused(given_units: Sequence[Sequence[Hashable]]):
    with pytest.raises(InvalidInput) as caught:
        krippendorff_alpha(given_units)
    assert str(caught.value) == "labels: no statement has two labels (expected two annotators at least)"


def test_a_statement_is_judged_by_its_own_label_its_second_and_its_namesakes(labelled: Make):
    one = labelled(id="a", second=CRITICAL)
    other = labelled(id="b")
    namesake = labelled(id="a", stance="supportive")
    stances = [[labels.stance for labels in judged] for judged in judgements([one, other, namesake])]
    assert stances == [["neutral", "critical", "supportive"], ["neutral"]]


def test_statements_without_id_are_one_where_their_words_are(labelled: Make):
    given_statements = [labelled(id="", text=text) for text in ("Yes.", "No.", "Yes.")]
    assert [len(judged) for judged in judgements(given_statements)] == [2, 1]


def test_agreement_is_told_for_each_head_over_what_was_labelled_twice(labelled: Make):
    same = labelled(id="a", second=NEUTRAL)
    other_stance_and_themes = labelled(id="b", second=CRITICAL)
    found = agreement(judgements([same, other_stance_and_themes, labelled(id="c")]))
    assert [(a.head, a.statements, a.observed) for a in found] == [
        ("sector", 2, 1.0),
        ("stance", 2, 0.5),
        ("themes", 2, 0.5),
    ]


def test_themes_agree_only_where_the_whole_sets_are_equal(labelled: Make):
    overlapping = labelled(id="a", themes="pace;finance", second=CRITICAL)
    reordered = labelled(id="b", themes="pace;finance", second={**NEUTRAL, "themes": "finance;pace"})
    themes = agreement(judgements([overlapping, reordered]))[2]
    assert themes.observed == 0.5


def test_alpha_counts_a_third_label_that_kappa_does_not_see(labelled: Make):
    statements = [labelled(id=i, second=NEUTRAL) for i in "ab"]
    stance = agreement(judgements([*statements, labelled(id="a", stance="critical")]))[1]
    assert stance.kappa == 1
    assert stance.alpha < 1


def test_agreement_without_a_second_label_is_refused(labelled: Make):
    with pytest.raises(InvalidInput) as caught:
        agreement(judgements([labelled()]))
    assert str(caught.value) == "labels: no statement has two labels (expected records with 'second', or two files)"


def test_an_annotation_carries_the_version_of_the_guide_it_was_made_by():
    annotation = validated(Annotation, {"statement_id": "a", "created_at": "2016-11-03T09:30:00Z", **NEUTRAL})
    assert annotation.created_at == datetime(2016, 11, 3, 9, 30, tzinfo=UTC)
    assert (annotation.guide_version, annotation.origin) == (TAXONOMY_VERSION, Origin.IMPORTED)


@pytest.mark.parametrize("field", ["statement_id", "created_at", "sector", "stance"])
def test_an_annotation_without_a_needed_field_is_refused_by_its_name(field: str):
    record = {"statement_id": "a", "created_at": "2016-11-03T09:30:00Z", **NEUTRAL}
    del record[field]
    with pytest.raises(InvalidInput, match=f"^{field}: is missing"):
        validated(Annotation, record)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2016-11-03T09:30:00", "a date and time with its zone, like 2016-11-03T09:30:00Z"),
        ("0001-01-01T00:00:00+01:00", "a date and time within the years 1 to 9999"),
    ],
)
def test_a_moment_that_no_clock_shows_everywhere_alike_is_refused(moment: str, expected: str):
    with pytest.raises(InvalidInput) as caught:
        validated(Annotation, {"statement_id": "a", "created_at": moment, **NEUTRAL})
    assert str(caught.value) == f"created_at: got {moment!r} (expected {expected})"


ANSWER = {
    "sector": {"label": "media", "confidence": 0.8, "probabilities": {"media": 0.8}},
    "stance": {"label": "neutral", "confidence": 0.5, "probabilities": {"neutral": 0.5}},
    "themes": [{"label": "pace", "confidence": 0.9}],
    "review": True,
    "model_version": "m1",
}
COLUMNS = {
    "sector": "media",
    "sector_confidence": 0.8,
    "stance": "neutral",
    "stance_confidence": 0.5,
    "themes": "pace",
    "model_version": "m1",
}


def test_a_prediction_is_read_from_an_answer_as_from_columns():
    assert validated(Predicted, ANSWER) == validated(Predicted, COLUMNS)


def test_the_doubt_is_the_chance_that_one_of_both_labels_is_wrong():
    assert validated(Predicted, COLUMNS).doubt() == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"sector": {"label": "quangos", "confidence": 0.8}}, "sector: got 'quangos'"),
        ({"stance": {"label": "neutral"}}, "stance_confidence: got None"),
        ({"stance": {"label": "neutral", "confidence": 1.5}}, "stance_confidence: got 1.5"),
        ({"themes": [{"confidence": 0.9}]}, "themes.0: got None"),
        ({"model_version": 3}, "model_version: got 3"),
    ],
)
def test_a_prediction_that_is_none_is_refused_by_its_field(bad: dict[str, object], message: str):
    with pytest.raises(InvalidInput) as caught:
        validated(Predicted, {**ANSWER, **bad})
    assert str(caught.value).startswith(message)
