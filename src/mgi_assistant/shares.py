"""Shares as people write them ("less than one third", "4 in every 10", "most"), as intervals that can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_WORDS = {"half": 1 / 2, "one half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "tenth": 1 / 10}
_COUNTS = {
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_NEAR = 0.02
"""Half the width of an interval for "about"."""
_HEDGE = (
    r"(?P<below>less than|fewer than|under|below|at most|no more than)|"
    r"(?P<above>more than|over|above|at least|upwards of)|(?P<about>about|around|nearly|almost|roughly|some)|"
    r"(?P<only>only|just)"
)
_ORDINAL = "third|quarter|fifth|tenth"
_AFTER = r"(?:of|in|ha[sd]|have|do|does|did|is|are|was|were|that|which|who|with|or|and|to)\b"
"""What follows an ordinal that is a share: not "third-country nationals", "a third assessment", "third, …"."""
_SHARE = re.compile(
    rf"\b(?:(?:{_HEDGE})\s+)?(?:"
    r"(?P<percent>\d+(?:\.\d+)?)\s*(?:%|per\s?cent\b)|"
    r"(?P<part>a|one|two|three|four|five|six|seven|eight|nine|\d+)\s+(?:(?!in\b)\w+\s+)?"
    r"(?:in|out of)\s+(?:every\s+)?(?P<whole>(?!(?:19|20)\d\d\b)[1-9]\d*|two|three|four|five|ten)\b|"
    rf"(?:(?P<times>a|one|two|three|four)[\s-]+)?(?P<unit>half|thirds|quarters|fifths|tenths|"
    rf"(?<=\bone[\s-])(?:{_ORDINAL})|(?<=\ba[\s-])(?:{_ORDINAL})(?![\s-]+(?!{_AFTER})\w)|"
    rf"(?:{_ORDINAL})(?=\s+{_AFTER}))\b|"
    r"(?P<most>most|the majority|a majority)\b(?:\s+of)?(?:\s+the)?\s+(?=countries|states|governments|nations|of)|"
    r"(?P<all>all|every|each|no|none of the)\s+(?=countr|states?\b|governments?\b|nations?\b))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a whole: somewhere from ``low`` to ``high``, both in [0, 1], and the words that say it."""

    low: float
    high: float
    text: str


@lru_cache(maxsize=1 << 14)  # the same sentences come up in one answer after the other
def shares(text: str) -> tuple[Share, ...]:
    """Return the shares that ``text`` states, in order."""
    return tuple(found for match in _SHARE.finditer(text) if (found := _share(match)) is not None)


def decides(asked: Share, found: Share) -> bool | None:
    """Say whether what was ``found`` bears out what was ``asked``; ``None`` when it does not settle it."""
    if found.high < asked.low or asked.high < found.low:
        return False
    within = asked.low <= found.low and found.high <= asked.high
    return True if within or found.high - found.low <= 2 * _NEAR + 1e-9 else None


def _share(match: re.Match[str]) -> Share | None:
    text = match[0].strip()
    if match["most"]:
        return Share(0.5 + 1e-9, 1.0, text)
    if match["all"]:
        value = float(match["all"].lower() not in ("no", "none of the"))
        return Share(value, value, text)
    if match["percent"]:
        value = float(match["percent"]) / 100
    elif match["whole"]:
        value = _count(match["part"]) / _count(match["whole"])
    else:
        value = _count(match["times"] or "one") * _WORDS[match["unit"].lower().rstrip("s")]
    if not 0 <= value <= 1:
        return None
    if match["below"]:
        return Share(0.0, value - 1e-9, text)
    if match["above"]:
        return Share(value + 1e-9, 1.0, text)
    if match["about"]:
        return Share(max(0.0, value - _NEAR), min(1.0, value + _NEAR), text)
    return Share(value, value, text)


def _count(word: str) -> float:
    return float(_COUNTS.get(word.lower(), 0) or word)
