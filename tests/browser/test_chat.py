"""The chat in a real browser, from the real command."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from PIL import Image

from mgi_assistant.ui import texts
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

FIGURE, ADVICE, PLACE, CITIES = texts.SUGGESTED


def _chat(visit: Visit, width: int = 1280, scheme: str = "light") -> Any:
    page = visit("", width, scheme)
    page.get_by_role("button", name=PLACE).wait_for()
    return page


def _ask(page: Any, question: str) -> None:
    box = page.get_by_role("textbox", name=texts.ASK)
    box.fill(question)
    box.press("Enter")
    page.get_by_test_id("stChatMessageContent").get_by_text(question, exact=True).wait_for()
    _settle(page)


def _settle(page: Any) -> None:
    page.get_by_role("button", name=texts.NEW).wait_for()
    page.locator("[data-test-script-state=notRunning]").wait_for()


def _source(page: Any, number: int) -> Any:
    return page.get_by_test_id("stExpander").filter(has=page.locator("summary", has_text=f"[{number}]"))


def _open_page(page: Any) -> Any:
    """Open the first source of the conversation and its page, and return the picture.

    Keys are pressed rather than clicks made: a click can miss what moves while the source unfolds.
    """
    source = _source(page, 1).first
    source.locator("summary").click()
    source.locator("mark").wait_for()
    source.get_by_label(texts.SHOW_PAGE).press("Space")
    picture = source.locator("img")
    picture.wait_for()
    return picture


def test_a_citation_opens_at_its_page_and_stays_open(visit: Visit) -> None:
    page = _chat(visit)
    page.get_by_role("button", name=PLACE).click()
    _settle(page)
    picture = _open_page(page)
    assert "Gambia" in _source(page, 1).locator("mark").inner_text()
    assert texts.BOXED in picture.get_attribute("alt")
    assert picture.evaluate("image => image.complete && image.naturalWidth") == 1200

    colours = Image.open(io.BytesIO(picture.screenshot())).convert("RGB").getcolors(1_000_000) or []
    assert sum(count for count, (red, green, blue) in colours if red > 240 and green > 220 and blue < 170) > 300

    _ask(page, "and Mali?")
    page.get_by_text(texts.UNDERSTOOD.format(PLACE.replace("the Gambia", "Mali"))).wait_for()
    assert picture.is_visible(), "the evidence of the earlier answer is still open"
    assert _source(page, 1).count() == 2


def test_rows_open_as_a_table(visit: Visit) -> None:
    page = _chat(visit)
    page.get_by_role("button", name=CITIES).click()
    _settle(page)
    source = page.get_by_test_id("stExpander").first
    source.locator("summary").click()
    source.get_by_test_id("stDataFrame").wait_for()
    assert [text.split()[0] for text in source.locator("mark").all_inner_texts()] == "Cuenca Manta Quito Tulcán".split()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_narrow_screen(visit: Visit, scheme: str) -> None:
    page = _chat(visit, 390, scheme)
    _ask(page, PLACE)
    _open_page(page)
    wide = "[...document.querySelectorAll('[data-testid=stMainBlockContainer] *')].some(e => e.scrollWidth > 390)"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not page.evaluate(wide)
    background = page.get_by_test_id("stApp").evaluate("e => getComputedStyle(e).backgroundColor")
    lightness = sum(map(int, re.findall(r"\d+", background)[:3])) / 3
    assert (lightness > 200) == (scheme == "light")


def test_the_keyboard_is_enough(visit: Visit) -> None:
    page = _chat(visit)
    page.get_by_role("textbox", name=texts.ASK).focus()
    page.keyboard.type("What did the MGI lead to in Japan?")
    page.keyboard.press("Enter")
    _settle(page)
    page.get_by_text("Not found in").wait_for()
    summary = page.locator("summary", has_text=texts.SEARCHED)
    for _ in range(30):
        if summary.evaluate("e => e === document.activeElement"):
            break
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    limited = page.get_by_text(texts.LIMITED.format("Japan").strip())
    limited.wait_for()
    assert limited.is_visible()
