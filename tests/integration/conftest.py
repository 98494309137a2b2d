"""Real indexes, built once for the whole run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mgi_assistant import open_assistant
from mgi_assistant.assistant import Assistant
from tests.conftest import shared_cache


def run_ingest(*arguments: str | Path, cache: Path, check: bool = True) -> dict[str, Any]:
    """Run ``mgi-ingest --json`` in a process of its own and return what it printed."""
    command = [sys.executable, "-m", "mgi_ingest", "--json", *map(str, arguments)]
    done = subprocess.run(
        command, env={**os.environ, "MGI_CACHE": str(cache)}, capture_output=True, text=True, timeout=400, check=False
    )
    if check and done.returncode:
        pytest.fail(f"{command} failed with {done.returncode}: {done.stderr}")
    result: dict[str, Any] = json.loads(done.stdout) if done.stdout else {}
    return {**result, "returncode": done.returncode, "stderr": done.stderr}


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the cache folder of this test run."""
    return shared_cache(tmp_path_factory)


@pytest.fixture(scope="session")
def shipped_index(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:
    """Return an index of the shipped corpus, built with the real model."""
    index = tmp_path_factory.mktemp("shipped") / "index"
    run_ingest("--index", index, cache=cache)
    return index


@pytest.fixture(scope="session")
def assistant(shipped_index: Path) -> Assistant:
    """Return an assistant over the shipped corpus."""
    return open_assistant(shipped_index)
