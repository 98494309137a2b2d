"""What the estimate of relevance is fitted to: questions with the sentences that may answer them, measured."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from mgi_assistant.assistant import CONSIDERED
from mgi_assistant.errors import CorpusError
from mgi_assistant.places import default_gazetteer
from mgi_assistant.ports import LexicalIndex, PassageStore, QuestionEmbedder, Reading, SentenceWords, Vectors
from mgi_assistant.relevance import echoes, measure, topic_terms
from mgi_assistant.settings import load_settings
from mgi_assistant.synthesizers.kinds import suits
from mgi_assistant.types import Locator, Page, Passage, Query, Source, Span
from mgi_assistant.understand import understand
from mgi_assistant.wiring import open_assistant
from mgi_eval.cases import Case, Nugget
from mgi_eval.matching import missing
from mgi_ingest.publish import along, word_axes

COMMON = 0.02
"""A pattern found in more than this share of all sentences tells too little to call a sentence an answer."""
_FROM_TABLES = ("list", "count")
"""Types of questions that are answered from tables, whatever the estimate says."""
_NO_ANSWER = ("caption", "contents")


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its candidate sentences."""

    id: str
    answerable: bool
    sentences: tuple[str, ...]
    features: npt.NDArray[np.float64]
    """One row a sentence, one column for each field of ``relevance.Features``."""
    labels: npt.NDArray[np.bool_]
    """Whether each sentence belongs in the answer."""
    kinds: npt.NDArray[np.float64]
    """The factor by which each sentence's estimate counts, for being of the kind asked for."""
    baseline: float
    """Best cosine between the question and a whole passage."""


def _question(
    case_id: str,
    answerable: bool,
    query: Query,
    asked: Reading,
    passages: Mapping[str, float],
    store: PassageStore,
    lexical: LexicalIndex,
    belongs: Callable[[str], bool],
    baseline: float,
) -> Question | None:
    """Return the sentences of ``passages``, given by id with their cosine to the question, as candidates."""
    wanted = topic_terms(query, lexical)
    found = [store.passage(passage_id) for passage_id in passages]
    heard = echoes(asked, found, store, lexical)
    rows: list[tuple[float, ...]] = []
    kinds: list[float] = []
    for passage in found:
        cosine = passages[passage.id]
        rows += map(astuple, measure(wanted, asked.vector, passage, store, lexical, query.policy_areas, cosine, heard))
        kinds += [suits(query, passage, i, lexical) for i in range(len(passage.sentences))]
    sentences = tuple(_line(p.sentence(i)) for p in found for i in range(len(p.sentences)))
    if not rows:
        return None
    labels = np.array([answerable and belongs(sentence) for sentence in sentences], dtype=bool)
    return Question(case_id, answerable, sentences, np.array(rows), labels, np.array(kinds), baseline)


# -- the project's questions -------------------------------------------------------------------------------------------


def project_questions(index: Path | None, cases: Sequence[Case]) -> list[Question]:
    """Return the cases with the sentences of their best hits; a sentence belongs when it has a telling fact.

    Questions that are answered from tables, and those that name nothing but places, are left out.
    """
    assistant = open_assistant(index)
    lexical = assistant.retriever.lexical
    sentences = [_line(p.sentence(i)) for p in assistant.store.passages for i in range(len(p.sentences))]
    found = []
    for case in cases:
        query = understand(case.question, case.history, assistant.gazetteer)
        if case.type in _FROM_TABLES or not topic_terms(query, lexical):
            continue
        asked = assistant.embedder.read_question(query.search)
        hits = assistant.retriever(query.search, asked.vector, CONSIDERED, query.filters)
        passages = {hit.passage.id: hit.dense for hit in hits if hit.passage.kind not in _NO_ANSWER}
        baseline = max((hit.dense for hit in hits), default=0.0)
        belongs = telling(case.vital, sentences)
        question = _question(
            case.id, case.answerable, query, asked, passages, assistant.store, lexical, belongs, baseline
        )
        if question is not None:
            found.append(question)
    return found


def telling(facts: Sequence[Nugget], sentences: Sequence[str]) -> Callable[[str], bool]:
    """Return a test for sentences that tell all ``facts``, or one that is rare among ``sentences``."""
    rare = [fact for fact in facts if _share(fact, sentences) <= COMMON]

    def belongs(sentence: str) -> bool:
        return not missing(sentence, facts) or len(missing(sentence, rare)) < len(rare)

    return belongs


def _share(fact: Nugget, sentences: Sequence[str]) -> float:
    return sum(not missing(sentence, [fact]) for sentence in sentences) / max(1, len(sentences))


def _line(text: str) -> str:
    return " ".join(text.split())


# -- CLAPNQ ------------------------------------------------------------------------------------------------------------


class MemoryStore:
    """Passages of one source, held in memory."""

    def __init__(
        self, passages: Sequence[Passage], vectors: Sequence[Vectors], words: Sequence[SentenceWords], axes: Vectors
    ) -> None:
        self.sources: Sequence[Source] = (Source("memory", "", "records", ""),)
        self.passages = passages
        self._by_id = {passage.id: passage for passage in passages}
        self._vectors = {passage.id: rows for passage, rows in zip(passages, vectors, strict=True)}
        self._words = {passage.id: rows for passage, rows in zip(passages, words, strict=True)}
        self.axes = axes

    def passage(self, passage_id: str) -> Passage:
        """Return one passage."""
        return self._by_id[passage_id]

    def page_of(self, passage: Passage) -> Page:
        """Return the row in which ``passage`` stands, which is all of it."""
        return Page(passage.locator, passage.text)

    def sentence_vectors(self, passage: Passage) -> Vectors:
        """Return the unit vectors of the passage's sentences."""
        return self._vectors[passage.id]

    def sentence_words(self, passage: Passage) -> SentenceWords:
        """Return the words of the passage's sentences."""
        return self._words[passage.id]


class Embedder(QuestionEmbedder, Protocol):
    """What is needed of the embedding model here."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, shape ``(len(texts), dimension)``."""
        ...

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Read ``texts`` as wholes and word by word."""
        ...


def clapnq_questions(folder: Path) -> list[Question]:
    """Return the questions of CLAPNQ (Rosenthal et al. 2024) with the sentences of their one passage.

    A sentence belongs when the annotators selected it; to an unanswerable question none does.

    Raises:
        CorpusError: A file is missing or is not as expected.
    """
    from mgi_assistant.engines.sentence_transformer import SentenceTransformerEmbedder

    settings = load_settings()
    embedder = SentenceTransformerEmbedder(settings.model, settings.cache, settings.batch_size)
    return questions_of(read_clapnq(folder), embedder)


def read_clapnq(folder: Path) -> list[dict[str, Any]]:
    """Return ``{"id", "input", "title", "sentences", "selected", "answers"}`` of each question."""
    records = []
    for name in ("dev_answerable.jsonl", "dev_unanswerable.jsonl"):
        try:
            for line in (folder / name).read_text("utf-8").splitlines():
                raw = json.loads(line)
                passage = raw["passages"][0]
                selected = [s for output in raw["output"] for s in output.get("selected_sentences", [])]
                records.append(
                    {
                        "id": raw["id"],
                        "input": raw["input"],
                        "title": passage["title"],
                        "sentences": [s for s in passage["sentences"] if s.strip()],
                        "selected": selected if name == "dev_answerable.jsonl" else [],
                        "answers": [output["answer"] for output in raw["output"]],
                    }
                )
        except (OSError, ValueError, KeyError, IndexError) as error:
            raise CorpusError(
                f"{folder / name} cannot be read ({error!r}).", "Name the folder that has the files of CLAPNQ."
            ) from error
    return records


def clapnq_answers(folder: Path) -> dict[str, list[str]]:
    """Return the answers that people wrote to each answerable question of CLAPNQ.

    Raises:
        CorpusError: A file is missing or is not as expected.
    """
    return {str(record["id"]): record["answers"] for record in read_clapnq(folder) if record["selected"]}


def questions_of(records: Sequence[dict[str, Any]], embedder: Embedder) -> list[Question]:
    """Measure records of :func:`read_clapnq`; document frequencies are those of all their passages."""
    from mgi_assistant.engines import bm25

    passages = [_passage(row, record) for row, record in enumerate(records, 1)]
    sentences = [p.sentence(i) for p in passages for i in range(len(p.sentences))]
    texts = [f"{p.section[0]}. {p.text}" for p in passages]
    read = embedder.read(sentences)
    axes = word_axes(read)
    ends = np.cumsum([0, *(len(passage.sentences) for passage in passages)]).tolist()
    parts = [read[start:end] for start, end in pairwise(ends)]
    vectors = [np.stack([reading.vector for reading in part]) for part in parts]
    store = MemoryStore(passages, vectors, [along(axes, part) for part in parts], axes)
    whole = embedder.embed(texts)
    with tempfile.TemporaryDirectory() as folder:
        bm25.build(Path(folder) / "bm25", [p.id for p in passages], texts)
        lexical = bm25.load(Path(folder) / "bm25")
        found = []
        for record, passage, passage_vector in zip(records, passages, whole, strict=True):
            query = understand(record["input"], (), default_gazetteer())
            asked = embedder.read_question(query.search)
            cosine = float(passage_vector @ asked.vector)
            belongs = {_line(sentence) for sentence in record["selected"]}.__contains__
            question = _question(
                str(record["id"]),
                bool(record["selected"]),
                query,
                asked,
                {passage.id: cosine},
                store,
                lexical,
                belongs,
                cosine,
            )
            if question is not None:
                found.append(replace(question, kinds=np.ones_like(question.kinds)))  # the kinds are those of reports
    return found


def _passage(row: int, record: dict[str, Any]) -> Passage:
    spans, end = [], 0
    for sentence in record["sentences"]:
        spans.append(Span(end, end + len(sentence)))
        end += len(sentence) + 1
    locator = Locator("memory", row=row)
    return Passage(f"memory-{row}", locator, 0, " ".join(record["sentences"]), tuple(spans), section=(record["title"],))
