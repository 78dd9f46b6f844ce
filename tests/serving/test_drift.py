import pytest

from labels.corpus import LabelledStatement
from labels.taxonomy import Sector, Stance
from serving.artifact import Profile
from serving.classifier import Classifier
from serving.drift import EVERY, LEAST_PREDICTIONS, DriftWatch, Outcome, outcome, profile, stability_index
from serving.prediction import Prediction


@pytest.fixture(scope="module")
def predictions(classifier: Classifier, small_statements: list[LabelledStatement]) -> list[Prediction]:
    return classifier.classify(small_statements)


def test_the_shares_of_a_profile_sum_to_one(predictions: list[Prediction]):
    for field, shares in profile(map(outcome, predictions)).model_dump().items():
        assert sum(shares) == pytest.approx(1), field


def test_nothing_has_no_profile():
    with pytest.raises(ValueError, match="not enough values"):
        profile([])


def test_alike_distributions_have_an_index_of_zero():
    assert stability_index([0.2, 0.3, 0.5], [0.2, 0.3, 0.5]) == 0


def test_the_index_is_that_of_the_textbook():
    # (0.4 - 0.5) ln(0.4 / 0.5) + (0.6 - 0.5) ln(0.6 / 0.5)
    assert stability_index([0.5, 0.5], [0.4, 0.6]) == pytest.approx(0.0405465, abs=1e-6)


def test_a_label_that_is_never_given_does_not_make_the_index_infinite():
    assert 1 < stability_index([1.0, 0.0], [0.0, 1.0]) < 20


def test_drift_is_told_from_enough_predictions_on_and_then_now_and_again(predictions: list[Prediction]):
    watch = DriftWatch(profile(map(outcome, predictions)))
    told = [bool(watch.add([predictions[i % len(predictions)]])) for i in range(LEAST_PREDICTIONS + EVERY)]
    assert [i for i, now in enumerate(told, 1) if now] == [LEAST_PREDICTIONS, LEAST_PREDICTIONS + EVERY]


def test_other_labels_than_the_references_raise_the_index_of_their_head(predictions: list[Prediction]):
    given = [p.stance.label for p in predictions]
    rare = min(Stance, key=given.count)
    turned = [p.model_copy(update={"stance": p.stance.model_copy(update={"label": rare})}) for p in predictions]
    reference = profile(map(outcome, predictions))
    same, other = (DriftWatch(reference).add(ps * 4) for ps in (predictions, turned))
    assert same.keys() == other.keys() == set(Profile.model_fields)
    assert other["stance"] > 0.25
    assert max(same["stance"], other["sector"]) < 0.01


def test_a_model_that_grows_unsure_raises_the_index_of_its_confidence():
    sure, unsure = ([Outcome(Sector.MEDIA, Stance.NEUTRAL, 0.95, confidence)] * 10 for confidence in (0.95, 0.45))
    before, now = profile(sure), profile(unsure)
    assert stability_index(before.stance_confidence, now.stance_confidence) > 1
    assert stability_index(before.sector_confidence, now.sector_confidence) == 0
