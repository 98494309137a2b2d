"""The chat in a real browser, from the real command."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from mgi_assistant.ui import texts
from mgi_assistant.ui.texts import chat as say
from tests.browser.conftest import Visit, in_both_schemes, settle

pytestmark = pytest.mark.browser

FIGURE, ADVICE, PLACE, CITIES = texts.SUGGESTED


def _chat(visit: Visit, width: int = 1280) -> Any:
    page = visit("", width)
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
    settle(page)


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


def test_it_fits_a_narrow_screen_in_both_schemes(visit: Visit) -> None:
    page = _chat(visit, 390)
    _ask(page, PLACE)
    _open_page(page)
    inside = "[data-testid=stMainBlockContainer] :not([class*=st-key-page-picture], [class*=st-key-page-picture] *)"
    wide = f"[...document.querySelectorAll('{inside}')].some(e => e.scrollWidth > 390)"
    for _ in in_both_schemes(page):
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert not page.evaluate(wide)


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


def _questions(page: Any) -> list[str]:
    users = page.get_by_test_id("stChatMessage").filter(has=page.get_by_role("button", name=say.EDIT))
    return [user.locator("p").first.inner_text() for user in users.all()]


def _top(page: Any, question: str) -> float:
    """Return how far below the top of the window a question stands, in pixels."""
    shown = page.get_by_test_id("stChatMessageContent").get_by_text(question, exact=True)
    return float(shown.bounding_box()["y"])


def test_a_long_answer_is_read_from_its_question(visit: Visit) -> None:
    page = _chat(visit)
    for question in (ADVICE, CITIES, "What should governments do about human trafficking?"):
        _ask(page, question)
    page.wait_for_timeout(1500)
    assert 40 < _top(page, "What should governments do about human trafficking?") < 200
    page.mouse.move(700, 400)
    page.mouse.wheel(0, 3000)
    page.get_by_role("button", name=texts.NEW).click()
    page.get_by_role("button", name=PLACE).wait_for()
    assert _questions(page) == []


def test_a_place_that_was_recognised_is_switched_off(visit: Visit) -> None:
    page = _chat(visit)
    _ask(page, PLACE)
    chip = page.get_by_role("button", name="Gambia", exact=False).first
    assert chip.get_attribute("aria-pressed") == "true" or chip.get_attribute("aria-checked") == "true"
    chip.press("Enter")
    page.get_by_text(texts.UNDERSTOOD.format("What did the MGI lead to?")).wait_for()
    _settle(page)
    assert _questions(page) == [PLACE]


def test_a_filter_is_chosen_said_and_cleared(visit: Visit) -> None:
    page = _chat(visit)
    side = page.get_by_test_id("stSidebar")
    box = side.get_by_role("combobox", name=say.FILTER_REGIONS)
    box.fill("Africa")
    page.get_by_role("option", name="Africa", exact=True).click()
    page.keyboard.press("Escape")  # while the list is open, all else is hidden from assistive technology
    page.get_by_text(say.NEXT_LIMITED.format("Africa")).wait_for()
    _ask(page, "Which countries worked on migration data?")
    page.get_by_test_id("stChatMessageContent").get_by_text(say.LIMITED_TO.format("Africa")).wait_for()
    limited = page.get_by_test_id("stChatMessageContent").last.inner_text()
    side.get_by_role("button", name=say.CLEAR_FILTERS).click()
    page.get_by_role("button", name=say.ASK_UNFILTERED).click()
    page.get_by_test_id("stChatMessageContent").get_by_text(say.LIMITED_TO.format("Africa")).wait_for(state="detached")
    _settle(page)
    assert _questions(page) == ["Which countries worked on migration data?"]
    assert page.get_by_text(say.NEXT_LIMITED.format("Africa")).count() == 0
    assert page.get_by_test_id("stChatMessageContent").last.inner_text() != limited


def test_a_follow_up_that_is_offered_is_answered(visit: Visit) -> None:
    page = _chat(visit)
    _ask(page, ADVICE)
    page.get_by_text(say.FOLLOW_UPS).wait_for()
    offered = page.get_by_test_id("stMain").get_by_test_id("stButton").get_by_role("button", name="?")
    question = offered.first.inner_text()
    offered.first.click()
    page.get_by_test_id("stChatMessageContent").get_by_text(question, exact=True).wait_for()
    _settle(page)
    assert _questions(page) == [ADVICE, question]
    assert page.get_by_text("Not found in").count() == 0


def test_a_question_is_edited_and_a_reload_restores_the_conversation(visit: Visit) -> None:
    page = _chat(visit)
    _ask(page, PLACE)
    _ask(page, "and Mali?")
    page.get_by_role("button", name=say.EDIT).nth(1).click()
    field = page.get_by_role("textbox", name=say.EDITED)
    field.fill("and Belize?")
    page.get_by_role("button", name=say.ASK_EDITED).click()
    page.get_by_text(texts.UNDERSTOOD.format(PLACE.replace("the Gambia", "Belize"))).wait_for()
    _settle(page)
    assert _questions(page) == [PLACE, "and Belize?"]
    page.wait_for_url("**?c=*")
    page.reload()
    page.get_by_text(texts.UNDERSTOOD.format(PLACE.replace("the Gambia", "Belize"))).wait_for()
    _settle(page)
    assert _questions(page) == [PLACE, "and Belize?"]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_link_of_an_answer_gives_it_again(visit: Visit, width: int, scheme: str) -> None:
    page = visit("?q=Which+countries+worked+on+migration+data%3F&region=region:africa", width, scheme)
    _settle(page)
    page.get_by_role("button", name=say.LINK, exact=True).click()
    link = page.get_by_test_id("stCode").inner_text().strip()
    page.keyboard.press("Escape")
    shown = page.get_by_test_id("stChatMessageContent").last.inner_text()
    again = visit(link.split("/", 3)[3], width, scheme)
    _settle(again)
    again.get_by_test_id("stButtonGroup").first.wait_for()  # its script is fetched when it is first drawn
    assert again.get_by_test_id("stChatMessageContent").last.inner_text() == shown
    assert page.get_by_test_id("stChatMessageContent").get_by_text(say.LIMITED_TO.format("Africa")).is_visible()
    assert again.evaluate("document.documentElement.scrollWidth") <= width


def test_an_address_that_makes_no_sense_is_calm(visit: Visit) -> None:
    page = visit("?area=nonsense&year=soon&c=unknown")
    page.get_by_text("area=nonsense, year=soon").wait_for()
    page.get_by_text(say.FORGOTTEN).wait_for()
    page.get_by_role("button", name=PLACE).wait_for()
    assert _questions(page) == []
    assert page.get_by_test_id("stException").count() == 0
    _ask(page, PLACE)
    page.get_by_test_id("stChatMessageContent").get_by_role("link", name="[1]", exact=True).first.wait_for()
