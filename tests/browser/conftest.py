"""The chat as ``mgi serve`` starts it, and a page of Debian's Chromium that shows it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import shared_cache
from tests.integration.conftest import build_shipped_index
from tests.serving import free_port, served

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


_LIGHTNESS = """
getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor.match(/\\d+/g).slice(0, 3)
    .reduce((sum, part) => sum + Number(part), 0) / 3
"""
"""The mean of red, green and blue behind the page, from 0 to 255."""

_RESTED = """
([waiting, quiet]) => {
    const rests = document.querySelector("[data-test-script-state=notRunning]");
    if (!rests || window.rest?.waiting !== waiting) window.rest = {waiting, since: performance.now()};
    return performance.now() - window.rest.since > quiet;
}
"""
"""Whether the app has been at rest for ``quiet`` ms, all of them since ``waiting``, which names the wait."""

Visit = Callable[..., Any]
"""Opens ``(path, width, scheme)`` of the app in a page of its own and returns the page."""


@pytest.fixture(scope="session")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Start Chromium, or skip where it or playwright is missing; return its window.

    Its pages share what was fetched and compiled, which Chromium does only where it has a folder of its own; most of
    the time would go into that otherwise.
    """
    if shutil.which(CHROMIUM) is None:
        pytest.skip(f"{CHROMIUM} is missing: apt-get install chromium")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is missing: pip install playwright")
    profile = tmp_path_factory.mktemp("chromium")
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, args=FLAGS, timeout=120_000
        )
        yield started
        started.close()


@contextmanager
def served_copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Serve a copy of the shipped corpus's index; yield the address and the folder that the copy and all else is in."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(build_shipped_index(tmp_path_factory), folder / "index")
    with served(folder, shared_cache(tmp_path_factory), free_port()) as address:
        yield address, folder


@pytest.fixture(scope="session")
def chat_and_folder(window: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Serve the chat that most tests open."""
    with served_copy(tmp_path_factory) as running:
        yield running


@pytest.fixture(scope="session")
def chat(chat_and_folder: tuple[str, Path]) -> str:
    """Return the address of the chat."""
    return chat_and_folder[0]


@pytest.fixture(scope="session")
def served_folder(chat_and_folder: tuple[str, Path]) -> Path:
    """Return the folder that the chat was started in."""
    return chat_and_folder[1]


@contextmanager
def visits(window: Any, address: str) -> Iterator[Visit]:
    """Yield what opens addresses of the app, each in a page of its own; what goes wrong in one fails the test.

    So does a request to anywhere but the app. Nothing is left in the window for the next test but what was fetched.
    """
    pages: list[Any] = []
    troubles: list[str] = []

    def opened(path: str = "", width: int = 1280, scheme: str = "light") -> Any:
        page = window.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda asked: _is_outside(asked.url, address) and troubles.append(asked.url))
        page.goto(f"{address}/{path}")
        settle(page)
        return page

    try:
        yield opened
    finally:
        for page in pages:
            page.evaluate("localStorage.clear()")
            page.close()
        window.clear_cookies()
        window.clear_permissions()
    assert troubles == []


@pytest.fixture
def visit(window: Any, chat: str) -> Iterator[Visit]:
    """Open addresses of the chat."""
    with visits(window, chat) as opened:
        yield opened


def settle(page: Any, quiet_ms: int = 400) -> None:
    """Wait until the app has been at rest for a while: on a busy machine a run starts long after the click.

    What is clicked earlier may be of the run before, which for a download is a file that is no longer there.
    """
    page.wait_for_function(_RESTED, arg=[time.monotonic(), quiet_ms])


def downloaded(page: Any, button: Any) -> tuple[str, bytes]:
    """Press a button once the app is at rest, and return the name and the content of the file that comes."""
    settle(page)
    with page.expect_download() as waiting:
        button.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def in_both_schemes(page: Any) -> Iterator[str]:
    """Show a page in the light scheme and then in the dark one, which its background has to follow."""
    for scheme, lit in (("light", "> 200"), ("dark", "< 200")):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(f"{_LIGHTNESS} {lit}")
        settle(page)
        yield scheme


def _is_outside(url: str, address: str) -> bool:
    return not url.startswith((address, address.replace("http", "ws"), "data:", "blob:"))
