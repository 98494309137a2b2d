"""How far the MGIs have come: what sources say, each at its date, of how many took part."""

from __future__ import annotations

from mgi_assistant.ports import Vectors
from mgi_assistant.profiles import ranked
from mgi_assistant.synthesizers.candidates import NOT_SAID, Candidate, Candidates, distinct
from mgi_assistant.synthesizers.counting import asks_for_reach, counted, counts, narrows, tells_reach
from mgi_assistant.synthesizers.participating import asks_for_participation
from mgi_assistant.types import Query

MOST_COUNTS = 4
"""Sentences that count the same at different dates, or each in its own way."""


def reach(query: Query, vector: Vectors, candidates: Candidates) -> list[Candidate]:
    """Return the sentences that count those of the kind asked for that took part; none where that is not asked."""
    things = counted(query)
    if not (things and (asks_for_participation(query) or asks_for_reach(query))):
        return []
    telling = [
        passage
        for passage in candidates.admitted(query)
        if not passage.subject and passage.kind not in NOT_SAID and tells_reach(passage.text)
    ]
    first = query.level != "local"  # localities are counted after countries
    told = (
        c
        for c in candidates.rated(query, {}, vector, ranked(telling))
        if tells_reach(c.text)
        and counts(things, c.text, candidates.lexical, first)
        and not narrows(things, c.text, candidates.lexical)
    )
    return distinct(told, MOST_COUNTS)
