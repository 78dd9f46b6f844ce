import numpy as np
import pytest

from serving.prediction import Scores, softmax
from training.calibrate import fit_temperatures, fit_thresholds, review_threshold


def drawn(rng: np.random.Generator, classes: int, rows: int, scale: float) -> tuple[np.ndarray, np.ndarray]:
    """Logits, `scale` times too sure of themselves, and labels drawn by the honest ones."""
    honest = rng.normal(size=(rows, classes)) * 2
    labels = np.array([rng.choice(classes, p=row) for row in softmax(honest)])
    return honest * scale, labels


@pytest.mark.parametrize("scale", [0.5, 1.0, 3.0])
def test_the_temperature_undoes_overconfidence(scale: float):
    rng = np.random.default_rng(1)
    sector, gold_sector = drawn(rng, 15, 4000, scale)
    stance, gold_stance = drawn(rng, 5, 4000, scale)
    honest = rng.normal(size=(4000, 14)) * 2
    gold_themes = (rng.random((4000, 14)) < 1 / (1 + np.exp(-honest))).astype(float)
    found = fit_temperatures(Scores(sector, stance, honest * scale), gold_sector, gold_stance, gold_themes)
    assert [found.sector, found.stance, found.themes] == pytest.approx([scale] * 3, rel=0.1)


def test_the_review_threshold_leaves_what_is_right_often_enough():
    confidence = np.linspace(0.5, 1, 200)
    probabilities = np.stack([confidence, 1 - confidence], axis=1)
    gold = np.where(np.arange(200) < 30, 1, 0)
    threshold = review_threshold(probabilities, gold, most_reviewed=0.4)
    kept = confidence >= threshold
    assert (gold[kept] == 0).mean() >= 0.93
    assert 0.05 < 1 - kept.mean() < 0.15


def test_the_review_threshold_never_marks_more_than_its_share():
    rng = np.random.default_rng(2)
    confidence = rng.uniform(0.5, 1, 500)
    probabilities = np.stack([confidence, 1 - confidence], axis=1)
    threshold = review_threshold(probabilities, rng.integers(0, 2, 500), most_reviewed=0.3)
    assert (confidence < threshold).mean() == pytest.approx(0.3, abs=0.01)


def test_the_theme_threshold_is_that_of_the_best_f1():
    rng = np.random.default_rng(3)
    themes = (rng.random((300, 14)) < 0.2).astype(float)
    scores = Scores(np.eye(15)[[0] * 300], np.eye(5)[[0] * 300], themes * 0.25 + 0.1)
    found = fit_thresholds(scores, np.zeros(300, dtype=int), np.zeros(300, dtype=int), themes)
    assert 0.1 < found.themes <= 0.35
