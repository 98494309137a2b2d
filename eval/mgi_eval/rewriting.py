"""How much of what a conversation leaves unsaid is recovered for retrieval without a language model.

Measured on a folder in the form of MTRAG (Katsis et al., "MTRAG: A Multi-Turn Conversational Benchmark for Evaluating
Retrieval-Augmented Generation Systems", 2025): each turn as its last question, as all questions of the user up to it,
and as a person rewrote it to stand alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ir_measures
from ir_measures import nDCG
from rich.console import Console
from rich.table import Table

from mgi_assistant.assistant import Assistant
from mgi_assistant.errors import CorpusError
from mgi_assistant.retrieve import DENSE_WEIGHT, fuse, with_those_beside
from mgi_assistant.settings import load_settings
from mgi_assistant.understand import understand
from mgi_assistant.wiring import open_assistant
from mgi_eval.beir import Scores, by_document, clean, indexed, read_judgements, read_lines
from mgi_eval.fusion import halves

_SPEAKER = "|user|:"


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation."""

    id: str
    """Id of the conversation and number of the turn, with ``<::>`` between them."""
    questions: tuple[str, ...]
    """The user's questions up to this one, oldest first."""
    rewrite: str
    """The last of them as a person made it stand alone."""

    @property
    def held_out(self) -> bool:
        """Whether the turn's conversation is of the half that no rule was made on: its id begins with an odd digit."""
        return int(self.id[0], 16) % 2 == 1


@dataclass(frozen=True, slots=True)
class Recovery:
    """Mean nDCG@10 of one set of turns with each form of their last question."""

    name: str
    turns: int
    last: float
    """With the last question as asked."""
    rewritten: float
    """With what :func:`mgi_assistant.understand.understand` makes of it and the questions before it."""
    gold: float
    """With what a person made of it."""

    @property
    def share(self) -> float:
        """Share of the distance from last question to gold that is recovered; 0 where there is no distance."""
        distance = self.gold - self.last
        return (self.rewritten - self.last) / distance if distance else 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as JSON."""
        figures = {"last": self.last, "rewritten": self.rewritten, "gold": self.gold, "share": self.share}
        return {"name": self.name, "turns": self.turns, **figures}


def measure_rewriting(folder: Path, cache: Path, console: Console) -> list[Recovery]:
    """Measure both halves of the conversations in ``folder``; its corpus is indexed in ``cache``.

    Raises:
        CorpusError: The folder lacks its corpus, one of the three forms of the queries, or its judgements.
    """
    judged, turns = read_judgements(folder), read_turns(folder)
    assistant = open_assistant(settings=load_settings(index=indexed(folder / "corpus.jsonl", cache, console)))
    documents = [str(record["_id"]) for record in read_lines(folder / "corpus.jsonl")]
    document_of = {p.id: documents[p.locator.row - 1] for p in assistant.store.passages if p.locator.row}

    def found(text: str) -> list[tuple[str, float]]:
        return fuse(*halves(assistant, text), DENSE_WEIGHT)

    def retrieved(text: str, before: str) -> Scores:
        hits = with_those_beside(found(text), found(f"{before} {text}")) if before else found(text)
        return by_document(hits, document_of)

    asked = [turn for turn in turns if turn.id in judged]
    return recoveries(asked, judged, retrieved, lambda turn: rewritten(turn, assistant))


def read_turns(folder: Path) -> list[Turn]:
    """Return the turns of a folder with ``queries_questions.jsonl`` and ``queries_rewrite.jsonl``.

    Raises:
        CorpusError: A file is missing.
    """
    files = [folder / name for name in ("corpus.jsonl", "queries_questions.jsonl", "queries_rewrite.jsonl")]
    absent = [file.name for file in files if not file.is_file()]
    if absent:
        raise CorpusError(f"{folder} lacks {', '.join(absent)}.", "It needs the files of MTRAG's retrieval tasks.")
    rewrites = {str(record["_id"]): clean(record["text"]) for record in read_lines(files[2])}
    turns = []
    for record in read_lines(files[1]):
        questions = tuple(clean(_SPEAKER + part) for part in record["text"].split(_SPEAKER)[1:])
        turns.append(Turn(str(record["_id"]), questions, rewrites[str(record["_id"])]))
    return turns


def rewritten(turn: Turn, assistant: Assistant) -> tuple[str, str]:
    """Return what is searched for a turn's last question, given those before it, and what beside."""
    *history, last = turn.questions
    query = understand(last, history, assistant.gazetteer, lexicon=assistant.retriever.lexical)
    return query.search, query.before


def recoveries(
    turns: Sequence[Turn],
    judged: Mapping[str, Mapping[str, int]],
    retrieved: Callable[[str, str], Scores],
    rewrite: Callable[[Turn], tuple[str, str]],
) -> list[Recovery]:
    """Return the recovery on the development half, the held-out half and all turns."""
    forms: dict[str, Callable[[Turn], tuple[str, str]]] = {
        "last": lambda turn: (turn.questions[-1], ""),
        "rewritten": rewrite,
        "gold": lambda turn: (turn.rewrite, ""),
    }
    values: dict[str, dict[str, float]] = {}
    for form, text in forms.items():
        run = {turn.id: retrieved(*text(turn)) for turn in turns}
        scored = ir_measures.iter_calc([nDCG @ 10], {turn.id: judged[turn.id] for turn in turns}, run)
        values[form] = {metric.query_id: metric.value for metric in scored}
    sets = {
        "development": [turn for turn in turns if not turn.held_out],
        "held out": [turn for turn in turns if turn.held_out],
        "all": list(turns),
    }
    return [
        Recovery(name, len(chosen), *(sum(values[form].get(t.id, 0.0) for t in chosen) / len(chosen) for form in forms))
        for name, chosen in sets.items()
        if chosen
    ]


def show(console: Console, found: Sequence[Recovery]) -> None:
    """Print one row for each set of turns."""
    table = Table(title="Conversations, nDCG@10", box=None, pad_edge=False)
    table.add_column("turns")
    for column in ("n", "last question", "rewritten", "gold rewrite", "share recovered"):
        table.add_column(column, justify="right")
    for one in found:
        figures = (f"{value:.3f}" for value in (one.last, one.rewritten, one.gold, one.share))
        table.add_row(one.name, str(one.turns), *figures)
    console.print(table)
