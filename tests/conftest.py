"""Fixtures that all tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("unhurried", deadline=None)  # other work on the machine may delay one example
settings.load_profile("unhurried")

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
"""Folder beside the repository with test material that may not be committed; tests skip what is absent."""


@pytest.fixture(autouse=True, scope="session")
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep tests, and what is made once for all of them, away from the user's settings, index and cache."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name in ("MGI_CORPUS", "MGI_MODEL", "PORT"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("MGI_INDEX", str(tmp_path_factory.getbasetemp() / "no-index-here"))
        monkeypatch.setenv("MGI_CACHE", str(shared_cache(tmp_path_factory)))
        yield


def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the cache folder of this test run; the converted model is made once in it."""
    return tmp_path_factory.getbasetemp() / "cache"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder ``../shared``, or skip."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not there")
    return SHARED
