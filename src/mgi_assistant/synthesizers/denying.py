"""No to what is not so: a wrong year or number, and a first that another place was."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mgi_assistant.checking import CHECKED, without_check
from mgi_assistant.examples import is_example
from mgi_assistant.pointing import sentence
from mgi_assistant.quantities import Quantity, quantities
from mgi_assistant.relevance import coverage
from mgi_assistant.synthesizers.candidates import Candidate, Candidates
from mgi_assistant.synthesizers.counting import counted, counted_at
from mgi_assistant.synthesizers.dating import without_years, years, years_in
from mgi_assistant.synthesizers.participating import asks_for_participation
from mgi_assistant.text import words
from mgi_assistant.types import Draft, DraftClaim, Query

_SPANS = re.compile(r"\b(?:already|by|before|after|since|ever)\b", re.IGNORECASE)
"""Asks of more than the year that is named."""
_UNTIL = re.compile(r"\b(?:until|till|to|through|ends?|ending)\b", re.IGNORECASE)
"""Asks of the year in which something ends."""
_ALL_OF = re.compile(r"\b(?:all|every one|each)(?: of)?(?: the)? \d", re.IGNORECASE)
"""Asks of all of so many, and not how many there are."""
_TAKES_FOR_GRANTED = re.compile(
    r"^\W*(?:so |and |but )?(?:why|when|how come|for what reason) (?=(?:did|do|does|is|are|was|were|has|have)\b)",
    re.IGNORECASE,
)
"""Asks why or when something is so, which it may not be."""


def _stated(text: str) -> Quantity | None:
    """Return the one number of things that a statement gives; ``None`` where it gives none or several."""
    found = [quantity for quantity in quantities(text) if quantity.unit == "count"]
    return found[0] if len(found) == 1 else None


def _is_so(stated: Quantity, found: Quantity) -> bool | None:
    """Say whether a number is as ``stated``; ``None`` where hedges leave that open."""
    if isinstance(stated.value, str) or isinstance(found.value, str) or found.unit != stated.unit:
        return None
    if stated.hedges == found.hedges:
        return stated.value == found.value
    if found.hedges or len(stated.hedges) != 1:
        return None
    bounds = {
        "above": found.value > stated.value,
        "at least": found.value >= stated.value,
        "below": found.value < stated.value,
        "at most": found.value <= stated.value,
        "only": found.value == stated.value,
    }
    return bounds.get(next(iter(stated.hedges)))


@dataclass(frozen=True)
class Denying:
    """Finds in an index what a question for yes or no is mistaken about."""

    candidates: Candidates

    def premise(self, query: Query) -> Query | None:
        """Return whether that is so of which ``query`` asks why, or when it took part; ``None`` where it does not."""
        when = query.intent == "when" and asks_for_participation(query)
        if not (when or query.intent == "why") or not _TAKES_FOR_GRANTED.match(query.standalone):
            return None
        whether, search = _TAKES_FOR_GRANTED.sub("", query.standalone), _TAKES_FOR_GRANTED.sub("", query.search)
        return replace(query, intent="yes_no", standalone=sentence(whether), search=sentence(search))

    def undated(self, query: Query) -> Query | None:
        """Return when that was of which ``query`` asks whether it was in some year; ``None`` where it does not."""
        dated = query.intent == "yes_no" and years(query)
        if not dated or asks_for_participation(query) or _SPANS.search(query.standalone):
            return None
        return replace(
            query, intent="when", standalone=without_years(query.standalone), search=without_years(query.search)
        )

    def another_year(self, query: Query, told: Draft) -> Draft | None:
        """Return ``told`` with a no where it gives another year than ``query`` does."""
        found = years_in(self.candidates.without_titles(told.claims[0].text)) if told.claims else set()
        if found and _UNTIL.search(query.standalone):
            found = {max(found)}
        return replace(told, verdict="no", examples=()) if found and found.isdisjoint(years(query)) else None

    def uncounted(self, query: Query) -> Query | None:
        """Return how many there are of what ``query`` asks whether there are so many; ``None`` where it does not."""
        stated = _stated(query.standalone)
        if query.intent != "yes_no" or stated is None or _ALL_OF.search(query.standalone):
            return None
        asked = without_check(f"{query.standalone[: stated.start]}how many{query.standalone[stated.end :]}")
        said = {*words(stated.text), *words(CHECKED)}
        topic = " ".join(word for word in query.topic.split() if word not in said)
        how_many = replace(query, intent="count", standalone=asked, search=asked, topic=topic)
        return how_many if counted(how_many) else None

    def by_number(self, query: Query, asked: Query, told: Draft) -> Draft | None:
        """Return ``told``, which answers ``asked``, with a yes or no to the number that ``query`` states.

        Sources give several at different dates: one that bears it out comes first.
        """
        stated, things = _stated(query.standalone), counted(asked)
        judged = [(claim, self._holds(stated, things, claim)) for claim in told.claims] if stated else []
        bearing_out = [claim for claim, holds in judged if holds]
        if bearing_out:
            others = [claim for claim in told.claims if claim is not bearing_out[0]]
            return replace(told, claims=(bearing_out[0], *others), verdict="yes", examples=())
        denied = any(holds is False for _, holds in judged)
        return replace(told, verdict="no", examples=()) if denied else None

    def _holds(self, stated: Quantity, things: str, claim: DraftClaim) -> bool | None:
        """Say whether a claim bears out a number of ``things``; ``None`` where it gives none to compare it with."""
        starts = counted_at(things, claim.text, self.candidates.lexical)
        found = [q for q in quantities(claim.text) if any(q.start <= start < q.end for start in starts)]
        judged = [holds for quantity in found if (holds := _is_so(stated, quantity)) is not None]
        return any(judged) if judged else None

    def first_elsewhere(self, query: Query, wanted: dict[str, float]) -> Candidate | None:
        """Return what says that another locality of the country was the first, where ``query`` asks if one was."""
        gazetteer = self.candidates.gazetteer
        asked = {place for place in query.places if gazetteer.get(place).kind == "locality"}
        if query.intent != "yes_no" or not asked or "first" not in words(query.standalone):
            return None
        countries = {gazetteer.get(place).iso3 for place in asked}
        first = [
            candidate
            for passage in self.candidates.store.passages
            if query.given.admit(passage) and is_example(passage)
            if not countries.isdisjoint(gazetteer.get(place).iso3 for place in passage.subject)
            for candidate in self.candidates.of([passage])
            if "first" in words(candidate.text) and coverage(wanted, self.candidates.lexical.terms(candidate.text)) >= 1
        ]
        own = any(asked.intersection(candidate.passage.subject) for candidate in first)
        return None if own or not first else first[0]
