"""What the assistant asks of its engines; the real ones are in :mod:`mgi_assistant.engines`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from mgi_assistant.types import Draft, DraftClaim, Filters, Hit, Page, Passage, Query, Source

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the embedding model reads it, in one pass: as a whole and word by word in its context."""

    vector: Vectors
    """Unit vector of the whole text, shape ``(dimension,)``."""
    words: tuple[str, ...]
    """The words of the text in order; the whole text as one where the model does not tell its words apart."""
    word_vectors: Vectors
    """Unit vector of each word, shape ``(len(words), dimension)``."""


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """The words of the sentences of a passage, or of many, as vectors along fewer axes than the model's own."""

    counts: npt.NDArray[np.int32]
    """Words of each sentence, at least 1."""
    rows: npt.NDArray[np.int8]
    """One word a row, the sentences one after another: unit vectors times 127, shape ``(sum(counts), axes)``."""


class QuestionEmbedder(Protocol):
    """Turns one question into a unit vector."""

    @property
    def name(self) -> str:
        """Name of the model, with a digest of its weights where they are known."""
        ...

    def embed_question(self, text: str) -> Vectors:
        """Return the unit vector of ``text``, shape ``(dimension,)``."""
        ...

    def read_question(self, text: str) -> Reading:
        """Return ``text`` as a whole and word by word."""
        ...


class VectorIndex(Protocol):
    """The dense half of retrieval."""

    def nearest(self, vector: Vectors, k: int, filters: Filters) -> list[tuple[str, float]]:
        """Return up to ``k`` passage ids with their cosine similarity, best first."""
        ...


class LexicalIndex(Protocol):
    """The lexical half of retrieval."""

    def best(self, text: str, k: int, admitted: frozenset[str] | None) -> list[tuple[str, float]]:
        """Return up to ``k`` passage ids with their BM25 score (always above 0), best first.

        ``admitted`` restricts the search to these ids; ``None`` admits all.
        """
        ...

    def terms(self, text: str) -> list[str]:
        """Return the stems of the content words of ``text``, in order."""
        ...

    def weight(self, term: str) -> float:
        """Return how much a stem tells passages apart: its inverse document frequency."""
        ...


class PassageStore(Protocol):
    """What is stored about passages, pages and sources."""

    @property
    def sources(self) -> Sequence[Source]:
        """All sources, in catalogue order."""
        ...

    @property
    def passages(self) -> Sequence[Passage]:
        """All passages, in reading order."""
        ...

    def passage(self, passage_id: str) -> Passage:
        """Return one passage."""
        ...

    def page_of(self, passage: Passage) -> Page:
        """Return the stored page or row in which ``passage`` stands."""
        ...

    @property
    def axes(self) -> Vectors:
        """The orthonormal axes along which words are stored, shape ``(dimension, axes)``."""
        ...

    def sentence_vectors(self, passage: Passage) -> Vectors:
        """Return the unit vectors of the passage's sentences, shape ``(len(passage.sentences), dimension)``."""
        ...

    def sentence_words(self, passage: Passage) -> SentenceWords:
        """Return the words of the passage's sentences, along :attr:`axes`."""
        ...


Tell = Callable[[DraftClaim], None]
"""Is told each claim as soon as it is known to hold."""


def tell_nobody(claim: DraftClaim) -> None:
    """Pass over a claim that nobody waits for."""


class Synthesizer(Protocol):
    """Makes the claims of an answer from hits; what it proposes is checked afterwards."""

    def __call__(self, query: Query, vector: Vectors, hits: Sequence[Hit]) -> Draft:
        """Return the draft of an answer to ``query``, whose unit vector is ``vector``."""
        ...

    def examples(self, query: Query, vector: Vectors, hits: Sequence[Hit]) -> tuple[DraftClaim, ...]:
        """Return a claim for each place that did something about the topic of ``query``."""
        ...

    def goes_on(self, query: Query, vector: Vectors, hits: Sequence[Hit]) -> Draft:
        """Return what a place's story says on a further question about it."""
        ...

    def answers(self, query: Query, claims: Sequence[DraftClaim]) -> bool:
        """Say whether claims that were made for another part of a question answer ``query`` too."""
        ...


class Rephraser(Protocol):
    """Puts a draft in other words, as far as each sentence is borne out."""

    @property
    def name(self) -> str:
        """Name of the language model whose words they are."""
        ...

    @property
    def endpoint(self) -> str:
        """Where that model is: scheme, host and port, without credentials."""
        ...

    def __call__(
        self, query: Query, draft: Draft, leads: Sequence[DraftClaim], hits: Sequence[Hit], tell: Tell, started: float
    ) -> Draft:
        """Return ``draft`` in other words, or as it is with the reason in its ``note``.

        ``leads`` are the claims that the draft gives first, one to each part of the question. ``tell`` is told each
        claim once it has been checked; ``started`` is the moment, of :func:`time.monotonic`, from which the time runs.
        """
        ...


class Rewriter(Protocol):
    """Makes a follow-up stand on its own, where it can."""

    def __call__(self, question: str, history: Sequence[str]) -> str:
        """Return ``question`` as one that needs no earlier ones, or an empty text; ``history`` is oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class Message:
    """What a language model is told: its task (``system``), or what it is to work on (``user``)."""

    role: Literal["system", "user"]
    text: str


class LanguageModel(Protocol):
    """A language model behind an endpoint; nothing that it writes is trusted."""

    @property
    def name(self) -> str:
        """Name of the model, as the endpoint knows it."""
        ...

    @property
    def endpoint(self) -> str:
        """Where the model is: scheme, host and port, without credentials."""
        ...

    def reply(self, messages: Sequence[Message], deadline: float) -> Iterator[str]:
        """Yield the text of the reply piece by piece, until ``deadline`` (of :func:`time.monotonic`) at the latest.

        Raises:
            LanguageModelError: There is no reply, or only half of one.
        """
        ...
