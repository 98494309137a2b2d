"""Fixtures that all tests share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

settings.register_profile("unhurried", deadline=None)  # other work on the machine may delay one example
settings.load_profile("unhurried")

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
"""Folder beside the repository with test material that may not be committed; tests skip what is absent."""

FIRST = ("tests/browser/test_chat.py", "tests/integration/test_originals.py", "tests/integration/test_pdfs.py")
"""The longest files: one makes the index that most others wait for, the two others do without it."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """Return two workers more than there are cores, since what tests a server or a browser mostly waits for it."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    return (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1) + 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest files come first, so that no worker is left alone with one at the end.

    What waited in vain for Chromium is tried once more, and counted as a rerun: it shares the cores with the others.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun="TimeoutError"))

    def place(item: pytest.Item) -> int:
        name = item.nodeid.partition("::")[0]
        return FIRST.index(name) if name in FIRST else len(FIRST)

    items.sort(key=place)


@pytest.fixture(autouse=True, scope="session")
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep tests, and what is made once for all of them, away from the user's settings, index and cache."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        configured = [name for name in os.environ if name.startswith("MGI_LLM_")]
        for name in ("MGI_CORPUS", "MGI_MODEL", "PORT", *configured):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("MGI_INDEX", str(tmp_path_factory.getbasetemp() / "no-index-here"))
        monkeypatch.setenv("MGI_CACHE", str(shared_cache(tmp_path_factory)))
        yield


def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the cache folder of this test run; the converted model is made once in it."""
    return run_folder(tmp_path_factory) / "cache"


def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of this test run, which the workers of pytest-xdist share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def made_once(folder: Path, make: Callable[[Path], object]) -> Path:
    """Return ``folder``, which ``make`` makes for the worker that needs it first; the others wait for it."""
    made = folder.with_name(f"{folder.name}.made")
    with FileLock(folder.with_name(f"{folder.name}.lock")):
        if not made.exists():
            folder.mkdir(exist_ok=True)
            make(folder)
            made.touch()
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder ``../shared``, or skip."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not there")
    return SHARED
