"""What a user waits for, measured inside the pages of a Chromium: the first paint and the answer to a question."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from serving import Server
from sessions import marks

from mgi_assistant.assistant import Assistant

CHROMIUM = "/usr/bin/chromium"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
WATCH_PAINT = """
const seen = () => document.querySelector("[data-testid=stMainBlockContainer] h1")?.textContent;
const look = () => { if (seen()) window.painted = performance.now(); else requestAnimationFrame(look); };
requestAnimationFrame(look);
"""
"""Notes in ``window.painted`` when the page's title stood there, in milliseconds since the address was entered."""
WATCH_ANSWER = """
words => {
    const all = () => words.every(w => document.querySelector("[data-testid=stApp]").textContent.includes(w));
    const look = () => { if (all()) window.answered = performance.now(); else requestAnimationFrame(look); };
    window.answered = window.asked = undefined;
    addEventListener("keydown", e => { if (e.key === "Enter") window.asked = performance.now(); }, {capture: true});
    requestAnimationFrame(look);
}
"""
"""Notes when Enter was pressed and when all ``words`` stood in the page; looks again before each frame."""
REST_MS = 1500
"""How long a page that has opened is left alone before a question is sent: people need longer to write one."""
SETTLED = "[data-test-script-state=notRunning]"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def _window(browser: Browser) -> Iterator[Page]:
    """Open a window that has nothing in its cache."""
    window = browser.new_context(viewport={"width": 1280, "height": 900})
    yield window.new_page()
    window.close()


def first_paint_ms(browser: Browser, server: Server) -> float:
    """Return the time from entering the address to the page's title standing there."""
    with _window(browser) as page:
        page.add_init_script(WATCH_PAINT)
        page.goto(server.address)
        page.wait_for_function("window.painted", timeout=60_000)
        return float(page.evaluate("window.painted"))


def answers_ms(
    browser: Browser, server: Server, assistant: Assistant, questions: Sequence[str]
) -> Iterator[tuple[float, float]]:
    """Yield for each question that has an answer how long the page takes to show it and the library to make it.

    Each question begins a session of its own. An answer is shown when words of all its sentences stand in the page.
    The library is asked three times, of which the median counts.
    """
    for question in questions:
        words = marks(assistant.ask(question))
        if not words:
            continue
        with _window(browser) as page:
            page.goto(server.address)
            box = page.locator("[data-testid=stChatInput] textarea")
            box.wait_for(timeout=60_000)
            page.locator(SETTLED).wait_for()
            box.fill(question)
            page.wait_for_timeout(REST_MS)
            page.evaluate(WATCH_ANSWER, words)
            box.press("Enter")
            page.wait_for_function("window.answered", timeout=60_000)
            shown: Any = page.evaluate("window.answered - window.asked")
            page.locator(SETTLED).wait_for()
        yield float(shown), median(_timed(assistant, question) for _ in range(3))


def _timed(assistant: Assistant, question: str) -> float:
    started = time.perf_counter()
    assistant.ask(question)
    return (time.perf_counter() - started) * 1000
