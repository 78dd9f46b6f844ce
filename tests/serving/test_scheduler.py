import asyncio
import threading
from collections.abc import Callable, Coroutine, Sequence
from functools import wraps
from typing import Any

import numpy as np
import pytest

from labels.corpus import LabelledStatement
from labels.errors import Overloaded
from serving.classifier import Classifier
from serving.model_input import BATCH_TOKENS, CHUNK_ROWS
from serving.prediction import Scores
from serving.scheduler import (
    BATCH_ROWS,
    SHORT_BATCHES_A_CHUNK,
    Report,
    Row,
    Scheduler,
)

SECONDS = 30


class Sums:
    """A model whose logits are the sum of a row's tokens; its batches wait until the gate opens."""

    def __init__(self, *, opened: bool = True) -> None:
        self.gate = threading.Event()
        self.batches: list[list[int]] = []
        if opened:
            self.gate.set()

    def infer(self, rows: Sequence[Row]) -> Scores:
        self.batches.append([sum(row) for row in rows])
        assert self.gate.wait(SECONDS)
        if any(sum(row) < 0 for row in rows):
            raise RuntimeError("out of memory")
        sums = np.array([[sum(row)] for row in rows], dtype=np.float32)
        return Scores(sums, -sums, 2 * sums)


def row(value: int, tokens: int = 1) -> list[int]:
    """A row of so many tokens, whose sum is `value`."""
    return [value] + [0] * (tokens - 1)


def in_a_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    @wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        asyncio.run(asyncio.wait_for(test(*args, **kwargs), SECONDS))

    return run


async def asked(scheduler: Scheduler, model: Any, *rows: Row) -> list[float]:
    return [float(value) for value in (await scheduler.logits(model, rows)).sector[:, 0]]


async def queued(scheduler: Scheduler, model: Any, *requests: Sequence[Row]) -> list["asyncio.Task[list[float]]"]:
    """Ask one after the other, so that each has joined the queue."""
    tasks = []
    for rows in requests:
        tasks.append(asyncio.create_task(asked(scheduler, model, *rows)))
        await asyncio.sleep(0)
    return tasks


async def until(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0.001)


@in_a_loop
async def test_a_lone_request_leaves_at_once():
    model = Sums(opened=False)
    tasks = await queued(scheduler := Scheduler(1, 100), model, [row(7)])
    assert scheduler.waiting == 0
    model.gate.set()
    assert await asyncio.gather(*tasks) == [[7]]


@in_a_loop
async def test_what_arrives_while_the_workers_are_busy_is_the_next_batch():
    model = Sums(opened=False)
    tasks = await queued(Scheduler(1, 100), model, [row(1)], [row(2)], [row(3)], [row(4)], [row(5)])
    model.gate.set()
    assert await asyncio.gather(*tasks) == [[1], [2], [3], [4], [5]]
    assert model.batches == [[1], [2, 3, 4, 5]]


@in_a_loop
async def test_as_many_batches_are_computed_together_as_there_are_workers():
    model = Sums(opened=False)
    tasks = await queued(Scheduler(2, 100), model, [row(1)], [row(2)], [row(3)])
    await until(lambda: len(model.batches) == 2)
    model.gate.set()
    await asyncio.gather(*tasks)
    assert model.batches == [[1], [2], [3]]


@in_a_loop
async def test_a_list_is_answered_in_its_own_order():
    rows = [row(value, tokens=1 + value * 7 % 200) for value in range(100)]
    assert await asked(Scheduler(2, 10), Sums(), *rows) == list(range(100))


@in_a_loop
async def test_short_requests_go_before_the_chunks_of_a_long_list():
    model = Sums(opened=False)
    long = [row(1) for _ in range(3 * CHUNK_ROWS)]
    tasks = await queued(Scheduler(1, 100), model, long, [row(5)])
    model.gate.set()
    await asyncio.gather(*tasks)
    assert [5] in model.batches[1:2]


@in_a_loop
async def test_a_long_list_is_never_starved():
    model, scheduler = Sums(opened=False), Scheduler(1, 1000)
    long = [row(1) for _ in range(2 * CHUNK_ROWS)]
    # Too long to share a batch: each of them leaves alone.
    tasks = await queued(scheduler, model, long, *[[row(5, BATCH_TOKENS)]] * (2 * SHORT_BATCHES_A_CHUNK))
    model.gate.set()
    await asyncio.gather(*tasks)
    assert model.batches[1 + SHORT_BATCHES_A_CHUNK] == [1] * CHUNK_ROWS


@in_a_loop
async def test_long_lists_take_turns():
    model = Sums(opened=False)
    tasks = await queued(Scheduler(1, 1000), model, *([row(n)] * 3 * CHUNK_ROWS for n in (1, 2)))
    model.gate.set()
    await asyncio.gather(*tasks)
    assert [batch[0] for batch in model.batches] == [1, 1, 2, 1, 2, 2]


@in_a_loop
async def test_a_cancelled_request_leaves_the_queue_and_its_neighbours_stay():
    model = Sums(opened=False)
    scheduler = Scheduler(1, 100)
    first, gone, last = await queued(scheduler, model, [row(1)], [row(2)], [row(3)])
    gone.cancel()
    await asyncio.wait([gone])
    assert scheduler.waiting == 1
    model.gate.set()
    assert await asyncio.gather(first, last) == [[1], [3]]
    assert model.batches == [[1], [3]]


@in_a_loop
async def test_a_cancelled_list_is_not_computed_to_its_end():
    model = Sums(opened=False)
    scheduler = Scheduler(1, 100)
    (task,) = await queued(scheduler, model, [row(1)] * 5 * CHUNK_ROWS)
    await until(lambda: len(model.batches) == 1)
    task.cancel()
    await asyncio.wait([task])
    model.gate.set()
    assert scheduler.waiting == 0
    assert await asked(scheduler, model, row(9)) == [9]
    assert model.batches == [[1] * CHUNK_ROWS, [9]]


@in_a_loop
async def test_a_full_queue_refuses_and_says_when_to_come_again():
    model = Sums(opened=False)
    scheduler = Scheduler(1, 2)
    tasks = await queued(scheduler, model, [row(1)], [row(2)], [row(3)])
    with pytest.raises(Overloaded, match="2 statements wait already") as refused:
        await asked(scheduler, model, row(4))
    assert refused.value.retry_seconds >= 1
    model.gate.set()
    assert await asyncio.gather(*tasks) == [[1], [2], [3]]


@in_a_loop
async def test_long_lists_do_not_fill_the_queue_of_short_requests():
    model = Sums(opened=False)
    scheduler = Scheduler(1, 10)
    tasks = await queued(scheduler, model, [row(1)] * 50, [row(2)])
    with pytest.raises(Overloaded):
        await asked(scheduler, model, *[row(1)] * 50)
    model.gate.set()
    assert (await asyncio.gather(*tasks))[1] == [2]


@in_a_loop
async def test_a_batch_that_fails_fails_its_requests_and_the_next_is_computed():
    model, scheduler = Sums(), Scheduler(1, 100)
    with pytest.raises(RuntimeError, match="out of memory"):
        await asked(scheduler, model, row(-1))
    with pytest.raises(RuntimeError, match="out of memory"):
        await asked(scheduler, model, *[row(-1)] * 5 * CHUNK_ROWS)
    assert scheduler.waiting == 0
    assert await asked(scheduler, model, row(2)) == [2]


@in_a_loop
async def test_a_batch_holds_requests_for_one_model_only():
    gate, other = Sums(opened=False), Sums()
    scheduler = Scheduler(1, 100)
    busy = await queued(scheduler, gate, [row(1)])
    mine = await queued(scheduler, gate, [row(2)])
    theirs = await queued(scheduler, other, [row(3)])
    mine += await queued(scheduler, gate, [row(4)])
    gate.gate.set()
    await asyncio.gather(*busy, *mine, *theirs)
    assert (gate.batches, other.batches) == ([[1], [2, 4]], [[3]])


@in_a_loop
async def test_a_batch_stays_within_rows_and_tokens():
    model = Sums(opened=False)
    lengths = [1] * 80 + [100] * 40
    tasks = await queued(Scheduler(1, 1000), model, [row(1)], *([row(n, n)] for n in lengths))
    model.gate.set()
    await asyncio.gather(*tasks)
    assert max(map(len, model.batches)) == BATCH_ROWS
    assert max(len(batch) * max(batch) for batch in model.batches) <= BATCH_TOKENS


@pytest.mark.parametrize(("waiting", "size"), [(2, 2), (3, 2), (6, 4), (7, 7), (11, 8), (13, 13), (20, 16)])
@in_a_loop
async def test_a_batch_leaves_behind_what_would_mostly_fill(waiting: int, size: int):
    model = Sums(opened=False)
    tasks = await queued(Scheduler(1, 1000), model, *[[row(1)]] * (1 + waiting))
    model.gate.set()
    await asyncio.gather(*tasks)
    assert len(model.batches[1]) == size


@in_a_loop
async def test_requests_of_one_length_leave_together():
    model = Sums(opened=False)
    requests = [[row(n, n)] for n in (180, 5, 170, 6, 175, 4, 190, 5, 185, 3, 178)]
    tasks = await queued(Scheduler(1, 1000), model, [row(1)], *requests)
    model.gate.set()
    await asyncio.gather(*tasks)
    assert min(model.batches[1]) >= 170


@in_a_loop
async def test_every_batch_is_reported_with_its_times():
    reports: list[Report] = []
    model = Sums(opened=False)
    tasks = await queued(Scheduler(1, 100, reports.append), model, [row(1)], [row(2)], [row(3)])
    model.gate.set()
    await asyncio.gather(*tasks)
    await until(lambda: len(reports) == 2)
    assert [(report.rows, len(report.waited)) for report in reports] == [(1, 1), (2, 2)]
    assert reports[-1].waiting == 0
    assert all(0 <= seconds < SECONDS for report in reports for seconds in (*report.waited, report.computed))


@in_a_loop
async def test_the_model_answers_alike_whatever_stands_beside_a_statement(
    classifier: Classifier, small_statements: list[LabelledStatement]
):
    scheduler = Scheduler(classifier.streams, 1000)
    chosen = small_statements[::5]
    encoded = [classifier.encode([statement]) for statement in chosen]
    together = await asyncio.gather(*(scheduler.logits(classifier, one.rows) for one in encoded))
    for one, scores, statement in zip(encoded, together, chosen, strict=True):
        [crowded], [alone] = classifier.decide(one, scores), classifier.classify([statement])
        assert crowded.stance.probabilities == pytest.approx(alone.stance.probabilities, abs=0.02)
        assert crowded.sector.probabilities == pytest.approx(alone.sector.probabilities, abs=0.02)
