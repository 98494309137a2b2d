"""Abbreviations that the sources explain themselves, so that a question may use either form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Those that the sources define, with their long forms."""

    seldom: Mapping[str, str] = field(default_factory=dict)
    """Those that few passages use."""
    defined: Mapping[str, str] = field(default_factory=dict)
    """All of them."""

    def shortened(self, text: str) -> str:
        """Return ``text`` with each long form replaced by its abbreviation where the sources mostly use that."""
        for short, long in self.defined.items():
            if short not in self.seldom:
                text = re.sub(rf"\b{re.escape(long)}\b(?! \({re.escape(short)})", short, text, flags=re.I)
        return text

    def written_out(self, text: str, defining: bool = False) -> str:
        """Return ``text`` with each one that is seldom used replaced by its long form.

        Where ``text`` asks what something is (``defining``), any other has its long form before it, as it has where
        it is explained: "Migration Governance Indicators (MGI)".
        """
        known = self.defined if defining else self.seldom
        if not known:
            return text
        either = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))

        def long_form(found: re.Match[str]) -> str:
            return self.seldom.get(found[1]) or f"{known[found[1]]} ({found[0]})"

        return re.sub(rf"\b({either})s?\b", long_form, text)
