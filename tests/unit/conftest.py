"""Fixtures of the unit tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mgi_assistant.settings import load_settings
from tests.unit.ingesting import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "corpus").mkdir()
    place = Place(tmp_path / "corpus", load_settings(index=tmp_path / "index"))
    place.records("a.jsonl", "Kenya has a plan. It works well.", "Mali held a census.")
    place.records("b.jsonl", "Quito has a council.")
    return place


@pytest.fixture
def built(place: Place) -> Place:
    place.ingest()
    return place


@pytest.fixture
def unharmed(built: Place) -> Iterator[Place]:
    """Check after the test that the index is the one it was, with nothing half made beside it."""
    before = built.left()
    texts = built.texts()
    yield built
    assert built.left() == before
    assert built.texts() == texts
