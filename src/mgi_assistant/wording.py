"""What answers say in their own words, in the language of the question; what they quote stays as it is written.

``data/wording.csv`` lists it in English, Spanish and French.
"""

from __future__ import annotations

from functools import cache

from mgi_assistant.place_words import table
from mgi_assistant.types import Language


def worded(text: str, language: Language) -> str:
    """Return a text of the table in ``language``; any other as it is."""
    return _wordings(language).get(text, text)


@cache
def _wordings(language: Language) -> dict[str, str]:
    return {row["en"]: row[language] for row in table("wording")}
