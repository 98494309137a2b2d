"""The page “sources” without a browser: what is in the index, files added and taken out, and what goes wrong."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import streamlit as st
from filelock import FileLock
from reportlab.pdfgen.canvas import Canvas
from streamlit.testing.v1 import AppTest

from mgi_assistant import open_assistant
from mgi_assistant.assistant import Assistant
from mgi_assistant.settings import load_settings
from mgi_assistant.store import LOCK, Manifest, read_manifest, serving_version
from mgi_assistant.ui.processes import workshop
from mgi_assistant.ui.texts import processes as process_texts
from mgi_assistant.ui.texts import sources as texts
from tests.integration.conftest import run_ingest

QUESTION = "What did Tidewick harbour council build for seasonal fishers?"
FACT = "Tidewick harbour council built a lending library for seasonal fishers in Quillhaven."


def pdf(*lines: str) -> bytes:
    written = BytesIO()
    canvas = Canvas(written, invariant=True)
    for number, line in enumerate(lines):
        canvas.drawString(72, 700 - 30 * number, line)
    canvas.save()
    return written.getvalue()


GOOD = ("Tidewick_report.pdf", pdf(FACT, "The library opens every morning before the boats leave."), "application/pdf")
TABLE = ("weirs.csv", b"weir,town\nUpper weir,Tidewick\nLower weir,Quillhaven\n", "text/csv")
BROKEN = ("broken.pdf", b"%PDF-1.7\nthis is no document", "application/pdf")
LIE = ("picture.pdf", b"\x89PNG\r\n\x1a\n", "application/pdf")


@pytest.fixture
def index(shipped_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: Path) -> Iterator[Path]:
    st.cache_resource.clear()
    st.cache_data.clear()
    own = tmp_path / "index"
    shutil.copytree(shipped_index, own)
    monkeypatch.setenv("MGI_INDEX", str(own))
    monkeypatch.setenv("MGI_UPLOADS", "on")
    yield own
    current = workshop().current
    if current is not None:
        current.stop()
    st.cache_resource.clear()


def _page() -> None:
    from mgi_assistant.ui.opening import with_assistant
    from mgi_assistant.ui.sources import show_sources_page

    with_assistant(show_sources_page)


def opened() -> AppTest:
    return calm(AppTest.from_function(_page, default_timeout=60).run())


def calm(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def add(app: AppTest, *files: tuple[str, bytes, str]) -> AppTest:
    app.file_uploader[0].set_value(list(files))
    return ended(calm(press(app, texts.ADD_BUTTON)))


def press(app: AppTest, label: str) -> AppTest:
    return calm(next(button for button in app.button if button.label == label).click().run())


def ended(app: AppTest) -> AppTest:
    end = time.monotonic() + 120
    while workshop().current is not None:
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.1)
    return calm(app.run())


def manifest(index: Path) -> Manifest:
    return read_manifest(serving_version(index))


def uploaded(index: Path) -> list[Path]:
    folder = load_settings(index=index).uploaded
    return sorted(path for path in folder.glob("*") if path.suffix != ".toml")


def told(app: AppTest) -> str:
    shown = "\n".join(element.value for element in [*app.success, *app.warning, *app.error])
    return shown.replace("\\", "")  # escaped for markdown


def test_each_source_is_listed_with_what_is_known_about_it(index: Path, assistant: Assistant) -> None:
    shown = "\n".join(element.value for element in opened().markdown)
    for record in manifest(index).files:
        assert record.source is not None
        assert record.source.title in shown
        assert record.source.licence in shown
        assert record.read
    assert f"{len(assistant.store.sources)} sources with {len(assistant.store.passages)} passages" in shown
    assert texts.NONE_ADDED in shown


def test_what_is_added_is_served_at_once_and_can_be_taken_out_again(index: Path) -> None:
    before = manifest(index)
    app = add(opened(), GOOD, TABLE, BROKEN, LIE)
    assert len(app.success) == 2
    assert "“Tidewick report”" in told(app)
    assert any("broken.pdf" in error.value for error in app.error)
    assert any("picture.pdf" in error.value for error in app.error)
    now = manifest(index)
    assert [s.title for s in now.sources if s not in before.sources] == ["Tidewick report", "weirs"]
    assert sorted(path.suffix for path in uploaded(index)) == [".csv", ".pdf"]
    assert all(path.stem.startswith("upload-") for path in uploaded(index))
    answer = open_assistant(index).ask(QUESTION)
    assert answer.status == "answered"
    assert {citation.title for citation in answer.citations} == {"Tidewick report"}

    app = add(app, GOOD)
    assert "is already in the index, as “Tidewick report”" in told(app)
    assert len(uploaded(index)) == 2

    press(app, texts.REMOVE_SURE)
    app = ended(app)
    assert "“Tidewick report” was removed" in told(app)
    assert [s.title for s in manifest(index).sources if s not in before.sources] == ["weirs"]
    assert [path.suffix for path in uploaded(index)] == [".csv"]
    citations = open_assistant(index).ask(QUESTION).citations
    assert "Tidewick report" not in {citation.title for citation in citations}


def test_files_added_by_path_stay_when_an_upload_goes(index: Path, tmp_path: Path, cache: Path) -> None:
    given = tmp_path / "given.csv"
    given.write_bytes(TABLE[1])
    run_ingest("--index", index, given, cache=cache)
    app = add(opened(), GOOD)
    press(app, texts.REMOVE_SURE)
    ended(app)
    assert manifest(index).extra == (str(given.resolve()),)
    assert uploaded(index) == []


@pytest.mark.parametrize("files", [[BROKEN], [LIE], []])
def test_a_failure_leaves_everything_as_it_was(index: Path, files: list[tuple[str, bytes, str]]) -> None:
    version = serving_version(index)
    app = add(opened(), *files)
    assert told(app)
    assert all(name in told(app) for name, _, _ in files)
    assert str(index.parent) not in told(app)
    assert not app.success
    assert serving_version(index) == version
    assert uploaded(index) == []


def test_an_index_that_is_being_written_is_told(index: Path) -> None:
    version = serving_version(index)
    app = opened()
    with FileLock(index / LOCK):
        app = add(app, GOOD)
    assert "Another ingest is writing" in told(app)
    assert "Tidewick_report.pdf" in told(app)
    assert serving_version(index) == version
    assert uploaded(index) == []


def test_others_see_that_something_is_being_added_and_wait(index: Path) -> None:
    app, other = opened(), opened()
    with FileLock(index / LOCK):
        app.file_uploader[0].set_value([GOOD])
        press(app, texts.ADD_BUTTON)
        calm(other.run())
        buttons = {button.label: button for button in other.button}
        assert process_texts.STOP in buttons or workshop().current is None
        ended(app)
    assert "could not be added" in told(calm(app.run()))


def test_it_can_be_stopped_and_nothing_is_left(index: Path) -> None:
    version = serving_version(index)
    app = opened()
    app.file_uploader[0].set_value([GOOD])
    press(app, texts.ADD_BUTTON)
    work = workshop().current
    assert work is not None
    work.stop()
    assert process_texts.STOPPED in told(ended(app))
    assert serving_version(index) == version
    assert uploaded(index) == []


def test_the_program_s_reason_for_a_file_that_is_left_out_is_shown(index: Path, tmp_path: Path, cache: Path) -> None:
    (tmp_path / "bad [x].pdf").write_bytes(BROKEN[1])
    run_ingest("--index", index, tmp_path / "bad [x].pdf", cache=cache)
    app = opened()
    shown = "\n".join(element.value for element in app.markdown)
    assert r"bad \[x\].pdf" in shown
    assert texts.RESULTS["malformed"] in shown


def test_adding_is_off_unless_the_browser_is_on_the_same_machine(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MGI_UPLOADS")
    app = opened()
    assert not app.file_uploader
    assert not app.button
    assert texts.OFF in [element.value for element in app.markdown]
