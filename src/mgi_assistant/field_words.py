"""The field's own words for everyday ones ("NGOs", "town hall"), so that a question finds what it means.

``data/field_words.csv`` lists them. A word or phrase is replaced only where the sources never use it: what they do say
is looked for as it was asked, and in the field's words besides.
"""

from __future__ import annotations

import re

from mgi_assistant.place_words import table
from mgi_assistant.ports import LexicalIndex

_TERMS = {everyday: row["term"] for row in table("field_words") for everyday in row["everyday"].split("|")}
_EVERYDAY = re.compile(
    r"(?<![\w-])("
    + "|".join(re.escape(phrase).replace(r"\ ", r"[\s-]+") for phrase in sorted(_TERMS, key=len, reverse=True))
    + r")(?![\w-])",
    re.IGNORECASE,
)


def in_field_words(text: str, lexicon: LexicalIndex, all_of_them: bool = False) -> str:
    """Return ``text`` with everyday words in the field's terms.

    Single words that the sources use themselves stay, unless it is to be ``all_of_them``.
    """

    def term(match: re.Match[str]) -> str:
        everyday = " ".join(re.split(r"[\s-]+", match[0].lower()))
        used = any(lexicon.weight(stem) < lexicon.weight("") for stem in lexicon.terms(everyday))
        return match[0] if " " not in everyday and used and not all_of_them else _TERMS[everyday]

    return _EVERYDAY.sub(term, text)
