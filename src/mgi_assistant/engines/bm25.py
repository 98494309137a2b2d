"""The lexical half of retrieval: bm25s over stemmed words (the only module that imports bm25s and PyStemmer)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from bm25s.stopwords import STOPWORDS_EN_PLUS

from mgi_assistant.errors import IndexDamaged
from mgi_assistant.text import words

_STOP = frozenset(word for entry in STOPWORDS_EN_PLUS for word in entry.replace("'", " ").split())
_ASKING = frozenset(
    "any could tell give show say many much often please list name would may might shall whose describe explain".split()
)
"""Words that ask and carry no topic, beyond the usual stop words."""
_stemmer = Stemmer.Stemmer("english")


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    return str(_stemmer.stemWord(word))


def terms(text: str) -> list[str]:
    """Return the stems of the content words of ``text``, in order."""
    return [_stem(word) for word in words(text) if word not in _STOP and word not in _ASKING]


@lru_cache(maxsize=1 << 14)  # the same sentences come up in one answer after the other
def _remembered_terms(text: str) -> tuple[str, ...]:
    return tuple(terms(text))


class Bm25Index:
    """A BM25 index (Lucene's variant, k1 = 1.5, b = 0.75) over passages."""

    def __init__(self, engine: bm25s.BM25, ids: Sequence[str], frequencies: dict[str, int]) -> None:
        self._engine = engine
        self._ids = list(ids)
        self._rows = {passage_id: row for row, passage_id in enumerate(self._ids)}
        self._frequencies = frequencies

    def best(self, text: str, k: int, admitted: Iterable[str] | None = None) -> list[tuple[str, float]]:
        """Return up to ``k`` passage ids with their BM25 score (above 0), best first."""
        known = [term for term in terms(text) if term in self._frequencies]
        if not known or not self._ids:
            return []
        scores = np.asarray(self._engine.get_scores(known), dtype=np.float32)
        if admitted is not None:
            mask = np.zeros(len(scores), dtype=np.float32)
            mask[[self._rows[passage_id] for passage_id in admitted]] = 1.0
            scores = scores * mask
        order = np.argsort(-scores, kind="stable")[:k]
        return [(self._ids[row], float(scores[row])) for row in order if scores[row] > 0]

    def terms(self, text: str) -> list[str]:
        """Return the stems of the content words of ``text``."""
        return list(_remembered_terms(text))

    def weight(self, term: str) -> float:
        """Return ``ln(1 + (N - df + 0.5) / (df + 0.5))`` of a stem; an unseen stem weighs most (Robertson 2004)."""
        df = self._frequencies.get(term, 0)
        return float(np.log(1.0 + (len(self._ids) - df + 0.5) / (df + 0.5)))


def build(folder: Path, ids: Sequence[str], texts: Sequence[str]) -> None:
    """Write an index of ``texts`` into ``folder``."""
    folder.mkdir(parents=True)
    tokens = [terms(text) or ["∅"] for text in texts]
    frequencies: dict[str, int] = {}
    for document in tokens:
        for term in set(document):
            frequencies[term] = frequencies.get(term, 0) + 1
    engine = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
    engine.index(tokens, show_progress=False)
    engine.save(str(folder), show_progress=False)
    words_file = folder / "passages.json"
    words_file.write_text(json.dumps({"ids": list(ids), "frequencies": frequencies}, ensure_ascii=False), "utf-8")


def load(folder: Path) -> Bm25Index:
    """Open the index in ``folder``.

    Raises:
        IndexDamaged: A file is missing or unreadable.
    """
    try:
        known = json.loads((folder / "passages.json").read_text("utf-8"))
        engine = bm25s.BM25.load(str(folder), load_corpus=False)
        return Bm25Index(engine, known["ids"], known["frequencies"])
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(
            f"The lexical index in {folder} cannot be read ({error}).", "Run mgi-ingest --rebuild to make it again."
        ) from error
