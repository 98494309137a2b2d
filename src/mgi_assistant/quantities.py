"""The quantities that a text states, each with its unit and its hedge, so that two texts can be compared.

"Less than one third" is a share below 1/3, "3,500+" a count above 3500, "most" an indefinite share; "40 per cent" and
"40 countries" are different things. A share is the same however it is written: "1 in 4" and "a quarter".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache

from mgi_assistant.place_words import table

_UNITS = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split(),
        range(20),
        strict=True,
    )
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "dozen": 12, "bn": 10**9}
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_PARTS |= {f"{part}s": whole for part, whole in _PARTS.items() if part != "halves"}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_TIMES = {"twice": 2, "double": 2, "doubled": 2, "doubling": 2, "triple": 3, "tripled": 3, "thrice": 3, "once": 1}
_ARTICLES = frozenset({"a", "an", "one", "every", "each"})
_LONGEST = 40
"""Digits; a longer number is compared as it is written."""
_TOKEN = re.compile(
    r"\d{1,3}(?:[,.\u202f\u00a0 ]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?|[^\w\s]"
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of a text."""

    value: Fraction | str
    """The number; of an indefinite one its class ("most", "some"); of a very long one its digits."""
    unit: str
    """"count", "share", "points", "times", "ordinal", "year", a currency sign, or "indefinite"."""
    hedges: frozenset[str]
    """"below", "above", "at least", "at most", "about", "nearly", "only"."""
    text: str
    start: int
    """Where it begins in the text, with its hedge."""
    end: int

    @property
    def key(self) -> tuple[Fraction | str, str]:
        """What is compared first: the value with its unit."""
        return self.value, self.unit


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


@cache
def forms(use: str) -> dict[str, str]:
    """Return the forms that ``claim_words.csv`` lists for one use, each with its class."""
    return {form: row["class"] for row in table("claim_words") if row["use"] == use for form in row["forms"].split("|")}


@cache
def _phrases(use: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return the forms of one use as words, the longest first, each with its class."""
    found = [(tuple(form.split()), name) for form, name in forms(use).items()]
    return tuple(sorted(found, key=lambda item: -len(item[0])))


@lru_cache(maxsize=1 << 12)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities that ``text`` states, in order."""
    tokens = [_Token(m[0].lower().replace("’", "'"), *m.span()) for m in _TOKEN.finditer(_without_idle(text))]
    return tuple(_read(text, tokens))


def _without_idle(text: str) -> str:
    """Blank out turns of phrase whose words count nothing ("in all", "whole-of-government")."""
    return _idle().sub(lambda match: " " * len(match[0]), text)


@cache
def _idle() -> re.Pattern[str]:
    known = sorted(forms("idle"), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, known)) + r")\b", re.IGNORECASE)


def _read(text: str, tokens: Sequence[_Token]) -> Iterator[Quantity]:
    at = 0
    while at < len(tokens):
        found = _number(tokens, at) or _indefinite(tokens, at)
        if found is None:
            at += 1
            continue
        value, unit, end = found
        first, before = _hedges_before(tokens, at)
        last, after = _hedges_after(tokens, end)
        start, stop = tokens[first].start, tokens[last - 1].end
        hedges = before | after if unit not in ("ordinal", "year", "indefinite") else frozenset()
        yield Quantity(value, unit, hedges, text[start:stop] if hedges else text[tokens[at].start : stop], start, stop)
        at = max(end, last)


def _number(tokens: Sequence[_Token], at: int) -> tuple[Fraction | str, str, int] | None:
    """Return the value and unit of the number at token ``at``, and the token after it."""
    word = _word(tokens, at)
    if word in _TIMES and _word(tokens, at + 1) not in ("a", "the"):
        return (Fraction(_TIMES[word]), "times", at + 1) if word != "once" else None
    if word in ("first", "second", "third", *_ORDINALS) and not _is_part(tokens, at):
        return Fraction(_ORDINALS.index(word) + 1), "ordinal", at + 1
    if word == "half" or (word in _PARTS and _is_part(tokens, at)):
        return Fraction(1, _PARTS[word]), "share", at + 1
    parsed = _cardinal(tokens, at)
    if parsed is None:
        return None
    value, end = parsed
    if isinstance(value, str):
        return value, "count", end
    return _with_unit(tokens, at, value, end)


def _with_unit(tokens: Sequence[_Token], at: int, value: Fraction, end: int) -> tuple[Fraction, str, int] | None:
    """Return a cardinal number with what follows it: a share, a multiple, a year, or a plain count."""
    following = _word(tokens, end)
    joined = end + 1 if following == "-" else end
    if _word(tokens, joined) in _PARTS and (value > 1 or _is_part(tokens, joined)) and value < 10:
        return value / _PARTS[_word(tokens, joined)], "share", joined + 1
    if following == "%" or following == "percent" or (following == "per" and _word(tokens, end + 1) == "cent"):
        return value / 100, "share", end + (2 if following == "per" else 1)
    if following in ("percentage", "pp"):
        return value, "points", end + (2 if following == "percentage" else 1)
    whole = _whole(tokens, end)
    if whole:
        return value / whole[0], "share", whole[1]
    if following in ("times", "fold") or (following == "-" and _word(tokens, end + 1) == "fold"):
        return value, "times", end + (2 if following == "-" else 1)
    digits = tokens[at].text
    if _YEAR.fullmatch(digits) and end == at + 1:
        return value, "year", end
    if digits[0].isdecimal() and following in ("st", "nd", "rd", "th"):
        return value, "ordinal", end + 1
    if not digits[0].isdecimal() and value <= 1:
        return None  # "one" and "zero" as words are pronouns as often as numbers
    sign = tokens[at - 1].text if at and tokens[at - 1].text in "$€£¥" else ""
    if following in ("dollars", "dollar", "usd", "euros", "euro", "eur", "pounds"):
        return value, {"e": "€", "p": "£"}.get(following[0], "$"), end + 1
    return value, sign or "count", end


def _whole(tokens: Sequence[_Token], end: int) -> tuple[Fraction, int] | None:
    """Return the whole of "in (every) ten" or "out of ten" after token ``end``, and the token after it."""
    if _word(tokens, end) == "in" and _word(tokens, end + 1) in ("every", "each"):
        start = end + 2
    elif _word(tokens, end) == "in":
        start = end + 1
    elif _word(tokens, end) == "out" and _word(tokens, end + 1) == "of":
        start = end + 2 + (_word(tokens, end + 2) in ("every", "each"))
    else:
        return None
    parsed = _cardinal(tokens, start)
    if parsed is None or isinstance(parsed[0], str) or not 1 < parsed[0] <= 100:
        return None
    return parsed[0], parsed[1]


def _cardinal(tokens: Sequence[_Token], at: int) -> tuple[Fraction | str, int] | None:
    """Return the cardinal number at token ``at``, in digits or words, and the token after it."""
    word = _word(tokens, at)
    if word[:1].isdecimal():
        if len(word) > _LONGEST:
            return word, at + 1
        number = re.sub(r"[,.\u202f\u00a0 ](?=\d{3}(?:\D|$))", "", word).replace(",", ".")
        parts = number.split(".")
        if len(parts) > 2:
            return word, at + 1
        value, end = Fraction(number), at + 1
    elif word in _UNITS or word in _TENS:
        value, end = Fraction(_UNITS.get(word, _TENS.get(word, 0))), at + 1
        then = end + 1 if _word(tokens, end) == "-" else end
        if word in _TENS and 0 < _UNITS.get(_word(tokens, then), 0) < 10:
            value, end = value + _UNITS[_word(tokens, then)], then + 1
    elif word in ("a", "an") and _word(tokens, at + 1) in _SCALES:
        value, end = Fraction(1), at + 1
    else:
        return None
    while _word(tokens, end) in _SCALES:
        value, end = value * _SCALES[_word(tokens, end)], end + 1
        if _word(tokens, end) == "and" and _word(tokens, end + 1) in (_UNITS | _TENS):
            rest = _cardinal(tokens, end + 1)
            if rest and isinstance(rest[0], Fraction):
                value, end = value + rest[0], rest[1]
    return value, end


def _is_part(tokens: Sequence[_Token], at: int) -> bool:
    """Say whether "third" at token ``at`` is a share ("a third of", "one third"), not a place in an order."""
    word, before = _word(tokens, at), _word(tokens, at - 1)
    if word not in _PARTS:
        return False
    if word.endswith("s"):
        return before in _UNITS or _word(tokens, at - 2) in _UNITS
    following = _word(tokens, at + 1)
    named = before == "one" or (before == "-" and _word(tokens, at - 2) == "one")
    return (
        named
        or (before in _ARTICLES and (following in ("of", "") or not following.isalpha()))
        or (following == "of" and before not in ("the", "its", "their"))
    )


def _indefinite(tokens: Sequence[_Token], at: int) -> tuple[str, str, int] | None:
    """Return the class of the indefinite quantity at token ``at`` ("most", "some"), and the token after it."""
    for phrase, name in _phrases("quantifier"):
        if _is_here(tokens, at, phrase):
            if phrase == ("some",) and _cardinal(tokens, at + 1):
                return None
            if name == "most" and _word(tokens, at - 1) in ("the", "at") and phrase == ("most",):
                return None  # a superlative
            return name, "indefinite", at + len(phrase)
    return None


def _hedges_before(tokens: Sequence[_Token], at: int) -> tuple[int, frozenset[str]]:
    """Return the first token of the hedges right before token ``at``, and their classes."""
    found: set[str] = set()
    first = at
    while first:
        skipped = first - (_word(tokens, first - 1) in ("a", "the", "$", "€", "£", "by", "of"))
        for phrase, name in _phrases("hedge"):
            begin = skipped - len(phrase)
            if begin >= 0 and _is_here(tokens, begin, phrase):
                found.add(name)
                first = begin
                break
        else:
            break
    return first, frozenset(found)


def _hedges_after(tokens: Sequence[_Token], end: int) -> tuple[int, frozenset[str]]:
    """Return the token after the hedges right behind a number, and their classes; "100+" is above or at least."""
    if _word(tokens, end) == "+":
        return end + 1, frozenset({"above"})
    for phrase, name in _phrases("after"):
        if _is_here(tokens, end, phrase) and not _cardinal(tokens, end + len(phrase)):
            return end + len(phrase), frozenset({name})
    return end, frozenset()


def _is_here(tokens: Sequence[_Token], at: int, phrase: tuple[str, ...]) -> bool:
    return all(_word(tokens, at + i) == word for i, word in enumerate(phrase))


def _word(tokens: Sequence[_Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def same(one: Quantity, other: Quantity) -> bool:
    """Say whether the ``other`` quantity is ``one`` but for its hedges; "more than half" is "most"."""
    above_half = other.key == (Fraction(1, 2), "share") and other.hedges == {"above"}
    return one.key == other.key or (one.value == "most" and above_half)


def hedged_alike(one: Quantity, other: Quantity) -> bool:
    """Say whether two quantities have the same hedges; "100+" may be more than and at least 100."""
    if "indefinite" in (one.unit, other.unit):
        return True
    open_ended = {"above", "at least"}
    return one.hedges == other.hedges or (other.text.endswith("+") and bool(one.hedges) and one.hedges <= open_ended)
