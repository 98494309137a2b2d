"""How likely a sentence belongs in the answer to a question: a calibrated estimate from a few plain features.

The weights stand in ``data/calibration.json``; ``mgi-eval calibrate`` fits them and says how well they do.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from types import MappingProxyType

import numpy as np

from mgi_assistant.ports import LexicalIndex, PassageStore, Reading, Vectors
from mgi_assistant.types import Passage, Query
from mgi_assistant.vocabulary import GENERIC


@dataclass(frozen=True, slots=True)
class Features:
    """What is measured of one sentence of a passage, given a question; each about 0 (unrelated) to 1."""

    cosine: float
    """Cosine between question and sentence."""
    passage_cosine: float
    """Cosine between question and passage, or the passage's closest sentence if that is more."""
    coverage: float
    """Share of the question's content words, weighted by inverse document frequency, that the sentence has."""
    passage_coverage: float
    """The same for the passage with its headings."""
    area: float = 0.5
    """1 when question and passage share a policy area, 0 when the question names one that the passage is not about."""
    echo: float = 0.0
    """How close the question's words come to words of the sentence, on average: :class:`Echo`."""
    passage_echo: float = 0.0
    """The same for all words of the passage."""
    weakest: float = 0.0
    """How close the one content word of the question that is furthest from all passages found comes to any."""


_IN_HEADING = np.float32(0.95)
"""How close a name comes to itself in another sentence."""
_AT_ONCE = 1 << 18
"""Products that BLAS works out by itself; more it hands to other threads, which takes longer than working them out."""
_FEATURES = tuple(field.name for field in fields(Features))


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Weights of a logistic model over :class:`Features`, and the two thresholds on what it estimates."""

    bias: float
    cosine: float
    passage_cosine: float
    coverage: float
    passage_coverage: float
    area: float
    echo: float = 0.0
    passage_echo: float = 0.0
    weakest: float = 0.0
    answer: float
    """The best sentence must reach this for a question to count as answered."""
    keep: float
    """A further sentence must reach this to be said too."""

    def estimate(self, features: Features) -> float:
        """Return the probability that the sentence belongs in the answer."""
        z = self.bias + sum(getattr(self, name) * getattr(features, name) for name in _FEATURES)
        return 1.0 / (1.0 + math.exp(-z))


@cache
def calibration() -> Calibration:
    """Return the calibration that ships."""
    text = resources.files("mgi_assistant").joinpath("data/calibration.json").read_text("utf-8")
    return Calibration(**json.loads(text))


def topic_terms(query: Query, lexical: LexicalIndex) -> dict[str, float]:
    """Return the stems that say what the question is about, with their weights; places are left to the filters."""
    specific = " ".join(word for word in query.topic.split() if word not in GENERIC)
    return {term: lexical.weight(term) for term in lexical.terms(specific)}


def coverage(wanted: dict[str, float], present: Iterable[str]) -> float:
    """Return the weighted share of ``wanted`` among ``present``; 1 when nothing is wanted."""
    total = sum(wanted.values())
    found = set(present)
    return sum(weight for term, weight in wanted.items() if term in found) / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Echo:
    """How close the words of a question come, on average, to those of each sentence of a passage and of all of it."""

    sentences: Sequence[float]
    passage: float
    topical: Sequence[float] = ()
    """By sentence, for the words that say what the question is about only, the rarer the more; 1 without such words."""
    least: float = 1.0
    """How close the one of these words that is furthest from the passage comes to it; 1 without such words."""


@dataclass(frozen=True, slots=True)
class Echoes:
    """How close each word of a question comes to the words of some passages, as the model reads them in context.

    That is the late interaction of ColBERT (Khattab and Zaharia 2020): a word is compared with every word of a
    sentence and counts by the closest, so that another word for the same thing is heard where no stem is shared.
    """

    by_passage: Mapping[str, Echo]
    weakest: float
    """The smallest over the question's content words of the greatest cosine in any passage."""


def echoes(
    asked: Reading,
    passages: Sequence[Passage],
    store: PassageStore,
    lexical: LexicalIndex,
    wanted: Mapping[str, float] = MappingProxyType({}),
    places: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> Echoes:
    """Compare the words of a question with those of all ``passages`` at once; ``wanted`` as of :func:`topic_terms`.

    ``places`` are those that the question names, by id, with the words for each. Where a passage tells of one, its
    heading has these words, if not its sentences.
    """
    if not passages:
        return Echoes({}, 0.0)
    found = [store.sentence_words(passage) for passage in passages]
    words = asked.word_vectors @ store.axes
    words /= np.maximum(np.linalg.norm(words, axis=1, keepdims=True), 1e-9)
    rows = np.concatenate([one.rows for one in found]).astype(np.float32)
    step = max(1, _AT_ONCE // words.size)
    cosines = np.concatenate([rows[start : start + step] @ words.T for start in range(0, len(rows), step)])
    counts = np.concatenate([one.counts for one in found])
    closest = np.maximum.reduceat(cosines, np.cumsum(counts) - counts, axis=0) / np.float32(127)
    ends = np.cumsum([len(passage.sentences) for passage in passages]).tolist()
    starts = [0, *ends[:-1]]
    for passage, start, end in zip(passages, starts, ends, strict=True) if places else ():
        named = {word for place in passage.subject for word in places.get(place, ())}
        columns = [i for i, word in enumerate(asked.words) if word.lower() in named]
        closest[start:end, columns] = np.maximum(closest[start:end, columns], _IN_HEADING)
    of_sentences = closest.mean(axis=1).tolist()
    of_words = np.maximum.reduceat(closest, starts, axis=0)
    of_passages = of_words.mean(axis=1).tolist()
    weights = np.array([max((wanted.get(t, 0.0) for t in lexical.terms(w)), default=0.0) for w in asked.words], "f4")
    topical = (closest @ weights / weights.sum()).tolist() if weights.any() else [1.0] * len(closest)
    least = of_words[:, weights > 0].min(axis=1).tolist() if weights.any() else [1.0] * len(passages)
    by_passage = {
        passage.id: Echo(of_sentences[start:end], whole, topical[start:end], furthest)
        for passage, start, end, whole, furthest in zip(passages, starts, ends, of_passages, least, strict=True)
    }
    content = [i for i, word in enumerate(asked.words) if lexical.terms(word)] or list(range(len(asked.words)))
    return Echoes(by_passage, float(closest.max(axis=0)[content].min()))


def measure(
    wanted: dict[str, float],
    vector: Vectors,
    passage: Passage,
    store: PassageStore,
    lexical: LexicalIndex,
    areas: Sequence[str] = (),
    dense: float = 0.0,
    echoes: Echoes | None = None,
) -> Sequence[Features]:
    """Return the features of each sentence of ``passage`` for a question with these terms, vector and policy areas.

    ``dense`` is the cosine between the question and the passage as a whole with its headings, where it is known;
    ``echoes`` are those of a set of passages with this one in it.
    """
    cosines: list[float] = (store.sentence_vectors(passage) @ vector).tolist()
    closest = max(dense, *cosines)
    by_sentence = [lexical.terms(passage.sentence(i)) for i in range(len(passage.sentences))]
    everything = [*lexical.terms(" ".join(passage.section)), *(term for terms in by_sentence for term in terms)]
    whole = coverage(wanted, everything)
    area = 0.5 if not areas else float(not set(areas).isdisjoint(passage.policy_areas))
    echo = echoes.by_passage[passage.id] if echoes else Echo([0.0] * len(cosines), 0.0)
    weakest = echoes.weakest if echoes else 0.0
    return [
        Features(cosine, closest, coverage(wanted, terms), whole, area, own, echo.passage, weakest)
        for cosine, terms, own in zip(cosines, by_sentence, echo.sentences, strict=True)
    ]
