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
from mgi_assistant.ports import Reading, SentenceWords, Vectors
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

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Read ``texts`` as wholes and word by word."""
        ...

    def prepare(self) -> None:
        """Make ready for embedding."""
        ...


AXES = 64
"""Axes along which words are stored: with 64 of the 384 of the default model, questions of CLAPNQ are told apart no
worse than with all."""
_SAMPLE = 128
"""Sentences from whose words the axes are found."""
_AT_ONCE = 512
"""Sentences read at a time, so that few words wait to be brought along the axes."""


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
    vectors, sentences, embedded = _embed(passages, texts, reusable, embedder, progress)
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    draft, version = index / f"draft-{stamp}", index / f"v-{stamp}"
    for leftover in index.glob("draft-*"):
        shutil.rmtree(leftover)
    try:
        draft.mkdir()
        manifest = replace(manifest, dimension=int(vectors.shape[1]))
        write_version(
            draft, manifest, content.pages, passages, content.values, sentences.vectors, sentences.words, sentences.axes
        )
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


@dataclass(frozen=True, slots=True)
class _Sentences:
    """The sentences of all passages, in passage order."""

    vectors: Vectors
    words: SentenceWords
    axes: Vectors


def _embed(
    passages: Sequence[Passage], texts: dict[str, str], old: Store | None, embedder: Embedder, progress: Progress
) -> tuple[Vectors, _Sentences, int]:
    """Return the vectors of all passages, all their sentences, and how many passages were new."""
    stored = _stored_vectors(passages, old)
    new = [passage for passage in passages if passage.id not in stored]
    sentences = list(dict.fromkeys(s for p in new for s in sentence_texts(p)))
    total = len(new) + len(sentences)
    axes = old.axes if stored and old else word_axes(embedder.read(sentences[:: len(sentences) // _SAMPLE + 1]))
    read: dict[str, tuple[Vectors, SentenceWords]] = {}
    for start in range(0, len(sentences), _AT_ONCE):
        part = sentences[start : start + _AT_ONCE]
        read.update((s, (r.vector, along(axes, [r]))) for s, r in zip(part, embedder.read(part), strict=True))
        progress("embedding", len(read), total)
    fresh: dict[str, Vectors] = {}
    if new:
        vectors = embedder.embed(
            [texts[p.id] for p in new], lambda done: progress("embedding", len(read) + done, total)
        )
        fresh = dict(zip((p.id for p in new), vectors, strict=True))
    parts: list[tuple[Vectors, SentenceWords]] = []
    for passage in passages:
        if passage.id in fresh or old is None:
            parts += [(vector[None], words) for vector, words in map(read.__getitem__, sentence_texts(passage))]
        else:
            same = old.passage(passage.id)
            parts.append((old.sentence_vectors(same), old.sentence_words(same)))
    words = SentenceWords(
        np.concatenate([words.counts for _, words in parts]), np.concatenate([words.rows for _, words in parts])
    )
    whole = np.stack([fresh[p.id] if p.id in fresh else stored[p.id] for p in passages])
    return whole, _Sentences(np.concatenate([vector for vector, _ in parts]), words, axes), len(new)


def word_axes(readings: Sequence[Reading]) -> Vectors:
    """Return the principal axes of the words of ``readings``, shape ``(dimension, up to AXES)``."""
    words = np.concatenate([reading.word_vectors for reading in readings])
    _, vectors = np.linalg.eigh(words.T @ words)  # ascending
    axes: Vectors = np.ascontiguousarray(vectors[:, ::-1][:, :AXES])
    return axes


def along(axes: Vectors, readings: Sequence[Reading]) -> SentenceWords:
    """Return the words of ``readings`` as they are stored."""
    rows = np.concatenate([reading.word_vectors for reading in readings]) @ axes
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    counts = np.array([len(reading.words) for reading in readings], dtype=np.int32)
    return SentenceWords(counts, np.round(127 * rows).astype(np.int8))


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
