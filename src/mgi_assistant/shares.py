"""Shares as people write them ("less than one third", "4 in every 10", "most"), as intervals that can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

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
"""Half the width of an interval for "about", and how far off a fraction in words ("one in ten") may be."""
_PERCENT = 100
_ROUNDED = 0.0049
"""How far off a percentage may be that is rounded to a whole one."""
_DOUBTFUL = 0.05
"""Two shares further apart than this are not the same, however roughly they are given."""
_NEARLY_ALL = 0.1
"""Of countries, how many may be left out where it is said of nearly all of them, or hold of almost none."""
_HEDGE = (
    r"(?P<below>less than|fewer than|under|below|at most|up to|no more than)|"
    r"(?P<above>more than|over|above|at least|upwards of)|"
    r"(?P<about>about|around|nearly|almost|roughly|approximately|approx\.?|circa|close to|some|something like)|"
    r"(?P<only>only|just)"
)
_ABOUT_AFTER = re.compile(
    r"-?ish\b|(?:\s+[\w-]+){0,2}?,?\s+"
    r"(?:or so|or thereabouts|or about that|more or less|give or take|roughly|approximately)\b",
    re.IGNORECASE,
)
"""What makes a share before it approximate: "one in ten or so", "one country in ten, roughly", "10%-ish"."""
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
    rough: float = 0.0
    """How far the true share may lie from it without the words being wrong; 0 for one that only bounds it."""

    @property
    def narrow(self) -> bool:
        """Whether it is one figure, exact or approximate, and not all that is more or less than one."""
        return self.rough > 0 or self.low == self.high


@lru_cache(maxsize=1 << 14)  # the same sentences come up in one answer after the other
def shares(text: str) -> tuple[Share, ...]:
    """Return the shares that ``text`` states, in order."""
    return tuple(found for match in _SHARE.finditer(text) if (found := _share(match)) is not None)


def words_of_each(text: str) -> tuple[str, ...]:
    """Return for each share of ``text`` what it is a share of: from its words to those of the next one."""
    starts = [match.start() for match in _SHARE.finditer(text) if _share(match) is not None]
    return tuple(text[start:end] for start, end in pairwise([*starts, len(text)]))


def decides(asked: Share, found: Share) -> bool | None:
    """Say whether what was ``found`` bears out what was ``asked``; ``None`` when it does not settle it.

    Shares within rounding of each other are the same. Near that, it is left open where one is only approximate, or
    where the one found is said to be more than the one asked about ("half", "more than half").
    """
    if asked.narrow and found.narrow:
        apart = abs(asked.low + asked.high - found.low - found.high) / 2
        rough = max(asked.rough, found.rough)
        if apart <= rough + 1e-9:
            return True
        return None if rough >= _NEAR and apart <= _DOUBTFUL + 1e-9 else False
    if asked.narrow and 0 < found.low - asked.high <= _NEAR:
        return None
    if found.high < asked.low or asked.high < found.low:
        return False
    return True if asked.low <= found.low and found.high <= asked.high else None


def _share(match: re.Match[str]) -> Share | None:
    text = match[0].strip()
    after = _ABOUT_AFTER.match(match.string, match.end())
    about = bool(match["about"] or after)
    if match["most"]:
        return Share(0.5 + 1e-9, 1.0, text)
    if match["all"]:
        value = float(match["all"].lower() not in ("no", "none of the"))
        left = _NEARLY_ALL if about else 0.0
        return Share(max(0.0, value - left), min(1.0, value + left), text)
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
    if about:
        return Share(max(0.0, value - _NEAR), min(1.0, value + _NEAR), text, _NEAR)
    exact = match["percent"] or (match["whole"] and _count(match["whole"]) >= _PERCENT)
    return Share(value, value, text, _ROUNDED if exact else _NEAR)


def _count(word: str) -> float:
    return float(_COUNTS.get(word.lower(), 0) or word)
