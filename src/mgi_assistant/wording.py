"""What answers say in their own words, in the language of the question; what they quote stays as it is written.

``data/wording.csv`` lists it. Arabic sentences stand beside English quotes and hold English names: Unicode's marks for
isolated text keep the order of each whatever is around it.
"""

from __future__ import annotations

from functools import cache

from mgi_assistant.place_words import table
from mgi_assistant.types import Language

_RIGHT_TO_LEFT, _OF_ITS_OWN, _END = "\u2067", "\u2068", "\u2069"


def worded(text: str, language: Language) -> str:
    """Return a text of the table in ``language``; any other as it is."""
    return _wordings(language).get(text, text)


def sentence(text: str, language: Language, *gaps: object) -> str:
    """Return a sentence of the table in ``language`` with its gaps filled."""
    return directed(worded(text, language).format(*gaps), language)


def directed(text: str, language: Language) -> str:
    """Return a whole text in ``language`` as it may stand beside text of any other."""
    return f"{_RIGHT_TO_LEFT}{text}{_END}" if language == "ar" else text


def inserted(text: str, language: Language) -> str:
    """Return ``text`` of any language as it may stand in a sentence of ``language``."""
    return f"{_OF_ITS_OWN}{text}{_END}" if language == "ar" else text


def place_name(name: str, language: Language) -> str:
    """Return the English name of a country or region in ``language``; any other name as it is."""
    return _place_names(language).get(name, name)


@cache
def _place_names(language: Language) -> dict[str, str]:
    english = {row["iso3"]: row["name"] for row in table("countries")}
    english |= {row["id"]: row["name"] for row in table("groups")}
    rows = (row for row in table("names") if row["language"] == language)
    return {english[row["id"]]: f"{row['own']};{row['names']}".strip(";").split(";")[0] for row in rows}


@cache
def _wordings(language: Language) -> dict[str, str]:
    return {row["en"]: row[language] for row in table("wording")}
