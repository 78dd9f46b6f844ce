import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.middleware import CLIENT_GONE, MAX_HEADER_BYTES, SECURITY_HEADERS, RequestLimits, RequestLog
from serving.settings import Settings

JSON = (b"content-type", b"application/json")
SECONDS = 30


class Exchange:
    """One request to an ASGI application: what was sent, what came back."""

    def __init__(self, *messages: Message, headers: tuple[tuple[bytes, bytes], ...] = (JSON,), **scope: Any) -> None:
        self.incoming: asyncio.Queue[Message] = asyncio.Queue()
        for message in messages:
            self.incoming.put_nowait(message)
        self.scope: Scope = {"type": "http", "method": "POST", "path": "/x", "headers": list(headers), **scope}
        self.sent: list[Message] = []

    async def through(self, app: ASGIApp) -> "Exchange":
        await asyncio.wait_for(app(self.scope, self.incoming.get, self._send), SECONDS)
        return self

    async def _send(self, message: Message) -> None:
        self.sent.append(message)

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def body(self) -> Any:
        return json.loads(b"".join(message.get("body", b"") for message in self.sent[1:]))

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in self.sent[0]["headers"]}


def body(content: bytes, *, more: bool = False) -> Message:
    return {"type": "http.request", "body": content, "more_body": more}


GONE: Message = {"type": "http.disconnect"}


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the length of the body."""
    await JSONResponse({"length": len(await Request(scope, receive).body())})(scope, receive, send)


def limited(app: Callable[..., Awaitable[None]], **settings: int) -> RequestLimits:
    return RequestLimits(app, Settings(database_url="sqlite://", **settings))


def ask(app: ASGIApp, *messages: Message, **options: Any) -> Exchange:
    async def asked() -> Exchange:
        return await Exchange(*messages, **options).through(app)

    return asyncio.run(asked())


async def fails(scope: Scope, receive: Receive, send: Send) -> None:
    """Fail before the answer has begun."""
    raise RuntimeError("secret")


def test_a_request_that_fails_is_answered_at_once_without_the_reason(caplog: pytest.LogCaptureFixture):
    exchange = asyncio.run(Exchange(method="GET").through(RequestLog(fails)))
    assert exchange.status == 500
    assert exchange.body == {"error": "the service failed; its log says why", "field": "", "expected": ""}
    (line,) = (record for record in caplog.records if record.levelno == logging.ERROR)
    assert line.exc_info
    assert str(line.exc_info[1]) == "secret"


def test_a_request_that_fails_within_its_answer_is_not_answered_again():
    async def half(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("late")

    exchange = Exchange(method="GET")
    with pytest.raises(RuntimeError, match="late"):
        asyncio.run(exchange.through(RequestLog(half)))
    assert [message["type"] for message in exchange.sent] == ["http.response.start"]


def test_a_body_in_pieces_arrives_whole():
    answer = ask(limited(echo), body(b"12345", more=True), body(b"678"))
    assert (answer.status, answer.body) == (200, {"length": 8})


def test_a_body_that_is_announced_too_large_is_refused_before_it_is_read():
    answer = ask(limited(echo, max_body_bytes=10), headers=(JSON, (b"content-length", b"11")))
    assert (answer.status, answer.body["error"]) == (413, "has 11 bytes")


def test_a_body_that_grows_too_large_is_refused_while_it_is_read():
    answer = ask(limited(echo, max_body_bytes=10), body(b"x" * 6, more=True), body(b"x" * 6, more=True))
    assert (answer.status, answer.body["field"]) == (413, "body")


@pytest.mark.parametrize(
    "header",
    [
        (),
        ((b"content-type", b"text/plain"),),
        ((b"content-type", b"multipart/form-data; boundary=x"),),
        ((b"content-type", b"application/json; charset=latin-1"),),
        ((b"content-type", b"application/vnd.bentoml+pickle"),),
        (JSON, (b"content-encoding", b"gzip")),
    ],
)
def test_a_body_that_is_not_plain_json_is_refused(header: tuple[tuple[bytes, bytes], ...]):
    answer = ask(limited(echo), body(b"{}"), headers=header)
    assert answer.status == 415
    assert answer.body["field"] in {"Content-Type", "Content-Encoding"}


@pytest.mark.parametrize(
    "value", [b"application/json", b"Application/JSON; charset=utf-8", b'application/json;charset="UTF-8"']
)
def test_json_in_utf8_may_be_named_in_every_usual_way(value: bytes):
    assert ask(limited(echo), body(b"{}"), headers=((b"content-type", value),)).status == 200


def test_an_empty_body_needs_no_type():
    assert ask(limited(echo), body(b""), headers=()).status == 200


def test_headers_beyond_the_limit_are_refused():
    answer = ask(limited(echo), body(b"{}"), headers=(JSON, (b"x", b"y" * MAX_HEADER_BYTES)))
    assert (answer.status, answer.body["field"]) == (431, "headers")


def test_a_request_past_its_time_is_answered_and_its_work_is_cancelled():
    ended: list[str] = []

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await asyncio.sleep(SECONDS)
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    answer = ask(limited(slow, max_seconds=1), body(b"{}"))
    assert (answer.status, answer.body["error"], ended) == (504, "took more than 1 s", ["cancelled"])


def test_a_body_that_does_not_arrive_in_time_is_answered():
    answer = ask(limited(echo, max_seconds=1), body(b"{", more=True))
    assert (answer.status, answer.body["field"]) == (408, "body")


def test_what_runs_after_the_answer_has_no_time_limit():
    ended: list[str] = []

    async def answer_and_work(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(b"{}")(scope, receive, send)
        await asyncio.sleep(1.5)
        ended.append("done")

    assert ask(limited(answer_and_work, max_seconds=1), body(b"{}")).status == 200
    assert ended == ["done"]


def test_work_for_a_client_that_went_away_is_cancelled():
    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(SECONDS)

    assert ask(limited(slow), body(b"{}"), GONE).status == CLIENT_GONE


def test_a_client_that_goes_away_within_its_body_is_no_error():
    assert ask(limited(echo), body(b"{", more=True), GONE).status == CLIENT_GONE


def test_a_shutdown_passes_through():
    async def shut_down() -> None:
        async def slow(scope: Scope, receive: Receive, send: Send) -> None:
            await asyncio.sleep(SECONDS)

        task = asyncio.create_task(Exchange(body(b"{}")).through(limited(slow)))
        await asyncio.sleep(0.1)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(shut_down())


def test_an_answer_bears_the_security_headers():
    answer = ask(RequestLog(echo), body(b"{}"))
    assert {name.lower(): value for name, value in SECURITY_HEADERS.items()}.items() <= answer.headers.items()


@pytest.mark.parametrize(
    ("given", "kept"), [(b"job-7/a.1", True), (b"x" * 65, False), (b"a b", False), (b"\xff", False)]
)
def test_a_callers_request_id_is_kept_where_it_is_short_and_plain(given: bytes, kept: bool):
    answer = ask(RequestLog(echo), body(b"{}"), headers=(JSON, (b"x-request-id", given)))
    assert (answer.headers["x-request-id"].encode("latin-1") == given) is kept


def test_the_log_names_the_request_and_nothing_that_was_said(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.INFO, logger="serving.middleware"):
        answer = ask(RequestLog(echo), body(b'{"text": "secret"}'), query_string=b"secret")
    (record,) = caplog.records
    fields = vars(record)
    assert (fields["status"], fields["path"], fields["request_id"]) == (200, "/x", answer.headers["x-request-id"])
    assert "secret" not in str(fields)


def test_the_limits_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("STANCE_MAX_BODY_BYTES", "7")
    assert ask(RequestLimits(echo), body(b"x" * 8)).status == 413
