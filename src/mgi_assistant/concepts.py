"""Concepts of the field that nothing else stands for: who asks about refugees is not answered by what is on migrants.

``data/concepts.csv`` lists under ``asked`` the words and phrases that a question has for one, and under ``told`` others
by which a sentence may speak of it; ``*`` stands for any ending. :func:`mgi_assistant.text.words` folds them so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from mgi_assistant.place_words import table
from mgi_assistant.text import words

_IN_NAME = re.compile(r"(?<=[a-z,&] )(?!(?:Arabic|English|French|Portuguese|Spanish)\b)[A-Z][\w-]+")
"""A word with a capital inside a sentence, but for languages."""
_TREATY = re.compile(r"\b(?:Convention|Protocol|Covenant|Treaty)\b")
"""Is about what its name says, other than a body."""


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    """Return what finds one of ``phrases``; nothing where there are none."""
    ways = "|".join(re.escape(phrase).replace(r"\*", r"\S*") for phrase in phrases)
    return re.compile(rf"(?<!\S)(?:{ways})(?!\S)" if phrases else r"(?!)")


@dataclass(frozen=True, slots=True)
class Concept:
    """What finds a concept in a folded text by the words that questions have for it, and by others."""

    named: re.Pattern[str]
    told: re.Pattern[str]

    def is_told(self, sentence: str, passage: str) -> bool:
        """Say whether a sentence speaks of the concept; where its passage names it, all sentences there do."""
        return bool(self.named.search(folded(passage)) or self.told.search(folded(sentence)))


_CONCEPTS = [
    Concept(_any_of(row["asked"].split("|")), _any_of(list(filter(None, row["told"].split("|")))))
    for row in table("concepts")
]


@lru_cache(maxsize=256)
def asked_about(question: str) -> tuple[Concept, ...]:
    """Return the concepts that ``question`` names."""
    asked = folded(question)
    return tuple(concept for concept in _CONCEPTS if concept.named.search(asked))


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return the words of ``text`` as the table has them, but those of names: a Bureau of Refugees tells nothing."""
    return " ".join(words(text if _TREATY.search(text) else _IN_NAME.sub(" ", text)))
