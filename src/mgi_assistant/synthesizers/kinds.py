"""Whether a sentence, or a passage, is of the kind that a question asks for."""

from __future__ import annotations

import re

from mgi_assistant.ports import LexicalIndex
from mgi_assistant.text import words
from mgi_assistant.types import Passage, Query

OTHER_KIND = 0.4
"""Factor on the estimate of a sentence that is not of the kind asked for."""

_FIGURE = re.compile(
    r"(?<![\d–-])(?!(?:19|20)\d\d(?!\d))\d|\b(half|thirds?|quarters?|most|majority|one in) (of )?(the )?\w+",
    re.IGNORECASE,
)
"""A number that is not a year, or a share in words."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_REASON = re.compile(
    r"\b(because|in order|so that|due to|owing|reason|therefore|purpose|aims?|meant|in response|needs?)\b",
    re.IGNORECASE,
)
_DEFINING = re.compile(
    r"\b(is|are|stands for|refers to|means?|consists? of|helps?|seeks? to|aims? (to|at))\b|\([^()]*[A-Z]{2,}s?\)"
)
"""A verb that says what something is, or an abbreviation in brackets."""
_COUNTED = re.compile(r"\bhow many (?:of (?:the )?)?((?:[\w-]+ ?){1,3})", re.IGNORECASE)
"""What is counted, with the adjectives before it."""
_ALIKE = (
    {"countries", "states", "governments", "nations", "country"},
    {"cities", "localities", "local", "municipalities", "towns", "places", "jurisdictions"},
    {"people", "persons", "staff", "officials"},
)
"""Words that stand for one another when things are counted."""
_PLACES_ASKED = re.compile(
    r"\b(countr(y|ies)|states?|governments?|cit(y|ies)|towns?|localit(y|ies)|municipalit(y|ies)|places?|provinces?|"
    r"nations?|who|where|examples?|instances?|ciudades|pa[ií]ses|villes|pays|ejemplos?|exemples?)\b",
    re.IGNORECASE,
)
_PARTICIPATION = re.compile(
    r"\b(t(ake|akes|ook|aken|aking) part|particip\w+|involved|join(ed)?|assessed|among|covered|listed|in the list|"
    r"been through|(done|did|do|conduct\w*|carr\w+ out) (an?|the|its) (\w+ )?mgis?|a[- ]t[- ]il particip\w+)\b",
    re.IGNORECASE,
)
_RANKING = re.compile(
    r"\b(rank(s|ed|ing|ings)?|league table|(best|worst|top|leading|bottom)( \w+)? "
    r"(countr(y|ies)|cit(y|ies)|governments?|states?|nationalit(y|ies)|places?|performers?))\b|"
    r"\b(is|are|was|performs?|does) the (best|worst)(?=\W*$| (at|in|for|on|among|of|with)\b)",
    re.IGNORECASE,
)
_ADVICE_HEADING = re.compile(r"\brecommend|\brecomend|\brecommand", re.IGNORECASE)
_IMPERATIVE = re.compile(
    r"(account|act|adapt|address|adopt|advance|align|allocate|allow|appoint|assess|assign|assist|build|carry out|"
    r"clarify|collect|combat|conclude|conduct|consider|consolidate|continue|cooperate|coordinate|create|define|deliver|"
    r"deploy|design|develop|disseminate|draw up|elaborate|eliminate|enable|encourage|engage|enhance|ensure|establish|"
    r"evaluate|expand|explore|extend|facilitate|finalize|focus|formalize|formulate|foster|fund|give|grant|guarantee|"
    r"harmonize|harness|help|identify|implement|improve|include|incorporate|increase|inform|institutionalize|integrate|"
    r"introduce|invest|involve|launch|lay down|link|mainstream|maintain|make|map|mobilize|monitor|offer|organize|"
    r"partner|plan|prepare|prevent|prioritize|promote|protect|provide|publish|put|raise|ratify|recognize|reduce|reform|"
    r"regulate|reinforce|remove|review|revise|scale up|set up|share|simplify|standardize|step up|streamline|strengthen|"
    r"support|take|tailor|train|undertake|update|use|work)\b",
    re.IGNORECASE,
)
"""What recommendations begin with."""


def suits(query: Query, passage: Passage, index: int, lexical: LexicalIndex) -> float:
    """Return 1 for a sentence of the kind that ``query`` asks for, and a factor below 1 for another."""
    sentence = passage.sentence(index)
    factor = 1.0
    if query.intent in ("figure", "count"):
        counted = _COUNTED.search(query.standalone)
        if not _FIGURE.search(sentence) or (counted and not _counts(counted[1], sentence, lexical)):
            factor = OTHER_KIND
    if query.intent == "why" and not _REASON.search(sentence):
        factor = OTHER_KIND
    if query.intent == "definition" and not _DEFINING.search(sentence):
        factor = OTHER_KIND
    if query.intent == "when" and not _YEAR.search(sentence):
        factor = OTHER_KIND
    years = set(_YEAR.findall(query.standalone))
    if years and not years <= {*_YEAR.findall(passage.text), str(passage.year)}:
        factor *= OTHER_KIND
    return factor


def _counts(counted: str, sentence: str, lexical: LexicalIndex) -> bool:
    """Say whether ``sentence`` speaks of what is counted, in that word or one that is used for it here."""
    asked = set(words(counted))
    alike = asked.union(*(group for group in _ALIKE if group & asked))
    return not set(lexical.terms(sentence)).isdisjoint(lexical.terms(" ".join(alike)))


def asks_for_places(query: Query) -> bool:
    """Say whether the answer has to be places: "which countries …", "who …", "examples of …"."""
    return query.intent in ("list", "example") and _PLACES_ASKED.search(query.standalone) is not None


def asks_for_participation(query: Query) -> bool:
    """Say whether the question is whether a place took part, rather than what came of it."""
    return _PARTICIPATION.search(query.standalone) is not None


def asks_for_ranking(query: Query) -> bool:
    """Say whether the question wants countries or people ranked, which neither the MGI nor this program does."""
    return _RANKING.search(query.standalone) is not None


def is_advice(passage: Passage, table_title: str) -> bool:
    """Say whether a passage recommends: by its heading or table, or as a list whose items begin with what to do."""
    if any(_ADVICE_HEADING.search(heading) for heading in (*passage.section[-1:], table_title)):
        return True
    return passage.kind == "item" and all(map(_IMPERATIVE.match, map(passage.sentence, range(len(passage.sentences)))))


def is_whole(passage: Passage, index: int) -> bool:
    """Say whether a sentence can be said by itself: not the second half of one, not a question and not a mere label."""
    sentence = passage.sentence(index)
    if re.search(r"[?:]\W*$", sentence) or (passage.kind == "prose" and sentence[:1].islower()):
        return False
    length = len(sentence.split())
    return length >= 6 or (length >= 3 and re.search(r"[.!]\W*\d*$", sentence) is not None)
