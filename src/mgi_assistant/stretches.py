"""Where in its quotes each stretch of a sentence comes from.

A sentence may put together what several quotes say, but clause by clause: a subject of one with the verb of another
says what nobody said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from mgi_assistant.quantities import forms, hedged_alike, same
from mgi_assistant.statements import Statement, Word
from mgi_assistant.types import Passage

_COSTS = {"strong": 1.0, "weak": 1.1, "mark": 1.2}
"""Cost of passing from one quote to another at a conjunction, a relative or other subordinate clause, a mark."""


_FAMILY = 0.75
"""Share of the longer of two stems that both begin with when they belong together."""


_JOINED = 100
"""Cost of passing from one quote to another in mid-clause; more than any number of lawful passages."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence of the quotes."""

    said: Statement
    passage: Passage
    order: int
    """Its number in the passage."""
    stems: frozenset[str]
    groups: frozenset[int]
    context: frozenset[str]
    """Stems of the headings that it stands under and, where it begins with a pronoun, of the sentence before."""
    subject: frozenset[str]
    """Ids of the places that its passage is about."""
    places: frozenset[str]
    """Those, and the ids of the places that it names."""
    advice: bool
    """Whether it recommends by telling what to do."""

    def has(self, word: Word) -> bool:
        """Say whether it has ``word`` or a synonym of it."""
        return (
            word.stem in self.stems
            or not self.groups.isdisjoint(word.groups)
            or word.stem in self.context
            or any(_akin(word.stem, stem) for stem in self.stems)
        )

    def marked(self, names: frozenset[str]) -> bool:
        """Say whether it has a marker of one of these classes."""
        return any(marker.name in names for marker in self.said.markers) or (self.advice and "must" in names)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words ``[start, end)`` of a claim that come from one sentence of the quotes."""

    start: int
    end: int
    home: Unit


@lru_cache(maxsize=1 << 16)
def _akin(one: str, other: str) -> bool:
    """Say whether two stems are of one family: "respond" and "response", "deliver" and "delivery"."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return shared >= 5 and shared >= _FAMILY * max(len(one), len(other))


def stretches(said: Statement, units: Sequence[Unit]) -> list[Stretch] | None:
    """Divide the claim into stretches that come from one sentence each, as few as can be.

    ``None`` when one begins in mid-clause, as where the subject of one quote has the verb of another.
    """
    sources = dict(_sources(said, units))
    if not sources:
        return [Stretch(0, len(said.words), units[0])]
    costs: dict[int, float] = {}
    ways: list[dict[int, int]] = []
    at = -1
    for index in sorted(sources):
        step: dict[int, float] = {}
        way: dict[int, int] = {}
        for unit in sources[index]:
            reached = {
                before: cost + (0 if before == unit else _passage_cost(said, at, index, units[before], units[unit]))
                for before, cost in costs.items()
            } or {unit: 0.0}
            best = min(reached, key=lambda before: (reached[before], before != unit))
            step[unit], way[unit] = reached[best], best
        costs, at = step, index
        ways.append(way)
    last = min(costs, key=lambda unit: costs[unit])
    if costs[last] >= _JOINED:
        return None
    homes = [last]
    for way in reversed(ways[1:]):
        homes.append(way[homes[-1]])
    return _merged(said, sorted(sources), homes[::-1], units)


def _merged(said: Statement, indexes: Sequence[int], homes: Sequence[int], units: Sequence[Unit]) -> list[Stretch]:
    """Return the stretches of words with the same home; what lies between two belongs to the second."""
    starts = [i for i in range(len(homes)) if i == 0 or homes[i] != homes[i - 1]]
    found = []
    for place, i in enumerate(starts):
        start = 0 if place == 0 else indexes[i - 1] + 1
        end = len(said.words) if place + 1 == len(starts) else indexes[starts[place + 1] - 1] + 1
        found.append(Stretch(start, end, units[homes[i]]))
    return found


def _sources(said: Statement, units: Sequence[Unit]) -> Iterator[tuple[int, list[int]]]:
    """Yield the words that tell where the claim comes from, each with the numbers of the sentences that have it."""
    for i, word in enumerate(said.words):
        if word.content:
            yield i, [number for number, unit in enumerate(units) if unit.has(word)] or list(range(len(units)))
    for quantity in said.quantities:
        having = [
            n
            for n, unit in enumerate(units)
            if any(same(quantity, q) and hedged_alike(quantity, q) for q in unit.said.quantities)
        ]
        if having:
            yield max(0, said.at(quantity.end) - 1), having
    for at, ids in said.places:
        having = [number for number, unit in enumerate(units) if not unit.places.isdisjoint(ids)]
        if having:
            yield at, having


def _passage_cost(said: Statement, at: int, index: int, one: Unit, other: Unit) -> float:
    """Return the cost of passing from one sentence of the quotes to another between two words of the claim."""
    between = said.words[at + 1 : index]
    boundaries = forms("boundary")
    found = {boundaries.get(word.folded, "mark" if not word.raw[0].isalnum() else "") for word in between}
    cost = min((_COSTS[name] for name in found if name in _COSTS), default=float(_JOINED))
    if one.passage.id == other.passage.id and one.subject and not (one.said.quantities or other.said.quantities):
        return min(cost, 3.0)
    return cost
