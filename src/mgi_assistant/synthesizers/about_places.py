"""What is known of a place that a question names and says nothing else of."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mgi_assistant.examples import is_example
from mgi_assistant.place_words import is_regional
from mgi_assistant.profiles import Profiles
from mgi_assistant.synthesizers.absence import Absence
from mgi_assistant.synthesizers.candidates import NOT_SAID, Candidate, Candidates, distinct
from mgi_assistant.synthesizers.claiming import MOST_EXAMPLES, Claiming
from mgi_assistant.synthesizers.dating import tells_when
from mgi_assistant.synthesizers.kinds import is_whole
from mgi_assistant.synthesizers.participating import asks_for_participation
from mgi_assistant.types import Draft, DraftClaim, Passage, Query

MOST_ABOUT_PLACE = 4
"""Sentences said about a place when the question names nothing else."""
_ONE_LOCALITY = re.compile(
    r"\b(?:an?|one|some|any|which|what) (?:[\w-]+ )?(?:city|town|municipality|canton|locality|local government)\b",
    re.IGNORECASE,
)
"""Asks of a place within a country, not of the country."""
_ASSESSMENT = re.compile(r"\b(?:assess\w+|MGIs?|exercise|evaluation|review|study)\b", re.IGNORECASE)
"""That of a place, whose date its story does not tell."""


@dataclass(frozen=True)
class AboutPlaces:
    """Tells what places did, that they took part, or when."""

    candidates: Candidates
    claiming: Claiming
    absence: Absence
    participation: Callable[[Query], Draft | None]
    profiles: Profiles | None

    def __call__(self, query: Query) -> Draft:
        """Return what is known of the places of ``query``, which names nothing else."""
        took_part = asks_for_participation(query)
        if query.intent == "when":
            told = self.told(query)
            asked_of_it = took_part or _ASSESSMENT.search(query.standalone)
            if asked_of_it or not any(tells_when(query, claim.text) for claim in told.claims):
                return Draft(nearest=tuple(claim.evidence[0] for claim in told.claims))
        return (self.participation(query) if took_part else None) or self.told(query)

    def told(self, query: Query) -> Draft:
        """Tell what is known of each place asked about: what it did, or else that it took part and nothing more."""
        chosen: list[Candidate] = []
        bare: list[str] = []
        for place in query.places:
            admitted = [p for p in self.candidates.admitted(query) if p.kind not in NOT_SAID]
            about = [p for p in admitted if place in p.subject]
            about = self.profiles.latest(about) if self.profiles else about
            local = [p for p in about if p.level == "local"] if _ONE_LOCALITY.search(query.standalone) else []
            own = local or [p for p in about if p.subject[0] == place] or about
            told = any(map(is_example, own)) or asks_for_participation(query)
            stories = sorted(filter(is_example, own if told else about), key=lambda p: p.locator.row is not None)
            sentences = distinct(self.candidates.of(stories or own) if about else self._naming(place, admitted))
            chosen += sentences[: max(2, MOST_ABOUT_PLACE // len(query.places))]
            if sentences and about and not any(map(is_example, about)) and not asks_for_participation(query):
                bare.append(place)
        others = distinct(
            self.candidates.of(
                p for p in self.candidates.admitted(query) if is_example(p) and p.subject[0] not in query.places
            )
        )
        claims = tuple({claim.text: claim for claim in map(self.claiming.claim, chosen)}.values())
        unlisted = () if claims else self.absence.unlisted(query)
        return Draft(claims, self.claiming.examples(others, MOST_EXAMPLES), (*bare, *missing(query, claims)), unlisted)

    def _naming(self, place: str, passages: Sequence[Passage]) -> list[Candidate]:
        """Return the sentences that name a place of which nothing is told: as one of several, or in passing."""
        found = self.candidates.of(p for p in passages if place in p.places)
        found = [c for c in found if is_whole(c.passage, c.index)]
        named = [[p.id for mention in self.candidates.gazetteer.find(c.text) for p in mention.places] for c in found]
        return [c for c, places in zip(found, named, strict=True) if place in places]


def missing(query: Query, claims: Sequence[DraftClaim]) -> tuple[str, ...]:
    """Return the places that the question names by themselves and no claim tells about."""
    told = {place for claim in claims for place in claim.evidence[0].passage.places}
    return tuple(place for place in query.places if place not in told and not is_regional(place))
