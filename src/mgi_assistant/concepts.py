"""Concepts of the field that nothing else stands for: who asks about refugees is not answered by what is on migrants.

``data/concepts.csv`` lists under ``asked`` the words and phrases that a question has for one, and under ``told`` others
by which a passage may speak of it; ``*`` stands for any ending. :func:`mgi_assistant.text.words` folds them so.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mgi_assistant.place_words import table
from mgi_assistant.text import words

_IN_NAME = re.compile(r"(?<=[a-z,&] )[A-Z][\w-]+")
"""A word with a capital inside a sentence."""


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    ways = "|".join(re.escape(phrase).replace(r"\*", r"\S*") for phrase in phrases)
    return re.compile(rf"(?<!\S)(?:{ways})(?!\S)")


_CONCEPTS = [
    (_any_of(asked), _any_of([*asked, *filter(None, row["told"].split("|"))]))
    for row in table("concepts")
    if (asked := row["asked"].split("|"))
]


@lru_cache(maxsize=256)
def asked_about(question: str) -> tuple[re.Pattern[str], ...]:
    """Return for each concept that ``question`` names what finds it in a text folded by :func:`folded`."""
    asked = folded(question)
    return tuple(told for named, told in _CONCEPTS if named.search(asked))


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return the words of ``text`` as the table has them, but those of names: a Bureau of Refugees tells nothing."""
    return " ".join(words(_IN_NAME.sub(" ", text)))
