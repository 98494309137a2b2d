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
from tests.conftest import made_once, run_folder, shared_cache

CONVERT = """
import sys
from pathlib import Path
from mgi_assistant.engines.sentence_transformer import SentenceTransformerEmbedder
from mgi_assistant.settings import DEFAULT_MODEL

SentenceTransformerEmbedder(DEFAULT_MODEL, Path(sys.argv[1])).prepare()
"""


def _run(command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=400, check=False
    )


def run_ingest(*arguments: str | Path, cache: Path, check: bool = True) -> dict[str, Any]:
    """Run ``mgi-ingest --json`` in a process of its own and return what it printed."""
    command = [sys.executable, "-m", "mgi_ingest", "--json", *map(str, arguments)]
    done = _run(command, MGI_CACHE=str(cache))
    if check and done.returncode:
        pytest.fail(f"{command} failed with {done.returncode}: {done.stderr}")
    result: dict[str, Any] = json.loads(done.stdout) if done.stdout else {}
    return {**result, "returncode": done.returncode, "stderr": done.stderr}


def filled_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the cache folder of this test run with the converted model in it."""

    def convert(folder: Path) -> None:
        done = _run([sys.executable, "-c", CONVERT, str(folder)])
        assert done.returncode == 0, done.stderr

    return made_once(shared_cache(tmp_path_factory), convert)


def build_shipped_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an index of the shipped corpus, built with the real model; no test may change it."""
    cache = filled_cache(tmp_path_factory)
    folder = made_once(
        run_folder(tmp_path_factory) / "shipped",
        lambda folder: run_ingest("--index", folder / "index", cache=cache),
    )
    return folder / "index"


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the cache folder of this test run."""
    return filled_cache(tmp_path_factory)


@pytest.fixture(scope="session")
def shipped_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an index of the shipped corpus, built with the real model; no test may change it."""
    return build_shipped_index(tmp_path_factory)


@pytest.fixture(scope="session")
def assistant(shipped_index: Path) -> Assistant:
    """Return an assistant over the shipped corpus."""
    return open_assistant(shipped_index)
