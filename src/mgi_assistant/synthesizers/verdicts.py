"""What evidence says of the question itself: yes or no, and which of its figures it does not bear out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mgi_assistant.grounding import numbers
from mgi_assistant.places import Gazetteer
from mgi_assistant.ports import LexicalIndex
from mgi_assistant.relevance import coverage, topic_terms
from mgi_assistant.shares import Share, decides, shares, words_of_each
from mgi_assistant.synthesizers.kinds import has_figure
from mgi_assistant.types import DraftClaim, Query

_BORNE_OUT = 0.7
"""Share of the question's words, weighted, that a sentence has to have to bear the question out."""
_SHARE_BORNE_OUT = 0.4
"""The same for a sentence that gives a share, which settles a question about a share."""
_NEGATED = re.compile(r"\b(not?|never|none|without|lacks?|neither|nor|cannot|\w+n't)\b", re.IGNORECASE)
_CHECKED = re.compile(r"\b(really|actually|only|first|all|every|always|mandatory|must|best|enough)\b", re.IGNORECASE)
"""Words on which a yes or no may hang, and which the sentence has to have too."""
_EVERY = re.compile(r"\b(?:every|all(?: of)?(?: the)?|each)\b(?! \d* ?(?:areas|regions))", re.IGNORECASE)
_SOME_OF = re.compile(
    r"\b(?P<part>\d+) out of (?:the )?(?P<all>\d+)\b|\bof the (?P<whole>\d+)\b[^.]*?, (?P<some>\d+)\b|"
    r"\bout of (?P<total>\d+), (?P<share>\d+)\b",
    re.IGNORECASE,
)
"""Asks whether all do, and tells how many of how many."""
_BEFORE = re.compile(r"\b(?:before|previous(?:ly)?|earlier|prior|already)\b", re.IGNORECASE)
_FIRST = re.compile(r"\bfirst\b(?P<ever>[ -]ever\b)?", re.IGNORECASE)
"""Asks whether there was one before, and says that this is the first, which may be so in one respect only."""
_OF_ANY = re.compile(r"\b(any\w*|an?|one|some\w*|ever|anywhere|who|there)\b", re.IGNORECASE)
"""Asks for at least one."""
_CHOICE = re.compile(r"\bor (?:(?:rather|only|just|is it|was it) )?(?:an?|the|his|its|their)\b", re.IGNORECASE)
"""Asks which of two things is so: neither yes nor no says that."""
_CONCEDES = re.compile(r"\W*(?:even though|although|though|while|despite)\b", re.IGNORECASE)
"""Begins a sentence that concedes a share before it says another."""
_WHAT_FOR = re.compile(
    r"^\W*what (?:is|are|was|were|did|does|do) .* for\W*$|^\W*what (?:is|was) the (?:point|purpose|aim|use) of\b", re.I
)
_PURPOSE = re.compile(r"\b(?:in order )?to (?!the\b|date\b|a\b|an\b|\d)[a-z]{3,}", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W\d_][\w’'-]*")
_YEAR = re.compile(r"(?:19|20)\d\d")


def verdict(query: Query, wanted: dict[str, float], claims: Sequence[DraftClaim], lexical: LexicalIndex) -> str:
    """Return "yes" or "no" where the first claim settles the question, else an empty text.

    A share settles a question about a share; otherwise a sentence says yes that has nearly all the question's words,
    and neither denies what the question affirms nor gives another number.
    """
    if query.intent != "yes_no" or not claims or claims[0].evidence[0].passage.standing == "potential":
        return ""
    sentence = claims[0].text
    if claims[0].evidence[0].passage.subject and not query.places and not _OF_ANY.search(query.standalone):
        return ""  # what one place did is no answer about all of them
    if _CHOICE.search(query.standalone):
        return ""
    if _EVERY.search(query.standalone) and (some := _SOME_OF.search(sentence)):
        part = int(some["part"] or some["some"] or some["share"])
        return "no" if part < int(some["all"] or some["whole"] or some["total"]) else "yes"
    asked, found = shares(query.standalone), shares(sentence)
    present = lexical.terms(" ".join((*claims[0].evidence[0].passage.section, sentence)))
    if len(asked) > 1:
        return ""  # "most of them, or fewer than half?"
    if asked and found:
        in_share = lexical.terms(asked[0].text)
        about = {term: weight for term, weight in wanted.items() if term not in in_share}
        if about and coverage(about, present) < _SHARE_BORNE_OUT:
            return ""
        share = _of_what_is_asked(sentence, about, lexical)
        settled = decides(asked[0], share) if share else None
        return "" if settled is None else ("yes" if settled else "no")
    if _BEFORE.search(query.standalone) and (first := _FIRST.search(sentence)):
        return "no" if first["ever"] else ""
    if asked or found or _figures(query.standalone) - set(numbers(sentence)):
        return ""
    if _FIRST.search(query.standalone) and coverage(wanted, lexical.terms(sentence)) < 1:
        return ""  # it may be the first of something else
    hinges = {word.lower() for word in _CHECKED.findall(query.standalone)} - set(sentence.lower().split())
    if hinges or bool(_NEGATED.search(query.standalone)) != bool(_NEGATED.search(sentence)):
        return ""
    return "yes" if wanted and coverage(wanted, present) >= _BORNE_OUT else ""


def answered_by(query: Query, claims: Sequence[DraftClaim], lexical: LexicalIndex) -> bool:
    """Say whether one of ``claims``, made for another part of the question, answers ``query`` too.

    It does where it has nearly all words that ``query`` turns on, is about a place asked about, and is of the kind
    asked for.
    """
    wanted = topic_terms(query, lexical)
    return bool(wanted) and any(
        query.filters.admit(evidence.passage)
        and (coverage(wanted, lexical.terms(claim.text)) >= _BORNE_OUT or _gives_purpose(query, claim.text))
        and (query.intent not in ("figure", "count") or has_figure(claim.text))
        and (query.intent != "when" or _YEAR.search(claim.text))
        for claim in claims
        for evidence in claim.evidence
    )


def _gives_purpose(query: Query, sentence: str) -> bool:
    """Say whether a sentence tells what something is for, where ``query`` asks that of what was told of before."""
    return _WHAT_FOR.search(query.standalone) is not None and _PURPOSE.search(sentence) is not None


def _of_what_is_asked(sentence: str, about: dict[str, float], lexical: LexicalIndex) -> Share | None:
    """Return the share that a sentence gives of what is asked ``about``; the first of several that may be that.

    ``None`` where it concedes one and gives another, and what is asked is borne out by neither.
    """
    each = [coverage(about, lexical.terms(said)) for said in words_of_each(sentence)]
    if _CONCEDES.match(sentence) and len(each) > 1 and each[0] < _BORNE_OUT:
        each[0] = 0.0  # what is only conceded settles no more than what it says itself
        if max(each) < _BORNE_OUT:
            return None
    return shares(sentence)[each.index(max(each))]


def names(text: str, gazetteer: Gazetteer) -> list[str]:
    """Return the words of ``text`` that are written as names, other than places: capitals within a sentence."""
    spans = [mention.span for mention in gazetteer.find(text)]
    tokens = list(_TOKEN.finditer(text))
    capitals = [t for t in tokens if t[0][0].isupper()]
    if 2 * len(capitals) > len(tokens):
        return []  # a title, or all in capitals
    return [
        re.sub(r"[’']s?$", "", t[0])
        for t in capitals
        if (_inside(text, t.start()) or (t[0].isupper() and len(t[0]) > 1))
        and not any(span.start <= t.start() < span.end for span in spans)
    ]


def _inside(text: str, start: int) -> bool:
    """Say whether a word stands within a sentence, not at its beginning or that of a quotation."""
    return re.search(r"[\w,;)]\s+(?:[\w’'-]+[’'])?$", text[:start]) is not None


def unfounded(query: Query, claims: Sequence[DraftClaim]) -> tuple[str, ...]:
    """Return the shares that a question takes for granted and no claim bears out ("since 75 per cent …")."""
    if query.intent == "yes_no":
        return ()
    found = [share for claim in claims for share in shares(claim.text)]
    asked = [share for share in shares(query.standalone) if re.search(r"\d|third|quarter|fifth|tenth|half", share.text)]
    return tuple(share.text for share in asked if not any(_agree(share, other) for other in found))


def _agree(asked: Share, found: Share) -> bool:
    return decides(asked, found) is True


def _figures(text: str) -> set[str]:
    return {number for number in numbers(text) if not _YEAR.fullmatch(number)}
