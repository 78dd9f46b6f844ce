"""Where articles are read and scored: this process, several processes, or a Ray cluster."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import Any

from labels.errors import DataError
from serving.articles.collection import Extracted, Pending, chunked, read_pending

ARTICLES_A_TASK = 16
TASKS_AHEAD = 4
END_SECONDS = 10.0


def read_all(
    pendings: Iterable[Pending], workers: int, *, first_person: bool = False
) -> Generator[Extracted, None, None]:
    """Yield every article, read, in order; with more than one worker in processes of their own."""
    read = partial(read_pending, first_person=first_person)
    if workers <= 1:
        yield from map(read, pendings)
        return
    # A model's threads may be running: a process forked from among them could hang.
    context, others = multiprocessing.get_context("spawn"), set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, context, _start_worker)
    try:
        waiting: deque[Future[list[Extracted]]] = deque()
        for chunk in chunked(pendings, ARTICLES_A_TASK):
            with _interrupted_after():
                waiting.append(pool.submit(_read_chunk, chunk, first_person))
            if len(waiting) > TASKS_AHEAD * workers:
                yield from _result(waiting.popleft())
        while waiting:
            yield from _result(waiting.popleft())
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        _end(set(multiprocessing.active_children()) - others)


@contextmanager
def _interrupted_after() -> Iterator[None]:
    """Hear Ctrl-C when the block is left: heard while a lock is let go, it would leave the pool locked for ever."""
    handler = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield
        return
    heard: list[FrameType | None] = []
    signal.signal(signal.SIGINT, lambda _signal, frame: heard.append(frame))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if heard:
        handler(signal.SIGINT, heard[0])


def _end(workers: Iterable[BaseProcess]) -> None:
    """Let every worker end what it is reading, and kill it if that takes long."""
    deadline = time.monotonic() + END_SECONDS
    for worker in workers:
        worker.join(max(0.0, deadline - time.monotonic()))
        if worker.is_alive():
            worker.kill()


def _start_worker() -> None:
    """Leave Ctrl-C to the process that started this one, and end with it even where it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _read_chunk(pendings: Sequence[Pending], first_person: bool) -> list[Extracted]:
    return [read_pending(pending, first_person=first_person) for pending in pendings]


def _result(task: Future[list[Extracted]]) -> list[Extracted]:
    while not task.done():
        with _interrupted_after():
            wait([task], timeout=0.2)
    try:
        with _interrupted_after():
            return task.result()
    except BrokenProcessPool:
        raise DataError("a reading process was killed, perhaps for memory (expected fewer --workers)") from None


def with_predictions(
    extracted: Iterable[Extracted], classify: Callable[[Sequence[Any]], Iterator[Any]]
) -> Generator[Extracted, None, None]:
    """Yield the articles with their statements classified, in order.

    Each article by itself: what stands beside a statement in a batch changes the last digit of its
    probabilities, and a resumed run or another engine must answer as an unbroken local one does.
    """
    for article in extracted:
        yield Extracted(article.id, tuple(classify(article.records)), article.error)


def ray_articles(
    pendings: Iterable[Pending], model: Path | None, workers: int, *, first_person: bool = False
) -> Generator[Extracted, None, None]:
    """Yield every article, read on a Ray cluster and classified there if a model is given, in the order given.

    Connects to the cluster that `RAY_ADDRESS` names, or starts one on this machine with `workers` workers.
    Raises `DataError` if Ray is not installed or no cluster answers.
    """
    try:
        import ray
    except ModuleNotFoundError:
        raise DataError("--engine ray needs Ray (pip install 'stp-stance[ray]')") from None
    started = _joined_cluster(ray, workers)
    try:
        if (processors := int(ray.cluster_resources().get("CPU", 0))) < workers:
            raise DataError(f"--workers: got {workers} (expected at most {processors}, the cluster's processors)")
        actor = ray.remote(num_cpus=1)(_RayWorker)
        pool = [actor.remote(str(model) if model else None, first_person) for _ in range(workers)]
        waiting: deque[Any] = deque()
        for number, chunk in enumerate(chunked(pendings, ARTICLES_A_TASK)):
            # A worker's own folder is another; a relative path would not be found there.
            waiting.append(pool[number % workers].score.remote(chunk, str(Path.cwd())))
            if len(waiting) > TASKS_AHEAD * workers:
                yield from ray.get(waiting.popleft())
        while waiting:
            yield from ray.get(waiting.popleft())
    except ray.exceptions.RayError as problem:
        raise DataError(f"a worker of the Ray cluster failed: {_last_line(problem)}") from None
    finally:
        if started:
            ray.shutdown()


def _joined_cluster(ray: Any, workers: int) -> bool:
    """Connect to a cluster or start one; return whether it was not there before."""
    if ray.is_initialized():
        return False
    address = os.environ.get("RAY_ADDRESS")
    where: dict[str, Any] = {"address": address} if address else {"num_cpus": workers, "include_dashboard": False}
    # Ray reports its use to its makers unless told not to.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        ray.init(log_to_driver=False, logging_level="error", **where)
    except (OSError, ValueError, RuntimeError) as problem:
        raise DataError(f"no Ray cluster at {address or 'this machine'}: {_last_line(problem)}") from None
    return True


def _last_line(problem: BaseException) -> str:
    return str(problem).strip().rsplit("\n", maxsplit=1)[-1].strip()


class _RayWorker:
    """Reads and classifies articles in a worker of the cluster."""

    def __init__(self, model: str | None, first_person: bool) -> None:
        from serving.classifier import Classifier

        self.classifier = Classifier.load(Path(model), threads=1) if model else None
        self.first_person = first_person

    def score(self, pendings: Sequence[Pending], folder: str) -> list[Extracted]:
        """Return the articles read, and classified if there is a model; relative paths are below `folder`."""
        from serving.score import classify_records

        os.chdir(folder)
        read = [read_pending(pending, first_person=self.first_person) for pending in pendings]
        if self.classifier is None:
            return read
        return list(with_predictions(read, partial(classify_records, self.classifier)))
