"""Publishing: nothing that goes wrong touches the index that serves."""

from __future__ import annotations

import errno
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filelock import FileLock

from mgi_assistant.engines import bm25, chroma
from mgi_assistant.errors import IndexBusy, IndexDamaged, ModelError, StorageError
from mgi_assistant.ports import Vectors
from mgi_assistant.settings import load_settings
from mgi_assistant.store import LOCK, POINTER, serving_version
from mgi_ingest import publish
from tests.unit.ingesting import FailingEmbedder, HashEmbedder, Place


@pytest.mark.parametrize(
    "error", [RuntimeError("x"), KeyboardInterrupt(), ModelError("x")], ids=lambda e: type(e).__name__
)
def test_an_embedder_that_fails_leaves_the_old_index(unharmed: Place, error: BaseException) -> None:
    with pytest.raises(type(error)):
        unharmed.ingest(embedder=FailingEmbedder(error=error), rebuild=True)


@pytest.mark.parametrize("step", ["write_version", "_check", "_serve"])
@pytest.mark.parametrize(
    "error", [RuntimeError("x"), KeyboardInterrupt(), IndexDamaged("x")], ids=lambda e: type(e).__name__
)
def test_a_step_that_fails_leaves_the_old_index(
    unharmed: Place, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(publish, step, fail)
    with pytest.raises(type(error)):
        unharmed.ingest(rebuild=True)


def test_a_stop_right_after_publishing_leaves_the_new_index(built: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    real = publish._serve

    def stop(index: Path, version: str) -> str:
        real(index, version)
        raise KeyboardInterrupt

    monkeypatch.setattr(publish, "_serve", stop)
    built.records("b.jsonl", "Quito has two councils.")
    with pytest.raises(KeyboardInterrupt):
        built.ingest()
    assert "Quito has two councils." in built.texts()


@pytest.mark.parametrize("module", [publish, bm25, chroma])
@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "disk is full"), (errno.EDQUOT, "disk is full"), (errno.EIO, "cannot be written")],
)
def test_a_full_or_broken_disk_leaves_the_old_index(
    unharmed: Place, monkeypatch: pytest.MonkeyPatch, module: Any, number: int, words: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(module, "write_version" if module is publish else "build", fail)
    with pytest.raises(StorageError, match=words) as caught:
        unharmed.ingest(rebuild=True)
    assert str(unharmed.index) in str(caught.value)
    assert caught.value.hint


def test_a_disk_that_chroma_finds_full_leaves_the_old_index(unharmed: Place) -> None:
    unharmed.records("b.jsonl", *(f"Sentence number {n} speaks of Kenya." for n in range(300)))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))  # sqlite meets its limit, our own files do not
    try:
        with pytest.raises(StorageError, match="cannot be written") as caught:
            unharmed.ingest()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "space" in caught.value.hint
    unharmed.records("b.jsonl", "Quito has a council.")


def test_a_broken_draft_does_not_get_past_its_check(unharmed: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    real = chroma.build

    def lose_one(folder: Path, passages: Sequence[Any], vectors: Vectors) -> None:
        real(folder, passages[1:], vectors[1:])

    monkeypatch.setattr(chroma, "build", lose_one)
    with pytest.raises(IndexDamaged, match="check"):
        unharmed.ingest(rebuild=True)


def test_vectors_of_other_passages_do_not_get_past_the_check(unharmed: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    real = chroma.build
    monkeypatch.setattr(chroma, "build", lambda folder, passages, vectors: real(folder, passages, -vectors))
    with pytest.raises(IndexDamaged, match="check"):
        unharmed.ingest(rebuild=True)


def test_a_second_ingest_is_turned_away(unharmed: Place) -> None:
    with FileLock(unharmed.index / LOCK), pytest.raises(IndexBusy, match=str(unharmed.index)) as caught:
        unharmed.ingest(rebuild=True)
    assert "Wait" in caught.value.hint


def test_an_ingest_of_another_process_is_respected_while_it_lives(built: Place) -> None:
    code = (
        "import sys, filelock; lock = filelock.FileLock(sys.argv[1]); lock.acquire(); "
        "print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(built.index / LOCK)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(IndexBusy):
            built.ingest()
        other.kill()
    assert not built.ingest().changed


def test_an_index_folder_that_cannot_be_written_is_told(place: Place, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "index", Path("/proc/index")):
        with pytest.raises(StorageError, match=str(folder)) as caught:
            place.ingest(settings=load_settings(index=folder))
        assert "--index" in caught.value.hint


def _remove_chroma(version: Path) -> None:
    for path in (version / "chroma").glob("*.sqlite3"):
        path.unlink()


def _forget_one(version: Path) -> None:
    with sqlite3.connect(version / "chroma" / "chroma.sqlite3") as database:
        database.execute("DELETE FROM collections")


DAMAGE: dict[str, Callable[[Path], object]] = {
    "pages": lambda version: (version / "pages.jsonl").write_text("junk", "utf-8"),
    "manifest": lambda version: (version / "manifest.json").write_text("{}", "utf-8"),
    "no chroma": _remove_chroma,
    "collection": _forget_one,
    "pointer": lambda version: (version.parent / POINTER).write_bytes(b"\xff"),
}


@pytest.mark.parametrize("harm", DAMAGE.values(), ids=list(DAMAGE))
def test_a_damaged_old_index_does_not_stand_in_the_way(built: Place, harm: Callable[[Path], object]) -> None:
    harm(serving_version(built.index))
    built.records("b.jsonl", "Quito has two councils.")
    assert built.ingest().changed
    store = built.store()
    assert "Quito has two councils." in built.texts()
    assert len(chroma.ChromaIndex(store.version / "chroma")) == 3
    wanted = HashEmbedder().embed([text for p in store.passages for text in publish.sentence_texts(p)])
    np.testing.assert_array_equal(np.concatenate([store.sentence_vectors(p) for p in store.passages]), wanted)
