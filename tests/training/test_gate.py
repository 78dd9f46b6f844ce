"""The gate: what a new model must not lose, and what it must have learnt."""

import random
from dataclasses import replace

import pytest

from labels.taxonomy import Sector, Stance, Theme
from training.gate import Answers, Margins, Results, Right, judge

RNG = random.Random(5)
SECTORS, STANCES, THEMES = ([code.value for code in codes] for codes in (Sector, Stance, Theme))
MARGINS = Margins(stance=0.04, sector=0.03, themes=0.04, behaviour=0.05)


def drawn(size: int) -> Answers:
    return Answers(
        tuple(RNG.choices(SECTORS, k=size)),
        tuple(RNG.choices(STANCES, k=size)),
        tuple(tuple(RNG.sample(THEMES, k=2)) for _ in range(size)),
    )


def spoilt(answers: Answers, share: float, rng: random.Random) -> Answers:
    """The answers with a share of each head's drawn anew."""
    other = drawn(len(answers))
    heads = (
        tuple(b if rng.random() < share else a for a, b in zip(ours, theirs, strict=True))
        for ours, theirs in zip(
            (answers.sector, answers.stance, answers.themes), (other.sector, other.stance, other.themes), strict=True
        )
    )
    return Answers(*heads)


@pytest.fixture
def right() -> Right:
    return Right(drawn(600), drawn(30), drawn(8))


@pytest.fixture
def champion(right: Right) -> Results:
    """A model that is right in four of five, and in none of the corrected statements."""
    wrong = Answers(
        tuple(SECTORS[SECTORS.index(s) - 1] for s in right.corrected.sector),
        tuple(STANCES[STANCES.index(s) - 1] for s in right.corrected.stance),
        ((),) * len(right.corrected),
    )
    held_back = spoilt(right.held_back, 0.5, random.Random(8))
    return Results(spoilt(right.test, 0.2, random.Random(7)), {"typing errors": 0.9}, wrong, held_back)


def improved(right: Right, champion: Results, **changes: object) -> Results:
    """The champion with the corrected statements learnt."""
    return replace(champion, corrected=right.corrected, **changes)


def test_a_model_that_has_learnt_the_corrections_and_lost_nothing_passes(right: Right, champion: Results):
    verdict = judge(right, champion, improved(right, champion), MARGINS)
    assert verdict.passed
    assert verdict.reasons == []


def test_a_model_that_differs_a_little_either_way_passes(right: Right, champion: Results):
    # As many answers get right as get wrong.
    rng = random.Random(3)
    test = spoilt(champion.test, 0.02, rng)
    verdict = judge(right, champion, improved(right, champion, test=test), Margins())
    assert verdict.passed, verdict.reasons


@pytest.mark.parametrize("head", ["sector", "stance", "themes"])
def test_a_model_that_lost_much_of_one_head_is_refused_for_that_head(right: Right, champion: Results, head: str):
    worse = getattr(spoilt(champion.test, 0.3, random.Random(4)), head)
    verdict = judge(right, champion, improved(right, champion, test=replace(champion.test, **{head: worse})), MARGINS)
    assert [check.name.split()[0] for check in verdict.checks if not check.passed] == [head]
    assert len(verdict.reasons) == 1


def test_a_loss_within_the_margin_that_chance_can_not_rule_out_to_be_larger_is_refused(right: Right, champion: Results):
    test = replace(champion.test, stance=spoilt(champion.test, 0.06, random.Random(4)).stance)
    [stance] = [
        c
        for c in judge(right, champion, improved(right, champion, test=test), MARGINS).checks
        if c.name.startswith("stance")
    ]
    assert -0.08 < stance.after - stance.before < 0
    assert not stance.passed


@pytest.mark.parametrize(("share", "passed"), [(0.95, True), (0.85, True), (0.849, False)])
def test_behaviour_may_get_worse_by_the_margin_and_no_more(right: Right, champion: Results, share: float, passed: bool):
    verdict = judge(right, champion, improved(right, champion, behaviour={"typing errors": share}), MARGINS)
    assert verdict.passed is passed


def test_a_model_that_learnt_nothing_of_the_corrections_is_refused(right: Right, champion: Results):
    verdict = judge(right, champion, champion, MARGINS)
    assert verdict.reasons == ["corrected statements: 0 of 90 labels right (expected more than 0)"]


def test_one_more_label_right_is_more(right: Right, champion: Results):
    stance = (right.corrected.stance[0], *champion.corrected.stance[1:])
    challenger = replace(champion, corrected=replace(champion.corrected, stance=stance))
    assert judge(right, champion, challenger, MARGINS).passed


def test_where_all_corrected_statements_were_right_before_they_must_only_stay_so(right: Right, champion: Results):
    knew = improved(right, champion)
    assert judge(right, knew, knew, MARGINS).passed


def test_what_was_held_back_must_not_get_clearly_worse(right: Right, champion: Results):
    before = replace(champion, held_back=right.held_back)
    lost = Answers(tuple("?" * 8), tuple("?" * 8), ((),) * 8)
    one_lost = replace(right.held_back, stance=("?", *right.held_back.stance[1:]))
    refused = judge(right, before, improved(right, champion, held_back=lost), MARGINS)
    assert [check.name for check in refused.checks if not check.passed] == ["corrected statements held back"]
    assert judge(right, before, improved(right, champion, held_back=one_lost), MARGINS).passed


def test_without_corrections_the_rest_decides(right: Right, champion: Results):
    nothing = Answers()
    bare = replace(champion, corrected=nothing, held_back=nothing)
    verdict = judge(Right(right.test, nothing, nothing), bare, bare, MARGINS)
    assert verdict.passed
    assert len(verdict.checks) == 4
