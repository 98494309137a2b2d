"""When: years and months that questions name and sentences give."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from mgi_assistant.types import Passage, Query

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LATER = re.compile(
    r"\b(?:beyond|past|later than|(?:runs?|lasts?|go(?:es)?|reach(?:es)?|"
    r"valid) (?:until )?after) (?:the year |the end of )?((?:19|20)\d\d)",
    re.IGNORECASE,
)
_IN_A_YEAR = re.compile(r" ?(?:\b(?:in|since|from|during|by|of) )?(?<!\d)(?:19|20)\d\d(?!\d)", re.IGNORECASE)
_IN_NAME = re.compile(
    r"\b(?:plan|strategy|policy|programme|agenda|framework|vision) \(?(?:19|20)\d\d(?: ?[–-] ?(?:19|20)\d\d)?\)?|"
    r"(?<!\d)(?:19|20)\d\d (?=(?:[A-Z][\w-]+ ){0,3}(?:Convention|Protocol|Covenant|Act|Law|Agenda)\b)",
    re.IGNORECASE,
)
"""A year that is part of a name: "Integration Plan 2023–2026", "the 1951 Refugee Convention"."""
_MONTH_ASKED = re.compile(r"\b(?:month|day|date)\b", re.IGNORECASE)
_MONTH = re.compile(r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")


def tells_when(query: Query, sentence: str) -> bool:
    """Say whether a sentence gives a year, and a month where ``query`` asks for that or a day."""
    dated = _MONTH.search(sentence) if _MONTH_ASKED.search(query.search) else _YEAR.search(sentence)
    return dated is not None


def of_years(
    asked: Collection[str], passage: Passage, index: int, titles: Mapping[str, int], known: bool = True
) -> bool:
    """Say whether a sentence is of the years that are ``asked`` for: those it names, or else those of its passage.

    It names a year too by one of the ``titles`` of sources, each with the year it was published in. ``known`` says
    whether the sources name the years at all: what is of no known year is of none that they do not name.
    """
    sentence = " ".join(passage.sentence(index).split())
    named = {*_YEAR.findall(sentence), *(str(year) for title, year in titles.items() if title in sentence)}
    around = {*_YEAR.findall(passage.text), *([str(passage.year)] if passage.year else [])}
    return set(asked) <= (named or around or set(asked if known else ()))  # what is of no known year may be of any


def years(query: Query) -> set[str]:
    """Return the years that a question names, but in a name or as one that something is to be later than."""
    return years_in(_IN_NAME.sub("", _LATER.sub("", query.standalone)))


def is_later(query: Query, sentence: str) -> bool:
    """Say whether a sentence names a year beyond the one that ``query`` asks for later ones than, if it does."""
    later = _LATER.search(query.standalone)
    return later is None or any(year > later[1] for year in years_in(sentence))


def years_in(text: str) -> set[str]:
    """Return the years that a text names."""
    return set(_YEAR.findall(text))


def without_years(text: str) -> str:
    """Return ``text`` without the years that it names, and the word before each."""
    return _IN_A_YEAR.sub("", text)
