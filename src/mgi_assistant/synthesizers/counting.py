"""What a question counts ("how many local governments …"), and whether a sentence gives the number of just that."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile

from mgi_assistant.ports import LexicalIndex
from mgi_assistant.text import words
from mgi_assistant.types import Query
from mgi_assistant.vocabulary import ASKING, GENERIC

_SENTENCES = 1 << 14
"""Sentences of which is kept what was found in them: the same ones come up in one answer after the other."""
_UP_TO_NINE = "two|three|four|five|six|seven|eight|nine"
IN_WORDS = (
    rf"(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[ -](?:one|{_UP_TO_NINE}))?|{_UP_TO_NINE}|"
    r"ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen)"
)
"""Numbers in words, but "one"."""
_COUNTED = re.compile(
    r"\b(?:how many|number of|count of)\s+(?:of\s+)?(?:the\s+|its\s+|their\s+)?"
    r"((?:(?!(?:ha[sd]|have|did|does|do|are|is|were|was|been|be|"
    r"in|on|of|at|with|to|from|for|by|took|take|that|who|which|can|will|would|must|should|there|and|"
    r"or|so|over|across|under|"
    r"participat\w+)\b)[\w’'-]+ ?){1,4})",
    re.IGNORECASE,
)
"""What is counted, with the adjectives before it."""
_LOCAL_THINGS = {"cities", "localities", "local", "municipalities", "towns", "places", "jurisdictions"}
_COUNTRIES = {"countries", "states", "governments", "nations", "country", "national"}
_ASSESSED = {"assessments", "mgis", "exercises", "evaluations", "rounds"}
_ALIKE = (
    _COUNTRIES,
    _LOCAL_THINGS,
    {"people", "persons", "officials", "servants", "employees", "civil", "public", "workers"},
    {"people", "persons", "staff", "employees", "colleagues", "workers"},
    {
        "people",
        "persons",
        "nationals",
        "citizens",
        "migrants",
        "residents",
        "inhabitants",
        "beneficiaries",
        "victims",
        "foreigners",
    },
    _ASSESSED,
    {"questions", "indicators", "items"},
    {"policies", "laws", "strategies", "frameworks"},
    {"institutions", "bodies", "agencies", "authorities", "organizations", "offices", "ministries"},
    {"examples", "cases", "stories", "practices"},
    {"areas", "fields", "themes", "topics", "domains", "subjects"},
    *({unit} for unit in ("hours", "days", "weeks", "months", "years")),
)
"""Words that stand for one another when things are counted."""
_TELLS_NOTHING = frozenset("thematic topical distinct separate different single individual public".split())
"""Adjectives that do not narrow down what is counted."""
_NOUNS = frozenset[str]().union(*_ALIKE) - {"national", "local", "civil", "public", "government"}
_NUMBERED = re.compile(
    r"(?<![\w.,])(?!(?:19|20)\d\d\b)(?:\d[\d.,]*\d|\d)\+?(?! ?(?:%|per\s?cent))(?P<things>(?:\s+(?!\d)[\w’'-]+){1,4})|"
    rf"\b{IN_WORDS}(?P<worded>(?:\s+(?!\d)[\w’'-]+){{1,3}})",
    re.IGNORECASE,
)
"""A number that is no year and no percentage, and the words after it."""
_OF_OTHERS = re.compile(r"(?<=\w) (?:about|on|that|which|who|concerning|for|with)\b")
"""What comes after it is not what is counted: "99 questions about laws"."""
_REACH = re.compile(
    r"\b(?:took part|(?:have|has) participated|rolled out|list of participants|reach of)\b|"
    r"\b(?:assessments?|MGIs)\b.* (?:conducted|carried out) in\b",
    re.IGNORECASE,
)
"""Tells how far the MGIs have come."""
_REACH_ASKED = re.compile(
    r"\b(?:MGIs?|assessments?|programme) (?:been )?(?:carried out|conducted|done|held|implemented|introduced|"
    r"rolled out)\b",
    re.IGNORECASE,
)


def counted(query: Query) -> str:
    """Return what a question counts ("how many local governments …"), an empty text when it counts nothing."""
    return _counted(query.search)


@lru_cache(maxsize=64)  # asked for each sentence of an answer
def _counted(question: str) -> str:
    found = _COUNTED.search(question)
    return found[1] if found else ""


def counts(things: str, sentence: str, lexical: LexicalIndex, first: bool = False) -> bool:
    """Say whether ``sentence`` gives a number of ``things``, in that word or one that is used for it here.

    With ``first`` its first number has to be theirs.
    """
    return bool(counted_at(things, sentence, lexical, first))


def counted_at(things: str, sentence: str, lexical: LexicalIndex, first: bool = False) -> list[int]:
    """Return where in ``sentence`` the numbers of ``things`` begin, in that word or one that is used for it here."""
    numbered = _numbered(sentence)[: 1 if first else None]
    if not numbered:
        return []
    asked = _counted_words(words(things))
    groups = [group for group in _ALIKE if not group.isdisjoint(asked)]
    heads = [group for group in groups if asked[-1] in group] or groups
    of_level = {"local", "national"}.intersection(asked[:-1]) if _ASSESSED in heads else set()
    if not of_level <= set(words(sentence)):
        return []
    of_local = _LOCAL_THINGS in groups and not of_level
    wanted = _LOCAL_THINGS if of_local else set(asked[-1:]).union(*heads)
    alike = set(lexical.terms(" ".join(wanted)))
    only_countries = _COUNTRIES in heads and not of_local and asked[-1] != "governments"

    def is_alike(named: list[str]) -> bool:
        if only_countries and not _LOCAL_THINGS.isdisjoint(named):
            return False
        noun = named[-1:] if not of_local and named[-1] in _NOUNS else named
        return not alike.isdisjoint(lexical.terms(" ".join(noun)))

    return [start for start, after in numbered if is_alike(_named(after))]


def asks_for_reach(query: Query) -> bool:
    """Say whether a question is in how many places the MGIs were carried out."""
    return _REACH_ASKED.search(query.standalone) is not None


def tells_reach(sentence: str) -> bool:
    """Say whether ``sentence`` tells how far the MGIs have come: who took part, where they were rolled out."""
    return _REACH.search(sentence) is not None


def narrows(things: str, sentence: str, lexical: LexicalIndex) -> bool:
    """Say whether ``sentence`` lacks a word that narrows down what is counted: "champion countries"."""
    alike = frozenset[str]().union(*_ALIKE)
    narrower = [word for word in words(things) if word not in alike | GENERIC | ASKING | _TELLS_NOTHING]
    known = {stem for stem in lexical.terms(" ".join(narrower)) if lexical.weight(stem) < lexical.weight("")}
    return not known <= set(lexical.terms(sentence))


def _counted_words(named: list[str]) -> list[str]:
    """Return what is counted: the known things with what stands right before them, or else the last two words."""
    known = [any(word in group for group in _ALIKE) for word in named]
    if not any(known):
        return named[-2:]
    first = known.index(True)
    last = first + next((i for i, is_known in enumerate(known[first:]) if not is_known), len(named) - first)
    return named[:last][-2:]


def _named(after: str) -> list[str]:
    """Return of the words after a number those up to the noun: "government officials" of those who "were trained"."""
    following = words(after)
    first = next((i for i, word in enumerate(following) if word in _NOUNS), len(following))
    behind = takewhile(_NOUNS.__contains__, following[first + 1 :])
    return following[: first + 1 + len(list(behind))]


@lru_cache(maxsize=_SENTENCES)
def _numbered(sentence: str) -> tuple[tuple[int, str], ...]:
    """Return where each number of a sentence begins, with the words after it.

    Of "100 national and 69 local assessments" all are those of both.
    """
    found = list(_NUMBERED.finditer(sentence))
    after = [_OF_OTHERS.split(m["things"] or m["worded"], maxsplit=1)[0] for m in found]
    for at in range(len(after) - 2, -1, -1):
        if re.search(r"\b(?:and|or)$", after[at]):
            after[at] += after[at + 1]
    return tuple(zip((m.start() for m in found), after, strict=True))
