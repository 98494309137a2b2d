"""The check that every sentence of an answer passes before anyone reads it.

A claim is kept when each of its quotes stands, character for character, in the stored page or row it names; when the
claim says nothing that its quotes do not (its words are those of the quotes; of a list, its names and their number;
from a language model, what :mod:`mgi_assistant.support` compares); and when the place it is said about is one that the
passage is about or names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mgi_assistant.answers import Withheld
from mgi_assistant.ports import PassageStore
from mgi_assistant.support import Checker
from mgi_assistant.text import normalise, readable
from mgi_assistant.types import DraftClaim

_NUMBER = re.compile(r"\d{1,3}(?:[.,\u202f\u00a0 ]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?")


def verify(
    claims: Sequence[DraftClaim], store: PassageStore, checker: Checker | None = None
) -> tuple[list[DraftClaim], list[Withheld]]:
    """Tell the claims that hold from those that do not, each of these with the reason.

    ``checker`` compares what a language model said with its quotes; without it only the figures are.
    """
    kept: list[DraftClaim] = []
    withheld: list[Withheld] = []
    for claim in claims:
        reason = _fault(claim, store, checker)
        if reason:
            withheld.append(Withheld(claim.text, reason))
        else:
            kept.append(claim)
    return kept, withheld


def _fault(claim: DraftClaim, store: PassageStore, checker: Checker | None) -> str:
    """Return what is wrong with a claim, or an empty text."""
    if not claim.evidence:
        return "no citation"
    for evidence in claim.evidence:
        if not evidence.quote.strip():
            return "empty quote"
        start = evidence.passage.start + evidence.span.start
        try:
            page = store.page_of(evidence.passage)
        except KeyError:
            return "the cited page or row is not in the index"
        if page.text[start : start + len(evidence.quote)] != evidence.quote:
            return "the quote does not stand on the cited page or row"
    if claim.place and not any(claim.place in evidence.passage.places for evidence in claim.evidence):
        return "the cited passage is about another place"
    if claim.kind == "list":
        return _list_fault(claim)
    if claim.kind == "list entry":
        return (
            ""
            if normalise(claim.evidence[0].quote).text in normalise(claim.text).text
            else "the entry is not the quote"
        )
    if claim.kind == "rephrased" and checker is not None:
        return checker.fault(claim.text, claim.evidence)
    said = readable(claim.text)
    quoted = readable(" ".join(evidence.quote for evidence in claim.evidence))
    missing = [number for number in numbers(said) if number not in numbers(quoted)]
    if missing:
        return f"the figure {missing[0]} does not stand in the quote"
    if claim.kind != "rephrased" and said != quoted:
        return "the sentence is not the quote"
    return ""


def _list_fault(claim: DraftClaim) -> str:
    """Check a list: it begins with the number of its rows and ends with what each row names, in order."""
    head, _, names = claim.text.rstrip(".").rpartition(": ")
    if numbers(head)[:1] != [str(len(claim.evidence))]:
        return "the number is not that of the rows"
    quotes = [readable(evidence.quote) for evidence in claim.evidence]
    named = [normalise(name).text for name in names.split("; ")]
    if len(named) != len(quotes) or not all(map(_names, quotes, named)):
        return "a name does not stand in its row"
    return ""


def _names(quote: str, name: str) -> bool:
    """Say whether ``name`` stands in ``quote`` as whole words."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", quote) is not None


def numbers(text: str) -> list[str]:
    """Return the numbers of ``text`` with thousands separators taken out: ``3,500`` and ``3 500`` are ``3500``."""
    return [re.sub(r"[,.\u202f\u00a0 ](?=\d{3}(?:\D|$))", "", found) for found in _NUMBER.findall(text)]
