"""Threads for work, never more than there are."""

import asyncio
import threading

from serving.workers import Workers


def test_work_of_those_who_left_keeps_its_thread_and_what_has_not_begun_is_never_done():
    let_go, lock = threading.Event(), threading.Lock()
    running, most, begun = 0, 0, 0

    def work() -> None:
        nonlocal running, most, begun
        with lock:
            running, begun = running + 1, begun + 1
            most = max(most, running)
        let_go.wait(30)
        with lock:
            running -= 1

    async def ask_and_leave() -> None:
        workers = Workers(2, "test")
        asked = [asyncio.create_task(workers.run(work)) for _ in range(12)]
        await asyncio.sleep(0.1)
        for task in asked:
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
        let_go.set()
        assert await workers.run(lambda: "done") == "done"
        workers.close()

    asyncio.run(ask_and_leave())
    assert (most, begun) == (2, 2)


def test_an_error_of_work_reaches_who_asked():
    async def ask() -> None:
        workers = Workers(1, "test")
        try:
            await workers.run(lambda: 1 // 0)
        finally:
            workers.close()

    try:
        asyncio.run(ask())
    except ZeroDivisionError:
        return
    raise AssertionError("no error came")
