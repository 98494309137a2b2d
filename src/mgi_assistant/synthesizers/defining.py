"""Whether a question is what a word means, and whether a sentence says that."""

from __future__ import annotations

import re

from mgi_assistant.ports import LexicalIndex
from mgi_assistant.types import Query
from mgi_assistant.vocabulary import ASKING, GENERIC

_DEFINING = re.compile(
    r"\b(is|are|stands for|refers to|means?|consists? of|helps?|seeks? to|aims? (to|at))\b|"
    r", (the|an?) \w+ \w+|\([^()]*[A-Z]{2,}s?\)"
)
"""A verb that says what something is, or an abbreviation in brackets."""
_IN_APPOSITION = re.compile(r"\b((?:[\w-]+ )?[\w-]+), (?:i\.?e\.? )?(?:the|those) [a-z]+ (?:that|which|on|of|who)\b")
"""A name and, behind a comma, what it is."""
_ABBREVIATION = re.compile(r"\b([A-Z]{2,})s?\b")
_MEANING_ASKED = re.compile(
    r"\b(?:mean(?:s|ing|t)?|what exactly (?:is|are)|explain the (?:word|term)|defin\w+|definition)\b|"
    r"^\W*what(?: is|['’]s) an? ",
    re.IGNORECASE,
)
_SAYS_WHAT = re.compile(r"^(.{2,90}?) (?:is|are) (?:the|an?|one|two|three|part)\b", re.DOTALL)


def asks_for_meaning(query: Query) -> bool:
    """Say whether a question is what a word means, not which things it stands for."""
    asked = _MEANING_ASKED.search(query.standalone) or _MEANING_ASKED.search(query.question)
    return query.intent in ("definition", "fact") and asked is not None


def defines(query: Query, sentence: str, lexical: LexicalIndex) -> bool:
    """Say whether ``sentence`` is of the kind that defines, and has the term asked about."""
    return _DEFINING.search(sentence) is not None and _has_term(query, sentence, lexical)


def says_what(query: Query, sentence: str, lexical: LexicalIndex) -> bool:
    """Say whether ``sentence`` says of the term asked about that it is this or that, or writes it out."""
    if any(re.search(rf"\([^()]*\b{term}s?\b[^()]*\)", sentence) for term in _ABBREVIATION.findall(query.standalone)):
        return True
    asked = set(lexical.terms(" ".join(word for word in query.topic.split() if word not in GENERIC) or query.topic))
    found = [m[1] for m in (_SAYS_WHAT.match(sentence), _IN_APPOSITION.search(sentence)) if m]
    return any(not asked.isdisjoint(lexical.terms(named)) for named in found)


def _has_term(query: Query, sentence: str, lexical: LexicalIndex) -> bool:
    """Say whether a sentence has a word of the term that is to be defined, as far as the sources know it."""
    stems = lexical.terms(" ".join(word for word in query.topic.split() if word not in GENERIC | ASKING))
    known = {stem for stem in stems if lexical.weight(stem) < lexical.weight("")}
    return not known or not known.isdisjoint(lexical.terms(sentence))
