"""Small real engines and stores for tests: they keep to the protocols of :mod:`mgi_assistant.ports`, in memory."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import numpy as np

from mgi_assistant.abbreviations import find_abbreviations
from mgi_assistant.assistant import Assistant
from mgi_assistant.lists import Lists
from mgi_assistant.participation import Participation
from mgi_assistant.places import default_gazetteer
from mgi_assistant.ports import Message, Reading, SentenceWords, Vectors
from mgi_assistant.relevance import Calibration
from mgi_assistant.retrieve import Retriever
from mgi_assistant.store import FORMAT, FileRecord, Manifest, Store, TableRow
from mgi_assistant.synthesizers.extractive import ExtractiveSynthesizer
from mgi_assistant.text import sentences, words
from mgi_assistant.types import (
    Draft,
    DraftClaim,
    Filters,
    Hit,
    Level,
    Locator,
    Page,
    Passage,
    PassageKind,
    Query,
    Source,
    Span,
)

DIMENSION = 64
WEIGHTS = Calibration(
    bias=-3.5, cosine=4.0, passage_cosine=1.5, coverage=2.5, passage_coverage=1.5, area=1.0, answer=0.62, keep=0.5
)
"""A calibration for hashed words, whose cosines are lower than those that the shipped one was fitted to."""
_STOP = frozenset(
    "a an and are as at be by did do does for from has have how in is it its many of on or that the their they this to "
    "was were what when where which who will with".split()
)


class HashedEmbedder:
    """Embeds a text as the normalised sum of one fixed direction a word; texts that share words are close."""

    name = "hashed-words"

    def embed_question(self, text: str) -> Vectors:
        """Return the unit vector of ``text``, shape ``(DIMENSION,)``; without words it is the first axis."""
        vector = np.zeros(DIMENSION, dtype=np.float32)
        for word in words(text):
            if word not in _STOP:
                code = zlib.crc32(word.rstrip("s").encode())
                vector[code % DIMENSION] += 1.0 if code & 1024 else -1.0
        length = float(np.linalg.norm(vector))
        if length == 0.0:
            vector[0] = length = 1.0
        return vector / np.float32(length)

    def read_question(self, text: str) -> Reading:
        """Return ``text`` as a whole and word by word; a word is the same in every context."""
        found = tuple(words(text)) or (text,)
        return Reading(self.embed_question(text), found, self.embed(found))

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector for each of ``texts``, shape ``(len(texts), DIMENSION)``."""
        return np.array([self.embed_question(text) for text in texts], dtype=np.float32).reshape(-1, DIMENSION)


@dataclass(frozen=True)
class Written:
    """One stored page or row with the passage cut from it."""

    page: Page
    passage: Passage
    values: dict[str, Any] = field(default_factory=dict)


def written(
    source_id: str,
    number: int,
    text: str,
    *,
    row: bool = False,
    before: str = "",
    kind: PassageKind | None = None,
    subject: Sequence[str] = (),
    places: Sequence[str] = (),
    policy_areas: Sequence[str] = (),
    level: Level | None = None,
    section: Sequence[str] = (),
) -> Written:
    """Return page or row ``number`` of a source: ``before``, which no passage has, and then a passage of ``text``."""
    label = "" if row else f"p{number}"
    at = Locator(source_id, row=number) if row else Locator(source_id, page=number + 2, page_label=label)
    passage = Passage(
        id=f"{source_id}-{'r' if row else 'p'}{number}-{zlib.crc32(text.encode()):08x}",
        locator=at,
        start=len(before),
        text=text,
        sentences=sentences(text),
        kind=kind or ("row" if row else "prose"),
        section=tuple(section),
        places=tuple(dict.fromkeys([*subject, *places, *(place.split(":")[0] for place in subject)])),
        subject=tuple(subject),
        policy_areas=tuple(policy_areas),
        level=level,
    )
    return Written(Page(at, before + text), passage, {"text": text} if row else {})


class MemoryStore:
    """A :class:`~mgi_assistant.store.Store` without files: one passage a page or row."""

    def __init__(self, content: Iterable[Written], titles: Mapping[str, str] | None = None) -> None:
        self._content = {item.passage.id: item for item in content}
        self.passages: tuple[Passage, ...] = tuple(item.passage for item in self._content.values())
        self._texts = {item.page.locator: item.page.text for item in self._content.values()}
        kinds = {passage.locator.source_id: passage.locator.row is not None for passage in self.passages}
        names = titles or {}
        self.sources: tuple[Source, ...] = tuple(
            Source(
                name, names.get(name, f"The {name}"), "table" if row else "report", f"{name}.csv" if row else "r.pdf"
            )
            for name, row in kinds.items()
        )
        self.source_by_id = {source.id: source for source in self.sources}
        embedder = HashedEmbedder()
        self._vectors = {p.id: embedder.embed([p.sentence(i) for i in range(len(p.sentences))]) for p in self.passages}

    def passage(self, passage_id: str) -> Passage:
        """Return one passage; ``KeyError`` if there is none of this id."""
        return self._content[passage_id].passage

    def page_of(self, passage: Passage) -> Page:
        """Return the stored page or row at the passage's locator."""
        return Page(passage.locator, self._texts[passage.locator])

    @property
    def axes(self) -> Vectors:
        """All axes that the embedder has."""
        return np.eye(DIMENSION, dtype=np.float32)

    def sentence_vectors(self, passage: Passage) -> Vectors:
        """Return the unit vectors of the passage's sentences."""
        return self._vectors[passage.id]

    def sentence_words(self, passage: Passage) -> SentenceWords:
        """Return the words of the passage's sentences."""
        read = [HashedEmbedder().read_question(passage.sentence(i)) for i in range(len(passage.sentences))]
        rows = np.concatenate([reading.word_vectors for reading in read])
        counts = np.array([len(reading.words) for reading in read], dtype=np.int32)
        return SentenceWords(counts, np.round(127 * rows).astype(np.int8))

    @cached_property
    def abbreviations(self) -> dict[str, str]:
        """The abbreviations that the passages define."""
        return find_abbreviations(passage.text for passage in self.passages)

    @property
    def defined(self) -> dict[str, str]:
        """The same: all of them."""
        return self.abbreviations

    @cached_property
    def rows(self) -> dict[str, tuple[TableRow, ...]]:
        """The rows of each table, by source id."""
        found: dict[str, list[TableRow]] = {}
        for item in self._content.values():
            if item.values:
                found.setdefault(item.passage.locator.source_id, []).append(TableRow(item.passage, item.values))
        return {source_id: tuple(rows) for source_id, rows in found.items()}

    @property
    def manifest(self) -> Manifest:
        """A manifest as an ingest of these sources would leave it."""
        files = tuple(FileRecord(s.path, "ok", "", "", 0, 0, "", s) for s in self.sources)
        return Manifest(
            FORMAT, "2026-01-01T00:00:00Z", HashedEmbedder.name, DIMENSION, "", "", (), files, len(self.passages), {}
        )


@dataclass(frozen=True)
class FixedSynthesizer:
    """A :class:`~mgi_assistant.ports.Synthesizer` that proposes the same draft to every question."""

    draft: Draft

    def __call__(self, query: Query, vector: Vectors, hits: Sequence[Hit]) -> Draft:
        """Return the draft."""
        return self.draft

    def examples(self, query: Query, vector: Vectors, hits: Sequence[Hit]) -> tuple[DraftClaim, ...]:
        """Return the examples of the draft."""
        return self.draft.examples

    def answers(self, query: Query, claims: Sequence[DraftClaim]) -> bool:
        """Say that nothing answers another part."""
        return False


class BruteForceIndex:
    """A :class:`~mgi_assistant.ports.VectorIndex` that compares with every passage's mean sentence."""

    def __init__(self, store: MemoryStore) -> None:
        self._passages = store.passages
        self._vectors = HashedEmbedder().embed([passage.text for passage in store.passages])

    def nearest(self, vector: Vectors, k: int, filters: Filters) -> list[tuple[str, float]]:
        """Return up to ``k`` passage ids that ``filters`` admit with their cosine, best first."""
        cosines = self._vectors @ vector
        found = [(p.id, float(c)) for p, c in zip(self._passages, cosines, strict=True) if filters.admit(p)]
        return sorted(found, key=lambda item: (-item[1], item[0]))[:k]


class CountingIndex:
    """A :class:`~mgi_assistant.ports.LexicalIndex` that sums the inverse document frequency of shared words."""

    def __init__(self, store: MemoryStore) -> None:
        self._terms = {passage.id: set(self.terms(passage.text)) for passage in store.passages}

    def terms(self, text: str) -> list[str]:
        """Return the content words of ``text``, without a plural's s."""
        return [word.rstrip("s") or word for word in words(text) if word not in _STOP]

    def weight(self, term: str) -> float:
        """Return ``ln(1 + N / (1 + df))``."""
        df = sum(term in terms for terms in self._terms.values())
        return math.log(1.0 + len(self._terms) / (1.0 + df))

    def best(self, text: str, k: int, admitted: frozenset[str] | None) -> list[tuple[str, float]]:
        """Return up to ``k`` passage ids that share a word with ``text``, best first."""
        wanted = set(self.terms(text))
        scores = [
            (passage_id, sum(self.weight(term) for term in wanted & terms))
            for passage_id, terms in self._terms.items()
            if admitted is None or passage_id in admitted
        ]
        return sorted(((i, s) for i, s in scores if s > 0), key=lambda item: (-item[1], item[0]))[:k]


def as_store(store: MemoryStore) -> Store:
    """Return ``store`` under the type that has files, whose interface it shares."""
    return cast(Store, store)


def lists_over(store: MemoryStore) -> Lists:
    """Return the lists of an index, with the gazetteer that ships."""
    return Lists(as_store(store), CountingIndex(store), default_gazetteer())


def assistant_over(store: MemoryStore) -> Assistant:
    """Return a whole assistant over ``store``; only the engines are small."""
    lexical = CountingIndex(store)
    gazetteer = default_gazetteer()
    lists = lists_over(store)
    embedder = HashedEmbedder()
    synthesize = ExtractiveSynthesizer(
        store, lexical, gazetteer, lists, Participation(lists, gazetteer), WEIGHTS, embedder.read_question
    )
    return Assistant(
        as_store(store), embedder, Retriever(store, BruteForceIndex(store), lexical), synthesize, gazetteer
    )


def sentence_span(passage: Passage, index: int = 0) -> Span:
    """Return the span of one sentence of ``passage``."""
    return passage.sentences[index]


def small_library() -> MemoryStore:
    """Return a library of two reports and a table about made-up measures, with what trips answers up.

    Two countries did the same in the same words; one row names a locality; a page has text before its passage.
    """
    area = ("climate-mobility",)
    same = "The government opened a counselling centre for seasonal fishers."
    return MemoryStore(
        [
            written("report", 1, "Only 31 per cent of countries run a flood shelter register.", before="Report\n1\n"),
            written(
                "report", 2, f"{same} It has 12 desks.", before="Report\n2\n", subject=["MLI"], level="national",
                section=["Stories", "Mali"],
            ),
            written("report", 3, same, before="Report\n3\n", subject=["PER"], level="national", section=["Peru"]),
            written(
                "report", 4, "Protect mangrove belts.\nTrain harbour pilots.", kind="item", policy_areas=area,
                section=["Coasts", "Recommendations"],
            ),
            written("other", 1, "About 40 per cent of harbours keep a tide calendar.", policy_areas=area),
            written("places", 1, "Mali took part at the national level.", row=True, subject=["MLI"], level="national"),
            written("places", 2, "Peru took part at the national level.", row=True, subject=["PER"], level="national"),
            written(
                "places", 3, "Lima (Peru) took part at the local level.", row=True, subject=["PER:lima"], level="local"
            ),
            written("places", 4, "Chad took part at the national level.", row=True, subject=["TCD"], level="national"),
        ]
    )  # fmt: skip


SHIPPED_CORPUS = Path(__file__).resolve().parents[2] / "corpus"
"""The corpus folder of the repository."""


@dataclass(frozen=True)
class FakeModel:
    """A :class:`~mgi_assistant.ports.LanguageModel` that says what ``write`` makes of the messages, piece by piece.

    ``write`` may raise a ``LanguageModelError``; ``asked`` keeps the messages of each call.
    """

    write: Callable[[Sequence[Message]], str]
    chunk: int = 20
    """Characters a piece."""
    name: str = "fake"
    endpoint: str = "http://127.0.0.1:1"
    asked: list[tuple[Message, ...]] = field(default_factory=list)

    def reply(self, messages: Sequence[Message], deadline: float) -> Iterator[str]:
        """Yield what ``write`` returns, in pieces of ``chunk`` characters."""
        self.asked.append(tuple(messages))
        text = self.write(messages)
        for start in range(0, len(text), self.chunk):
            yield text[start : start + self.chunk]
