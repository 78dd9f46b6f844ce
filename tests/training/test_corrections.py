"""Where a corrected statement may go."""

from __future__ import annotations

from labels.corpus import LabelledStatement, Split
from labels.taxonomy import Stance
from tests import plain
from training.corrections import gather

BASE = plain.corpus()
NEVER = 10_000


def of(split: Split) -> list[LabelledStatement]:
    return [s for s in BASE if s.split is split]


def relabelled(statement: LabelledStatement, **changes: object) -> LabelledStatement:
    return statement.model_copy(update={"stance": Stance.NEUTRAL, "split": None, **changes})


def hashes(statements: object) -> set[str]:
    return {s.content_hash() for s in statements}


def test_new_statements_are_for_training_whatever_there_is():
    new = plain.corrections(8)
    material = gather(BASE, new, NEVER)
    assert hashes(material.corrected) == hashes(new)
    assert {s.split for s in material.corrected} == {Split.TRAIN}
    assert len(material.snapshot.split(Split.TRAIN)) == len(of(Split.TRAIN)) + 8
    for split in (Split.VALIDATION, Split.TEST):
        assert hashes(material.snapshot.split(split)) == hashes(of(split))


def test_a_corrected_training_statement_has_its_new_labels_and_keeps_its_place():
    old = of(Split.TRAIN)[3]
    material = gather(BASE, [relabelled(old)], NEVER)
    [found] = [s for s in material.snapshot.statements if s.content_hash() == old.content_hash()]
    assert (found.stance, found.split, found.source) == (Stance.NEUTRAL, Split.TRAIN, old.source)
    assert len(material.snapshot.statements) == len(BASE)


def test_a_corrected_test_statement_stays_in_test_with_its_old_labels():
    old = of(Split.TEST)[3]
    material = gather(BASE, [relabelled(old)], NEVER)
    assert (material.corrected, len(material.left_out)) == ((), 1)
    [found] = [s for s in material.snapshot.statements if s.content_hash() == old.content_hash()]
    assert (found.stance, found.split) == (old.stance, Split.TEST)


def test_what_is_too_much_like_a_test_statement_is_left_out():
    old = of(Split.TEST)[3]
    like_it = relabelled(old, text=old.text + " again", id="")
    assert gather(BASE, [like_it], NEVER).left_out == (like_it,)


def test_what_its_annotator_put_into_test_is_never_trained_on():
    [kept] = [s.model_copy(update={"split": Split.TEST}) for s in plain.corrections(1)]
    assert gather(BASE, [kept], NEVER).left_out == (kept,)


def test_labels_that_say_nothing_new_are_no_corrections():
    material = gather(BASE, of(Split.TRAIN)[:5], NEVER)
    assert (material.corrected, material.held_back, material.left_out) == ((), (), ())


def test_about_a_fifth_is_held_back_from_the_number_on_and_always_the_same():
    new = plain.corrections(100)
    assert gather(BASE, new, 101).held_back == ()
    held_back = hashes(gather(BASE, new, 100).held_back)
    assert 10 <= len(held_back) <= 30
    assert held_back == hashes(gather(BASE, plain.corrections(150), 100).held_back) & hashes(new)


def test_what_is_held_back_is_not_in_the_snapshot_even_with_its_old_labels():
    train = of(Split.TRAIN)
    material = gather(BASE, [relabelled(s) for s in train[:60]], 20)
    assert material.held_back
    assert not hashes(material.held_back) & hashes(material.snapshot.statements)
    assert len(material.snapshot.split(Split.TRAIN)) == len(train) - len(material.held_back)


def test_the_same_labels_make_the_same_snapshot_in_any_order():
    new = plain.corrections(8)
    assert gather(BASE, new, NEVER).snapshot.sha256 == gather(BASE[::-1], new[::-1], NEVER).snapshot.sha256
