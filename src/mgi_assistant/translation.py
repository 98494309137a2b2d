"""Why what a language model says in another language cannot be trusted to be what a claim says in English.

A rendering is checked by what can be compared without understanding it: its language, its numbers, the places it
names, and the words that turn a sentence round (negation, hedges, "most", "should", "national"). ``data/hedges.csv``
lists these by meaning. A form marked "?" may stand for the meaning but need not: it is enough where the other side has
the meaning, and asks nothing of the other side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from mgi_assistant import arabic
from mgi_assistant.glossary import in_english
from mgi_assistant.languages import language as language_of
from mgi_assistant.place_words import folded, table
from mgi_assistant.places import Gazetteer, Mention
from mgi_assistant.types import Language

_MARKUP = re.compile(r"https?://|www\.|[<>`*_#|\[\]{}\\]|\n|^\s*[-+>]\s|(?<!\w)@\w")
_LENGTHS = {"ar": (0.35, 2.0)}
"""How many times as long as the English a rendering may be, at least and at most."""
_OTHERS = (0.5, 2.4)
_SLACK = 10
"""Characters that a rendering may differ by besides."""
_NUMERAL = re.compile(r"\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*")
_PER_CENT = {
    "en": r"\s*(?:%|per ?cent\b)",
    "es": r"\s*(?:%|por (?:ciento|cien)\b)",
    "fr": r"\s*(?:%|pour ?cent\b)",
    "pt": r"\s*(?:%|por cento\b)",
    "ar": r"\s*(?:%|(?:في ال|بال)(?:ميه|مايه)\b)",
}
_APART = r"[\s\-–’']+"
"""What parts the words of an expression."""
_NEAR = 3
"""Words that may stand between a hedge and its number ("menos de la mitad de los 40")."""


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of a text with what it may mean: "1.500" is one thing in English and another in Spanish."""

    values: frozenset[Fraction]
    per_cent: bool
    written: str
    start: int
    end: int
    needed: bool = True
    """Whether the other side must have it."""


def fault(said: str, claim: str, language: Language, gazetteer: Gazetteer) -> str:
    """Return why ``said`` cannot stand for the English ``claim`` in ``language``; "" where nothing speaks against it.

    ``claim`` is taken to be right; what may be lost or added on the way is looked for in both directions.
    """
    if not said.strip():
        return "It says nothing."
    if _MARKUP.search(said) and not _MARKUP.search(claim):
        return "It holds markup or an address."
    least, most = _LENGTHS.get(language, _OTHERS)
    if not least * len(claim) - _SLACK <= len(said) <= most * len(claim) + _SLACK:
        return "It is much shorter or longer than what it stands for."
    if language_of(said, gazetteer) != language:
        return f"It is not in the language of the question ({language})."
    theirs, ours = _plain(said, language), _plain(claim, "en")
    return (
        _number_fault(_numbers(theirs, language), _numbers(ours, "en"))
        or _place_fault(said, claim, language, gazetteer)
        or _marker_fault(theirs, ours, language)
    )


def _plain(text: str, language: Language) -> str:
    """Return ``text`` in the form in which the table is written."""
    return folded(arabic.plain(text) if language == "ar" else text.replace("’", "'").replace("n't", " not"))


# -- numbers -----------------------------------------------------------------------------------------------------------


def _numbers(text: str, language: Language) -> list[_Number]:
    """Return the numbers of a plain text in order, in digits or words; "3 million" is one."""
    found = [*_in_digits(text, language), *_in_words(text, language)]
    result: list[_Number] = []
    for number in sorted(found, key=lambda number: (number.start, -number.end)):
        last = result[-1] if result else None
        if last and number.start < last.end:
            continue
        scale = next(iter(number.values)) if number.written in _scales(language) else None
        if last and scale and not text[last.end : number.start].strip() and not last.per_cent:
            values = frozenset(value * scale for value in last.values)
            result[-1] = _Number(values, False, text[last.start : number.end], last.start, number.end)
        else:
            result.append(number)
    return result


def _in_digits(text: str, language: Language) -> Iterator[_Number]:
    after = re.compile(_PER_CENT[language])
    for match in _NUMERAL.finditer(text):
        share = after.match(text, match.end())
        before = text[: match.start()].rstrip().endswith("%")
        end = share.end() if share else match.end()
        yield _Number(_readings(match[0], language), bool(share or before), match[0], match.start(), end)


def _readings(numeral: str, language: Language) -> frozenset[Fraction]:
    """Return what a numeral may mean: with a point or comma before its last three digits, often two things."""
    digits = re.sub(r"[ \u00a0\u202f'’]", "", numeral)
    marks = [character for character in digits if character in ".,"]
    joined = Fraction(re.sub(r"[.,]", "", digits))
    if not marks:
        return frozenset({joined})
    whole, _, decimals = digits.rpartition(marks[-1])
    parted = Fraction(f"{re.sub('[.,]', '', whole)}.{decimals}")
    if len(set(marks)) > 1:
        return frozenset({parted})
    if len(marks) > 1:
        return frozenset({joined})
    if language == "en":
        return frozenset({joined if marks == [","] and len(decimals) == 3 else parted})
    return frozenset({joined, parted} if len(decimals) == 3 else {parted})


def _in_words(text: str, language: Language) -> Iterator[_Number]:
    for pattern, value, needed in _number_words(language):
        for match in pattern.finditer(text):
            yield _Number(frozenset({Fraction(value)}), False, match[0], match.start(), match.end(), needed)


@cache
def _number_words(language: Language) -> tuple[tuple[re.Pattern[str], str, bool], ...]:
    rows = [row for row in table("hedges") if row["kind"] in ("number", "scale")]
    # Arabic says two by the form of the noun.
    return tuple(
        (_pattern(form.lstrip("?"), language), row["meaning"], form[0] != "?" and row["meaning"] != "2")
        for row in rows
        for form in row[language].split(";")
    )


@cache
def _scales(language: Language) -> frozenset[str]:
    rows = [row for row in table("hedges") if row["kind"] == "scale"]
    return frozenset(_plain(form, language) for row in rows for form in row[language].split(";"))


def _number_fault(theirs: list[_Number], ours: list[_Number]) -> str:
    """Return what number one side has and the other has not."""
    left = list(theirs)
    for number in ours:
        same = next((o for o in left if o.values & number.values and o.per_cent == number.per_cent), None)
        if same:
            left.remove(same)
        elif number.needed:
            return f"It leaves out or changes the number {number.written!r}."
    added = next((number.written for number in left if number.needed), "")
    return f"It has the number {added!r}, which is not in the claim." if added else ""


# -- places ------------------------------------------------------------------------------------------------------------


def _place_fault(said: str, claim: str, language: Language, gazetteer: Gazetteer) -> str:
    """Return what place one side names and the other does not."""
    ours = gazetteer.find(claim)
    written, glossed = gazetteer.find(said), gazetteer.find(in_english(said, language, gazetteer))
    for mention in ours:
        if not any(_same(mention, other) for other in (*written, *glossed)):
            return f"It does not name {mention.places[0].name}."
    for mention in written:
        if not any(_same(mention, other) for other in ours):
            return f"It names {mention.places[0].name}, which the claim does not."
    return ""


def _same(one: Mention, other: Mention) -> bool:
    return not {place.id for place in one.places}.isdisjoint(place.id for place in other.places)


# -- words that turn a sentence round ----------------------------------------------------------------------------------


def _marker_fault(theirs: str, ours: str, language: Language) -> str:
    """Return what meaning of the table one side has and the other has not."""
    here, there = _meanings(theirs, language), _meanings(ours, "en")
    for meaning, (surely, _) in there.items():
        if surely and not here[meaning][1]:
            return f"It does not say {meaning!r}."
    for meaning, (surely, _) in here.items():
        if surely and not there[meaning][1]:
            return f"It says {meaning!r}, which the claim does not."
    return ""


def _meanings(text: str, language: Language) -> dict[str, tuple[bool, bool]]:
    """Return for each meaning whether ``text`` has it for sure, and whether it may have it."""
    numbers = _numbers(text, language)
    found = [
        (meaning, sure, match.start(), match.end())
        for meaning, (kind, forms) in _markers(language).items()
        for pattern, sure in forms
        for match in pattern.finditer(text)
        if kind != "hedge" or any(_beside(text, match.start(), match.end(), number) for number in numbers)
    ]
    result = dict.fromkeys(_markers(language), (False, False))
    for meaning, sure, start, end in found:
        inside = any(
            certain and s <= start and end <= e and e - s > end - start and other != meaning
            for other, certain, s, e in found
        )
        if not inside:  # "no more than" is no negation
            result[meaning] = (result[meaning][0] or sure, True)
    return result


def _beside(text: str, start: int, end: int, number: _Number) -> bool:
    """Say whether a hedge stands before a number, or right after it."""
    if not (end <= number.start or number.end <= start):
        return False
    between, near = (text[end : number.start], _NEAR) if end <= number.start else (text[number.end : start], 1)
    return len(between.split()) <= near and not re.search("[.;:]", between)


@cache
def _markers(language: Language) -> dict[str, tuple[str, list[tuple[re.Pattern[str], bool]]]]:
    """Return the kind of each meaning and its forms, each with whether it says so for sure."""
    return {
        row["meaning"]: (
            row["kind"],
            [(_pattern(form.lstrip("?"), language), form[0] != "?") for form in row[language].split(";")],
        )
        for row in table("hedges")
        if row["kind"] in ("hedge", "marker")
    }


@cache
def _pattern(form: str, language: Language) -> re.Pattern[str]:
    """Return what finds a form of the table: "*" stands for any ending, "+" for one to four words."""
    if language == "ar":
        form = arabic.plain(form)
    words = [re.escape(word).replace(r"\*", r"\w*") for word in folded(form).replace("-", " ").split() if word != "+"]
    apart = r"\W+(?:\w+\W+){1,4}?" if "+" in form else _APART
    before = r"(?<!\w)(?:[وف]?(?:لل|[بلك]?(?:ال)?))" if language == "ar" else r"(?<!\w)"
    return re.compile(before + apart.join(words) + r"(?!\w)")
