"""The dense half of retrieval: a Chroma collection in cosine space, written through llama-index.

The only module that imports chromadb and llama-index. llama-index writes the nodes, so that any llama-index
application can open the collection too; reading goes straight to Chroma, whose distances need no converting back and
whose import takes a third of the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError

from mgi_assistant.errors import IndexDamaged, StorageError
from mgi_assistant.ports import Vectors
from mgi_assistant.types import Filters, Passage

COLLECTION = "passages"
_BATCH = 2000
_CANDIDATES = 400
"""Neighbours that a search visits; at Chroma's default of 100 the best 100 of 6,000 miss many of the nearest."""


def _client(folder: Path) -> Any:
    settings = ChromaSettings(anonymized_telemetry=False, is_persistent=True)
    return chromadb.PersistentClient(path=str(folder), settings=settings)


def build(folder: Path, passages: Sequence[Passage], vectors: Vectors) -> None:
    """Write ``passages`` with their unit ``vectors``, shape ``(len(passages), dimension)``, into ``folder``.

    Raises:
        StorageError: The disk is full or cannot be written.
    """
    try:
        _write(folder, passages, vectors)
    except (ChromaError, OSError) as error:
        raise StorageError(
            f"The vector index in {folder} cannot be written ({error}).",
            "Free some space and run mgi-ingest again, or choose another folder with --index or MGI_INDEX.",
        ) from error
    finally:
        SharedSystemClient.clear_system_cache()  # lets go of the files, so that the folder can be renamed


def _write(folder: Path, passages: Sequence[Passage], vectors: Vectors) -> None:
    from llama_index.core.schema import BaseNode, TextNode
    from llama_index.vector_stores.chroma import ChromaVectorStore

    client = _client(folder)
    collection = client.create_collection(
        COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": _CANDIDATES}}
    )
    store = ChromaVectorStore(chroma_collection=collection)
    store.flat_metadata = False  # Chroma filters on lists of scalars
    for start in range(0, len(passages), _BATCH):
        nodes: list[BaseNode] = [
            TextNode(id_=passage.id, text=passage.text, metadata=_metadata(passage), embedding=vector.tolist())
            for passage, vector in zip(passages[start : start + _BATCH], vectors[start : start + _BATCH], strict=True)
        ]
        store.add(nodes)


def _metadata(passage: Passage) -> dict[str, Any]:
    known = {
        "source_id": passage.locator.source_id,
        "page": passage.locator.page,
        "page_label": passage.locator.page_label,
        "row": passage.locator.row,
        "kind": passage.kind,
        "section": " › ".join(passage.section),
        "level": passage.level,
        "year": passage.year,
        "places": list(passage.places),
        "policy_areas": list(passage.policy_areas),
    }
    return {name: value for name, value in known.items() if value not in (None, [], "")}  # Chroma refuses these


def _where(filters: Filters) -> dict[str, Any] | None:
    """Translate ``filters`` into a Chroma condition."""

    def one_of(field: str, values: frozenset[str]) -> dict[str, Any]:
        conditions: list[dict[str, Any]] = [{field: {"$contains": value}} for value in sorted(values)]
        return conditions[0] if len(conditions) == 1 else {"$or": conditions}

    conditions: list[dict[str, Any]] = []
    if filters.places:
        conditions.append(one_of("places", filters.places))
    if filters.policy_areas:
        conditions.append(one_of("policy_areas", filters.policy_areas))
    if filters.level:
        conditions.append({"level": filters.level})
    if filters.sources:
        conditions.append({"source_id": {"$in": sorted(filters.sources)}})
    if filters.years:
        conditions.append({"year": {"$in": sorted(filters.years)}})
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else {"$and": conditions}


class ChromaIndex:
    """A collection opened for reading."""

    def __init__(self, folder: Path) -> None:
        """Open the collection in ``folder``.

        Raises:
            IndexDamaged: There is no readable collection.
        """
        self._folder = folder
        if not (folder / "chroma.sqlite3").is_file():
            raise self._damaged("chroma.sqlite3 is missing")
        try:
            self._collection = _client(folder).get_collection(COLLECTION, embedding_function=None)
        except (ChromaError, ValueError, OSError, RuntimeError, AttributeError) as error:  # the last on a second try
            raise self._damaged(str(error)) from error

    def _damaged(self, reason: str) -> IndexDamaged:
        return IndexDamaged(
            f"The vector index in {self._folder} cannot be read ({reason}).",
            "Run mgi-ingest --rebuild to make it again.",
        )

    def __len__(self) -> int:
        try:
            return int(self._collection.count())
        except ChromaError as error:
            raise self._damaged(str(error)) from error

    def nearest(self, vector: Vectors, k: int, filters: Filters = Filters()) -> list[tuple[str, float]]:
        """Return up to ``k`` passage ids with their cosine similarity, best first."""
        try:
            found = self._collection.query(
                query_embeddings=[vector], n_results=k, where=_where(filters), include=["distances"]
            )
        except (ChromaError, ValueError, RuntimeError) as error:
            raise self._damaged(str(error)) from error
        return [
            (passage_id, 1.0 - float(distance))
            for passage_id, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the stored vectors of those of ``ids`` that exist."""
        found: dict[str, Vectors] = {}
        try:
            for start in range(0, len(ids), _BATCH):
                part = self._collection.get(ids=list(ids[start : start + _BATCH]), include=["embeddings"])
                found.update(zip(part["ids"], np.asarray(part["embeddings"], dtype=np.float32), strict=True))
        except (ChromaError, ValueError, RuntimeError) as error:
            raise self._damaged(str(error)) from error
        return found
