"""What the search for places reads: the tables of ``data/``, and texts as words with the way back to the text."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from mgi_assistant import arabic
from mgi_assistant.types import Span

# A word, a number, or a mark that no name may run across. A full stop is one only after three letters ("St. Lucia").
_TOKEN = re.compile(r"[^\W\d_]+|\d+|(?<=\w\w\w)\.|[^\w\s.'-]")
_SAME_WORD = {"st": "saint", "&": "and"}
# Letters that Unicode does not decompose.
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", **arabic.LETTERS}
_ARABIC = re.compile("[\u0621-\u064a]")
_APOSTROPHES = frozenset("’‘ʼ`´")


class Tokens:
    """The words and marks of a text, in small letters without diacritics; spaces, hyphens and apostrophes left out."""

    def __init__(self, text: str) -> None:
        self._text = text
        folded, self._offsets = _fold(text)
        matches = list(_TOKEN.finditer(folded))
        self._bounds = [match.span() for match in matches]
        self.words = [_SAME_WORD.get(word, word) for word in (match.group() for match in matches)]
        if _ARABIC.search(folded):
            self._part()

    def _part(self) -> None:
        """Part "and" and prepositions from the Arabic names that they are written together with, articles included."""
        names = _arabic_names()
        parted: list[tuple[str, tuple[int, int]]] = []
        for word, (start, end) in zip(self.words, self._bounds, strict=True):
            before, name = arabic.apart(word, names) if _ARABIC.match(word) else ((), word)
            adjective = name in vocabulary("without article") and arabic.bare(word) != word
            if name not in names or adjective:
                parted.append((word, (start, end)))
                continue
            for letter in before:
                parted.append((letter, (start, start + 1)))
                start += 1
            parted.append((name, (start, end)))
        self.words = [word for word, _ in parted]
        self._bounds = [bounds for _, bounds in parted]

    def at(self, index: int) -> str:
        """Return the word or mark at ``index``, or "" outside of the text."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def raw(self, index: int) -> str:
        """Return the word at ``index`` as written, or "" outside of the text."""
        if not 0 <= index < len(self.words):
            return ""
        span = self.span(index, index + 1)
        return self._text[span.start : span.end]

    def span(self, start: int, end: int) -> Span:
        """Return the span of the text that the tokens ``[start, end)`` cover."""
        first, last = self._bounds[start][0], self._bounds[end - 1][1]
        return Span(self._offsets[first], max(self._offsets[last], self._offsets[last - 1] + 1))


def _fold(text: str) -> tuple[str, Sequence[int]]:
    """Return the folded text and, for each of its characters and its end, the offset in ``text``."""
    if text.isascii():
        return text.lower().replace("`", "'"), range(len(text) + 1)
    parts = [_FOLDED[character] for character in text]
    offsets = [index for index, part in enumerate(parts) for _ in part]
    offsets.append(len(text))
    return "".join(parts), offsets


class _Folding(dict[str, str]):
    """Characters to what they are compared as, filled as they are met."""

    def __missing__(self, character: str) -> str:
        parts = ("'",) if character in _APOSTROPHES else tuple(unicodedata.normalize("NFKD", character).casefold())
        self[character] = folded = "".join(map(_fold_part, parts))
        return folded


def _fold_part(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Mn", "Cf"}:  # Accents; soft hyphens and other marks that are not seen.
        return ""
    return "-" if category == "Pd" else _LETTERS.get(character, character)


_FOLDED = _Folding()


@cache
def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of ``data/``."""
    text = files("mgi_assistant").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def _arabic_names() -> frozenset[str]:
    """Return the first words of Arabic names of places, without their articles."""
    names = [name for row in table("names") if row["language"] == "ar" for name in row["names"].split(";")]
    names += [name for kind in ("countries", "groups") for row in table(kind) for name in row["aliases"].split(";")]
    return frozenset(arabic.bare(arabic.plain(name.split()[0])) for name in names if _ARABIC.match(name))


@cache
def foreign_names() -> dict[str, list[str]]:
    """Return the names in other languages that count in any text, by the ids of their places."""
    found: dict[str, list[str]] = {}
    for row in table("names"):
        found.setdefault(row["id"], []).extend(filter(None, row["names"].split(";")))
    return found


def folded(word: str) -> str:
    """Return a word in small letters without accents."""
    plain = unicodedata.normalize("NFKD", word.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(character for character in plain if not unicodedata.combining(character))


@cache
def vocabulary(use: str) -> frozenset[str]:
    """Return the words of ``words.csv`` for one use."""
    return frozenset(word for row in table("words") if row["use"] == use for word in row["words"].split())


def is_regional(place: str) -> bool:
    """Say whether a place id is that of a region or group of countries."""
    return place.startswith(("region:", "group:"))


def names_places(places: Sequence[str]) -> bool:
    """Say whether one of some place ids is that of a country or locality, rather than of a region or group."""
    return not all(map(is_regional, places))
