"""From statements to predictions inside a service: the model in use, and the queue in front of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar

from labels.errors import Overloaded
from labels.statement import Statement
from serving.classifier import Classifier
from serving.metrics import ServiceMetrics
from serving.prediction import Prediction
from serving.scheduler import Scheduler
from serving.workers import Workers

T = TypeVar("T")

INLINE_CHARS = 4_000
HELPERS = 2


class Predictor:
    """Answers requests with the classifier in use. Belongs to one event loop.

    Every request goes through with the classifier that it began with: its input was made for that one.
    """

    def __init__(self, classifier: Classifier, most_waiting: int, metrics: ServiceMetrics) -> None:
        self.metrics = metrics
        self.scheduler = Scheduler(classifier.streams, most_waiting, metrics.count_batch)
        self._classifier = classifier
        self._helpers = Workers(HELPERS, "helper")
        metrics.show_model(classifier.contract)

    @property
    def classifier(self) -> Classifier:
        """Return the classifier in use."""
        return self._classifier

    async def use(self, classifier: Classifier) -> None:
        """Answer with another classifier from now on; what is under way ends with the one it began with."""
        await self.warm_up(classifier)
        self._classifier = classifier
        self.metrics.show_model(classifier.contract)

    async def warm_up(self, classifier: Classifier, lengths: Sequence[int] = ()) -> None:
        """Let every thread and every length of input, or the lengths named, have its first time before a request comes.

        Raises `Overloaded` if requests have come, and fill the queue.
        """
        layout = classifier.artifact.layout
        rows = [[layout.cls_id] * length for length in lengths or classifier.contract.pad_lengths]
        await asyncio.gather(*(self.scheduler.logits(classifier, rows[:1]) for _ in range(classifier.streams)))
        for row in rows:
            await self.scheduler.logits(classifier, [row])

    async def predict(self, classifier: Classifier, statements: Sequence[Statement]) -> list[Prediction]:
        """Return one prediction a statement, in order.

        Raises what `Classifier.encode` raises, before anything is queued, and `Overloaded`.
        """
        if not statements:
            return []
        with self.metrics.stage("encode"):
            encoded = await self.near_or_aside(statements, lambda: classifier.encode(statements))
        try:
            logits = await self.scheduler.logits(classifier, encoded.rows)
        except Overloaded:
            self.metrics.count_refused()
            raise
        with self.metrics.stage("decide"):
            predictions = await self.near_or_aside(statements, lambda: classifier.decide(encoded, logits))
        asyncio.get_running_loop().call_soon(self.metrics.count_predictions, predictions)  # The answer goes first.
        return predictions

    def close(self) -> None:
        """Let the threads end when what they compute is done."""
        self.scheduler.close()
        self._helpers.close()

    async def near_or_aside(self, statements: Sequence[Statement], work: Callable[[], T]) -> T:
        """Do work on statements: at once where it is little, else in a thread, so that others are answered."""
        if sum(len(s.text) + len(s.context) for s in statements) <= INLINE_CHARS:
            return work()
        return await self._helpers.run(work)
