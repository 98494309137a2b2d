"""Sentences taken apart for comparison: their words with stem and synonyms, quantities, markers and places."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

from mgi_assistant.place_words import table
from mgi_assistant.places import Gazetteer
from mgi_assistant.ports import LexicalIndex
from mgi_assistant.quantities import Quantity, forms, quantities
from mgi_assistant.text import words

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s]")
_BETWEEN = frozenset({"it", "them", "this", "the", "a", "an", "its", "their"})
"""What may stand within a turn of phrase: "draw it up"."""
_REMEMBERED = 1 << 11
"""Texts that stay taken apart: the same quotes come with claim after claim."""
_CONTRACTED = re.compile(r"\b(?:cannot|(\w+?)n['’]t)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark of a text."""

    raw: str
    folded: str
    stem: str
    start: int
    groups: frozenset[int]
    """Synonyms that it belongs to, by itself or within a turn of phrase."""
    content: bool
    """Whether it says something that its quotes have to say too; not so words of grammar, numbers and places."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A word or turn of phrase that changes what is said: a negation, "may", "because"."""

    name: str
    """The class, as in ``claim_words.csv``."""
    start: int
    end: int
    """The words ``[start, end)``."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A text taken apart."""

    text: str
    words: tuple[Word, ...]
    quantities: tuple[Quantity, ...]
    markers: tuple[Marker, ...]
    places: tuple[tuple[int, frozenset[str]], ...]
    """Each place named: the word where it begins, and the ids that may be meant."""

    def at(self, offset: int) -> int:
        """Return the index of the first word that begins at or behind a character of the text."""
        return next((i for i, word in enumerate(self.words) if word.start >= offset), len(self.words))


@dataclass(frozen=True)
class Reader:
    """Takes texts apart; it remembers the stems that it has made."""

    gazetteer: Gazetteer
    lexical: LexicalIndex
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    """Long forms of abbreviations, as the sources define them."""
    read: Callable[[str], Statement] = field(init=False, repr=False, compare=False)
    """Takes a text, as people read it, apart; "don't" is read as "do not"."""
    _stems: dict[str, tuple[str, bool]] = field(default_factory=dict, repr=False, compare=False)
    _phrases: dict[str, list[tuple[tuple[str, ...], int]]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        rows = [row["forms"].split("|") for row in table("synonyms")]
        rows += [[short, f"{short}s", long] for short, long in self.abbreviations.items()]
        for group, row in enumerate(rows):
            for form in row:
                stems = tuple(stem for word in words(form) if (stem := self.stem(word)) not in _BETWEEN)
                if stems:
                    self._phrases.setdefault(stems[0], []).append((stems, group))
        object.__setattr__(self, "read", lru_cache(_REMEMBERED)(self._read))

    def _read(self, text: str) -> Statement:
        text = _CONTRACTED.sub(lambda match: "can not" if match[0].lower() == "cannot" else f"{match[1]} not", text)
        found = [(m[0], m.start(), self._fold(m[0])) for m in _WORD.finditer(text)]
        folded = [word for _, _, word in found]
        stems = [self.stem(word) for word in folded]
        groups = self._groups(stems)
        stated = quantities(text)
        markers = tuple(_markers(folded, [raw for raw, _, _ in found]))
        mentions = self.gazetteer.find(text)
        starts = [start for _, start, _ in found]
        silent = {i for marker in markers if marker.name != "comparison" for i in range(marker.start, marker.end)}
        for span in [(q.start, q.end) for q in stated] + [(m.span.start, m.span.end) for m in mentions]:
            silent |= {i for i, start in enumerate(starts) if span[0] <= start < span[1]}
        read = tuple(
            Word(
                raw,
                word,
                stem,
                start,
                frozenset(groups[i]),
                i not in silent and self._is_content(word, stem),
            )
            for i, ((raw, start, word), stem) in enumerate(zip(found, stems, strict=True))
        )
        places = tuple(
            (sum(start < m.span.start for start in starts), frozenset(place.id for place in m.places)) for m in mentions
        )
        return Statement(text, read, stated, markers, places)

    def stem(self, word: str) -> str:
        """Return the stem of a folded word, the same for all forms of an irregular one."""
        return self._known(word)[0]

    def _known(self, word: str) -> tuple[str, bool]:
        if word not in self._stems:
            base = _irregular().get(word, word)
            terms = self.lexical.terms(base)
            self._stems[word] = (terms[0] if terms else base, bool(self.lexical.terms(word)))
        return self._stems[word]

    def _is_content(self, word: str, stem: str) -> bool:
        free = forms("free")
        return (
            word[:1].isalpha()
            and len(word) > 1
            and self._known(word)[1]
            and word not in free
            and stem not in self._light
        )

    @cached_property
    def _light(self) -> frozenset[str]:
        """Stems of verbs that say little by themselves, in any form."""
        return frozenset(self.stem(form) for form, name in forms("free").items() if name != "linking")

    def _groups(self, stems: list[str]) -> list[set[int]]:
        groups: list[set[int]] = [set() for _ in stems]
        bare = [i for i, stem in enumerate(stems) if stem[:1].isalnum() and stem not in _BETWEEN]
        order = [stems[i] for i in bare]
        for at, stem in enumerate(order):
            for phrase, group in self._phrases.get(stem, ()):
                if tuple(order[at : at + len(phrase)]) == phrase:
                    for i in bare[at : at + len(phrase)]:
                        groups[i].add(group)
        return groups

    @staticmethod
    def _fold(raw: str) -> str:
        return "".join(words(raw)) or raw


@cache
def _irregular() -> dict[str, str]:
    """Return the base form of each irregular form."""
    bases: dict[str, str] = {}
    for row in forms("irregular"):
        base, *others = row.split("/")
        for form in others:
            bases.setdefault(form, bases.get(base, base))
    return bases


@cache
def _marker_phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Return the forms of markers by their first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in table("claim_words"):
        if row["use"] == "marker":
            for form in row["forms"].split("|"):
                phrase = tuple(words(form))
                found.setdefault(phrase[0], []).append((phrase, row["class"]))
    return {first: sorted(phrases, key=lambda item: -len(item[0])) for first, phrases in found.items()}


def _markers(folded: list[str], raw: list[str]) -> list[Marker]:
    """Return the markers among some words, the longest form of each class at each place, none in a set phrase."""
    found: list[Marker] = []
    for at, word in enumerate(folded):
        if word == "may" and at and raw[at][0].isupper():
            continue
        named: set[str] = set()
        for phrase, name in _marker_phrases().get(word, ()):
            if name not in named and tuple(folded[at : at + len(phrase)]) == phrase:
                named.add(name)
                found.append(Marker(name, at, at + len(phrase)))
    idle = {at for marker in found if marker.name == "set phrase" for at in range(marker.start, marker.end)}
    return [marker for marker in found if marker.start not in idle]


def content(words: Sequence[Word]) -> list[Word]:
    """Return those of ``words`` that say something."""
    return [word for word in words if word.content]


def alike(one: Word, other: Word) -> bool:
    """Say whether two words are the same but for their form, or synonyms."""
    return one.stem == other.stem or not one.groups.isdisjoint(other.groups)
