"""What every request passes on its way in: its limits, its name, its line in the log."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import time
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from labels.errors import (
    Forbidden,
    HeadersTooLarge,
    SlowBody,
    StanceError,
    TimeLimit,
    TooLarge,
    UnsupportedBody,
    shorten,
)
from serving.error_answers import ErrorAnswer, error_response, failure_response
from serving.page import FORM_TYPE, PageForm, page_of_error
from serving.page import PATH as PAGE_PATH
from serving.settings import Settings, read_settings

MAX_HEADER_BYTES = 65_536
MOST_DIGITS = 18
CLIENT_GONE = 499
BODILESS_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
REQUEST_ID = re.compile(r"[\w.:/+=-]{1,64}", re.ASCII)
WRONG_ADDRESS = {404: "is not served here", 405: "is not the way to ask"}
"""What is wrong with a request that nothing answers, by status."""
JSON_TYPES = re.compile(r"application/json\s*(;\s*charset=\"?utf-?8\"?\s*)?", re.ASCII | re.IGNORECASE)
FORM_TYPES = re.compile(rf"{re.escape(FORM_TYPE)}\s*(;\s*charset=\"?utf-?8\"?\s*)?", re.ASCII | re.IGNORECASE)
# The page of BentoML loads scripts of its own, and would load a tracker.
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
        " img-src 'self' data:; frame-src 'none'; frame-ancestors 'none'; object-src 'none'; base-uri 'none';"
        " form-action 'self'"
    ),
}

logger = logging.getLogger(__name__)


class ClientGone(Exception):
    """The client closed its connection before it was answered."""


class RequestLog:
    """ASGI middleware that names every request and logs one line of it: never what it says, nor who asked."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; its answer bears its id and the security headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status, name = time.perf_counter(), 0, request_id(scope)

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = name
                for header, value in SECURITY_HEADERS.items():
                    headers.setdefault(header, value)
            await send(message)

        try:
            await self.app(scope, receive, send_named)
        except Exception as problem:
            if status:
                raise
            # Around this, BentoML awaits the beginning of an answer until its time limit, whatever became of it.
            logger.error("request failed", exc_info=problem, extra={"request_id": name, "path": scope["path"]})
            await failure_response()(scope, receive, send_named)
        finally:
            if logger.isEnabledFor(logging.INFO):
                seconds = round(time.perf_counter() - began, 4)
                about = {"request_id": name, "method": scope["method"], "path": scope["path"]}
                logger.info("request", extra=about | {"status": status, "seconds": seconds})


class WrongAddress:
    """ASGI middleware that answers in our form where nothing is served, or not by this method."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; tell what is served where the app has a bare 404 or 405 for it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refused: Response | None = None

        async def send_told(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] in WRONG_ADDRESS:
                refused = wrong_address(scope, message["status"], Headers(scope=message))
            if refused is None:
                await send(message)

        await self.app(scope, receive, send_told)
        if refused:
            await refused(scope, receive, send)


def wrong_address(scope: Scope, status: int, given: Headers) -> Response:
    """Return the response for a path or a method that nothing answers; it names the methods that are."""
    asked, allowed = f"{scope['method']} {shorten(scope['path'])}", given.get("allow")
    answer = ErrorAnswer(error=f"{asked} {WRONG_ADDRESS[status]}", expected=allowed or "what GET /docs.json tells of")
    return JSONResponse(answer.model_dump(), status_code=status, headers={"Allow": allowed} if allowed else None)


class RequestLimits:
    """ASGI middleware that bounds what a request may send and how long it may take.

    The body is read here, and what follows gets it whole. A request whose client goes away is cancelled,
    so that nobody computes what nobody reads.
    """

    def __init__(self, app: ASGIApp, settings: Settings | None = None) -> None:
        self.app = app
        self.settings = settings or read_settings(os.environ)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request within the limits; answer 408, 413, 415, 431 or 504 to another."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = _Exchange(send)
        try:
            check_header_size(scope)
            if scope["method"] in BODILESS_METHODS:
                await self.app(scope, receive, send)
                return
            await self._answer(exchange, scope, receive)
        except ClientGone:
            # Nobody reads this, but what counts and waits around here needs an answer.
            await Response(status_code=CLIENT_GONE)(scope, receive, send)
        except StanceError as problem:
            page = scope["path"] == PAGE_PATH
            answer = page_of_error(PageForm(), problem) if page else error_response(problem)
            await answer(scope, receive, send)

    async def _answer(self, exchange: _Exchange, scope: Scope, receive: Receive) -> None:
        headers, seconds = Headers(scope=scope), self.settings.max_seconds
        if scope["path"] == PAGE_PATH:
            check_own_site(headers)
        check_length(headers, self.settings.max_body_bytes)
        try:
            async with asyncio.timeout(seconds) as exchange.limit:
                exchange.body = await read_body(receive, self.settings.max_body_bytes)
                if exchange.body:
                    check_type(headers, page=scope["path"] == PAGE_PATH)
                await exchange.run(self.app, scope, receive)
        except TimeoutError:
            if not exchange.limit.expired() or exchange.started:
                raise
            wanted = f"at most {seconds} s"
            if exchange.body is None:
                raise SlowBody("did not arrive in time", field="body", expected=wanted) from None
            raise TimeLimit(f"took more than {seconds} s", field="request", expected=wanted) from None


class _Exchange:
    """One request with its body read, and its answer."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.body: bytes | None = None
        self.limit = asyncio.timeout(None)
        self.given = self.started = self.answered = False
        self._gone = asyncio.Event()

    async def run(self, app: ASGIApp, scope: Scope, receive: Receive) -> None:
        """Let the app answer; raise `ClientGone` if the client goes away before."""
        task = asyncio.current_task()
        watcher = asyncio.create_task(self._watch(receive, task))
        try:
            await app(scope, self.receive, self.send)
        except asyncio.CancelledError:
            # Only the client's leaving ends here: a shutdown and the time limit go their own way.
            if task is None or not self._gone.is_set() or task.uncancel():
                raise
            raise ClientGone from None
        finally:
            watcher.cancel()

    async def receive(self) -> Message:
        """Give the body, whole; after that, wait until the client is gone."""
        if not self.given:
            self.given = True
            return {"type": "http.request", "body": self.body or b"", "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Send on; the time limit ends with the answer, what runs after it is not the client's."""
        self.started = True
        if message["type"] == "http.response.body" and not message.get("more_body"):
            self.answered = True
            self.limit.reschedule(None)
        await self._send(message)

    async def _watch(self, receive: Receive, task: asyncio.Task[None] | None) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        if task and not self.answered:
            self._gone.set()
            task.cancel()


def request_id(scope: Scope) -> str:
    """Return the id that the caller gave the request, where it is short and plain, or a new one."""
    given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"").decode("latin-1")
    return given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def check_header_size(scope: Scope) -> None:
    """Raise `HeadersTooLarge` if the headers of a request hold more than `MAX_HEADER_BYTES`."""
    size = sum(len(name) + len(value) for name, value in scope["headers"])
    size += len(scope["path"]) + len(scope.get("query_string", b""))
    if size > MAX_HEADER_BYTES:
        raise HeadersTooLarge(f"have {size} bytes", field="headers", expected=f"at most {MAX_HEADER_BYTES} bytes")


def check_length(headers: Headers, max_bytes: int) -> None:
    """Raise `TooLarge` if a request announces a larger body."""
    announced = headers.get("content-length", "0")
    if len(announced) > MOST_DIGITS or (announced.isdecimal() and int(announced) > max_bytes):
        raise TooLarge(f"has {announced[:MOST_DIGITS]} bytes", field="body", expected=f"at most {max_bytes} bytes")


def check_type(headers: Headers, *, page: bool = False) -> None:
    """Raise `UnsupportedBody` unless a body is plain JSON in UTF-8, or for the page a form."""
    given = headers.get("content-type", "")
    types, wanted = (FORM_TYPES, FORM_TYPE) if page else (JSON_TYPES, "application/json in UTF-8")
    if not types.fullmatch(given.strip()):
        error = f"is {shorten(given)}" if given else "is missing"
        raise UnsupportedBody(error, field="Content-Type", expected=wanted)
    if coding := headers.get("content-encoding"):
        raise UnsupportedBody(f"is {shorten(coding)}", field="Content-Encoding", expected="an uncompressed body")


def check_own_site(headers: Headers) -> None:
    """Raise `Forbidden` for a form that a browser sends from a page of another site."""
    if site := headers.get("sec-fetch-site"):
        own = site in ("same-origin", "none")
    else:
        origin = headers.get("origin")
        own = origin is None or origin.partition("://")[2] == headers.get("host")
    if not own:
        raise Forbidden("the form comes from another site", expected="the form of this service's own page")


async def read_body(receive: Receive, max_bytes: int) -> bytes:
    """Return a request's body; raise `TooLarge` as soon as it is, and `ClientGone` if it never ends."""
    chunks, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > max_bytes:
            raise TooLarge(f"has {size} bytes or more", field="body", expected=f"at most {max_bytes} bytes")
        if not message.get("more_body"):
            return b"".join(chunks)
