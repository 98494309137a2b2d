"""The chat as ``mgi serve`` starts it, and a page of Debian's Chromium that shows it."""

from __future__ import annotations

import re
import shutil
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


Visit = Callable[..., Any]
"""Opens ``(path, width, scheme)`` of the app in a page of its own and returns the page."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Start Chromium, or skip where it or playwright is missing."""
    if shutil.which(CHROMIUM) is None:
        pytest.skip(f"{CHROMIUM} is missing: apt-get install chromium")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is missing: pip install playwright")
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def window(browser: Any) -> Any:
    """Return a browser window whose pages share what was fetched; most of the time would go into that otherwise."""
    return browser.new_context()


@contextmanager
def served_copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Serve a copy of the shipped corpus's index; yield the address and the folder that the copy and all else is in."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(build_shipped_index(tmp_path_factory), folder / "index")
    with served(folder, shared_cache(tmp_path_factory), free_port()) as address:
        yield address, folder


@pytest.fixture(scope="session")
def chat_and_folder(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
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
        page.locator("[data-test-script-state=notRunning]").wait_for()
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


def lightness(page: Any) -> float:
    """Return the mean of red, green and blue behind the page, from 0 to 255."""
    background = page.get_by_test_id("stApp").evaluate("e => getComputedStyle(e).backgroundColor")
    return sum(map(int, re.findall(r"\d+", background)[:3])) / 3


def _is_outside(url: str, address: str) -> bool:
    return not url.startswith((address, address.replace("http", "ws"), "data:", "blob:"))
