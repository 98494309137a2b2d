"""Fixtures of the unit tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mgi_assistant.settings import load_settings
from mgi_eval.cases import CaseSet
from mgi_eval.controls import CONTROLS, Bench, oracle
from mgi_eval.run import Run, judge
from tests.unit.eval_fakes import library, small_set
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


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> CaseSet:
    """Return a small set of questions."""
    return small_set(tmp_path_factory.mktemp("set"))


@pytest.fixture(scope="session")
def good(asked: CaseSet) -> Run:
    """Return a run over the small set in which every answer is the best one."""
    return judge(asked, oracle(asked, library()), library())


@pytest.fixture(scope="session")
def bad(asked: CaseSet, good: Run) -> Run:
    """Return a run over the small set in which every answer belongs to another question."""
    bench = Bench(asked, good.answers, library())
    return judge(asked, CONTROLS["another question's answer"].spoil(bench), library())
