"""Threads for work that must not hold up the event loop, never more than there are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Workers:
    """So many threads for work. Who stops waiting takes it back if it has not begun; what has begun keeps its thread.

    A limit on those who wait, as anyio's is, lets the next in while the work of one who left still runs: clients that
    send articles and hang up could have any number of threads at work.
    """

    def __init__(self, number: int, name: str) -> None:
        self._threads = ThreadPoolExecutor(number, name)

    async def run(self, work: Callable[[], T]) -> T:
        """Return what work returns, done in a thread as soon as one is free."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def close(self) -> None:
        """Let the threads end when what they do is done; begin nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)
