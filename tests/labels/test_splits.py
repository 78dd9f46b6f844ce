from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labels.corpus import LabelledStatement, Split
from labels.errors import DataError
from labels.similarity import near_pairs
from labels.splits import TEST_SHARE, VALIDATION_SHARE, assign_splits, groups
from labels.statement import validated

Make = Callable[..., LabelledStatement]
MEASURED = (Split.VALIDATION, Split.TEST)

few = settings(max_examples=40, deadline=None, derandomize=True)
ORIGINS = st.sampled_from(["modelled", "modelled", "modelled", "written", "imported"])
plans = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 80), ORIGINS), max_size=40)
"""Each statement's source (0 for none), the number of its text, and its origin."""


def words_of(number: int) -> str:
    return f"the council of Upper Wick{number} was{number} never{number} asked{number} about{number} its{number} beds"


def make_all(plan: Sequence[tuple[int, int, str]], prefix: str = "s", first_text: int = 0) -> list[LabelledStatement]:
    return [
        validated(
            LabelledStatement,
            {
                "id": f"{prefix}{i}",
                "text": words_of(first_text + text),
                "sector": "media",
                "stance": "neutral",
                "origin": origin,
                "source": f"{prefix}/{source}" if source else "",
            },
        )
        for i, (source, text, origin) in enumerate(plan)
    ]


def splits(statements: Sequence[LabelledStatement]) -> dict[str, Split | None]:
    return {s.id: s.split for s in statements}


def assert_nothing_straddles(statements: Sequence[LabelledStatement]) -> None:
    by_source: dict[str, set[Split | None]] = defaultdict(set)
    for statement in statements:
        if statement.source:
            by_source[statement.source].add(statement.split)
    assert all(len(found) == 1 for found in by_source.values())
    pairs = near_pairs([s.text for s in statements])
    assert all(statements[p.first].split is statements[p.second].split for p in pairs)


@few
@given(plans)
def test_neither_sources_nor_near_duplicates_straddle(plan: list[tuple[int, int, str]]):
    assert_nothing_straddles(assign_splits(make_all(plan)))


@few
@given(plans)
def test_every_statement_gets_a_split_and_nothing_else_changes(plan: list[tuple[int, int, str]]):
    statements = make_all(plan)
    assigned = assign_splits(statements)
    assert all(s.split for s in assigned)
    assert [s.model_copy(update={"split": None}) for s in assigned] == statements


@few
@given(plans)
def test_test_and_validation_hold_modelled_statements_only_where_there_are_any(plan: list[tuple[int, int, str]]):
    statements = make_all([(0, 0, "modelled"), *plan])
    assert {s.origin for s in assign_splits(statements) if s.split in MEASURED} <= {"modelled"}


@few
@given(plans)
def test_test_and_validation_take_no_more_than_their_share(plan: list[tuple[int, int, str]]):
    assigned = assign_splits(make_all(plan))
    drawn_from = sum(s.origin == "modelled" for s in assigned) or len(assigned)
    assert sum(s.split is Split.TEST for s in assigned) <= round(TEST_SHARE * drawn_from)
    assert sum(s.split is Split.VALIDATION for s in assigned) <= round(VALIDATION_SHARE * drawn_from)


@few
@given(plans, st.randoms(use_true_random=False))
def test_the_order_of_the_statements_does_not_matter(plan: list[tuple[int, int, str]], random: object):
    statements = make_all(plan)
    shuffled = list(statements)
    random.shuffle(shuffled)
    assert splits(assign_splits(shuffled)) == splits(assign_splits(statements))


@few
@given(plans, plans)
def test_added_data_moves_nothing_and_straddles_nothing(
    plan: list[tuple[int, int, str]], added: list[tuple[int, int, str]]
):
    before = assign_splits(make_all(plan))
    after = assign_splits([*before, *make_all(added, "new", first_text=100)])
    assert after[: len(before)] == before
    assert_nothing_straddles(after)


@pytest.mark.parametrize("origin", ["modelled", "imported"])
def test_single_statements_fill_test_and_validation_exactly(origin: str):
    assigned = assign_splits(make_all([(0, i, origin) for i in range(100)]))
    counts = [sum(s.split is split for s in assigned) for split in Split]
    assert counts == [75, 10, 15]


def test_what_was_drawn_before_counts_towards_the_shares():
    before = assign_splits(make_all([(0, i, "modelled") for i in range(40)]))
    after = assign_splits([*before, *make_all([(0, i, "modelled") for i in range(60)], "new", first_text=100)])
    assert [sum(s.split is split for s in after) for split in Split] == [75, 10, 15]


def test_statements_join_through_a_chain_of_source_and_likeness(labelled: Make):
    one = labelled(id="a", text=words_of(1), source="page-1")
    copy = labelled(id="b", text=words_of(1), source="page-2")
    neighbour = labelled(id="c", text=words_of(2), source="page-2")
    apart = labelled(id="d", text=words_of(3), source="page-3")
    assert sorted(groups([one, apart, copy, neighbour])) == [[0, 2, 3], [1]]


def test_statements_without_a_source_do_not_belong_together_for_it(labelled: Make):
    assert groups([labelled(text=words_of(1)), labelled(text=words_of(2))]) == [[0], [1]]


@pytest.mark.parametrize("split", Split)
def test_a_new_statement_follows_its_group_into_its_split(labelled: Make, split: Split):
    held = labelled(id="a", text=words_of(1), source="page-1", split=split)
    by_source = labelled(id="b", text=words_of(2), source="page-1")
    by_likeness = labelled(id="c", text=words_of(1))
    assert set(splits(assign_splits([by_source, held, by_likeness])).values()) == {split}


@pytest.mark.parametrize("shared", ["source", "text"])
def test_a_group_that_straddles_is_refused_by_name_and_splits(labelled: Make, shared: str):
    common = {shared: words_of(1)}
    here = labelled(**{"id": "a", "text": words_of(2), "split": "test", **common})
    there = labelled(**{"id": "b", "text": words_of(3), "split": "train", **common})
    with pytest.raises(DataError, match=r"^a: its group of 2 straddles the splits test, train$"):
        assign_splits([here, there])


def test_no_statements_are_no_trouble():
    assert assign_splits([]) == []
