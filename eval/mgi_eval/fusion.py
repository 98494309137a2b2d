"""How much weight the dense half of retrieval should have: measured on sets with known answers."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import ir_measures
from ir_measures import R, nDCG
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from mgi_assistant.assistant import Assistant
from mgi_assistant.errors import CorpusError
from mgi_assistant.ports import Reading, Vectors
from mgi_assistant.retrieve import CANDIDATES, fuse
from mgi_assistant.settings import load_settings
from mgi_assistant.types import Filters
from mgi_assistant.understand import understand
from mgi_assistant.wiring import open_assistant
from mgi_eval.cases import Case
from mgi_eval.matching import missing
from mgi_ingest.publish import Embedder

WEIGHTS = tuple(step / 10 for step in range(11))
_RRF_K = 60
"""The constant of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009)."""
_SPEAKER = re.compile(r"\|user\|:\s*\"?")

Scores = dict[str, float]
Ranked = list[tuple[str, float]]
Method = Callable[[Scores, Scores], Ranked]


@dataclass(frozen=True, slots=True)
class Measured:
    """What each way of ranking reaches on one set of queries."""

    name: str
    queries: int
    measures: tuple[str, ...]
    values: Mapping[str, tuple[float, ...]]
    """For each method the measures' values, each in [0, 1]."""

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as JSON."""
        values = {method: dict(zip(self.measures, row, strict=True)) for method, row in self.values.items()}
        return {"name": self.name, "queries": self.queries, "values": values}


def _only(scores: Scores) -> Ranked:
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def reciprocal_ranks(dense: Scores, lexical: Scores) -> Ranked:
    """Fuse by the sum of ``1 / (60 + rank)`` in the two lists, both weighing the same."""
    scores: Scores = {}
    for found in (dense, lexical):
        for rank, (passage_id, _) in enumerate(_only(found), 1):
            scores[passage_id] = scores.get(passage_id, 0.0) + 1 / (_RRF_K + rank)
    return _only(scores)


def _weighted(weight: float) -> Method:
    return lambda dense, lexical: fuse(dense, lexical, weight)


METHODS: dict[str, Method] = {
    "dense alone": lambda dense, _: _only(dense),
    "BM25 alone": lambda _, lexical: _only(lexical),
    "equal RRF": reciprocal_ranks,
    **{f"dense weight {weight:.1f}": _weighted(weight) for weight in WEIGHTS},
}


def halves(assistant: Assistant, text: str, filters: Filters = Filters()) -> tuple[Scores, Scores]:
    """Return what each half of retrieval finds for ``text``: scores by passage id, both above 0."""
    retriever = assistant.retriever
    admitted = None
    if filters != Filters():
        admitted = frozenset(passage.id for passage in assistant.store.passages if filters.admit(passage))
    vector = assistant.embedder.embed_question(text)
    dense = {i: cosine for i, cosine in retriever.dense.nearest(vector, CANDIDATES, filters) if cosine > 0}
    return dense, dict(retriever.lexical.best(text, CANDIDATES, admitted))


# -- BEIR folders ------------------------------------------------------------------------------------------------------


def opened(folder: Path, cache: Path, console: Console) -> tuple[Assistant, dict[str, str], dict[str, dict[str, int]]]:
    """Return an assistant over the corpus of a BEIR folder, the document of each passage, and the judgements.

    Raises:
        CorpusError: The folder lacks its corpus, queries or judgements.
    """
    corpus, judgements = folder / "corpus.jsonl", read_judgements(folder)
    if not corpus.is_file() or not any(folder.glob("queries*.jsonl")) or not judgements:
        raise CorpusError(
            f"{folder} is no BEIR folder.", "It needs corpus.jsonl, queries*.jsonl and qrels/*.tsv with a header line."
        )
    assistant = open_assistant(settings=load_settings(index=indexed(corpus, cache, console)))
    documents = [str(record["_id"]) for record in read_lines(corpus)]
    document_of = {p.id: documents[p.locator.row - 1] for p in assistant.store.passages if p.locator.row}
    return assistant, document_of, judgements


def measure_folder(folder: Path, cache: Path, console: Console) -> Iterator[Measured]:
    """Measure all methods on each ``queries*.jsonl`` of a BEIR folder; a document scores as its best passage.

    The index is built in ``cache`` unless one of the same corpus is there.

    Raises:
        CorpusError: The folder lacks its corpus, queries or judgements.
    """
    assistant, document_of, judgements = opened(folder, cache, console)
    for file in sorted(folder.glob("queries*.jsonl")):
        runs: dict[str, dict[str, Scores]] = {method: {} for method in METHODS}
        asked = [(str(q["_id"]), q["text"]) for q in read_lines(file) if str(q["_id"]) in judgements]
        for query_id, text in asked:
            found = halves(assistant, clean(text))
            for method, rank in METHODS.items():
                runs[method][query_id] = by_document(rank(*found), document_of)
        measures = (nDCG @ 10, R @ 10)
        values = {method: ir_measures.calc_aggregate(measures, judgements, run) for method, run in runs.items()}
        rows = {method: tuple(value[m] for m in measures) for method, value in values.items()}
        yield Measured(f"{folder.name}/{file.stem}", len(asked), tuple(map(str, measures)), rows)


def by_document(ranked: Ranked, document_of: Mapping[str, str]) -> Scores:
    """Return each document's score: that of its best passage."""
    scores: Scores = {}
    for passage_id, score in ranked:
        document = document_of[passage_id]
        scores[document] = max(score, scores.get(document, score))
    return scores


def clean(text: str) -> str:
    """Return a query without the speaker marks of MTRAG."""
    return " ".join(_SPEAKER.sub("", text).split())


def read_judgements(folder: Path) -> dict[str, dict[str, int]]:
    """Return the relevant documents of each query from all ``qrels/*.tsv``; queries without any are left out."""
    judged: dict[str, dict[str, int]] = {}
    for file in sorted((folder / "qrels").glob("*.tsv")):
        for line in file.read_text("utf-8").splitlines()[1:]:
            query_id, document, score = line.split("\t")
            if int(score) > 0:
                judged.setdefault(query_id, {})[document] = int(score)
    return judged


def indexed(corpus: Path, cache: Path, console: Console) -> Path:
    """Return an index of ``corpus`` in ``cache``; it stands in a folder of its own, as its queries are no corpus.

    Its sentences are not embedded: they have no part in what is found, and would take most of the time.
    """
    from mgi_assistant.engines.sentence_transformer import SentenceTransformerEmbedder
    from mgi_ingest.build import ingest

    with corpus.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:12]
    home = cache / f"{corpus.resolve().parent.name}-{digest}"
    settings = load_settings(index=home / "index")
    link = home / "corpus" / corpus.name
    link.parent.mkdir(parents=True, exist_ok=True)
    if not link.exists():
        link.symlink_to(corpus.resolve())
    embedder = PassagesOnly(SentenceTransformerEmbedder(settings.model, settings.cache, settings.batch_size))
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks = {step: bars.add_task(f"{step} {home.name}", total=None) for step in ("reading", "embedding")}
        ingest(
            settings,
            link.parent,
            [],
            embedder,
            lambda step, done, total: bars.update(tasks[step], completed=done, total=total),
        )
    return settings.index


class PassagesOnly:
    """Embeds texts as another model does, but reads every sentence as the same one."""

    def __init__(self, model: Embedder) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """Name of the model."""
        return self._model.name

    def prepare(self) -> None:
        """Make ready for embedding."""
        self._model.prepare()

    def embed(self, texts: Sequence[str], progress: Any = None) -> Vectors:
        """Return unit vectors of ``texts``."""
        return self._model.embed(texts, progress)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Return the reading of one word for each of ``texts``."""
        return [self._any] * len(texts)

    @cached_property
    def _any(self) -> Reading:
        return self._model.read(["sentence"])[0]


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a file of JSON lines."""
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)


# -- the project's own questions ---------------------------------------------------------------------------------------


def measure_cases(index: Path, cases: Sequence[Case]) -> Measured:
    """Measure all methods on the answerable ``cases``: the share of their facts in the first 3 and 10 passages."""
    assistant = open_assistant(index)
    depths = (3, 10)
    answerable = [case for case in cases if case.answerable]
    sums = {method: [0.0] * len(depths) for method in METHODS}
    for case in answerable:
        query = understand(case.question, case.history, assistant.gazetteer)
        found = halves(assistant, query.search, query.filters)
        for method, rank in METHODS.items():
            texts = [assistant.store.passage(passage_id).text for passage_id, _ in rank(*found)[: max(depths)]]
            for i, depth in enumerate(depths):
                seen = " ".join(" ".join(texts[:depth]).split())
                sums[method][i] += 1 - len(missing(seen, case.vital)) / len(case.vital)
    rows = {method: tuple(value / len(answerable) for value in values) for method, values in sums.items()}
    return Measured("project questions", len(answerable), tuple(f"facts@{depth}" for depth in depths), rows)


def show(console: Console, found: Sequence[Measured]) -> None:
    """Print one table for each set: a row for each method."""
    for measured in found:
        table = Table(title=f"{measured.name} ({measured.queries} queries)", box=None, pad_edge=False)
        table.add_column("method", no_wrap=True)
        for measure in measured.measures:
            table.add_column(measure, justify="right", no_wrap=True)
        best = [max(column) for column in zip(*measured.values.values(), strict=True)]
        for method, row in measured.values.items():
            cells = (f"{value:.3f}{'*' if value == top else ' '}" for value, top in zip(row, best, strict=True))
            table.add_row(method, *cells)
        console.print(table)
