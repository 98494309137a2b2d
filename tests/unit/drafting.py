"""What the default synthesizer proposes over a small library, for tests of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mgi_assistant.places import default_gazetteer
from mgi_assistant.synthesizers.kinds import suits
from mgi_assistant.types import Draft, Filters, Query
from mgi_assistant.understand import understand
from tests.unit.fakes import CountingIndex, MemoryStore, Written, assistant_over, written

GAZETTEER = default_gazetteer()


def query(question: str) -> Query:
    """Return a question as understood by itself."""
    return understand(question, (), GAZETTEER, Filters())


def factor(question: str, sentence: str, year: int | None = None) -> float:
    """Return how a sentence, the only one of a library, suits a question."""
    item = written("report", 1, sentence)
    lexical = CountingIndex(MemoryStore([item]))
    return suits(query(question), replace(item.passage, year=year), 0, lexical)


def draft(question: str, content: Sequence[Written], filters: Filters = Filters()) -> Draft:
    """Return what the synthesizer proposes over a library."""
    assistant = assistant_over(MemoryStore(content))
    query = assistant.understood(question, (), filters)
    vector = assistant.embedder.embed_question(query.search)
    return assistant.synthesize(query, vector, assistant.retriever(query.search, vector, 24, query.filters))


def said(found: Draft) -> list[str]:
    return [claim.text for claim in found.claims]


def report(*texts: str, section: Sequence[str] = ("Ports",), **more: object) -> list[Written]:
    """Return one page for each text."""
    return [written("report", n, text, section=section, **more) for n, text in enumerate(texts, 1)]  # type: ignore[arg-type]
