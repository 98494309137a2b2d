"""What axe-core finds to object to on the pages, in a real browser."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from mgi_assistant.ui import texts
from mgi_assistant.ui.navigation import PAGES
from mgi_assistant.ui.texts import find
from tests.browser.conftest import Visit, in_both_schemes, settle

pytestmark = pytest.mark.browser

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
LEVELS = "all => all.map(heading => Number(heading.tagName[1]))"
JUMPING = '[tabindex]:not([tabindex="0"], [tabindex="-1"])'
PLACE = texts.SUGGESTED[2]
NOWHERE = "What did the MGI lead to in Japan?"


def _objections(page: Any) -> list[str]:
    """Return what axe-core finds wrong with a page, one line for each element; Streamlit's own are no exception."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is missing").Axe()
    return [
        f"{violation['id']}: {node['target']}: {node['failureSummary']} {node['html'][:200]}"
        for violation in axe.run(page, options=WCAG).response["violations"]
        for node in violation["nodes"]
    ]


def _objections_in_both_schemes(page: Any) -> list[str]:
    """Return what axe-core finds wrong with a page, first in the light scheme, then in the dark one."""
    found = []
    for scheme in in_both_schemes(page):
        settle(page)
        found += [f"{scheme}: {line}" for line in _objections(page)]
    return found


@pytest.mark.parametrize("path", [page[0] for page in PAGES])
def test_every_page_meets_wcag_aa_in_a_sensible_order(visit: Visit, path: str) -> None:
    page = visit(path)
    page.get_by_role("heading", level=1).wait_for()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        if width < 700:  # it folds up as it does where the page is opened that narrow
            page.locator("[data-testid=stSidebar][data-collapsed=true]").wait_for(state="attached")
        settle(page)
        assert page.locator("html").get_attribute("lang") == "en"
        main = page.get_by_test_id("stMainBlockContainer")
        levels = main.locator(":is(h1, h2, h3, h4, h5, h6):visible").evaluate_all(LEVELS)
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), levels
        assert page.locator(JUMPING).count() == 0
        assert _objections_in_both_schemes(page) == []


def _asked(visit: Visit, question: str) -> Any:
    page = visit()
    box = page.get_by_role("textbox", name=texts.ASK)
    box.fill(question)
    box.press("Enter")
    page.get_by_role("button", name=texts.NEW).wait_for()
    settle(page)
    return page


@pytest.mark.parametrize("question", [NOWHERE, texts.SUGGESTED[3]], ids=["not found", "table"])
def test_an_answer_meets_wcag_aa(visit: Visit, question: str) -> None:
    assert _objections_in_both_schemes(_asked(visit, question)) == []


def test_an_answer_and_its_opened_evidence_meet_wcag_aa(visit: Visit) -> None:
    page = _asked(visit, PLACE)
    assert _objections_in_both_schemes(page) == []
    page.get_by_role("link", name="[1]").first.click()
    page.get_by_role("dialog").locator("img").wait_for()
    assert _objections_in_both_schemes(page) == []


def test_the_map_and_the_grid_meet_wcag_aa(visit: Visit) -> None:
    page = visit("examples")
    for view, shown in ((find.MAP, "svg.world [data-place]"), (find.GRID, "[data-testid=stDataFrame]")):
        page.get_by_role("radiogroup", name=find.VIEW).get_by_text(view).click()
        page.locator(shown).first.wait_for()
        assert _objections_in_both_schemes(page) == []


def test_comparable_places_meet_wcag_aa(visit: Visit) -> None:
    page = visit("comparable")
    page.get_by_role("combobox", name=find.PLACE).fill("Kenya")
    page.get_by_role("option", name="Kenya", exact=True).click()
    page.get_by_role("heading", level=3).first.wait_for()
    assert _objections_in_both_schemes(page) == []


def test_axe_objects_to_what_is_wrong(visit: Visit) -> None:
    page = visit("")
    page.evaluate("""() => {
        const wrong = document.createElement("div");
        wrong.innerHTML = '<img src="data:,"><p style="color: #ddd; background: #fff">Pale</p>';
        document.querySelector("[data-testid=stMainBlockContainer]").append(wrong);
    }""")
    assert {line.split(":")[0] for line in _objections(page)} >= {"image-alt", "color-contrast"}
