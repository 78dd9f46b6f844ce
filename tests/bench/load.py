"""A client that costs little beside the service: bytes over a socket, answers timed and not looked at."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any

import httptools
import numpy as np
import uvloop

HOST = "127.0.0.1"


@dataclass
class Load:
    """What came of a load: seconds of every answer, answers that were not 200, statements answered, seconds in all."""

    latencies: list[float] = field(default_factory=list)
    failed: int = 0
    statements: int = 0
    seconds: float = 0.0

    def percentile(self, percent: float) -> float:
        """Return a percentile of the latencies in milliseconds."""
        return float(np.percentile(self.latencies, percent)) * 1e3

    @property
    def rate(self) -> float:
        """Return statements a second."""
        return self.statements / self.seconds


class Connection(asyncio.Protocol):
    """One connection that posts one body after the other."""

    def __init__(self, path: str) -> None:
        self.head = f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\nContent-Length: "
        self.parser = httptools.HttpResponseParser(self)
        self.transport: Any = None
        self.answered: asyncio.Future[int] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport; uvloop's is of a class of its own."""
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Parse what came."""
        self.parser.feed_data(data)

    def connection_lost(self, problem: Exception | None) -> None:
        """Let whoever waits know."""
        if self.answered and not self.answered.done():
            self.answered.set_exception(problem or ConnectionResetError("the service closed the connection"))

    def on_message_complete(self) -> None:
        """Give the status to whoever waits."""
        assert self.answered
        self.answered.set_result(self.parser.get_status_code())
        self.parser = httptools.HttpResponseParser(self)

    async def post(self, body: bytes) -> int:
        """Send a body and return the status of its answer."""
        self.answered = asyncio.get_running_loop().create_future()
        self.transport.write(f"{self.head}{len(body)}\r\n\r\n".encode() + body)
        return await self.answered


@dataclass(frozen=True)
class Service:
    """Where a service listens, and under which field it takes statements."""

    port: int
    statements: str
    wrapped: bool

    def body(self, statements: Sequence[dict[str, str]]) -> bytes:
        """Return the body of a request."""
        sent = list(statements) if self.wrapped else [statement["text"] for statement in statements]
        return json.dumps({self.statements: sent}).encode()


async def client(service: Service, bodies: Sequence[bytes], size: int, until: float, load: Load) -> None:
    """Post one body after the other until the time is over; each holds `size` statements."""
    loop = asyncio.get_running_loop()
    transport, connection = await loop.create_connection(lambda: Connection("/classify"), HOST, service.port)
    for body in cycle(bodies):
        began = time.perf_counter()
        if began >= until:
            break
        status = await connection.post(body)
        load.latencies.append(time.perf_counter() - began)
        load.failed += status != 200
        load.statements += size * (status == 200)
    transport.close()


async def clients(service: Service, lists: Sequence[Sequence[dict[str, str]]], number: int, seconds: float) -> Load:
    """Return what came of `number` clients, each going through the lists from a place of its own."""
    load, began = Load(), time.perf_counter()
    bodies = [service.body(statements) for statements in lists]
    async with asyncio.TaskGroup() as group:
        for place in range(number):
            turned = list(islice(cycle(bodies), place * 7, place * 7 + len(bodies)))
            group.create_task(client(service, turned, len(lists[0]), began + seconds, load))
    load.seconds = time.perf_counter() - began
    return load


async def mixed(
    service: Service,
    singles: Sequence[Sequence[dict[str, str]]],
    lists: Sequence[Sequence[dict[str, str]]],
    seconds: float,
) -> Load:
    """Return what one client of single statements gets beside two clients of lists."""
    bulk = asyncio.create_task(clients(service, lists, 2, seconds))
    load = await clients(service, singles, 1, seconds)
    await bulk
    return load


def run(work: "asyncio.Coroutine[object, object, Load]") -> Load:
    """Run a load in a loop of its own."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)
