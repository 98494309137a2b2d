"""The evidence behind an answer and the row of actions under it, in a real browser."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from docx import Document
from PIL import Image

from mgi_assistant.feedback import Feedback
from mgi_assistant.ui import texts
from mgi_assistant.ui.texts import answers
from tests.browser.conftest import Visit, downloaded, in_both_schemes, settle

pytestmark = pytest.mark.browser

PLACE = "What did the MGI lead to in the Gambia?"
CITIES = "Which cities in Ecuador took part?"
NOWHERE = "How many fishing licences were sold?"
HIGHLIGHT = (255, 236, 140)
LETTERS = re.compile(r"[^\w]+")


def asked(page: Any, question: str) -> Any:
    """Ask, and return the answer."""
    box = page.get_by_role("textbox", name=texts.ASK)
    box.fill(question)
    box.press("Enter")
    page.get_by_test_id("stChatMessageContent").get_by_text(question, exact=True).wait_for()
    page.get_by_role("button", name=texts.NEW).wait_for()
    settle(page)
    answer = page.get_by_test_id("stChatMessage").last
    answer.get_by_role("button", name=answers.COPY).wait_for()
    return answer


def mark(where: Any, number: int) -> Any:
    return where.get_by_role("link", name=f"[{number}]", exact=True).first


def opened(page: Any, number: int = 1) -> Any:
    """Return the dialog in which source ``number`` is open, with its page drawn where it has one."""
    dialog = page.get_by_role("dialog")
    dialog.get_by_text(answers.SOURCE_N.format(number)).wait_for()
    dialog.locator("mark").wait_for()
    return dialog


def picture(dialog: Any) -> Any:
    found = dialog.locator("img")
    found.wait_for()
    found.evaluate("image => image.decode()")
    return found


def boxed_words(png: bytes, pdf: bytes) -> str:
    """Return the letters of the PDF's only page whose place in its picture is highlighted."""
    lit = (np.asarray(Image.open(io.BytesIO(png)).convert("RGB")) == HIGHLIGHT).all(axis=2)
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1
        page = document[0]
        scale, height = lit.shape[1] / page.get_width(), page.get_height()
        words = page.get_textpage()
        found = ""
        for index in range(words.count_chars()):
            left, bottom, right, top = words.get_charbox(index, loose=True)
            place = [round(edge * scale) for edge in (height - top, height - bottom, left, right)]
            under = lit[place[0] : place[1], place[2] : place[3]]
            if under.sum() > 0.3 * max(under.size, 1):
                found += words.get_text_range(index, 1)
        return found


def letters(text: str) -> str:
    return LETTERS.sub("", text)


def test_a_mark_opens_the_page_with_the_box_on_the_quoted_words(visit: Visit, chat: str) -> None:
    page = visit()
    mark(asked(page, PLACE), 1).click()
    dialog = opened(page)
    assert page.url.split("#")[-1] == page.url, "the address is left as it is"
    quote = dialog.locator("mark").inner_text()
    assert "Gambia" in quote
    assert dialog.get_by_text(texts.VERIFIED.format(texts.PAGE)).is_visible()
    assert dialog.get_by_text("Printed page 5").is_visible()
    shown = picture(dialog)
    assert texts.BOXED in shown.get_attribute("alt")
    png = page.request.get(f"{chat}/{shown.get_attribute('src').removeprefix(chat).lstrip('/')}").body()
    name, pdf = downloaded(page, dialog.get_by_role("button", name=answers.DOWNLOAD_PAGE))
    assert name == "success-stories-2023-page-11.pdf"
    assert letters(boxed_words(png, pdf)) == letters(quote)


def test_an_earlier_answer_opens_its_own_evidence_by_keyboard(visit: Visit) -> None:
    page = visit()
    first = asked(page, PLACE)
    asked(page, CITIES)
    link = mark(page.get_by_test_id("stChatMessage").nth(1), 1)
    assert first.is_visible()
    assert link.get_attribute("title").startswith("Open the source: Success Stories 2023")
    link.focus()
    for _ in range(2):  # as often as one likes
        page.keyboard.press("Enter")
        assert "Gambia" in opened(page).locator("mark").inner_text()
        settle(page)
        page.keyboard.press("Escape")
        page.get_by_role("dialog").wait_for(state="hidden")
        goes_on_at(page, link)


def goes_on_at(page: Any, link: Any) -> None:
    """Wait until reading goes on where it was left."""
    page.wait_for_function("mark => document.activeElement?.hash === mark", arg=link.get_attribute("href"))


def test_reading_goes_on_at_a_mark_that_was_drawn_anew_meanwhile(visit: Visit) -> None:
    page = visit()
    link = mark(asked(page, PLACE), 1)
    link.focus()
    page.keyboard.press("Enter")
    opened(page)
    link.evaluate("e => e.replaceWith(e.cloneNode(true))")  # what had the focus is no longer there
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    goes_on_at(page, link)
    assert link.is_visible()


def test_a_row_opens_as_a_small_table(visit: Visit) -> None:
    page = visit()
    mark(asked(page, CITIES), 2).click()
    dialog = opened(page, 2)
    table = dialog.get_by_role("table")
    table.wait_for()
    assert "Ecuador" in table.inner_text()
    assert "Manta" in table.inner_text()
    assert dialog.locator("img").count() == 0


def test_what_was_not_found_has_nearest_passages_that_open(visit: Visit) -> None:
    page = visit()
    answer = asked(page, NOWHERE)
    answer.get_by_text("Not found in").wait_for()
    mark(answer, 1).click()
    assert opened(page).locator("mark").inner_text()


def test_on_a_narrow_screen_the_page_can_be_read_in_both_schemes(visit: Visit) -> None:
    page = visit("", 390)
    mark(asked(page, PLACE), 1).click()
    for _ in in_both_schemes(page):
        shown = picture(opened(page))
        assert shown.bounding_box()["width"] > 600, "the print keeps its size"
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        scroller = shown.locator("xpath=ancestor::*[contains(@class, 'st-key-page-picture')]")
        assert scroller.bounding_box()["width"] <= 390
        scroller.evaluate("e => e.scrollTo(0, 0)")
        scroller.evaluate("e => e.scrollBy(5000, 0)")
        assert scroller.evaluate("e => e.scrollLeft") > 200


@pytest.mark.parametrize("clipboard", [True, False], ids=["clipboard", "without"])
def test_an_answer_is_copied_with_its_references(visit: Visit, clipboard: bool) -> None:
    page = visit()
    answer = asked(page, PLACE)
    if clipboard:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    else:
        page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    answer.get_by_role("button", name=answers.COPY).click()
    answer.get_by_role("status").get_by_text(answers.COPIED).wait_for()
    box = page.get_by_role("textbox", name=texts.ASK)
    box.focus()
    page.keyboard.press("Control+V")
    copied = box.input_value()
    assert "[1] Success Stories 2023 (restated)" in copied
    assert "p. 5 (page 11 of the file): “" in copied


def test_the_answer_and_the_conversation_are_taken_along(visit: Visit) -> None:
    page = visit()
    asked(page, PLACE)
    answer = asked(page, CITIES)

    def taken(label: str) -> bytes:
        answer.get_by_role("button", name=answers.DOWNLOAD).click()
        _, data = downloaded(page, page.get_by_role("button", name=label))
        page.keyboard.press("Escape")
        return data

    document = Document(io.BytesIO(taken(answers.ANSWER_WORD)))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[0] == CITIES
    assert any("row " in p.text and "Ecuador" in p.text for p in document.paragraphs if p.style.name == "List Number")
    whole = taken(answers.CONVERSATION_MARKDOWN).decode()
    assert f"## {PLACE}" in whole
    assert f"## {CITIES}" in whole
    assert "CC BY-NC-ND" in whole


def test_what_a_reader_thinks_is_kept(visit: Visit, served_folder: Path) -> None:
    page = visit()
    answer = asked(page, PLACE)
    answer.get_by_role("radio", name="Thumbs down").click()
    answer.get_by_role("button", name=answers.WHY).click()
    page.get_by_role("button", name=answers.DOWN_REASONS[1]).click()
    reason = page.get_by_role("textbox", name=answers.DOWN_REASON)
    reason.fill("Who decided it?")
    reason.press("Enter")
    settle(page)
    (file,) = served_folder.rglob("feedback.sqlite")
    (rating,) = [r for r in Feedback(file).ratings() if r.asked["question"] == PLACE]
    assert not rating.helpful
    assert rating.reason == f"{answers.DOWN_REASONS[1]}; Who decided it?"
