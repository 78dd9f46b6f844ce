from __future__ import annotations

from collections.abc import Callable

from labels.corpus import LabelledStatement, read_corpus
from labels.stats import count
from labels.taxonomy import Sector, Stance, Theme

Make = Callable[..., LabelledStatement]


def test_every_code_is_counted_in_the_taxonomys_order_even_at_none():
    counts = count([])
    assert counts["stance"] == dict.fromkeys(map(str, Stance), 0)
    assert list(counts["sector"]) == list(Sector)
    assert list(counts["themes"]) == list(Theme)
    assert list(counts["split"]) == ["train", "validation", "test"]


def test_a_statement_counts_once_for_each_of_its_themes(labelled: Make):
    counts = count([labelled(themes="pace;finance"), labelled(themes="pace"), labelled()])
    assert {code: number for code, number in counts["themes"].items() if number} == {"finance": 1, "pace": 2}


def test_what_is_not_given_is_counted_as_such(labelled: Make):
    counts = count([labelled(), labelled(kind="mixed", sure="low", split="test")])
    assert counts["kind"] == {"not given": 1, "mixed": 1}
    assert counts["sure"] == {"not given": 1, "low": 1}
    assert counts["split"] == {"train": 0, "validation": 0, "test": 1, "not assigned": 1}


def test_second_labels_are_counted_and_stay_out_of_the_first(labelled: Make):
    counts = count([labelled(second={"sector": "media", "stance": "critical"}), labelled()])
    assert counts["second label"] == {"yes": 1, "no": 1}
    assert (counts["stance"]["neutral"], counts["stance"]["critical"]) == (2, 0)


def test_every_head_but_themes_counts_every_statement():
    statements = read_corpus()
    counts = count(statements)
    assert {sum(numbers.values()) for head, numbers in counts.items() if head != "themes"} == {len(statements)}
