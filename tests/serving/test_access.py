from __future__ import annotations

import asyncio

import httpx
import pytest
from starlette.responses import PlainTextResponse

from serving.access import WriteAccess, access_notice
from serving.settings import read_settings

HERE, ELSEWHERE = "127.0.0.1", "203.0.113.9"
KEY = "k3y!"
RIGHT = {"authorization": f"Bearer {KEY}"}


def ask(path: str = "/labels", client: str = HERE, method: str = "POST", **headers: str) -> httpx.Response:
    """Send a request from an address to an application behind the middleware."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(WriteAccess(PlainTextResponse("written")), client=(client, 50_000))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:3000") as http:
            return await http.request(method, path, headers=headers)

    return asyncio.run(send())


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch):
    """The service has no key, unless a test gives it one."""
    monkeypatch.delenv("STANCE_API_KEY", raising=False)


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch):
    """The service has a key."""
    monkeypatch.setenv("STANCE_API_KEY", KEY)


@pytest.mark.parametrize("client", [HERE, ELSEWHERE])
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/classify"), ("POST", "/score_article"), ("POST", "/queue"), ("GET", "/metrics")]
)
def test_anybody_may_ask_what_writes_nothing(key: None, method: str, path: str, client: str):
    assert ask(path, client, method).status_code == 200


@pytest.mark.parametrize("path", ["/labels", "/retrain", "/retrain/submit", "/labels/", "//classify", "/new"])
def test_every_other_path_needs_the_key(key: None, path: str):
    assert ask(path).status_code == 401


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_every_method_that_can_write_needs_the_key(key: None, method: str):
    assert ask(method=method).status_code == 401


@pytest.mark.parametrize("client", [HERE, ELSEWHERE])
def test_whoever_brings_the_key_may_write(key: None, client: str):
    assert ask(client=client, **RIGHT).text == "written"


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (None, "is missing"),
        ("Bearer k3y", "is wrong"),
        ("Bearer k3y!!", "is wrong"),
        ("Bearer", "is wrong"),
        ("Basic k3y!", "is wrong"),
        ("k3y!", "is wrong"),
    ],
)
def test_a_wrong_key_is_answered_401_in_the_form_of_every_error(key: None, given: str | None, error: str):
    answer = ask(**({"authorization": given} if given else {}))
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.json() == {
        "error": error,
        "field": "Authorization",
        "expected": "'Bearer' and the service's key",
    }


@pytest.mark.parametrize("client", [HERE, "127.8.9.1", "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("host", ["localhost:3000", "127.0.0.1:3000", "[::1]:3000", "localhost"])
def test_without_a_key_this_machine_may_write(client: str, host: str):
    assert ask(client=client, host=host).status_code == 200


@pytest.mark.parametrize("client", [ELSEWHERE, "10.0.0.1", "2001:db8::1", "::ffff:203.0.113.9", "unix"])
def test_without_a_key_nobody_elsewhere_may_write(client: str):
    answer = ask(client=client)
    assert answer.status_code == 403
    assert answer.json() == {
        "error": f"comes from {client}",
        "field": "",
        "expected": "a request from this machine, or a STANCE_API_KEY set for the service",
    }


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "via", "x-real-ip"])
def test_without_a_key_what_a_proxy_says_of_its_client_opens_nothing(header: str):
    assert ask(client=ELSEWHERE, **{header: HERE}).status_code == 403
    assert ask(client=HERE, **{header: HERE}).json()["error"] == f"comes through a proxy (header {header})"


def test_without_a_key_the_services_own_page_may_write():
    assert ask(origin="http://localhost:3000").status_code == 200


@pytest.mark.parametrize("origin", ["http://localhost:8000", "https://localhost:3000", "https://evil.example", "null"])
def test_without_a_key_a_page_of_another_site_may_not_write(origin: str):
    assert ask(origin=origin).json()["error"] == f"comes from a page of '{origin}'"


@pytest.mark.parametrize("host", ["evil.example:3000", "localhost.evil.example", "[::1", ""])
def test_without_a_key_a_foreign_name_for_this_machine_may_not_write(host: str):
    assert ask(host=host).status_code == 403


def test_the_notice_at_the_start_says_who_may_write():
    assert access_notice(read_settings({"STANCE_API_KEY": KEY})) == "writing needs the key of STANCE_API_KEY"
    assert "only requests from this machine may write" in access_notice(read_settings({}))
