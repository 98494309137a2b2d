"""Abbreviations that the sources explain themselves, so that a question may use either form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_DEFINED = re.compile(r"([^()]{3,120}?)\s\(([A-Z][A-Za-z-]{0,8}[A-Z]s?)\)")


def find_abbreviations(texts: Iterable[str]) -> dict[str, str]:
    """Return the abbreviations that ``texts`` define as "long form (LF)", with their long forms.

    The matching from right to left is that of Schwartz and Hearst, "A Simple Algorithm for Identifying Abbreviation
    Definitions in Biomedical Text" (2003).
    """
    found: dict[str, str] = {}
    for text in texts:
        for match in _DEFINED.finditer(" ".join(text.split())) if "(" in text else ():
            short = match[2].removesuffix("s") if match[2][-2:-1].isupper() else match[2]
            long = _long_form(short, match[1])
            if long:
                found.setdefault(short, long)
    return found


def _long_form(short: str, before: str) -> str:
    """Return the end of ``before`` whose letters make up ``short``, its first letter beginning a word."""
    words = before.split()[-min(len(short) + 5, 2 * len(short)) :]
    text = " ".join(words)
    letters = [c.lower() for c in short if c.isalnum()]
    at = len(text)
    for number, letter in enumerate(reversed(letters), 1):
        at -= 1
        first = number == len(letters)
        while at >= 0 and (text[at].lower() != letter or (first and at > 0 and text[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return ""
    long = text[at:]
    return long if len(long.split()) > 1 else ""


def written_out(text: str, abbreviations: Mapping[str, str]) -> str:
    """Return ``text`` with each known abbreviation replaced by its long form."""
    if not abbreviations:
        return text
    known = re.compile(r"\b(" + "|".join(map(re.escape, sorted(abbreviations, key=len, reverse=True))) + r")s?\b")
    return known.sub(lambda match: abbreviations[match[1]], text)
