"""Writes a new version of an index beside the old one, checks it, and lets it serve by one atomic step.

A passage is known by its id, which is made from its content: what the old version has of it is not embedded again.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from mgi_assistant.errors import BadIndex, IndexDamaged
from mgi_assistant.ports import Vectors
from mgi_assistant.store import POINTER, Manifest, Store, write_version
from mgi_assistant.types import Page, Passage


class Progress(Protocol):
    """Hears how far an ingest is."""

    def __call__(self, step: str, done: int, total: int) -> None:
        """Take note that ``done`` of ``total`` units of ``step`` are finished."""
        ...


class Embedder(Protocol):
    """What a build asks of the embedding model."""

    @property
    def name(self) -> str:
        """Name of the model."""
        ...

    def embed(self, texts: Sequence[str], progress: Any = None) -> Vectors:
        """Return unit vectors of ``texts``."""
        ...

    def prepare(self) -> None:
        """Make ready for embedding."""
        ...


@dataclass(frozen=True, slots=True)
class Content:
    """What a version holds."""

    pages: tuple[Page, ...]
    values: tuple[dict[str, Any] | None, ...]
    """The typed values of each page that is a row of a table."""
    passages: tuple[Passage, ...]


def publish(
    index: Path, manifest: Manifest, content: Content, old: Store | None, embedder: Embedder, progress: Progress
) -> tuple[str, int]:
    """Write a new version, check it and let it serve; return its name and how many passages were embedded.

    Whatever goes wrong on the way, the old version goes on serving and nothing of the new one is left.

    Raises:
        IndexDamaged: The new version failed its check.
        StorageError: The vector index cannot be written.
        OSError: Another file cannot be written.
    """
    from mgi_assistant.engines import bm25, chroma

    passages = content.passages
    texts = {p.id: embedded_text(p) for p in passages}
    reusable = old if old and old.manifest.model == embedder.name else None
    embedder.prepare()
    vectors, sentence_vectors, embedded = _embed(passages, texts, reusable, embedder, progress)
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    draft, version = index / f"draft-{stamp}", index / f"v-{stamp}"
    for leftover in index.glob("draft-*"):
        shutil.rmtree(leftover)
    try:
        draft.mkdir()
        manifest = replace(manifest, dimension=int(vectors.shape[1]))
        write_version(draft, manifest, content.pages, passages, content.values, sentence_vectors)
        bm25.build(draft / "bm25", list(texts), list(texts.values()))
        chroma.build(draft / "chroma", passages, vectors)
        _check(draft, passages, texts, vectors)
        draft.rename(version)
        previous = _serve(index, version.name)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        if _pointed(index) != version.name:
            shutil.rmtree(version, ignore_errors=True)
        raise
    for folder in index.glob("v-*"):  # a running application may still read the previous one
        if folder.name not in (version.name, previous):
            shutil.rmtree(folder, ignore_errors=True)
    return version.name, embedded


def embedded_text(passage: Passage) -> str:
    """Return what stands for a passage in both halves of retrieval: its headings and its text."""
    return ". ".join((*passage.section, " ".join(passage.text.split())))


def _embed(
    passages: Sequence[Passage], texts: dict[str, str], old: Store | None, embedder: Embedder, progress: Progress
) -> tuple[Vectors, Vectors, int]:
    """Return the vectors of all passages and of all their sentences, and how many passages were new."""
    stored = _stored_vectors(passages, old)
    new = [passage for passage in passages if passage.id not in stored]
    wanted = list(dict.fromkeys([*(texts[p.id] for p in new), *(s for p in new for s in sentence_texts(p))]))
    fresh = embedder.embed(wanted, lambda done: progress("embedding", done, len(wanted))) if wanted else None
    row = {text: number for number, text in enumerate(wanted)}
    whole: list[Vectors] = []
    parts: list[Vectors] = []
    for passage in passages:
        if passage.id in stored and old:
            whole.append(stored[passage.id])
            parts.append(old.sentence_vectors(old.passage(passage.id)))
        elif fresh is not None:
            whole.append(fresh[row[texts[passage.id]]])
            parts.append(fresh[[row[text] for text in sentence_texts(passage)]])
    return np.stack(whole), np.concatenate(parts), len(new)


def _stored_vectors(passages: Sequence[Passage], old: Store | None) -> dict[str, Vectors]:
    """Return the vectors that the old version has, none where they cannot be read.

    An id says that the words are the same; that they are cut into the same sentences has to be seen.
    """
    from mgi_assistant.engines.chroma import ChromaIndex

    if old is None:
        return {}
    same = [p.id for p in passages if p.id in old and _same_cut(p, old.passage(p.id))]
    try:
        return ChromaIndex(old.version / "chroma").vectors(same)
    except BadIndex:
        return {}


def _same_cut(one: Passage, other: Passage) -> bool:
    return (one.text, one.sentences) == (other.text, other.sentences)


def sentence_texts(passage: Passage) -> list[str]:
    """Return the passage's sentences as they are embedded: on one line."""
    return [" ".join(passage.sentence(i).split()) for i in range(len(passage.sentences))]


def _check(draft: Path, passages: Sequence[Passage], texts: dict[str, str], vectors: Vectors) -> None:
    """Open the draft as a reader would and ask it for a passage that it has.

    Raises:
        IndexDamaged: A count, a checksum or the probe does not come out right.
    """
    from mgi_assistant.engines import bm25
    from mgi_assistant.engines.chroma import ChromaIndex

    store, dense, lexical = Store(draft), ChromaIndex(draft / "chroma"), bm25.load(draft / "bm25")
    counts = {len(store.passages), len(dense), len(passages)}
    probe = len(passages) // 2
    best = dense.nearest(vectors[probe], 1)
    lexically = lexical.best(texts[passages[probe].id], 5)
    if len(counts) != 1 or not best or best[0][1] < 0.99 or (lexically and lexically[0][1] <= 0):
        raise IndexDamaged(
            f"The new index failed its check (counts {sorted(counts)}, probe {best}).",
            "The old index still serves. Run mgi-ingest --rebuild; if that fails too, free some disk space.",
        )


def _pointed(index: Path) -> str:
    """Return the name of the version that serves, or an empty text."""
    pointer = index / POINTER
    return pointer.read_text("utf-8", errors="replace").strip() if pointer.is_file() else ""


def _serve(index: Path, version: str) -> str:
    """Let ``version`` serve and return the name of the one that did before."""
    previous = _pointed(index)
    pointer = index / f"{POINTER}.new"
    pointer.write_text(version, "utf-8")
    pointer.replace(index / POINTER)
    return previous
