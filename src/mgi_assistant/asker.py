"""Where those who ask are from, and of what country they speak before they ask about all: not what is asked about.

"Iraq has a drought. What share of countries …?" asks of countries at large; "I am from Comoros. Did we take part?" does
not.
"""

from __future__ import annotations

import re

from mgi_assistant.places import Gazetteer
from mgi_assistant.pointing import sentence
from mgi_assistant.text import sentences, words

_LEAST = 3
"""Words of a question that is left."""
_FROM = re.compile(
    r"^\W*(?:hello\W+|hi\W+)?(?:i|we)(?:['’](?:m|re)| am| are| work| live| write| speak)?(?: a| an)?(?: [\w-]+){0,4}? "
    r"(?:from|in|for|of|at) (?:the |a |an )?(?:[\w-]+ ){0,4}$",
    re.IGNORECASE,
)
"""Says where somebody is from, before the place."""
_HEARD = re.compile(
    r"^\W*(?:we|i)(?:['’](?:re|m)| are| am) [^.?!]*?\b(?:hear|heard|hearing|told|read|reading) that (?=\w)",
    re.IGNORECASE,
)
"""Says who somebody is, and that something is said."""
_ENDS = re.compile(
    r"\s*(?:(?:'s|’s)? (?:ministry|government|embassy|mission|delegation)[\w ]{0,30})?[.,;:!–—-]+\s*(?:and )?", re.I
)
_OF_THEIRS = re.compile(
    r"\b(?:here|there|(?:our|my|this|that|the) (?:own )?(?:country|city|town|government|municipality)|where i am)\b|"
    r"\b(?:did|have|has|are|were|do) (?:we|us)\b(?!.*\b(?:countries|governments|states)\b)",
    re.IGNORECASE,
)
"""Asks about that place all the same."""
_OF_ALL = re.compile(r"\b(?:countries|governments|states)\b", re.IGNORECASE)
_FOR_US = re.compile(
    r"\b(?:can|could|should|must|may|shall|might|ought|to) (?:we|us)\b|\b(?:we|us) (?:can|could|should|must)\b", re.I
)


def without_asker(question: str, gazetteer: Gazetteer) -> str:
    """Return ``question`` without the place of those who ask, where it asks about countries at large or for advice."""
    heard = _HEARD.match(question)
    if heard and gazetteer.find(heard[0]):
        return without_asker(sentence(question[heard.end() :]), gazetteer)
    mentions = gazetteer.find(question)
    if not mentions:
        return question
    first = mentions[0]
    end = _ENDS.match(question, first.span.end)
    if end and _FROM.match(question[: first.span.start]):
        rest = question[end.end() :]
        if len(words(rest)) >= _LEAST and not _is_of_theirs(rest):
            return without_asker(sentence(rest), gazetteer)
    spans = sentences(question)
    asked = question[spans[-1].start :] if len(spans) > 1 else ""
    at_large = _OF_ALL.search(asked) or _FOR_US.search(asked)
    if not asked or gazetteer.find(asked) or not at_large or _is_of_theirs(asked):
        return question
    for mention in reversed(mentions):
        people = mention.adjective and question[: mention.span.end].endswith("s")
        question = (
            f"{question[: mention.span.start]}{'citizens' if people else 'our country'}{question[mention.span.end :]}"
        )
    return sentence(question)


def _is_of_theirs(asked: str) -> bool:
    """Say whether a question is about the place that was named before it; advice is given to all alike."""
    return _OF_THEIRS.search(asked) is not None and not _FOR_US.search(asked)
