"""Where articles are read and scored: this process, several processes, or a Ray cluster."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from typing import Any

from labels.errors import DataError
from serving.articles.collection import Extracted, Pending, chunked, read_pending

STATEMENTS_A_BATCH = 256
ARTICLES_A_TASK = 16
TASKS_AHEAD = 4


def read_all(pendings: Iterable[Pending], workers: int, *, first_person: bool = False) -> Iterator[Extracted]:
    """Yield every article, read, in order; with more than one worker in processes of their own."""
    read = partial(read_pending, first_person=first_person)
    if workers <= 1:
        yield from map(read, pendings)
        return
    with ProcessPoolExecutor(workers) as pool:
        waiting: deque[Future[list[Extracted]]] = deque()
        for chunk in chunked(pendings, ARTICLES_A_TASK):
            waiting.append(pool.submit(_read_chunk, chunk, first_person))
            if len(waiting) > TASKS_AHEAD * workers:
                yield from _result(waiting.popleft())
        while waiting:
            yield from _result(waiting.popleft())


def _read_chunk(pendings: Sequence[Pending], first_person: bool) -> list[Extracted]:
    return [read_pending(pending, first_person=first_person) for pending in pendings]


def _result(task: Future[list[Extracted]]) -> list[Extracted]:
    try:
        return task.result()
    except BrokenProcessPool:
        raise DataError("a reading process was killed, perhaps for memory (expected fewer --workers)") from None


def with_predictions(
    extracted: Iterable[Extracted], classify: Callable[[Sequence[Any]], Iterator[Any]]
) -> Iterator[Extracted]:
    """Yield the articles with their statements classified, in order, many statements at a time.

    Articles wait until their statements fill a batch, so that the model never runs on a few.
    """
    waiting: list[Extracted] = []
    count = 0
    for article in extracted:
        waiting.append(article)
        count += len(article.records)
        if count >= STATEMENTS_A_BATCH or len(waiting) >= STATEMENTS_A_BATCH:
            yield from _classified(waiting, classify)
            waiting, count = [], 0
    yield from _classified(waiting, classify)


def _classified(
    articles: Sequence[Extracted], classify: Callable[[Sequence[Any]], Iterator[Any]]
) -> Iterator[Extracted]:
    rows = iter(classify([record for article in articles for record in article.records]))
    for article in articles:
        yield Extracted(article.id, tuple(next(rows) for _ in article.records), article.error)


def ray_articles(
    pendings: Iterable[Pending], model: Path | None, workers: int, *, first_person: bool = False
) -> Iterator[Extracted]:
    """Yield every article, read on a Ray cluster and classified there if a model is given, in the order given.

    Connects to the cluster that `RAY_ADDRESS` names, or starts one on this machine with `workers` workers.
    Raises `DataError` if Ray is not installed or no cluster answers.
    """
    try:
        import ray
    except ModuleNotFoundError:
        raise DataError("--engine ray needs Ray (pip install 'stp-stance[ray]')") from None
    address = os.environ.get("RAY_ADDRESS")
    started = not ray.is_initialized()
    if started:
        options: dict[str, Any] = {"address": address} if address else {"num_cpus": workers}
        try:
            ray.init(
                include_dashboard=False if not address else None, log_to_driver=False, logging_level="error", **options
            )
        except (ConnectionError, ValueError, RuntimeError, TimeoutError) as problem:
            raise DataError(f"no Ray cluster at {address or 'this machine'}: {problem}") from None
    actor = ray.remote(num_cpus=1)(_RayWorker)
    pool = [actor.remote(str(model) if model else None, first_person) for _ in range(workers)]
    try:
        waiting: deque[Any] = deque()
        for number, chunk in enumerate(chunked(pendings, ARTICLES_A_TASK)):
            waiting.append(pool[number % workers].score.remote(chunk))
            if len(waiting) > TASKS_AHEAD * workers:
                yield from ray.get(waiting.popleft())
        while waiting:
            yield from ray.get(waiting.popleft())
    finally:
        if started:
            ray.shutdown()


class _RayWorker:
    """Reads and classifies articles in a worker of the cluster."""

    def __init__(self, model: str | None, first_person: bool) -> None:
        from serving.classifier import Classifier

        self.classifier = Classifier.load(Path(model), threads=1) if model else None
        self.first_person = first_person

    def score(self, pendings: Sequence[Pending]) -> list[Extracted]:
        from serving.score import classify_records

        read = [read_pending(pending, first_person=self.first_person) for pending in pendings]
        if self.classifier is None:
            return read
        return list(with_predictions(read, partial(classify_records, self.classifier)))
