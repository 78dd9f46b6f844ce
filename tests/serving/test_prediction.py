import numpy as np
import pytest

from labels.taxonomy import Sector, Stance, Theme
from serving.artifact import Contract, SpecialTokens, Temperatures, Thresholds
from serving.prediction import UNRELATED_IN_ARTICLE, Scores, decide, in_articles, merge_parts, probabilities, softmax


def contract(**changes: object) -> Contract:
    settings = {
        "max_tokens": 64,
        "pad_lengths": (64,),
        "special_tokens": SpecialTokens(cls="[CLS]", sep="[SEP]", pad="[PAD]"),
        "base_model": "tiny",
        "base_sha256": "0",
        "snapshot_sha256": "0",
        "config": {},
        "commit": "unknown",
        "created_at": "2026-01-01T00:00:00+00:00",
    }
    return Contract.model_validate(settings | changes)


def scores(stance: list[float], sector_peak: float = 0.9, theme: float = 0.8) -> Scores:
    sector = np.full((1, len(Sector)), (1 - sector_peak) / 14, dtype=np.float32)
    sector[0, 0] = sector_peak
    themes = np.full((1, len(Theme)), theme, dtype=np.float32)
    return Scores(sector, np.array([stance], dtype=np.float32), themes)


def test_softmax_survives_huge_logits():
    assert softmax(np.array([[1e4, 0.0]], dtype=np.float32)).tolist() == [[1.0, 0.0]]


def test_the_surest_no_to_a_theme_is_no_overflow():
    themes = np.full((1, 14), -1e4, dtype=np.float32)
    found = probabilities(Scores(np.eye(15, dtype=np.float32), np.eye(5, dtype=np.float32), themes), contract())
    assert found.themes.max() < 1e-30


def test_a_temperature_above_one_makes_the_model_less_sure():
    logits = Scores(np.eye(15, dtype=np.float32), np.eye(5, dtype=np.float32), np.ones((1, 14), dtype=np.float32))
    warm = probabilities(logits, contract(temperatures=Temperatures(stance=3.0)))
    assert warm.stance[0, 0] < probabilities(logits, contract()).stance[0, 0]


def test_the_first_code_of_the_taxonomy_is_the_first_output():
    prediction = decide(scores([0.1, 0.2, 0.3, 0.25, 0.15]), 0, contract(), 1, context_shortened=False)
    assert prediction.sector.label is Sector.NATIONAL_NHS
    assert prediction.stance.label is Stance.CRITICAL
    assert list(prediction.stance.probabilities) == list(Stance)


def test_the_label_is_chosen_before_probabilities_are_rounded():
    close = decide(scores([0.20001, 0.20004, 0.2, 0.2, 0.19995]), 0, contract(), 1, context_shortened=False)
    assert close.stance.label is Stance.CONDITIONAL


def test_an_unrelated_statement_has_no_themes():
    related = decide(scores([0.9, 0.025, 0.025, 0.025, 0.025]), 0, contract(), 1, context_shortened=False)
    unrelated = decide(scores([0.025, 0.025, 0.025, 0.025, 0.9]), 0, contract(), 1, context_shortened=False)
    assert len(related.themes) == len(Theme)
    assert unrelated.themes == ()


@pytest.mark.parametrize(("stance", "sector", "review"), [(0.9, 0.9, False), (0.5, 0.9, True), (0.9, 0.5, True)])
def test_a_prediction_is_marked_for_review_when_either_head_is_unsure(stance: float, sector: float, review: bool):
    strict = contract(thresholds=Thresholds(review_sector=0.6, review_stance=0.6))
    rest = (1 - stance) / 4
    made = decide(scores([stance, rest, rest, rest, rest], sector), 0, strict, 1, context_shortened=False)
    assert made.review is review


def test_parts_are_averaged_by_length_and_raise_the_themes_of_each():
    parts = Scores(
        np.eye(15, dtype=np.float32)[:2],
        np.eye(5, dtype=np.float32)[:2],
        np.eye(14, dtype=np.float32)[:2],
    )
    merged = merge_parts(parts, owners=[0, 0], weights=[30, 10], statements=1)
    assert merged.stance[0].tolist() == [0.75, 0.25, 0, 0, 0]
    assert merged.themes[0, :3].tolist() == [1, 1, 0]


def test_merging_leaves_statements_of_one_part_alone():
    parts = Scores(*(np.eye(n, dtype=np.float32)[:3] for n in (15, 5, 14)))
    merged = merge_parts(parts, owners=[0, 1, 1], weights=[7, 5, 5], statements=2)
    assert merged.stance[0].tolist() == parts.stance[0].tolist()


def test_unrelated_counts_less_for_the_statements_of_an_article_about_stps():
    row = [0.1, 0.05, 0.25, 0.1, 0.5]
    both = Scores(np.full((2, 15), 1 / 15), np.array([row, row]), np.full((2, 14), 0.5))
    found = in_articles(both, [False, True])
    assert found.stance[0].tolist() == row
    assert found.stance[1].sum() == pytest.approx(1)
    assert found.stance[1, 4] / found.stance[1, 2] == pytest.approx(2 * UNRELATED_IN_ARTICLE)
    assert found.stance[1].argmax() == 2
    assert (found.sector == both.sector).all()
    assert both.stance[1].tolist() == row
