"""Passages as a language model is shown them, and its quotes found again in what is stored."""

from __future__ import annotations

import re
import unicodedata

from mgi_assistant.text import Normalised, normalise, words
from mgi_assistant.types import Evidence, Passage, Span

LEAST_WORDS = 3
"""Words of a quote that means something by itself."""
MOST_SENTENCES = 3
"""Sentences that one quote may stand in; more of a passage back anything."""


def shown(raw: str) -> Normalised:
    """Return ``raw`` as a reader would see it, repaired and without control, format and private characters."""
    view = normalise(raw)
    kept: list[int] = []
    for i, char in enumerate(view.text):
        doubled = char == " " and bool(kept) and view.text[kept[-1]] == " "  # what stood between is not shown
        if not doubled and not unicodedata.category(char).startswith("C"):
            kept.append(i)
    return Normalised(raw, "".join(view.text[i] for i in kept), tuple(view.offsets[i] for i in kept))


def plain(text: str) -> str:
    """Return what a language model wrote on one line, without control, format and private characters."""
    return shown(text).text.strip()


def found(quote: str, passage: Passage) -> Evidence | str:
    """Return the whole sentences of ``passage`` that ``quote`` stands in word for word, or else what is wrong with it.

    Whole sentences are cited, since a quote can be cut so that a hedge or a "not" is lost.
    """
    wanted = plain(quote).strip("\"'…. ")
    if len(words(wanted)) < LEAST_WORDS:
        return "a quote is too short to mean anything"
    view = shown(passage.text)
    at = re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", view.text)
    if at is None:
        return "a quote does not stand in the passage that it names"
    span = view.raw_span(*at.span())
    within = [s for s in passage.sentences if s.start < span.end and span.start < s.end]
    if len(within) > MOST_SENTENCES:
        return "a quote is too long to back a sentence"
    return Evidence(passage, Span(within[0].start, within[-1].end) if within else span)
