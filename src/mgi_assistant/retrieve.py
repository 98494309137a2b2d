"""From a query to hits: dense and lexical candidates fused by passage id, filtered and ordered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mgi_assistant.ports import LexicalIndex, PassageStore, VectorIndex, Vectors
from mgi_assistant.types import Filters, Hit

DENSE_WEIGHT = 0.7
"""Share of the dense half in the fused score; ``mgi-eval fusion`` measures it (see the README)."""
BESIDE_WEIGHT = 0.2
"""Weight of what is found for a follow-up together with the question before it; ``mgi-eval rewriting`` measures it."""
CANDIDATES = 100
"""Passages taken from each half before they are fused."""


@dataclass(frozen=True, slots=True)
class Retriever:
    """Finds passages in one index."""

    store: PassageStore
    dense: VectorIndex
    lexical: LexicalIndex
    dense_weight: float = DENSE_WEIGHT

    def __call__(
        self,
        text: str,
        vector: Vectors,
        k: int,
        filters: Filters = Filters(),
        beside: tuple[str, Vectors] | None = None,
    ) -> list[Hit]:
        """Return up to ``k`` hits for ``text`` and its unit ``vector``, best first; no hit escapes ``filters``.

        ``beside`` is the same with the question before it: what is found for that too is put higher.
        """
        admitted = self._admitted(filters)
        if admitted is not None and not admitted:
            return []
        depth = max(k, CANDIDATES)
        dense, lexical = self._halves(text, vector, depth, filters, admitted)
        fused = fuse(dense, lexical, self.dense_weight)
        if beside:
            fused = with_those_beside(fused, fuse(*self._halves(*beside, depth, filters, admitted), self.dense_weight))
        hits: list[Hit] = []
        for passage_id, score in fused:
            passage = self.store.passage(passage_id)
            if filters.admit(passage):
                hits.append(
                    Hit(passage, score, len(hits) + 1, dense.get(passage_id, 0.0), lexical.get(passage_id, 0.0))
                )
            if len(hits) == k:
                break
        return hits

    def _halves(
        self, text: str, vector: Vectors, depth: int, filters: Filters, admitted: frozenset[str] | None
    ) -> tuple[dict[str, float], dict[str, float]]:
        """Return the scores of the dense and of the lexical half by passage id."""
        dense = {i: cosine for i, cosine in self.dense.nearest(vector, depth, filters) if cosine > 0}
        return dense, dict(self.lexical.best(text, depth, admitted))

    def _admitted(self, filters: Filters) -> frozenset[str] | None:
        """Return the ids that ``filters`` admit, or ``None`` when they admit all."""
        if filters == Filters():
            return None
        return frozenset(passage.id for passage in self.store.passages if filters.admit(passage))


def fuse(dense: dict[str, float], lexical: dict[str, float], dense_weight: float) -> list[tuple[str, float]]:
    """Fuse two score lists by id into scores in [0, 1], best first; ties are broken by id.

    A convex combination of scores, each divided by the best of its list (Bruch, Gai and Ingber, "An Analysis of
    Fusion Functions for Hybrid Retrieval", 2023, find it better than reciprocal ranks and steadier with few data).
    Scores of 0 or less are dropped.
    """
    best_dense = max(dense.values(), default=0.0)
    best_lexical = max(lexical.values(), default=0.0)
    scores: dict[str, float] = {}
    for weight, found, best in ((dense_weight, dense, best_dense), (1 - dense_weight, lexical, best_lexical)):
        for passage_id, score in found.items():
            if score > 0:
                scores[passage_id] = scores.get(passage_id, 0.0) + weight * (score / best)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def with_those_beside(
    found: Sequence[tuple[str, float]], beside: Sequence[tuple[str, float]]
) -> list[tuple[str, float]]:
    """Return fused scores with :data:`BESIDE_WEIGHT` of those ``beside`` them, in [0, 1] and best first again."""
    scores = {passage_id: score * (1 - BESIDE_WEIGHT) for passage_id, score in found}
    for passage_id, score in beside:
        scores[passage_id] = scores.get(passage_id, 0.0) + score * BESIDE_WEIGHT
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def diversified(hits: Sequence[Hit], limit_per_source: int) -> list[Hit]:
    """Keep at most ``limit_per_source`` hits of each source, in order."""
    kept: dict[str, int] = {}
    result = []
    for hit in hits:
        source_id = hit.passage.locator.source_id
        kept[source_id] = kept.get(source_id, 0) + 1
        if kept[source_id] <= limit_per_source:
            result.append(hit)
    return result
