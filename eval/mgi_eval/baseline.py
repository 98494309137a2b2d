"""The row that stands beside the project's in every report: llama-index with its defaults, its three best sentences.

Every stored page and row is a document; splitting, the vector store and the number of passages are llama-index's own.
It would need a language model for an answer, so the three sentences of the passages that are nearest to the question
are the answer. It has no history and never declines; its confidence is the cosine of the best sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np

from mgi_assistant.ports import Vectors
from mgi_assistant.text import sentences
from mgi_eval.answers import Answers, Cited, Response
from mgi_eval.cases import CaseSet
from mgi_eval.controls import quoting
from mgi_eval.library import Library

SENTENCES = 3


class Embeds(Protocol):
    """The project's embedding model."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, shape ``(len(texts), dimension)``."""
        ...

    def embed_question(self, text: str) -> Vectors:
        """Return a unit vector, shape ``(dimension,)``."""
        ...


def baseline(asked: CaseSet, library: Library, embedder: Embeds, progress: Callable[[int], None]) -> Answers:
    """Return the baseline's answers to ``asked``, over the same pages and rows with the same embedding model."""
    retriever = _retriever(library, embedder)
    vectors: dict[str, Vectors] = {}

    def answered(question: str) -> Response:
        found: list[tuple[float, Cited]] = []
        vector = embedder.embed_question(question)
        for hit in retriever.retrieve(question):
            text, at = hit.node.get_content(), hit.node.metadata
            spans = [text[span.start : span.end] for span in sentences(text)]
            new = [quote for quote in spans if quote not in vectors]
            vectors.update(zip(new, embedder.embed(new) if new else (), strict=True))
            page, row = (at["number"], None) if at["paged"] else (None, at["number"])
            found += [
                (
                    float(np.dot(vectors[quote], vector)),
                    Cited(n=1, source_id=at["source"], page=page, row=row, quote=quote),
                )
                for quote in spans
            ]
        best = sorted(found, key=lambda one: -one[0])[:SENTENCES]
        cited = tuple(one.model_copy(update={"n": n}) for n, (_, one) in enumerate(best, 1))
        return quoting(cited, best[0][0] if best else 0.0)

    by_id = {}
    for number, case in enumerate(asked.cases, 1):
        by_id[case.id] = answered(case.question)
        progress(number)
    standalone = {case.id: answered(case.rewrite_gold) for case in asked.cases if case.rewrite_gold is not None}
    return Answers({"set": asked.sha256}, by_id, standalone)


def _retriever(library: Library, embedder: Embeds) -> Any:
    """Index the pages and rows as llama-index does by default."""
    from llama_index.core import Document, VectorStoreIndex
    from llama_index.core.base.embeddings.base import BaseEmbedding

    class ProjectEmbedding(BaseEmbedding):
        def _get_text_embedding(self, text: str) -> list[float]:
            return list(map(float, embedder.embed([text])[0]))

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return [list(map(float, vector)) for vector in embedder.embed(texts)]

        def _get_query_embedding(self, query: str) -> list[float]:
            return list(map(float, embedder.embed_question(query)))

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    paged = {source.id for source in library.store.sources if source.kind == "report"}
    documents = [
        Document(text=text, metadata={"source": source, "number": number, "paged": source in paged})
        for (source, number), text in library.texts.items()
    ]
    return VectorStoreIndex.from_documents(documents, embed_model=ProjectEmbedding()).as_retriever()
