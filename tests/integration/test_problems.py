"""An error that nobody foresaw, in a page of the real app."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mgi_assistant.assistant import Assistant
from mgi_assistant.settings import Settings
from mgi_assistant.ui import navigation
from mgi_assistant.ui.texts import problems as texts

APP = Path(__file__).resolve().parents[2] / "app.py"


def _fail(assistant: Assistant, settings: Settings) -> None:
    raise FileNotFoundError(f"{settings.index}/secret")


def test_it_is_told_calmly_and_without_a_path(shipped_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MGI_INDEX", str(shipped_index))
    monkeypatch.setattr(navigation, "PAGES", (("", "Broken", ":material/forum:", _fail),))
    app = AppTest.from_file(APP, default_timeout=120).run()
    assert not app.exception
    (error,) = app.error
    assert texts.UNEXPECTED in error.value
    assert "/" not in error.value
    assert "Error" not in error.value
