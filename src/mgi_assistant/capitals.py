"""Countries that a question names by their capitals: "the government in Skopje", "Bamako's ministers"."""

from __future__ import annotations

import re
from functools import cache

from mgi_assistant.place_words import folded, table, vocabulary
from mgi_assistant.places import Gazetteer

_SHORTEST = 5
"""Letters of a capital that is no ordinary word."""
_NAME = re.compile(r"(?<![\w-])[A-Z][^\W\d_]+(?:[ -][A-Z][^\W\d_]+)?")
_NEXT = re.compile(r"\W+([A-Z]\w+)")
_OF_A_MINISTRY = re.compile(r"\bminist(?:ry|ries|ers?)\b", re.IGNORECASE)
_OF_THE_CITY = re.compile(
    r"\b(?:cit(?:y|ies)|capitals?|town|mayor|municipal\w*|local\w*|districts?|airport|embassy|office|"
    r"t(?:ake|ook|aken) part|particip\w+|assess(?!ment)\w*|an? assessment|"
    r"list\w*|join\w*|involved|included|covered|born|lives?|living|"
    r"photo|picture|city centre|the centre)\b",
    re.IGNORECASE,
)
"""What is asked of a city itself."""


_CAPITAL = re.compile(r"^(?!\W*(?:what|which|name)\b[^?]*\bcapital\b).*\bcapital\b", re.IGNORECASE | re.DOTALL)
"""Speaks of a capital, and does not ask which it is."""
_CAPITAL_OF = re.compile(r"\b(?:the )?capital(?: city)? of (?:the )?$", re.IGNORECASE)
_ITS_CAPITAL = re.compile(r"(?:['’]s?)? capital(?: city)?\b", re.IGNORECASE)
_THE = re.compile(r"\bthe $", re.IGNORECASE)


def by_country(question: str, gazetteer: Gazetteer) -> str:
    """Return ``question`` with the country in place of its capital, where that stands for its government.

    A capital that is known as a place of its own stays, unless a ministry there is meant, and so does one that is asked
    about as a city or gave an agreement its name.
    """
    if _OF_THE_CITY.search(question):
        return question

    def country(found: re.Match[str]) -> str:
        after = _NEXT.match(question, found.end())
        agreed = after is not None and after[1].lower() in vocabulary("agreement")
        iso3 = _capitals().get(folded(found[0]))
        if not iso3 and " " in found[0]:  # "In Quito"
            first, _, last = found[0].partition(" ")
            alone = _NAME.fullmatch(last)
            return f"{first} {country(alone)}" if alone and not agreed else found[0]
        known = gazetteer.find(found[0]) and not _OF_A_MINISTRY.search(question)
        return found[0] if not iso3 or agreed or known else gazetteer.get(iso3).name

    return _NAME.sub(country, question)


def capitals_named(question: str, gazetteer: Gazetteer) -> str:
    """Return ``question`` with the name of each capital that it calls "the capital of" a country, or its."""
    named = {place: city for city, place in _capitals().items()}
    for mention in reversed(gazetteer.find(question) if _CAPITAL.search(question) else ()):
        city = named.get(mention.places[0].id)
        before, after = question[: mention.span.start], question[mention.span.end :]
        of_it, its = _CAPITAL_OF.search(before), _ITS_CAPITAL.match(after)
        if city and of_it:
            question = f"{before[: of_it.start()]}{city.title()}{after}"
        elif city and its:
            question = f"{_THE.sub('', before)}{city.title()}{after[its.end() :]}"
    return question


@cache
def _capitals() -> dict[str, str]:
    """Return the codes of countries by their capitals."""
    rows = (row for row in table("coordinates") if ":" not in row["place"] and len(row["named"]) >= _SHORTEST)
    return {folded(row["named"]): row["place"] for row in rows}
