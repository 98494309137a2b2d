"""The chat as ``mgi serve`` starts it, and a page of Debian's Chromium that shows it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import shared_cache

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


Visit = Callable[..., Any]
"""Opens ``(path, width, scheme)`` of the app in a browser window and returns the page."""


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
def served_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the app is started in; its index is built when the chat is first served."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="session")
def chat(browser: Any, served_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run ``mgi serve`` in an empty folder with no index there yet, and return the address of the chat."""
    with served(served_folder, shared_cache(tmp_path_factory), free_port()) as address:
        yield address


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def served(folder: Path, cache: Path, port: int, **settings: str) -> Iterator[str]:
    """Run ``mgi serve`` over ``folder/index`` with nothing set but ``settings``, and yield its address."""
    own = {"MGI_CACHE": str(cache), "HOME": str(folder)} | settings
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MGI_")} | own
    command = [sys.executable, "-m", "mgi_assistant", "serve", "--port", str(port), "--index", str(folder / "index")]
    log = folder / f"log-{port}.txt"
    with log.open("w") as written:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=written, stderr=written, start_new_session=True
        )
        try:
            _wait(f"http://localhost:{port}/_stcore/health", process, log)
            yield f"http://localhost:{port}"
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(30)


@pytest.fixture
def visit(browser: Any, chat: str) -> Iterator[Visit]:
    """Open an address of the app in a window of its own; what goes wrong in it or leaves the machine fails the test."""
    windows, troubles = [], []

    def opened(path: str = "", width: int = 1280, scheme: str = "light") -> Any:
        window = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, accept_downloads=True
        )
        windows.append(window)
        page = window.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda asked: _is_outside(asked.url, chat) and troubles.append(asked.url))
        page.goto(f"{chat}/{path}")
        page.locator("[data-test-script-state=notRunning]").wait_for()
        return page

    yield opened
    for window in windows:
        window.close()
    assert troubles == []


def _is_outside(url: str, chat: str) -> bool:
    return not url.startswith((chat, chat.replace("http", "ws"), "data:", "blob:"))


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the app answers; building the index comes first."""
    end = time.monotonic() + 400
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2) as response:
                if response.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"mgi serve did not come up: {log.read_text()}")
