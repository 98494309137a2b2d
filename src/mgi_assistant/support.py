"""Whether a sentence that a language model wrote is borne out by its quotes.

No model judges this. A quote counts with the whole of each sentence that it lies in, so that nothing is cut off its
"less than". Then, one rule after the other: figures have to stand in the quotes with unit and hedge; so do places and
names; every other word that says something needs its like there, itself or a synonym; each stretch of the claim has to
come from one sentence of the quotes; and within it no negation, "may", "will" or "because" may come or go. A claim that
is in doubt is not supported: losing a true sentence costs less than saying a false one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

import numpy as np

from mgi_assistant.distortions import distortions, opposites, tells_what_to_do
from mgi_assistant.place_words import is_regional
from mgi_assistant.places import Gazetteer
from mgi_assistant.ports import LexicalIndex, Reading
from mgi_assistant.quantities import Quantity, forms, hedged_alike, same
from mgi_assistant.statements import Reader, Statement, Word, content
from mgi_assistant.stretches import Stretch, Unit, stretches
from mgi_assistant.text import readable
from mgi_assistant.types import Evidence

_HEARD = 0.55
"""Cosine from which a word of a claim is taken for one of its quotes: of the honest words of the dev half that have
another stem than any in their quotes 73 % reach it, of words that were made up 5 %."""
_PAGES = re.compile(r"\s*\((?:[ivxlc]+|\d+)(?:, ?(?:[ivxlc]+|\d+))*\)\s*$")
"""Page numbers in brackets at the end of a sentence, which count nothing."""


@dataclass(frozen=True)
class Checker:
    """Says why a sentence is not borne out by its quotes."""

    gazetteer: Gazetteer
    lexical: LexicalIndex
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    """Long forms of the abbreviations that the sources define."""
    read: Callable[[str], Reading] | None = None
    """Gives a text word by word, as the embedding model reads it; with it a claim may have a word that its quotes
    have no like of in the tables, where the model takes it for one of theirs."""
    _reader: Reader = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_reader", Reader(self.gazetteer, self.lexical, self.abbreviations))

    def fault(self, claim: str, evidence: Sequence[Evidence]) -> str:
        """Return why ``claim`` is not supported by the quotes of ``evidence``, in a short sentence, or an empty text.

        A sentence of the quotes as it stands is supported.
        """
        text = readable(claim)
        units = [unit for one in evidence for unit in self._units(one)]
        if not text or not units:
            return "it has no quote" if text else "it says nothing"
        if any(text == readable(unit.passage.sentence(unit.order)) for unit in units):
            return ""
        said = self._reader.read(text)
        reason = _figure_fault(said, units) or self._place_fault(said, units) or self._word_fault(said, units)
        if reason:
            return reason
        found = stretches(said, units)
        if found is None:
            return "it joins what different sentences of its quotes say"
        return self._setting_fault(said, found) or next(distortions(said, found), "")

    def _units(self, evidence: Evidence) -> Iterator[Unit]:
        """Yield the sentences that a quote lies in, whole."""
        passage = evidence.passage
        subject = frozenset(passage.subject)
        headings = self._reader.read(" – ".join(passage.section[1:] or passage.section))
        for order, span in enumerate(passage.sentences):
            if span.end <= evidence.span.start or evidence.span.end <= span.start:
                continue
            said = self._reader.read(_PAGES.sub("", readable(passage.sentence(order))))
            above = headings.words
            if order and said.words and said.words[0].folded in forms("pronoun"):
                above += self._reader.read(readable(passage.sentence(order - 1))).words
            named = frozenset(place for _, ids in said.places for place in ids)
            yield Unit(
                said,
                passage,
                order,
                frozenset(word.stem for word in said.words),
                frozenset(group for word in said.words for group in word.groups),
                frozenset(word.stem for word in above),
                subject,
                subject | named | {place.split(":")[0] for place in named if not is_regional(place)},
                passage.kind in ("item", "row") and tells_what_to_do(said),
            )

    def _place_fault(self, said: Statement, units: Sequence[Unit]) -> str:
        """Say that a place of the claim is none of its quotes'."""
        known = frozenset(place for unit in units for place in unit.places)
        for _, ids in said.places:
            if known.isdisjoint(ids):
                name = self.gazetteer.get(min(ids)).name
                return f"it speaks of {name}, of which its quotes do not"
        return ""

    def _word_fault(self, said: Statement, units: Sequence[Unit]) -> str:
        """Say that a word of the claim is not in its quotes, nor one that means the same."""
        generic = forms("generic") if any(unit.advice or not unit.subject for unit in units) else {}
        new = [
            word
            for word in content(said.words)
            if word.folded not in generic and not any(unit.has(word) for unit in units)
        ]
        if not new or (len(new) == 1 and self._is_heard(said, new[0], units)):
            return ""
        return f"its quotes say nothing of “{new[0].raw}”"

    def _is_heard(self, said: Statement, word: Word, units: Sequence[Unit]) -> bool:
        """Say whether the embedding model takes ``word``, in its sentence, for a word of the quotes; never a name."""
        if self.read is None or word.raw[0].isupper():
            return False
        present = {other.folded for unit in units for other in unit.said.words}
        if any(word.folded in ours and not present.isdisjoint(theirs) for ours, theirs in opposites()):
            return False
        claim = self.read(said.text)
        own = [i for i, other in enumerate(claim.words) if other.lower() == word.raw.lower()]
        if not own:
            return False
        quoted = np.concatenate([self.read(unit.said.text).word_vectors for unit in units])
        return float((quoted @ claim.word_vectors[own[0]]).max()) >= _HEARD

    def _setting_fault(self, said: Statement, found: Sequence[Stretch]) -> str:
        """Say that the claim leaves out, or mistakes, the place that a stretch is about."""
        named = frozenset(place for _, ids in said.places for place in ids)
        local = any(_is_local(said, at) for at, _ in said.places)
        for stretch in found:
            home = stretch.home
            about = home.subject or home.places
            before = [ids for at, ids in said.places if at < stretch.end]
            inside = [ids for at, ids in said.places if stretch.start <= at < stretch.end]
            told = frozenset[str]().union(*(inside or before[-1:] or [ids for _, ids in said.places][:1]))
            if about and told.isdisjoint(home.places):
                name = " and ".join(self.gazetteer.get(place).name for place in sorted(about)[:2])
                return f"its quote is about {name}"
            cities = frozenset(place for place in home.subject if ":" in place and not is_regional(place))
            beside = not _beside_its_country(home.said, home.places) and _beside_its_country(said, home.places)
            if beside or (cities and cities.isdisjoint(named) and not local):
                cities = cities or frozenset(place for place in home.places & named if ":" in place)
                return f"its quote is about {self.gazetteer.get(min(cities)).name} only, not the whole country"
        return ""


def _is_local(said: Statement, at: int) -> bool:
    """Say whether a place is named as where some locality lies: "cities in Mali", "a Malian city"."""
    within = any(word.folded in ("in", "across", "within") for word in said.words[max(0, at - 2) : at])
    near = said.words[max(0, at - 5) : at] if within else said.words[at + 1 : at + 4]
    return any(word.folded in forms("local word") for word in near)


def _beside_its_country(said: Statement, localities: frozenset[str]) -> bool:
    """Say whether the claim names a country beside one of its localities as if both had done something."""
    localities = frozenset(place for place in localities if ":" in place and not is_regional(place))
    countries = {place.split(":")[0] for place in localities}
    joints = [
        (one, other)
        for (at, one), (then, other) in pairwise(said.places)
        if any(word.folded == "and" for word in said.words[at:then]) and then - at <= 4
    ]
    return any(
        not countries.isdisjoint(one | other) and not localities.isdisjoint(one | other) for one, other in joints
    )


def _figure_fault(said: Statement, units: Sequence[Unit]) -> str:
    """Say that a quantity of the claim is none of its quotes', or not with this hedge, or counts something else."""
    given = [(unit, quantity) for unit in units for quantity in unit.said.quantities]
    uses = Counter(q.key for q in said.quantities)
    known = Counter(q.key for _, q in given)
    for quantity in said.quantities:
        if quantity.value == "all" and _goes_with_number(said, quantity):
            continue
        if quantity.value == "some" and _tells_of_a_part(units):
            continue
        equal = [(unit, q) for unit, q in given if same(quantity, q)]
        if not equal:
            other = next((q for _, q in given if q.value == quantity.value and isinstance(q.value, Fraction)), None)
            if quantity.unit == "indefinite":
                return f"its quotes do not say “{quantity.text}”"
            if other is not None:
                return f"the figure {quantity.text} stands in its quotes as {other.text}"
            return f"the figure {quantity.text} does not stand in its quotes"
        if quantity.unit != "indefinite" and 0 < known[quantity.key] < uses[quantity.key]:
            return f"the figure {quantity.text} stands in its quotes for one thing only"
        hedged = [(unit, q) for unit, q in equal if hedged_alike(quantity, q)]
        if not hedged:
            return f"its quotes say “{equal[0][1].text}”, not “{quantity.text}”"
        if quantity.unit != "year" and not any(_counts_alike(said, quantity, unit, q) for unit, q in hedged):
            return f"the figure {quantity.text} counts something else in its quotes"
    return ""


def _tells_of_a_part(units: Sequence[Unit]) -> bool:
    """Say whether the quotes tell of some of a group without a number or share: "among them those that had …"."""
    return any(word.folded in forms("part") for unit in units for word in unit.said.words) and not any(
        q.unit in ("indefinite", "share") for unit in units for q in unit.said.quantities
    )


def _goes_with_number(said: Statement, quantity: Quantity) -> bool:
    """Say whether "all" only stands beside a number: "all 23 objectives", "a third of all countries"."""
    longest = len(" of the ")
    return any(
        0 <= q.start - quantity.end <= longest if q.unit == "count" else 0 <= quantity.start - q.end <= longest
        for q in said.quantities
        if q.unit in ("count", "share")
    )


def _counts_alike(said: Statement, quantity: Quantity, unit: Unit, other: Quantity) -> bool:
    """Say whether what a quantity of the claim counts stands near the same quantity in the quote."""
    first = said.at(quantity.end)
    counted = content(said.words[first : first + 6])[:3]
    if quantity.unit == "ordinal":
        counted += content(said.words[max(0, first - 8) : first])
    if not counted or quantity.unit == "indefinite":
        return True
    at, end = unit.said.at(other.start), unit.said.at(other.end)
    near = (*unit.said.words[max(0, at - 10) : at], *unit.said.words[end : end + 14])
    stems, groups = {word.stem for word in near}, {group for word in near for group in word.groups}
    return any(word.stem in stems or not groups.isdisjoint(word.groups) for word in counted)
