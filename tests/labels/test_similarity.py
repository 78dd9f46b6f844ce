from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labels.similarity import (
    MIN_RUNS,
    NEAR,
    SHINGLE_WORDS,
    TOO_COMMON,
    NearPair,
    RetoldPair,
    near_pairs,
    retold_pairs,
    shingles,
    words,
)

LONG = "nobody in our valley was asked before the ward in Thornbeck lost its night nurses"

few = settings(max_examples=60, deadline=None, derandomize=True)
texts = st.lists(st.lists(st.sampled_from(list("abc")), max_size=14).map(" ".join), max_size=6)
thresholds = st.sampled_from([0.25, NEAR, 0.7, 1.0])


def pairs(*given_texts: str) -> list[NearPair]:
    return list(near_pairs(given_texts))


def pairs_by_definition(given_texts: list[str], threshold: float) -> list[NearPair]:
    found = []
    for (a, first), (b, second) in combinations(enumerate(map(shingles, given_texts)), 2):
        shorter = min(len(first), len(second))
        near = shorter and len(first & second) >= threshold * shorter
        if near and (shorter >= MIN_RUNS or first == second):
            found.append(NearPair(a, b, len(first & second) / shorter))
    return found


def test_words_are_lower_case_and_without_marks():
    assert words("“STRAẞE, No — 44 STPs!”") == ["strasse", "no", "44", "stps"]


def test_shingles_are_the_runs_of_four_words():
    assert SHINGLE_WORDS == 4
    assert shingles("No, no money for us.") == {("no", "no", "money", "for"), ("no", "money", "for", "us")}


@pytest.mark.parametrize(("text", "runs"), [("No money!", {("no", "money")}), ("", set()), ("…!?", set())])
def test_a_short_text_is_one_run_and_one_without_words_none(text: str, runs: set[tuple[str, ...]]):
    assert shingles(text) == runs


@few
@given(texts, thresholds)
def test_near_pairs_are_those_of_the_definition(given_texts: list[str], threshold: float):
    assert list(near_pairs(given_texts, threshold)) == pairs_by_definition(given_texts, threshold)


@few
@given(texts, thresholds)
def test_the_order_of_the_texts_does_not_matter(given_texts: list[str], threshold: float):
    last = len(given_texts) - 1
    backwards = near_pairs(given_texts[::-1], threshold)
    mirrored = {NearPair(last - pair.second, last - pair.first, pair.containment) for pair in backwards}
    assert mirrored == set(near_pairs(given_texts, threshold))


@few
@given(texts, thresholds)
def test_containment_lies_between_the_threshold_and_one(given_texts: list[str], threshold: float):
    assert all(threshold <= pair.containment <= 1 for pair in near_pairs(given_texts, threshold))


def test_an_abridged_copy_is_wholly_contained():
    assert pairs(LONG, LONG.removesuffix(" lost its night nurses")) == [NearPair(0, 1, 1.0)]


def test_case_and_marks_do_not_hide_a_copy():
    assert pairs(LONG, f"“{LONG.upper()}!”") == [NearPair(0, 1, 1.0)]


def test_texts_on_one_subject_in_other_words_are_not_near():
    assert pairs(LONG, "the night nurses in Thornbeck went and nobody had asked anyone in our valley about it") == []


@pytest.mark.parametrize(("count", "near"), [(4, False), (6, False), (7, True)])
def test_a_fragment_inside_another_text_is_near_from_seven_words_on(count: int, near: bool):
    assert bool(pairs(LONG, " ".join(LONG.split()[-count:]))) is near


def test_two_equal_short_fragments_are_near():
    assert pairs("No money!", "no money") == [NearPair(0, 1, 1.0)]


def test_texts_without_words_are_near_to_nothing():
    assert pairs("…", "…", "") == []


@pytest.mark.parametrize(("copies", "found"), [(TOO_COMMON, TOO_COMMON * (TOO_COMMON - 1) // 2), (TOO_COMMON + 1, 0)])
def test_runs_in_too_many_texts_join_nothing(copies: int, found: int):
    assert len(pairs(*[LONG] * copies)) == found


def test_the_cosine_of_retold_texts_is_that_of_their_words_by_inverse_document_frequency():
    # Of four texts one word stands in two (weight log 2), each other word in one (log 4 = 2 log 2).
    told = ["ward shut", "ward closed", "petrol", "dentists"]
    assert list(retold_pairs(told, 0.1)) == [RetoldPair(0, 1, pytest.approx(1 / 5))]


def test_words_that_stand_everywhere_bring_no_texts_together():
    assert list(retold_pairs(["the ward", "the ward", "the ward"], 0.1)) == []


def test_texts_that_share_only_words_of_many_texts_are_not_looked_at():
    told = [*["ward"] * (TOO_COMMON + 1), *["petrol"] * (TOO_COMMON + 1)]
    assert list(retold_pairs(told, 0.1)) == []
