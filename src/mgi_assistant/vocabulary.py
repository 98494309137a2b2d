"""Words that questions are made of, as listed by language in ``data/question_words.csv``.

All are folded as :func:`mgi_assistant.text.words` folds them: small letters, no accents.
"""

from __future__ import annotations

from functools import cache

from mgi_assistant.place_words import table


@cache
def listed(use: str) -> frozenset[str]:
    """Return the words of all languages that the table lists for one use."""
    return frozenset(word for row in table("question_words") if row["use"] == use for word in row["words"].split())


GENERIC = listed("generic")
"""Words that are in every other question here and name no topic of their own."""
ASKING = listed("asking")
"""Words that only make up the sentence of a question."""
QUESTION_WORDS = listed("question word")
"""What a question begins with."""
