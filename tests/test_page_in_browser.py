"""The page at "/" in a real browser, driven over the Chrome DevTools Protocol."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--remote-debugging-port=0",
)  # fmt: skip
STARTS_WITHIN = 30.0
ANSWERS_WITHIN = 20.0
SENT_WITHIN = 2.0

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address at which a running browser is told what to do."""
    profile = tmp_path_factory.mktemp("profile")
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={profile}", "about:blank"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{_port(profile / 'DevToolsActivePort')}"
    finally:
        process.terminate()
        process.wait(10)


def _port(told: Path) -> str:
    until = time.monotonic() + STARTS_WITHIN
    while not (told.exists() and told.read_text().strip()):
        assert time.monotonic() < until, "the browser did not start"
        time.sleep(0.1)
    return told.read_text().splitlines()[0]


class Tab:
    """One tab: what it is told to do, and what it complains of."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.number = 0
        self.complaints: list[str] = []

    async def tell(self, method: str, **parameters: Any) -> Any:
        """Send a command and return its result; complaints that come meanwhile are kept."""
        self.number += 1
        await self.socket.send_json({"id": self.number, "method": method, "params": parameters})
        while True:
            message = json.loads((await self.socket.receive()).data)
            if message.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown"):
                self.complaints.append(json.dumps(message["params"]))
            if message.get("id") == self.number:
                return message.get("result", message)

    async def run(self, script: str) -> Any:
        """Return what a script in the page comes to."""
        answer = await self.tell("Runtime.evaluate", expression=script, returnByValue=True)
        return answer["result"].get("value")

    async def until(self, script: str) -> None:
        """Wait until a script in the page comes to something true."""
        async with asyncio.timeout(ANSWERS_WITHIN):
            while not await self.run(script):
                await asyncio.sleep(0.1)


@asynccontextmanager
async def open_tab(browser: str, address: str) -> AsyncIterator[Tab]:
    """Open an address in a tab of its own."""
    async with aiohttp.ClientSession() as session:
        async with session.put(f"{browser}/json/new?about:blank") as made:
            socket = (await made.json())["webSocketDebuggerUrl"]
        async with session.ws_connect(socket) as connection:
            tab = Tab(connection)
            for domain in ("Log", "Runtime", "Page"):
                await tab.tell(f"{domain}.enable")
            await tab.tell("Page.navigate", url=address)
            await tab.until("document.readyState == 'complete' && location.href != 'about:blank'")
            yield tab


def visit(browser: str, address: str, script: str, shown: str) -> tuple[str, list[str]]:
    """Run a script in a page; return the words of the page that shows `shown` in the end, and complaints."""

    async def run() -> tuple[str, list[str]]:
        async with open_tab(browser, address) as tab:
            await tab.run(script)
            await tab.until(f"document.body && document.body.innerText.includes({json.dumps(shown)})")
            return await tab.run("document.body.innerText"), tab.complaints

    return asyncio.run(run())


def typed(form: int, **fields: str) -> str:
    """Return a script that fills in one of the page's forms and presses its button."""
    filled = [f"document.querySelector('#{name}').value = {json.dumps(value)};" for name, value in fields.items()]
    return " ".join([*filled, f"document.forms[{form}].querySelector('button').click();"])


def test_a_quotation_typed_into_the_page_is_classified(browser: str, service: httpx.Client):
    script = typed(0, text="Nobody has “shown” us the sums.", attribution="Jo Marsh, UNISON")
    words, complaints = visit(browser, f"{service.base_url}/", script, "The speaker's sector")
    assert "Nobody has “shown” us the sums." in words
    assert "Stance toward STPs" in words
    assert complaints == []


def test_an_article_pasted_into_the_page_is_read(browser: str, service: httpx.Client):
    article = "Row over ward\n\n“It is a leap in the dark,” said Cllr Jo Marsh, leader of Eastshire County Council."
    words, complaints = visit(browser, f"{service.base_url}/", typed(1, article=article), "1 statement in the article")
    assert "Jo Marsh (leader, Eastshire County Council)" in words
    assert complaints == []


def test_a_form_without_words_is_not_sent(browser: str, service: httpx.Client):
    async def pressed(script: str) -> str:
        async with open_tab(browser, f"{service.base_url}/") as tab:
            await tab.run(script)
            await asyncio.sleep(SENT_WITHIN)
            return str(await tab.run("location.pathname"))

    assert asyncio.run(pressed(typed(0, attribution="UNISON"))) == "/"
    assert asyncio.run(pressed(typed(0, text="No.", attribution="UNISON"))) == "/read"


def test_the_page_of_the_api_lists_the_endpoints(browser: str, service: httpx.Client):
    words, complaints = visit(browser, f"{service.base_url}/api", "", "/score_article")
    assert "/classify" in words
    assert complaints == []
