"""“Find examples” and “Comparable places” in a real browser."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from docx import Document

from mgi_assistant.ui import texts
from mgi_assistant.ui.texts import find as own
from tests.browser.conftest import Visit, downloaded, in_both_schemes, settle

pytestmark = pytest.mark.browser

ROW, CHECKBOX, HEADER = 35, 18, 35
"""Height of a table's rows and half the width of the column with ticks, in CSS pixels."""


def _find(visit: Visit, width: int = 1280, scheme: str = "light") -> Any:
    page = visit("examples", width, scheme)
    page.get_by_text(own.SIDE_BY_SIDE, exact=True).wait_for()
    return page


def _view(page: Any, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click()
    settle(page)


def _cards(page: Any) -> list[str]:
    """Return the names of the places side by side, once the page is at rest."""
    settle(page)
    return list(page.get_by_role("heading", level=3).all_inner_texts())


def _search(page: Any, text: str) -> None:
    box = page.get_by_role("textbox", name=own.SEARCH)
    box.fill(text)
    box.press("Enter")
    settle(page)


def _click_table(page: Any, x: float, row: int) -> None:
    """Click the table ``x`` pixels from its left, in a row counted from 0."""
    table = page.get_by_test_id("stDataFrame")
    table.scroll_into_view_if_needed()
    settle(page)  # it is drawn anew after a search, and may still be moving into view
    box = table.bounding_box()
    page.mouse.click(box["x"] + x, box["y"] + HEADER + ROW * row + ROW / 2)
    settle(page)


def _pick(page: Any, label: str, name: str) -> None:
    """Choose ``name`` in the list called ``label``."""
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("combobox", name=label).fill(name)
    page.get_by_role("option", name=name, exact=True).click()
    if label != own.PLACE:  # a list of several stays open, one of a single choice would be emptied
        page.keyboard.press("Escape")
    settle(page)


def _downloaded(page: Any, name: str) -> tuple[str, bytes]:
    return downloaded(page, page.get_by_role("button", name=name, exact=True))


def test_the_table_is_searched_and_a_tick_puts_a_place_side_by_side(visit: Visit) -> None:
    page = _find(visit)
    _search(page, "medell")
    page.get_by_text("1 of 171 places").wait_for()
    _click_table(page, CHECKBOX, 0)
    page.get_by_role("heading", name="Medellín, Colombia", level=3).wait_for()
    assert _cards(page) == ["Medellín, Colombia"]
    _search(page, "mali")
    assert _cards(page) == ["Medellín, Colombia"], "what is chosen stays so when the table no longer shows it"
    mali = page.get_by_role("heading", name="Mali", level=3)
    _click_table(page, CHECKBOX, 0)
    mali.wait_for()  # the run that a click starts may begin late on a busy machine
    assert _cards(page) == ["Medellín, Colombia", "Mali"]
    _click_table(page, CHECKBOX, 0)
    mali.wait_for(state="detached")
    assert _cards(page) == ["Medellín, Colombia"]


def test_a_click_on_the_map_chooses_and_the_keyboard_does_too(visit: Visit) -> None:
    page = _find(visit)
    _view(page, own.MAP)
    page.locator("svg.world [data-place]").first.wait_for()
    assert page.locator("svg.world [data-place]").count() > 150
    assert page.locator("svg.world path.land").count() > 150
    mali = page.get_by_role("button", name="Mali: national, example")
    box = mali.bounding_box()
    page.mouse.click(box["x"] + 0.55 * box["width"], box["y"] + 0.35 * box["height"])
    settle(page)
    assert mali.get_attribute("aria-pressed") == "true"
    assert _cards(page) == ["Mali"]
    page.get_by_role("button", name="Medellín, Colombia: local, example").focus()
    page.keyboard.press("Enter")
    settle(page)
    assert _cards(page) == ["Mali", "Medellín, Colombia"]
    page.keyboard.press("ArrowRight")
    following = page.locator("svg.world").evaluate("svg => svg.getRootNode().activeElement.getAttribute('aria-label')")
    assert following > "Medellín"
    _view(page, own.TABLE)
    _view(page, own.MAP)
    assert mali.get_attribute("aria-pressed") == "true"


def test_the_map_tells_national_from_local_by_shape_and_colour(visit: Visit) -> None:
    page = _find(visit)
    _view(page, own.MAP)
    fill = "element => getComputedStyle(element).fill"
    area = page.locator("[data-place=MLI]")
    diamond = page.locator("[data-place='COL:medellin']")
    assert area.evaluate(fill) != diamond.evaluate(fill)
    assert area.get_attribute("d") != diamond.get_attribute("d")
    island = page.locator("[data-place=MHL]")
    assert island.bounding_box()["width"] > 6, "a small island state is seen"
    legend = page.locator(".legend").inner_text()
    assert all(words in legend for words in own.LEGEND.values())


def test_a_filter_narrows_the_map(visit: Visit) -> None:
    page = _find(visit)
    page.get_by_role("button", name=own.FILTERS).click()
    _pick(page, own.REGION, "Western Africa")
    page.keyboard.press("Escape")
    page.get_by_text("22 of 171 places").wait_for()
    _view(page, own.MAP)
    page.locator("[data-place=MLI]").wait_for()
    assert page.locator("[data-place='COL:medellin']").count() == 0
    assert float(page.locator("svg.world").get_attribute("viewBox").split()[2]) < 500


def test_an_empty_cell_says_that_nothing_is_in_the_corpus(visit: Visit) -> None:
    page = _find(visit)
    _view(page, own.GRID)
    page.get_by_text("An empty cell means that there is nothing in the corpus").wait_for()
    _search(page, "belize")
    _click_table(page, 300, 0)
    page.get_by_text("The place now stands below").wait_for()
    assert _cards(page) == ["Belize"]
    _click_table(page, 420, 0)
    page.get_by_text("Nothing in the corpus about Belize").wait_for()


def test_what_is_chosen_goes_into_word_csv_and_the_chat(visit: Visit) -> None:
    page = _find(visit)
    for name in ("Mali", "Medellín, Colombia", "Albania"):
        _pick(page, own.CHOSEN, name)
        page.get_by_role("heading", name=name).wait_for()
    assert _cards(page) == ["Mali", "Medellín, Colombia", "Albania"]
    name, data = _downloaded(page, own.CSV)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert name == "mgi-examples.csv"
    assert [row["Place"] for row in rows] == ["Mali", "Medellín", "Albania"]
    assert all(row["Quote"] for row in rows)
    name, data = _downloaded(page, own.WORD)
    written = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)
    assert name == "mgi-examples.docx"
    assert all(place in written for place in ("Mali", "Medellín", "Albania"))
    page.get_by_role("button", name=own.CHAT).click()
    page.get_by_role("textbox", name=texts.ASK).wait_for()
    assert page.url.endswith("/")


def test_a_quote_opens_its_evidence(visit: Visit) -> None:
    page = _find(visit)
    _pick(page, own.CHOSEN, "Mali")
    page.get_by_role("button", name="Success Stories 2023 (restated), p. 9").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("mark").first.wait_for()
    assert "Mali" in dialog.locator("mark").first.inner_text()


def test_comparable_places_have_reasons_and_can_be_taken_along(visit: Visit) -> None:
    page = visit("comparable")
    page.get_by_text(texts.NO_RANKING).wait_for()
    _pick(page, own.PLACE, "Japan")
    page.get_by_text("The sources do not name Japan").wait_for()
    page.get_by_text("the order does not say that one example is better than another").wait_for()
    page.get_by_text("Both at the national level").first.wait_for()
    settle(page)
    page.get_by_text("Take Bolivia along").click()
    page.get_by_text("1 ticked").wait_for()
    _, data = _downloaded(page, own.CSV)
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert row["Place"] == "Bolivia"
    assert "both at the national level" in row["Reasons"]
    _, data = _downloaded(page, own.WORD)
    assert "Bolivia" in "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


@pytest.mark.parametrize("path", ["examples", "comparable"])
def test_nothing_is_cut_off_on_a_narrow_screen_in_both_schemes(visit: Visit, path: str) -> None:
    page = visit(path, 390)
    if path == "examples":
        page.get_by_text(own.SIDE_BY_SIDE, exact=True).wait_for()
        _view(page, own.MAP)
    else:
        _pick(page, own.PLACE, "Mali")
        page.get_by_text(own.TAKE_ALONG, exact=True).wait_for()
    for _ in in_both_schemes(page):
        if path == "examples":
            assert page.locator(".frame").evaluate("frame => frame.scrollWidth > frame.clientWidth")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        main = page.get_by_test_id("stMain")
        assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
