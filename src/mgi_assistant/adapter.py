"""How much a sentence answers a question like those that were learned from: a query adapter.

Detectors look at each word of the question as the model reads it in its context, and what they find (the most of each
over all words) turns the vector of the question; sentences keep theirs, so an index needs nothing new. ``mgi-eval
adapt`` learns it, with the cosine that stands for "no sentence answers this".
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from mgi_assistant.ports import Reading, Vectors

_STEEPNESS = 40.0
"""Change of the log odds per cosine."""
_FOREIGN, _KNOWN = 0.7, 0.85
"""Cosines to the closest sentence learned from: below the first nothing is known of one, above the other all."""
_LENIENT = 0.06
"""How much closer than they come a sentence counts, as those of reports not learned from come less close."""
_LEAST, _MOST = -5.0, 5.0
"""Bounds of the log odds: less is told by what is missing, as what was not learned from is not known to be absent."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """Turns the vector of a question towards the sentences that answer it."""

    model: str
    """Name of the embedding model whose vectors it turns."""
    detectors: Vectors
    """What each detector looks for in a word, shape ``(dimension, detectors)``."""
    bias: Vectors
    """What is added to what it finds, shape ``(detectors,)``."""
    turns: Vectors
    """How what it found turns a question, shape ``(detectors, dimension)``."""
    nothing: float
    """The cosine by which a sentence has to answer better than none."""
    learned: Vectors
    """The sentences that it was learned from, one a row."""

    def known(self, sentences: Vectors) -> Vectors:
        """Return how well each row of ``sentences`` is known, 0 to 1, by the closest that was learned from."""
        closest = (sentences @ self.learned.T).max(axis=1)
        known: Vectors = np.clip((closest - _FOREIGN) / (_KNOWN - _FOREIGN), 0.0, 1.0)
        return known

    def turned(self, question: Reading) -> Vectors:
        """Return the vector of ``question`` turned towards what answers it, of unit length."""
        found = np.maximum(question.word_vectors @ self.detectors + self.bias, 0.0).max(axis=0)
        vector: Vectors = question.vector + found @ self.turns
        return vector / np.linalg.norm(vector)

    def margins(self, turned: Vectors, sentences: Vectors) -> Vectors:
        """Return how much closer than :attr:`nothing` each row of ``sentences`` comes to a question, turned."""
        margins: Vectors = sentences @ turned - np.float32(self.nothing)
        return margins


def odds(margin: float, known: float) -> float:
    """Return the factor on the odds that a sentence answers, for its margin and how well it is known."""
    return math.exp(known * min(_MOST, max(_LEAST, _STEEPNESS * (margin + _LENIENT))))


@cache
def adapter_for(model: str) -> Adapter | None:
    """Return the adapter that ships, or ``None`` where it was learned for another model."""
    with (
        resources.as_file(resources.files("mgi_assistant").joinpath("data/adapter.npz")) as path,
        np.load(path) as stored,
    ):
        learned = Adapter(
            str(stored["model"]),
            stored["detectors"].astype(np.float32),
            stored["bias"].astype(np.float32),
            stored["turns"].astype(np.float32),
            float(stored["nothing"]),
            stored["learned"].astype(np.float32) / 127,
        )
    return learned if learned.model == model else None
