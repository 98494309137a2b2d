"""Files added and taken out in a real browser, while the app goes on serving."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mgi_assistant.ui import texts as common
from mgi_assistant.ui.texts import sources as texts
from tests.browser.conftest import Visit, served_copy, visits
from tests.unit.ingesting import pdf

pytestmark = pytest.mark.browser

FACT = "Tidewick harbour council built a lending library for seasonal fishers in Quillhaven."
QUESTION = "What did Tidewick harbour council build for seasonal fishers?"
PATIENCE_MS = 180_000


@pytest.fixture(scope="module")
def own(window: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve an index of its own, so that what is added here is nowhere else."""
    with served_copy(tmp_path_factory) as (address, _):
        yield address


@pytest.fixture
def open_page(window: Any, own: str) -> Iterator[Visit]:
    """Open pages of that app."""
    with visits(window, own) as opened:
        yield opened


def add(page: Any, *files: Path) -> None:
    page.locator("input[type=file]").set_input_files([str(file) for file in files])
    for file in files:
        page.get_by_text(file.name).first.wait_for()
    page.get_by_role("button", name=texts.ADD_BUTTON).click()


def heading_count(page: Any) -> str:
    found: str = page.get_by_text(" passages: ").first.inner_text()
    return found


def test_an_added_report_answers_without_a_restart_and_can_be_removed(open_page: Visit, tmp_path: Path) -> None:
    page, elsewhere = open_page("sources"), open_page("")
    before = heading_count(page)
    add(page, pdf(tmp_path / "Tidewick_report.pdf", FACT, "The library opens before the boats leave."))
    page.get_by_text("“Tidewick report” was added").wait_for(timeout=PATIENCE_MS)
    assert heading_count(page) != before
    assert "10 sources" in heading_count(page)

    elsewhere.get_by_label(common.ASK).fill(QUESTION)
    elsewhere.keyboard.press("Enter")
    elsewhere.get_by_text("built a lending library").first.wait_for()
    elsewhere.get_by_text("Tidewick report").first.wait_for()

    page.get_by_role("button", name=texts.REMOVE).first.click()
    page.get_by_role("button", name=texts.REMOVE_SURE).click()
    page.get_by_text("“Tidewick report” was removed").wait_for(timeout=PATIENCE_MS)
    assert heading_count(page) == before


def test_a_broken_report_is_named_and_the_index_goes_on_serving(open_page: Visit, tmp_path: Path) -> None:
    page = open_page("sources")
    before = heading_count(page)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n<script>document.title='broken'</script>")
    add(page, broken)
    alert = page.get_by_role("alert").filter(has_text="broken.pdf")
    alert.wait_for(timeout=PATIENCE_MS)
    assert "Nothing of it was kept" in alert.inner_text()
    assert heading_count(page) == before
    page.goto(page.url.replace("sources", ""))
    page.get_by_label(common.ASK).fill("Which cities in Ecuador took part?")
    page.keyboard.press("Enter")
    page.get_by_text("Quito").first.wait_for()


def test_a_file_that_is_not_what_its_name_says_is_refused_at_once(open_page: Visit, tmp_path: Path) -> None:
    page = open_page("sources")
    picture = tmp_path / "picture.pdf"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    before = heading_count(page)
    add(page, picture)
    refused = page.get_by_role("alert").filter(has_text="picture.pdf is no PDF file")
    refused.wait_for()
    assert heading_count(page) == before
