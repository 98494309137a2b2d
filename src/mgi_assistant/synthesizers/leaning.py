"""Sentences that need the one before them to be understood."""

from __future__ import annotations

import re

_GOES_ON = re.compile(
    r"^(it|its|this|these|those|they|their|he|she|(?:all|both|each|most|some|none) of (?:them|these|those)|"
    r"furthermore|moreover|in addition|also|however|as a result|"
    r"measures are|in response|the (policy|plan|document|strategy|committee|collaboration|platform|programme|dialogue|"
    r"office|effort))\b",
    re.IGNORECASE,
)
"""Beginnings of sentences that need the one before to be understood."""
_POINTS_BACK = re.compile(
    r"^(?:it|they)\b|\b(?:with|of|for) both\.?$|"
    r"\b(?:this|these|such) (?:work|efforts?|plans?|process|measures?|office|strategy|committee|platform)\b",
    re.IGNORECASE,
)
"""Says of something what only the sentence before it names."""


def goes_on(sentence: str) -> bool:
    """Say whether a sentence begins by going on with the one before it."""
    return _GOES_ON.search(sentence) is not None


def points_back(sentence: str) -> bool:
    """Say whether a sentence says of something what only the one before it names."""
    return _POINTS_BACK.search(sentence) is not None


def leans(sentence: str) -> bool:
    """Say whether a sentence does either."""
    return goes_on(sentence) or points_back(sentence)
