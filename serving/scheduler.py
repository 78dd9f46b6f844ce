"""Who is computed next: requests in, batches out, nobody waits for a timer.

A request that finds a worker idle leaves at once. What arrives meanwhile forms the next batch. Long lists
are sorted by length, cut into chunks and go behind the short requests, chunk by chunk in turn.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

import numpy as np

from labels.errors import Overloaded
from serving.model_input import BATCH_SIZES, BATCH_TOKENS, cut, padded_rows
from serving.prediction import Scores

Row = Sequence[int]

BATCH_ROWS = BATCH_SIZES[-1]
MOST_FILL = 1 / 4
LEAST_PADDED = 32
LOOK_AHEAD = 64
SHORT_BATCHES_A_CHUNK = 4
RETRY_SECONDS = 1


class Model(Protocol):
    """What computes a batch."""

    def infer(self, rows: Sequence[Row]) -> Scores:
        """Return the logits of rows of token ids."""


@dataclass(frozen=True)
class Report:
    """What a batch was: its rows, how long each of its requests had waited and it took, in seconds.

    `waiting` is the number of rows that still wait.
    """

    rows: int
    waited: tuple[float, ...]
    computed: float
    waiting: int


@dataclass(eq=False)
class _Request:
    """Rows that somebody waits for, in pieces that are computed apart; each piece holds indices of rows."""

    model: Model
    rows: Sequence[Row]
    pieces: deque[list[int]]
    answer: asyncio.Future[Scores]
    arrived: float
    missing: int
    found: list[tuple[list[int], Scores]] = field(default_factory=list)

    @property
    def longest(self) -> int:
        """Return the tokens of the longest row that is computed next."""
        return max(len(self.rows[i]) for i in self.pieces[0])

    def receive(self, piece: list[int], scores: Scores) -> None:
        """Keep the logits of one piece; the last one completes the answer."""
        self.found.append((piece, scores))
        self.missing -= 1
        if not self.missing and not self.answer.done():
            self.answer.set_result(_in_order(self.found))

    def fail(self, problem: BaseException) -> None:
        """Give the problem to whoever waits."""
        if not self.answer.done():
            self.answer.set_exception(problem)


class _Line:
    """Requests that wait, first come, first served, and how many rows they hold."""

    def __init__(self) -> None:
        self.requests: deque[_Request] = deque()
        self.rows = 0

    def join(self, request: _Request) -> None:
        """Put a request at the end."""
        self.requests.append(request)
        self.rows += len(request.rows)

    def take(self, request: _Request) -> list[int]:
        """Return the next piece of a request; the request itself stays where it is."""
        piece = request.pieces.popleft()
        self.rows -= len(piece)
        return piece

    def leave(self, request: _Request) -> None:
        """Take a request out, if any of it still waits."""
        if request.pieces:
            self.rows -= sum(map(len, request.pieces))
            request.pieces.clear()
            self.requests.remove(request)


Batch = list[tuple[_Request, list[int]]]


class Scheduler:
    """Shares `workers` threads among requests. Belongs to one event loop; not safe to call from another thread.

    `most_waiting` bounds the rows that wait, those of short requests and those of long lists each.
    `on_batch` is told of every batch that was computed.
    """

    def __init__(self, workers: int, most_waiting: int, on_batch: Callable[[Report], None] | None = None) -> None:
        self.most_waiting = most_waiting
        self._idle = workers
        self._threads = ThreadPoolExecutor(workers, "scheduler")
        self._short, self._long = _Line(), _Line()
        self._passed_over = 0
        self._on_batch = on_batch

    @property
    def waiting(self) -> int:
        """Return how many rows wait for a worker."""
        return self._short.rows + self._long.rows

    async def logits(self, model: Model, rows: Sequence[Row]) -> Scores:
        """Return the logits of `rows`, at least one, in order.

        A caller that is cancelled takes its rows out of the queue. Raises `Overloaded` if too many rows
        wait already; a list longer than the queue is let in when no other waits.
        """
        pieces = cut(rows)
        line = self._long if len(pieces) > 1 else self._short
        if line.rows and line.rows + len(rows) > self.most_waiting:
            raise Overloaded(f"{line.rows} statements wait already", retry_seconds=RETRY_SECONDS)
        answer: asyncio.Future[Scores] = asyncio.get_running_loop().create_future()
        request = _Request(model, rows, deque(pieces), answer, time.monotonic(), len(pieces))
        line.join(request)
        self._start()
        try:
            return await answer
        finally:
            line.leave(request)

    def close(self) -> None:
        """Let the threads end when what they compute is done."""
        self._threads.shutdown(wait=False)

    def _start(self) -> None:
        """Give every idle worker a batch, as long as there are rows."""
        while self._idle and (batch := self._next()):
            self._idle -= 1
            running = asyncio.get_running_loop().run_in_executor(self._threads, _infer, batch)
            running.add_done_callback(partial(self._finish, batch, time.monotonic()))

    def _finish(self, batch: Batch, left: float, running: asyncio.Future[list[Scores]]) -> None:
        self._idle += 1
        if problem := running.exception():
            for request, _ in batch:
                request.fail(problem)
        else:
            for (request, piece), scores in zip(batch, running.result(), strict=True):
                request.receive(piece, scores)
        self._start()
        if self._on_batch:
            rows, waited = sum(len(piece) for _, piece in batch), tuple(left - request.arrived for request, _ in batch)
            report = Report(rows, waited, time.monotonic() - left, self.waiting)
            asyncio.get_running_loop().call_soon(self._on_batch, report)  # The answers go first.

    def _next(self) -> Batch:
        """Return what is computed next: short requests, but a chunk after a few batches of them."""
        if self._short.requests and (not self._long.requests or self._passed_over < SHORT_BATCHES_A_CHUNK):
            self._passed_over += bool(self._long.requests)
            return self._next_short()
        self._passed_over = 0
        return self._next_chunk() if self._long.requests else []

    def _next_short(self) -> Batch:
        """Return the oldest request and those that waste least padding beside it."""
        waiting = self._short.requests
        near = [waiting.popleft() for _ in range(min(LOOK_AHEAD, len(waiting)))]
        chosen = _without_fill(_near_oldest(near))
        batch = [(request, self._short.take(request)) for request in chosen]
        waiting.extendleft(request for request in reversed(near) if request.pieces)
        return batch

    def _next_chunk(self) -> Batch:
        """Return a chunk of the list whose turn it is."""
        request = self._long.requests.popleft()
        piece = self._long.take(request)
        if request.pieces:
            self._long.requests.append(request)
        return [(request, piece)]


def _near_oldest(requests: Sequence[_Request]) -> list[_Request]:
    """Return the first of the requests and those nearest to it in length that may share its batch."""
    oldest, length = requests[0], requests[0].longest
    chosen: list[_Request] = []
    rows, shortest, longest = 0, length, length
    for request in sorted(requests, key=lambda r: abs(r.longest - length)):
        least, most = min(shortest, request.longest), max(longest, request.longest)
        if request.model is oldest.model and (not chosen or _fits(rows + len(request.rows), least, most)):
            rows, shortest, longest = rows + len(request.rows), least, most
            chosen.append(request)
    return chosen


def _fits(rows: int, shortest: int, longest: int) -> bool:
    """Tell whether rows may share a batch: beyond twice a row's length padding costs more than a batch of its own."""
    return rows <= BATCH_ROWS and rows * longest <= BATCH_TOKENS and longest <= 2 * max(shortest, LEAST_PADDED)


def _without_fill(requests: list[_Request]) -> list[_Request]:
    """Return the requests without the last ones, as long as more than `MOST_FILL` of the rows would only fill."""
    chosen = list(requests)
    while len(chosen) > 1:
        rows = sum(len(request.rows) for request in chosen)
        if padded_rows(rows) <= rows * (1 + MOST_FILL):
            break
        chosen.pop()
    return chosen


def _infer(batch: Batch) -> list[Scores]:
    """Compute a batch in a worker's thread, and return the logits of each of its pieces."""
    model = batch[0][0].model
    found = model.infer([request.rows[i] for request, piece in batch for i in piece])
    ends = np.cumsum([len(piece) for _, piece in batch])[:-1]
    return [Scores(*heads) for heads in zip(*(np.split(head, ends) for head in found), strict=True)]


def _in_order(found: Sequence[tuple[list[int], Scores]]) -> Scores:
    """Put the logits of all pieces back into the order of the rows."""
    places = np.concatenate([piece for piece, _ in found]).argsort()
    return Scores(*(np.concatenate(heads)[places] for heads in zip(*(scores for _, scores in found), strict=True)))
