"""Which of several drafts answers a question, and how those of its parts make one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from mgi_assistant.place_words import names_places
from mgi_assistant.text import readable
from mgi_assistant.types import Draft, DraftClaim, Evidence, Query

_OF_THE_PLACE = ("fact", "yes_no", "when", "why", "example", "list")
"""What is asked of the place talked of, if it answers; figures and advice are of countries in general."""

_GOES_ON = re.compile(
    r"\b(?:it|its|they|their|them|there|this|that|the(?! (?:MGIs?|IOM|process|assessments?|world|programme|"
    r"global)\b))\b",
    re.IGNORECASE,
)


def chosen(query: Query, drafts: Sequence[Draft]) -> Draft:
    """Return the draft that answers ``query``; where it has a wider one, that one's draft comes last.

    That is the likeliest, unless one is more to the point: advice rather than a place's own story, and what is said of
    the place talked of rather than of all.
    """
    wider, last = query.wider, drafts[-1]
    if wider is None:
        return drafts[0]
    if query.places and asks_elsewhere(query, wider) and query.intent == "advice":
        return last if last.claims and last.claims[0].kind == "recommendation" else drafts[0]
    if last.claims and wider.places and not query.places and query.intent in _OF_THE_PLACE:
        return last
    return likeliest(drafts)


def asks_elsewhere(query: Query, wider: Query) -> bool:
    """Say whether ``wider`` is asked of other places than ``query``."""
    return wider.standalone != query.standalone or wider.filters != query.filters


def likeliest(drafts: Sequence[Draft]) -> Draft:
    """Return the draft whose best claim is the likeliest; the first of equals."""
    return max(drafts, key=lambda draft: max((claim.confidence for claim in draft.claims), default=-1.0))


def place_told(query: Query, draft: Draft) -> str | None:
    """Return the one place that ``draft`` tells of, where ``query`` does not name it itself; else ``None``."""
    told = {claim.place for claim in (*draft.claims, *draft.examples)}
    return told.pop() if len(told) == 1 and not names_places(query.places) else None


def goes_on_there(part: Query) -> bool:
    """Say whether a further part of a question goes on about what the first found: "what is the tool for?"."""
    return part.intent not in ("figure", "advice") and not part.places and _GOES_ON.search(part.standalone) is not None


def joined(
    parts: Sequence[Query], drafts: Sequence[Draft], answers: Callable[[Query, Sequence[DraftClaim]], bool]
) -> Draft:
    """Return one draft of those of the ``parts`` of a question: each in turn, nothing twice.

    A part is not answered where neither its draft nor what is said to another part does so.
    """
    if len(drafts) == 1:
        return drafts[0]
    answered = [draft for draft in drafts if draft.claims]
    claims = {(claim.text, claim.place): claim for draft in answered for claim in draft.claims}
    examples = {(claim.text, claim.place): claim for draft in answered for claim in draft.examples}
    shown = {claim.place for claim in examples.values()}
    texts = " ".join(evidence.passage.text.lower() for claim in claims.values() for evidence in claim.evidence)
    said = {_told(evidence) for claim in claims.values() for evidence in claim.evidence}
    return Draft(
        claims=tuple(claims.values()),
        examples=tuple(examples.values()),
        missing=tuple(dict.fromkeys(p for draft in answered for p in draft.missing if p not in shown)),
        unmentioned=tuple(
            dict.fromkeys(word for draft in answered for word in draft.unmentioned if word.lower() not in texts)
        ),
        unanswered=tuple(
            part.shown
            for part, draft in zip(parts, drafts, strict=True)
            if not draft.claims
            and not any(_goes_on(other, part) for other, told in zip(parts, drafts, strict=True) if told.claims)
            and not said.intersection(map(_told, draft.nearest[:2]))
            and not answers(part, tuple(claims.values()))
        ),
        nearest=tuple(dict.fromkeys(evidence for draft in drafts for evidence in draft.nearest)),
        confidence=max(draft.confidence for draft in drafts),
        verdict=drafts[0].verdict,
    )


def _goes_on(part: Query, other: Query) -> bool:
    """Say whether ``part`` asks for more of what ``other`` asks: "for what did they meet" after "did they meet"."""
    return part is not other and other.standalone.lower().rstrip(" ?.!") in part.standalone.lower()


def _told(evidence: Evidence) -> tuple[str, tuple[str, ...]]:
    """Return what is told and of whom."""
    return readable(evidence.quote), evidence.passage.subject
