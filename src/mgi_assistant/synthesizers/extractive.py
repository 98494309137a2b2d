"""The default synthesizer: verbatim sentences that answer the question, most direct first, none said twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mgi_assistant.ports import LexicalIndex, PassageStore, Vectors
from mgi_assistant.relevance import Calibration, calibration, measure, topic_terms
from mgi_assistant.text import readable
from mgi_assistant.types import Draft, DraftClaim, Evidence, Hit, Passage, Query

MOST_CLAIMS = 3
"""Sentences of a plain answer."""
MOST_EXAMPLES = 4
"""Places shown as examples."""
MOST_ADVICE = 6
"""Recommendations given at once."""
_SAME = 0.84
"""Cosine from which two sentences say the same thing."""
_LEANS = re.compile(
    r"^(it|its|this|these|those|they|their|he|she|furthermore|moreover|in addition|also|however|as a result|"
    r"in response|the (policy|plan|document|strategy|committee|collaboration|platform|programme|dialogue|office|effort))\b",
    re.I,
)
"""Beginnings of sentences that need the one before to be understood."""
_FIGURE = re.compile(r"\d|\b(half|third|quarter|most|majority|one in|every)\b", re.I)


@dataclass(frozen=True, slots=True)
class _Candidate:
    passage: Passage
    index: int
    confidence: float
    vector: Vectors
    order: tuple[int, int]

    @property
    def text(self) -> str:
        return readable(self.passage.sentence(self.index))


@dataclass(frozen=True, slots=True)
class ExtractiveSynthesizer:
    """Chooses sentences by the calibrated estimate of :mod:`mgi_assistant.relevance`."""

    store: PassageStore
    lexical: LexicalIndex
    weights: Calibration = calibration()

    def __call__(self, query: Query, vector: Vectors, hits: Sequence[Hit]) -> Draft:
        """Return the sentences of ``hits`` that answer ``query``; none when none reaches the answer threshold."""
        candidates = self._candidates(query, vector, hits)
        direct = [c for c in candidates if c.passage.kind not in ("caption", "contents")]
        if not direct or direct[0].confidence < self.weights.answer:
            return Draft()
        chosen = self._chosen(query, direct)
        claims = tuple(self._claim(candidate) for candidate in self._understandable(chosen, direct))
        return Draft(claims, tuple(self._examples(query, direct, chosen)))

    def _candidates(self, query: Query, vector: Vectors, hits: Sequence[Hit]) -> list[_Candidate]:
        """Return all sentences of ``hits``, the likeliest first."""
        wanted = topic_terms(query, self.lexical)
        found = []
        for hit in hits:
            vectors = self.store.sentence_vectors(hit.passage)
            for i, features in enumerate(measure(wanted, vector, hit.passage, self.store, self.lexical)):
                confidence = self._adjusted(query, hit.passage, i, self.weights.estimate(features))
                found.append(_Candidate(hit.passage, i, confidence, vectors[i], (hit.rank, i)))
        return sorted(found, key=lambda c: (-c.confidence, c.order))

    def _adjusted(self, query: Query, passage: Passage, index: int, confidence: float) -> float:
        """Lower the estimate of a sentence that is not of the kind asked for."""
        sentence = passage.sentence(index)
        if query.intent in ("figure", "count") and not _FIGURE.search(sentence):
            return confidence * 0.6
        return confidence

    def _chosen(self, query: Query, candidates: Sequence[_Candidate]) -> list[_Candidate]:
        """Return the sentences to say: likely enough, and none that repeats another."""
        most = MOST_ADVICE if query.intent == "advice" else MOST_CLAIMS
        least = max(self.weights.keep, 0.75 * candidates[0].confidence)
        chosen: list[_Candidate] = []
        for candidate in candidates:
            if candidate.confidence < least or len(chosen) == most:
                break
            if not any(_repeats(candidate, other) for other in chosen):
                chosen.append(candidate)
        return chosen

    def _understandable(self, chosen: Sequence[_Candidate], candidates: Sequence[_Candidate]) -> list[_Candidate]:
        """Put before a sentence that leans on the one before it that one."""
        at = {(c.passage.id, c.index): c for c in candidates}
        result: list[_Candidate] = []
        for candidate in chosen:
            before = at.get((candidate.passage.id, candidate.index - 1))
            if before and _LEANS.search(candidate.text) and before not in result and before not in chosen:
                result.append(before)
            result.append(candidate)
        return result

    def _claim(self, candidate: _Candidate, kind: str = "evidence") -> DraftClaim:
        passage = candidate.passage
        evidence = Evidence(passage, passage.sentences[candidate.index])
        place = passage.subject[0] if passage.subject else None
        return DraftClaim(candidate.text, kind, (evidence,), place, candidate.confidence)

    def _examples(
        self, query: Query, candidates: Sequence[_Candidate], chosen: Sequence[_Candidate]
    ) -> list[DraftClaim]:
        """Return one sentence for each place that did something about the topic."""
        examples: list[_Candidate] = []
        for candidate in candidates:
            subject = candidate.passage.subject
            if candidate.confidence < self.weights.keep or len(examples) == MOST_EXAMPLES:
                break
            if subject and subject[0] not in {e.passage.subject[0] for e in examples}:
                examples.append(candidate)
        return [self._claim(example, "example") for example in examples]


def _repeats(one: _Candidate, other: _Candidate) -> bool:
    """Say whether two sentences tell the same about the same place."""
    if one.passage.subject[:1] != other.passage.subject[:1]:
        return False
    return float(np.dot(one.vector, other.vector)) >= _SAME
