import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from labels.corpus import LabelledStatement
from labels.errors import TooLarge
from labels.statement import Statement
from serving.classifier import Classifier
from serving.metrics import ServiceMetrics
from serving.predictor import Predictor

SECONDS = 60


def in_a_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    @wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        asyncio.run(asyncio.wait_for(test(*args, **kwargs), SECONDS))

    return run


def predictor_of(classifier: Classifier, most_waiting: int = 1000) -> Predictor:
    return Predictor(classifier, most_waiting, ServiceMetrics(CollectorRegistry()))


@in_a_loop
async def test_a_request_is_answered_as_the_classifier_answers(
    classifier: Classifier, small_statements: list[LabelledStatement]
):
    sent = small_statements[:40]
    found = await predictor_of(classifier).predict(classifier, sent)
    for one, other in zip(found, classifier.classify(sent), strict=True):
        assert one.stance.probabilities == pytest.approx(other.stance.probabilities, abs=0.02)


@in_a_loop
async def test_no_statements_get_no_predictions(classifier: Classifier):
    assert await predictor_of(classifier).predict(classifier, []) == []


@in_a_loop
async def test_a_bad_request_fails_alone(classifier: Classifier):
    predictor = predictor_of(classifier)
    bad = [Statement(text="No.", attribution="x1 " * 150)]
    asked = [predictor.predict(classifier, s) for s in ([Statement(text="Yes.")], bad, [Statement(text="Perhaps.")])]
    first, failed, last = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(failed, TooLarge)
    assert len(first) == len(last) == 1


@in_a_loop
async def test_a_request_ends_with_the_classifier_that_it_began_with(classifier: Classifier):
    predictor, other = predictor_of(classifier), Classifier(classifier.artifact)
    assert predictor.classifier is classifier
    asked = asyncio.create_task(predictor.predict(predictor.classifier, [Statement(text="No.")] * 60))
    await asyncio.sleep(0)
    await predictor.use(other)
    assert predictor.classifier is other
    assert len(await asked) == 60
