"""What the default synthesizer proposes over a small library, for tests of its parts."""

from __future__ import annotations

from collections.abc import Sequence

from mgi_assistant.types import Draft, Filters
from tests.unit.fakes import MemoryStore, Written, assistant_over, written


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
