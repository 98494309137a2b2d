"""No to what is not so: a wrong year, and a first that another place was."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mgi_assistant.examples import is_example
from mgi_assistant.relevance import coverage
from mgi_assistant.synthesizers.candidates import Candidate, Candidates
from mgi_assistant.synthesizers.dating import without_years, years, years_in
from mgi_assistant.synthesizers.kinds import asks_for_participation
from mgi_assistant.text import words
from mgi_assistant.types import Draft, Query

_SPANS = re.compile(r"\b(?:already|by|before|after|since|ever)\b", re.IGNORECASE)
"""Asks of more than the year that is named."""
_UNTIL = re.compile(r"\b(?:until|till|to|through|ends?|ending)\b", re.IGNORECASE)
"""Asks of the year in which something ends."""


@dataclass(frozen=True)
class Denying:
    """Finds in an index what a question for yes or no is mistaken about."""

    candidates: Candidates

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
