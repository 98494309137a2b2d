"""How well passages are found: nDCG@10, recall and MRR, on BEIR folders and on the project's own set.

The values come from ir-measures; intervals from :mod:`mgi_eval.statistics`. A document scores as its best passage.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ir_measures
import numpy as np
from ir_measures import RR, R, nDCG
from rich.console import Console
from rich.progress import track
from rich.table import Table

from mgi_assistant.assistant import Assistant
from mgi_assistant.errors import CorpusError
from mgi_assistant.retrieve import fuse
from mgi_assistant.understand import understand
from mgi_eval.beir import by_document, opened
from mgi_eval.cases import CaseSet
from mgi_eval.figures import Figure
from mgi_eval.fusion import METHODS, Method, halves
from mgi_eval.library import Library
from mgi_eval.statistics import Resampling, interval

MEASURES = (nDCG @ 10, R @ 5, R @ 10, RR @ 10)
NAMES = {nDCG @ 10: "ndcg_10", R @ 5: "recall_5", R @ 10: "recall_10", RR @ 10: "mrr_10"}
SEED = 20231

PROJECT = "project"
"""How the assistant itself ranks."""
BESIDE = ("dense alone", "BM25 alone", "equal RRF")
"""The halves of its search alone, and fused with the same weight."""

Judgements = Mapping[str, Mapping[str, int]]
Found = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What one way of ranking found for the queries of one set, and what should have been."""

    name: str
    method: str
    judgements: Judgements
    run: Found
    clusters: Mapping[str, str]
    """What queries that are not independent share."""

    def figures(self) -> dict[str, Figure]:
        """Return each measure with its interval; a query without hits scores 0."""
        ids = sorted(self.judgements)
        values = per_query(self.judgements, self.run)
        table = np.array([[values[measure].get(i, 0.0) for measure in MEASURES] for i in ids])
        draws = Resampling(tuple(self.clusters[i] for i in ids)).ratios(table, np.ones_like(table))
        return {
            NAMES[measure]: Figure(float(table[:, column].mean()), interval(draws[:, column]), len(ids))
            for column, measure in enumerate(MEASURES)
        }


def per_query(judgements: Judgements, run: Found) -> dict[Any, dict[str, float]]:
    """Return each measure's value by query."""
    found: dict[Any, dict[str, float]] = {measure: {} for measure in MEASURES}
    for metric in ir_measures.iter_calc(MEASURES, judgements, run):
        found[metric.measure][metric.query_id] = float(metric.value)
    return found


def shuffled(retrieved: Retrieved) -> Retrieved:
    """Return the same run with each query judged as another one: a control that has to score near 0."""
    ids = sorted(retrieved.judgements)
    order = ids[:]
    random.Random(SEED).shuffle(order)
    moved = dict(zip(order, order[1:] + order[:1], strict=True))
    judged = {i: retrieved.judgements[moved[i]] for i in ids}
    return replace(retrieved, judgements=judged)


def methods(assistant: Assistant) -> dict[str, Method]:
    """Return the ways of ranking that are measured beside each other."""
    beside = {name: METHODS[name] for name in BESIDE}
    return {PROJECT: lambda dense, lexical: fuse(dense, lexical, assistant.retriever.dense_weight), **beside}


def of_set(asked: CaseSet, assistant: Assistant, library: Library) -> list[Retrieved]:
    """Search for every answerable case; the passages that hold gold quotes are relevant. The project's way comes first.

    Raises:
        CorpusError: No case is answerable.
    """
    judgements: dict[str, dict[str, int]] = {}
    ways = methods(assistant)
    runs: dict[str, dict[str, dict[str, float]]] = {way: {} for way in ways}
    for case in asked.cases:
        gold = {
            unit.rpartition("/")[0]
            for group in case.evidence_groups
            for evidence in group
            for unit in library.units(evidence.key, evidence.quote)
        }
        if not case.answerable or not gold:
            continue
        judgements[case.id] = dict.fromkeys(gold, 1)
        query = understand(case.question, case.history, assistant.gazetteer)
        found = halves(assistant, query.search, query.filters)
        for way, rank in ways.items():
            runs[way][case.id] = {passage_id: 1 / place for place, (passage_id, _) in enumerate(rank(*found), 1)}
    if not judgements:
        raise CorpusError(f"{asked.name} has no answerable case.", "Name a set with --split or --cases.")
    clusters = {case.id: case.cluster for case in asked.cases}
    return [Retrieved(asked.name, way, judgements, run, clusters) for way, run in runs.items()]


def of_folder(folder: Path, cache: Path, console: Console) -> Iterator[Retrieved]:
    """Search a BEIR folder for each of its ``queries*.jsonl``, in each way of ranking.

    Raises:
        CorpusError: The folder lacks its corpus, queries or judgements, or a line of them cannot be used.
    """
    known = opened(folder, cache, console)
    ways = methods(known.assistant)
    for file, queries in known.queries.items():
        found = {
            query_id: halves(known.assistant, text)
            for query_id, text in track(
                queries.items(), "Searching", console=console, transient=True, disable=not console.is_terminal
            )
        }
        for way, rank in ways.items():
            run = {query_id: by_document(rank(*both), known.document_of) for query_id, both in found.items()}
            yield Retrieved(f"{known.name}/{file}", way, known.judged(file), run, {i: i for i in queries})


def caught(retrieved: Sequence[Retrieved], at_most: float = 0.2) -> list[str]:
    """Return what shuffled judgements leave too high, as sentences; empty when the control is caught."""
    problems = []
    for one in retrieved:
        value = shuffled(one).figures()["ndcg_10"].value
        if value is None or value > at_most:
            problems.append(
                f"{one.name}, {one.method}: nDCG@10 is {value} with shuffled judgements, not at most {at_most}"
            )
    return problems


def show_retrieved(console: Console, found: Sequence[Retrieved]) -> None:
    """Print one row for each set of queries and way of ranking."""
    table = Table(box=None, pad_edge=False)
    for column in ("set", "ranking", "queries", *NAMES.values()):
        left = column in ("set", "ranking")
        table.add_column(column, justify="left" if left else "right", no_wrap=column != "set")
    for one in found:
        cells = [
            f"{f.value:.3f} ({f.ci95[0]:.3f}–{f.ci95[1]:.3f})"
            for f in one.figures().values()
            if f.ci95 and f.value is not None
        ]
        table.add_row(one.name, one.method, str(len(one.judgements)), *cells)
    console.print(table)
