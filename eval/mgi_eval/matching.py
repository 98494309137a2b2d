"""Whether a text tells a fact: patterns, names, and numbers with their unit and hedge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mgi_assistant.text import words
from mgi_eval.cases import AliasMatch, Nugget, NumberMatch, RegexMatch

EARLY_WORDS = 80
"""How soon a reader should have the answer."""

_MARKERS = re.compile(r"\s?(?:\[\d+\])+")
_ESCAPE = re.compile(r"\\([\\`*_\[\]<>$~#|&.+)-])")
_MARKUP = re.compile(r"\*\*|^[ \t]*(?:[-*]|#{1,6})[ \t]+", re.MULTILINE)


def plain(markdown: str) -> str:
    """Return an answer's markdown as text on one line, without markup and ``[n]`` markers."""
    return " ".join(_ESCAPE.sub(r"\1", _MARKUP.sub("", _MARKERS.sub("", markdown))).split())


def first_words(text: str, n: int = EARLY_WORDS) -> str:
    """Return the first ``n`` words of ``text``."""
    return " ".join(text.split()[:n])


def tells(text: str, nugget: Nugget) -> bool:
    """Say whether ``text``, which is plain, tells the fact."""
    match nugget.match:
        case RegexMatch(pattern=pattern):
            return re.search(pattern, text, re.IGNORECASE) is not None
        case AliasMatch(any=names):
            said = f" {' '.join(words(text))} "
            return any(f" {' '.join(words(name))} " in said for name in names)
        case NumberMatch() as wanted:
            return any(_is(number, wanted) for number in numbers(text))


def missing(text: str, nuggets: Sequence[Nugget]) -> list[Nugget]:
    """Return the facts that ``text`` does not tell."""
    return [nugget for nugget in nuggets if not tells(text, nugget)]


# -- numbers -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a sentence gives it."""

    value: float
    unit: str
    """``%``, ``points``, or the singular of the next word; empty where none follows."""
    hedge: str
    """One of ``<``, ``<=``, ``>``, ``>=``, ``~`` (about) and ``-~`` (nearly); empty for a plain number."""
    after: tuple[str, ...] = ()
    """The next words."""

    @property
    def core(self) -> tuple[float, str, str]:
        """What has to agree for two numbers to say the same."""
        return self.value, self.unit, self.hedge

    @property
    def is_year(self) -> bool:
        """Whether this is most likely a calendar year."""
        return self.value.is_integer() and 1900 <= self.value <= 2100 and self.unit not in ("%", "points")


_CARDINALS = {
    word: value
    for value, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split(),
        2,
    )
} | {word: 10 * tens for tens, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), 3)}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<digits>\d{1,3}(?:[,\u202f\u00a0 ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\w]|[.,]\d)"
    rf"|\b(?P<part>(?:(?P<of>an?|one|{'|'.join(_CARDINALS)})[ -])?(?P<name>half|thirds?|quarters?|fifths?|tenths?))\b"
    rf"|\b(?P<word>{'|'.join(_CARDINALS)})\b",
    re.IGNORECASE,
)
_UNIT = re.compile(r"\s*(?:(?P<points>percentage[ -]points?|points?)|(?P<cent>%|per\s*cent)|(?P<word>[^\W\d_]+))", re.I)
_SCALE = re.compile(rf"\s+({'|'.join(_SCALES)})s?\b", re.IGNORECASE)
_NO_UNIT = frozenset("a an and are as at by for from had has have in is it of on or than that the to was were".split())
_HEDGES = {
    ">=": "at least|no (?:less|fewer) than|not less than|a minimum of",
    "<=": "at most|up to|no more than|not more than|a maximum of",
    "<": "less than|fewer than|under|below|lower than",
    ">": "more than|over|above|exceed(?:s|ing)?|greater than|higher than|upwards of",
    "-~": "nearly|almost|close to|just under",
    "~": "about|around|roughly|approximately|some|circa|an estimated",
}
_HEDGE = re.compile(
    "|".join(rf"(?P<h{i}>\b(?:{words_})\s+(?:a\s+|the\s+)?\Z)" for i, words_ in enumerate(_HEDGES.values())), re.I
)


def numbers(text: str) -> list[Number]:
    """Return the numbers of ``text`` in order, in digits or words, shares such as "one third" among them."""
    found = []
    for match in _NUMBER.finditer(text):
        value = _value(match)
        end = match.end()
        scale = _SCALE.match(text, end)
        if scale:
            value, end = value * _SCALES[scale[1].lower()], scale.end()
        hedge = hedge_of(text[max(0, match.start() - 30) : match.start()])
        if text[end : end + 1] == "+":
            hedge, end = hedge or ">", end + 1
        after = tuple(words(text[end : end + 80])[:6])
        found.append(Number(value, _unit(_UNIT.match(text, end)), hedge, after))
    return found


def _value(match: re.Match[str]) -> float:
    if match["digits"]:
        return float(re.sub(r"[^\d.]", "", match["digits"]))
    if match["word"]:
        return float(_CARDINALS[match["word"].lower()])
    of = (match["of"] or "one").lower()
    whole = _PARTS[match["name"].lower().rstrip("s") if match["name"].lower() != "half" else "half"]
    return round(_CARDINALS.get(of, 1) / whole, 6)


def _unit(match: re.Match[str] | None) -> str:
    if match is None:
        return ""
    if match["points"]:
        return "points"
    if match["cent"]:
        return "%"
    word = match["word"].lower()
    return "" if word in _NO_UNIT else singular(word)


def singular(word: str) -> str:
    """Return an English noun without the ending of its plural."""
    return re.sub(r"ies$", "y", word) if word.endswith("ies") else re.sub(r"(?<=[^s])s$", "", word)


def hedge_of(before: str) -> str:
    """Return the hedge that ``before``, the text in front of a number, ends with."""
    match = _HEDGE.search(before)
    if match is None or match.lastgroup is None:
        return ""
    return list(_HEDGES)[int(match.lastgroup[1:])]


def _is(number: Number, wanted: NumberMatch) -> bool:
    if abs(number.value - wanted.value) > wanted.tolerance + 1e-9:
        return False
    if wanted.hedge and number.hedge != hedge_of(f"{wanted.hedge} "):
        return False
    if not wanted.unit:
        return True
    unit = _unit(_UNIT.match(wanted.unit))
    if unit in ("%", "points"):
        return number.unit == unit
    return number.unit == unit or any(singular(w) == singular(v) for w in words(wanted.unit) for v in number.after)
