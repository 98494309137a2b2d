"""Signatures below a foreword or a letter: two lines that look like headings, although nothing stands below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from mgi_assistant.signature import is_signature
from mgi_assistant.types import Span
from mgi_ingest.layout import Block


def with_signatures(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return ``blocks`` of ``text`` with those headings as prose that are a signature."""
    result = list(blocks)
    for n, (name, office) in enumerate(pairwise(blocks)):
        headings = name.kind == office.kind == "heading"
        if headings and is_signature(text[name.start : name.end], text[office.start : office.end]):
            result[n : n + 2] = [replace(block, kind="prose", depth=0) for block in (name, office)]
    return result


def together(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the sentences of ``text`` with the two lines of a signature as one."""
    result: list[Span] = []
    for span in spans:
        before = result[-1] if result else None
        if before and is_signature(text[before.start : before.end], text[span.start : span.end]):
            result[-1] = Span(before.start, span.end)
        else:
            result.append(span)
    return result
