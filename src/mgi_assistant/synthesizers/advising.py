"""What is recommended, how common that is, and both together where a question asks about a whole policy area."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from mgi_assistant.examples import is_example
from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.ports import Vectors
from mgi_assistant.relevance import Calibration
from mgi_assistant.shares import shares
from mgi_assistant.synthesizers.candidates import NOT_SAID, Candidate, Candidates, distinct
from mgi_assistant.types import Passage, Query

MOST_COMMON = 2
"""Figures given beside recommendations."""
MOST_ADVICE = 8
"""Recommendations given at once."""
_ALIKE = 0.03
"""Estimates this close do not tell two recommendations apart."""
_NEARLY = 0.9
"""Share of the likeliest recommendation's estimate that those of the likeliest policy area need to be given instead."""
_FITS = 1.3
"""How many times the odds of the next likely recommendation those of one have to be for it to be given first."""
_FEW_NEAREST = 2
"""Sentences by which a policy area is told where no word names it."""
_NEAR = 0.42
"""How near they have to be on average."""
_ASKS_FOR_ONE = re.compile(r"^\W*(?:who|whom|whose|where|when|why|which)\b|\bdiffer\w*", re.IGNORECASE)
"""Asks for one thing about an area."""
_AROUND = "people persons human issues change"
"""Words that stand around the name of a policy area."""


@dataclass(frozen=True)
class Advising:
    """Finds the recommendations of an index and the figures beside them."""

    candidates: Candidates
    weights: Calibration

    def area_meant(self, vector: Vectors) -> tuple[str, ...]:
        """Return the policy area of which a few sentences are nearest to a question, if they are near."""
        near = {area: float(np.sort(of_area @ vector)[-_FEW_NEAREST:].mean()) for area, of_area in self._areas.items()}
        best = max(near, key=lambda area: near[area], default="")
        return (best,) if best and near[best] >= _NEAR else ()

    def on_areas(self, query: Query) -> list[Passage]:
        """Return the recommendations on the policy areas of a question."""
        advice = filter(self.candidates.is_advice, self.candidates.admitted(query))
        return [p for p in advice if not set(query.policy_areas).isdisjoint(p.policy_areas[:1])]

    @cached_property
    def _areas(self) -> dict[str, Vectors]:
        """The vectors of what is said of each policy area, and of no other or of what one place did."""
        found: dict[str, list[Vectors]] = {}
        for passage in self.candidates.store.passages:
            if len(passage.policy_areas) == 1 and passage.kind not in NOT_SAID and not is_example(passage):
                found.setdefault(passage.policy_areas[0], []).append(self.candidates.store.sentence_vectors(passage))
        return {area: np.concatenate(vectors) for area, vectors in found.items()}

    def recommended(self, query: Query, found: Sequence[Candidate]) -> list[Candidate]:
        """Return all recommendations of the policy area of the likeliest one, or else of the best sentence."""
        given = [c for c in found if self.candidates.is_advice(c.passage)]
        areas = query.policy_areas or found[0].passage.policy_areas[:1]
        of_area = [c for c in given if not set(areas).isdisjoint(c.passage.policy_areas[:1])]
        if not of_area and not is_example(found[0].passage):
            of_area = self.candidates.of(self.on_areas(replace(query, policy_areas=tuple(areas))))
        likely = max((c.confidence for c in given), default=0.0)
        advice = [c for c in given if c.confidence >= max(self.weights.keep, _NEARLY * found[0].confidence)]
        advice = [c for c in of_area if c.confidence >= min(self.weights.keep, _NEARLY * likely)] or advice or of_area
        if not advice:
            return []
        alike = [c for c in advice if c.confidence > advice[0].confidence - _ALIKE]
        best = min(alike, key=lambda c: c.passage.locator.row is not None)  # a page before a row that says the same
        siblings = [
            p
            for p in self.candidates.admitted(query)
            if p.locator.source_id == best.passage.locator.source_id
            and p.section == best.passage.section
            and p.policy_areas[:1] == best.passage.policy_areas[:1]
            and p.kind == best.passage.kind
        ]
        return _fitting_first(distinct(self.candidates.of(siblings), MOST_ADVICE), found)

    def how_common(self, query: Query, advice: Passage) -> list[Candidate]:
        """Return the sentences of the same policy area and source that say how many countries do what is advised."""
        beside = [
            passage
            for passage in self.candidates.admitted(query)
            if passage.locator.source_id == advice.locator.source_id
            and passage.policy_areas[:1] == advice.policy_areas[:1] != ()
            and passage.kind == "prose"
        ]
        return [c for c in distinct(self.candidates.of(beside)) if shares(c.text)][:MOST_COMMON]

    def overview(self, query: Query, wanted: dict[str, float], found: Sequence[Candidate]) -> list[Candidate]:
        """Return what a policy area is about, how common what it asks for is, and what is recommended.

        Nothing is returned for a question that asks for more, or for less, than about one area as a whole.
        """
        if query.intent != "fact" or query.places or len(query.policy_areas) != 1 or _ASKS_FOR_ONE.match(query.search):
            return []
        area = query.policy_areas[0]
        if not wanted or not set(wanted) <= set(self.candidates.lexical.terms(f"{POLICY_AREAS[area].name} {_AROUND}")):
            return []
        of_area = [c for c in found if c.passage.policy_areas[:1] == (area,) and not is_example(c.passage)]
        advice = self.recommended(query, of_area) if of_area else []
        if not advice:
            return []
        section = advice[0].passage.section[:-1]
        about = [p for p in self.candidates.admitted(query) if p.kind == "prose" and p.section == section]
        return [*self.candidates.of(about)[:1], *self.how_common(query, advice[0].passage), *advice]


def _fitting_first(advice: list[Candidate], found: Sequence[Candidate]) -> list[Candidate]:
    """Return recommendations with the one first that fits a question best, if it does so by far."""
    likely: dict[str, float] = {}
    for candidate in found:
        likely.setdefault(candidate.text, candidate.confidence)
    first, *others = sorted(advice, key=lambda c: -likely.get(c.text, 0.0))
    best, next_best = likely.get(first.text, 0.0), max((likely.get(c.text, 0.0) for c in others), default=1.0)
    if best * (1 - next_best) < _FITS * next_best * (1 - best):
        return advice
    return [first, *(c for c in advice if c is not first)]
