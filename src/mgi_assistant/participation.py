"""Whether a place took part, and at which level: told by the table that has a row for each participant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mgi_assistant.lists import LOCALITIES, Lists
from mgi_assistant.places import Gazetteer
from mgi_assistant.quantities import quantities
from mgi_assistant.text import readable
from mgi_assistant.types import Draft, DraftClaim, Evidence, Passage, Query, Span

ONLY_LOCAL = "only at the local level"
NOT_NATIONAL = "no, only at the local level"
NONE_LISTED = "none is listed"
"""Verdicts beside "yes" and "no"."""

_NATIONAL = re.compile(
    r"\b(national(ly)?|nation-?wide|country-?wide|as such|itself|central (government|level)|federal|state level|"
    r"whole country|country as a whole)\b",
    re.IGNORECASE,
)
_ONE_OF_TWO = re.compile(r"\b(which|what|quel(le)?|cu[aá]l|qu[eé])\b[^?]*\b(or|ou|o)\b", re.IGNORECASE)
"""A question that offers its answers, and is not to be answered with yes or no."""

_EITHER = re.compile(r"\bor\b", re.IGNORECASE)
"""Asks at which of two levels."""
_WHO = re.compile(
    r"(?:^|(?<=[.!:] ))\W*(?:(?:in|to|of|from|for) )?(who|what|which|tell|show|describe|list|name|give|qui|"
    r"quién(es)?)\b",
    re.IGNORECASE,
)
"""Asks who took part, not whether."""


@dataclass(frozen=True)
class Participation:
    """Answers whether places took part, from the tables of :class:`~mgi_assistant.lists.Lists`."""

    lists: Lists
    gazetteer: Gazetteer

    def __call__(self, query: Query) -> Draft | None:
        """Return the rows of the places asked about with yes or no; ``None`` when no table has them."""
        either = _NATIONAL.search(query.standalone) and _EITHER.search(query.standalone)
        local = _asks_for_local(query) and not either
        asked = query.places
        localities_asked = tuple(place for place in asked if self.gazetteer.get(place).kind == "locality")
        one_of_two = _ONE_OF_TWO.search(query.standalone) is not None
        if one_of_two and localities_asked:
            asked = localities_asked  # "which country, Guinea or Guinea-Bissau?" is asked of a town, not of the two
        known = {place: list(self._rows(place)) for place in asked}
        found = {place: [row for row in rows if query.filters.admit(row)] for place, rows in known.items()}
        told = [rows for rows in found.values() if rows]
        if not told:
            return None
        missing = tuple(place for place, rows in found.items() if not rows)
        claims: list[DraftClaim] = []
        verdicts: list[str] = []
        for place, rows in found.items():
            if not rows:
                continue
            own = [row for row in rows if row.subject[0] == place]
            localities = [row for row in rows if row.subject[0] != place]
            asked_for_local = local and self.gazetteer.get(place).kind == "country"
            claims += [_claim(row) for row in (localities if asked_for_local and localities else own or localities)]
            verdicts.append(self._verdict(query, own, localities, asked_for_local))
        who = _WHO.search(query.standalone) is not None
        if who and not local:
            claims += self._localities_of(query, found)
        same = len(set(verdicts)) == 1 and not missing and found == known and not one_of_two
        same = same and not (who and verdicts[0] == "yes")
        return Draft(tuple(claims), missing=missing, verdict=verdicts[0] if same else "")

    def _localities_of(self, query: Query, found: Mapping[str, Sequence[Passage]]) -> Iterator[DraftClaim]:
        """Yield for each country that took part itself the list of its localities that did."""
        for place, rows in found.items():
            if {row.subject[0] == place for row in rows} == {True, False}:
                of_cities = f"Which cities in {self.gazetteer.get(place).name} took part?"
                yield from self.lists(replace(query, intent="list", standalone=of_cities, places=(place,)))

    def _rows(self, place: str) -> Iterator[Passage]:
        """Yield the rows about ``place``, and those of its localities, from the longest table that has any."""
        for _, rows, _ in self.lists.tables:
            found = [row.passage for row in rows if place in (s := row.passage.subject[0], s.split(":")[0])]
            if found:
                yield from found
                return

    def _verdict(self, query: Query, own: list[Passage], localities: list[Passage], asked_for_local: bool) -> str:
        if asked_for_local:
            return ("yes" if _so_many(query, len(localities)) else "no") if localities else NONE_LISTED
        only_local = all(row.level == "local" for row in own) and bool(own) and ":" not in own[0].subject[0]
        if not own or only_local:
            return NOT_NATIONAL if _NATIONAL.search(query.standalone) else ONLY_LOCAL
        return "yes"


def of_entries(query: Query, entries: Sequence[DraftClaim]) -> str:
    """Return what entries of a printed list say to whether the places asked about took part; else an empty text."""
    counted = [claim for claim in entries if claim.kind == "list"]
    if query.intent == "yes_no" and counted and len(counted) == len(entries):
        return "yes" if _so_many(query, len(counted[0].evidence)) else "no"
    found = {claim.place for claim in entries if claim.kind == "list entry"}
    if not found.issuperset(query.places) or not query.places:
        return ""
    if _asks_for_local(query):
        return NONE_LISTED if found == set(query.places) and not any(":" in place for place in query.places) else ""
    if query.intent != "yes_no":
        return ""
    if None not in found:
        return "yes"
    noted = NOT_NATIONAL if _NATIONAL.search(query.standalone) else ONLY_LOCAL
    return noted if len(query.places) == 1 else ""


def _so_many(query: Query, count: int) -> bool:
    """Say whether ``query`` states no other number than ``count``."""
    return all(q.value == count for q in quantities(query.standalone) if q.unit == "count" and not q.hedges)


def _asks_for_local(query: Query) -> bool:
    return re.search(rf"{LOCALITIES.pattern}|\blocal\b", query.standalone, re.I) is not None


def _claim(row: Passage) -> DraftClaim:
    return DraftClaim(readable(row.text), "evidence", (Evidence(row, Span(0, len(row.text))),), row.subject[0], 1.0)
