"""Who may write: whoever brings the key, or without a key whoever sits at this machine."""

from __future__ import annotations

import hmac
import os
import re
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from labels.errors import Forbidden, StanceError, Unauthorised, shorten
from serving.error_answers import error_response
from serving.settings import Settings, read_settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
READING_PATHS = frozenset({"/classify", "/score_article", "/model", "/queue", "/retrain_status", "/read"})
"""What answers a POST and changes nothing; every other path is taken to write."""

_PORT = re.compile(r":\d+$")
_PROXY_HEADERS = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


class WriteAccess:
    """ASGI middleware that lets a request write, or answers 401 or 403 before its body is read."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.key = read_settings(os.environ).api_key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that may not write; pass on every other."""
        if scope["type"] == "http" and _writes(scope):
            try:
                check_access(scope, self.key)
            except StanceError as problem:
                await error_response(problem)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def check_access(scope: Scope, key: str) -> None:
    """Check that a request may write, with `key` as the key that it needs, "" for none.

    Raises `Unauthorised` if there is a key that it doesn't bring; `Forbidden` if there is none, and it
    does not come from this machine.
    """
    headers = Headers(scope=scope)
    if key:
        _check_key(headers, key)
    elif reason := _foreign(scope, headers):
        raise Forbidden(reason, expected="a request from this machine, or a STANCE_API_KEY set for the service")


def access_notice(settings: Settings) -> str:
    """Return who may write, for those who start the service."""
    if settings.api_key:
        return "writing needs the key of STANCE_API_KEY"
    return "STANCE_API_KEY is not set: only requests from this machine may write"


def _writes(scope: Scope) -> bool:
    return scope["method"] not in SAFE_METHODS and scope["path"] not in READING_PATHS


def _check_key(headers: Headers, key: str) -> None:
    given = headers.get("authorization", "")
    scheme, _, token = given.partition(" ")
    # Compared in the same time wherever they differ, or a key could be guessed letter by letter.
    if not hmac.compare_digest(token.encode(), key.encode()) or scheme.lower() != "bearer":
        error = "is wrong" if given else "is missing"
        raise Unauthorised(error, field="Authorization", expected="'Bearer' and the service's key")


def _foreign(scope: Scope, headers: Headers) -> str:
    """Return why a request is not from this machine, or "" where it is.

    A proxy on this machine is no proof of anything, whatever it says of its clients. A page of
    another site must not write through the browser of somebody who sits here: its `Origin` gives it
    away, or, where its name leads to this machine, its `Host`.
    """
    address = scope["client"][0] if scope.get("client") else ""
    if not _is_loopback(address):
        return f"comes from {address or 'an unknown address'}"
    if proxy := next((name for name in _PROXY_HEADERS if name in headers), None):
        return f"comes through a proxy (header {proxy})"
    host = headers.get("host", "")
    if not _is_loopback(_PORT.sub("", host).strip("[]")):
        return f"is addressed to {shorten(host)}"
    origin = headers.get("origin")
    if origin not in (None, f"http://{host}"):
        return f"comes from a page of {shorten(origin)}"
    return ""


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
