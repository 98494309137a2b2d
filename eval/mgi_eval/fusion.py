"""How much weight the dense half of retrieval should have: measured on sets with known answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ir_measures
from ir_measures import R, nDCG
from rich.console import Console
from rich.table import Table

from mgi_assistant.assistant import Assistant
from mgi_assistant.retrieve import CANDIDATES, fuse
from mgi_assistant.types import Filters
from mgi_assistant.understand import understand
from mgi_assistant.wiring import open_assistant
from mgi_eval.beir import Ranked, Scores, by_document, opened
from mgi_eval.cases import Case
from mgi_eval.matching import missing

WEIGHTS = tuple(step / 10 for step in range(11))
_RRF_K = 60
"""The constant of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009)."""

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


def measure_folder(folder: Path, cache: Path, console: Console) -> Iterator[Measured]:
    """Measure all methods on each ``queries*.jsonl`` of a BEIR folder; a document scores as its best passage.

    The index is built in ``cache`` unless one of the same corpus is there.

    Raises:
        CorpusError: The folder lacks its corpus, queries or judgements.
    """
    known = opened(folder, cache, console)
    for file, queries in known.queries.items():
        runs: dict[str, dict[str, Scores]] = {method: {} for method in METHODS}
        for query_id, text in queries.items():
            found = halves(known.assistant, text)
            for method, rank in METHODS.items():
                runs[method][query_id] = by_document(rank(*found), known.document_of)
        measures, judged = (nDCG @ 10, R @ 10), known.judged(file)
        values = {method: ir_measures.calc_aggregate(measures, judged, run) for method, run in runs.items()}
        rows = {method: tuple(value[m] for m in measures) for method, value in values.items()}
        yield Measured(f"{known.name}/{file}", len(queries), tuple(map(str, measures)), rows)


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
