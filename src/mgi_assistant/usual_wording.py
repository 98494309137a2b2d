"""What is asked in an unusual way, put in the usual one: "how much countries", "what mean diaspora", "X or rather Y".

Those who learn English ask so, and those who change their mind in the middle of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_MANY = {"country": "countries", "city": "cities", "municipality": "municipalities", "locality": "localities"}
_MANY |= {one: f"{one}s" for one in ("state", "government", "town")}
_MONEY = r"\bwhere (?:does|do|did|is|was) (?:the |its |their |your )?(?:money|funding|funds) "
_UNUSUAL: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"\bhow much (?=(?:countr|cit|municipalit|localit|government|state|town|place|stor)\w+\b)", "how many "),
    (r"\bhow many per ?cent(?:age)?(?: of)? (?:the )?countr(?:y|ies)\b", "what percentage of countries"),
    (
        rf"\b(how many|most|many|several) ({'|'.join(_MANY)})\b(?! (?:part|level|office|polic))",
        lambda found: f"{found[1]} {_MANY[found[2].lower()]}",
    ),
    (r"^\W*what means? (?!(?:are|were|is|of|do|does|did|to|for|can|could)\b)([^?]{2,60}?)\W*$", r"What does \1 mean?"),
    (rf"{_MONEY}(?:for|of|behind) (.{{3,60}}?) com(?:e|es|ing) from\b", r"who funds \1"),
    (rf"{_MONEY}com(?:e|es|ing) from\b", "who funds it"),
    (r"\b(about|on|for|in) (?:[\w-]+ ){1,4}or rather (?=\1 )", ""),
)
_USUAL = [(re.compile(unusual, re.IGNORECASE), usual) for unusual, usual in _UNUSUAL]


def usually(question: str) -> str:
    """Return ``question`` as it is usually put; one that is stays as it is."""
    for unusual, usual in _USUAL:
        question = unusual.sub(usual, question)
    return question
