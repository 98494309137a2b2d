"""Answers from MGI profiles: what is well developed in a place, and what has potential for further development.

An answer is made of verbatim sentences under headings that say of which place, assessment, year, list and dimension
they are. It says what an assessment found in its year, and never ranks or scores.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol, TypeVar

from mgi_assistant.examples import heading
from mgi_assistant.places import Gazetteer
from mgi_assistant.ports import LexicalIndex, PassageStore
from mgi_assistant.profile_words import (
    COUNTRIES_ASKED,
    DIMENSIONS,
    PLACES_ASKED,
    TELLS_CHANGE,
    Request,
    requested,
)
from mgi_assistant.relevance import Calibration, calibration, topic_terms
from mgi_assistant.text import readable
from mgi_assistant.types import Assessment, Draft, DraftClaim, Evidence, Hit, Level, Passage, Query
from mgi_assistant.vocabulary import GENERIC

MOST_LISTED = 18
"""Sentences of a whole list; of a longer one the first of each dimension are given."""
MOST_A_LIST = 3
"""Sentences about a topic from one list of one assessment."""
_NEAR_BEST = 0.75
"""Share of the best sentence's estimate that a further sentence about a topic must reach."""
_TELLING = ("prose", "item")
"""Kinds of passages that say what has changed."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OTHER_INTENTS = ("figure", "count", "why", "when")
_FOUND = {"well developed": "found well developed", "potential": "found to have potential for further development"}


class Rated(Protocol):
    """A sentence with the estimate that it belongs in an answer."""

    @property
    def passage(self) -> Passage:
        """The passage that it stands in."""
        ...

    @property
    def index(self) -> int:
        """Which sentence of the passage it is."""
        ...

    @property
    def confidence(self) -> float:
        """Estimated probability that it belongs in the answer."""
        ...


Rate = Callable[[Query, Sequence[Passage], dict[str, float]], Sequence[Rated]]
"""Rates the whole sentences of passages for a question about the topic that the stems with their weights make."""
AnyRated = TypeVar("AnyRated", bound=Rated)


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile of the index: the assessment of one place."""

    source_id: str
    place: str
    """Id of the country or locality."""
    iso3: str
    level: Level | None
    year: int | None
    assessment: Assessment | None

    @property
    def age(self) -> tuple[int, bool, str]:
        """Sort key: earlier assessments first."""
        return (self.year or 0, self.assessment == "follow-up", self.source_id)


@dataclass(frozen=True)
class Profiles:
    """Answers the questions that profiles were made for; costs nothing where an index has none."""

    store: PassageStore
    lexical: LexicalIndex
    gazetteer: Gazetteer

    def __call__(self, query: Query, rate: Rate) -> Draft | None:
        """Return what the profiles say to ``query``; ``None`` when it asks something else or they say nothing."""
        if query.intent in _OTHER_INTENTS:
            return None
        request, named = requested(query.standalone), self._named(query)
        profiles = self._chosen(query, request)
        if named and profiles and request.assessed_in and not request.assessed_in & self._years_of(profiles):
            return Draft()  # no profile here is of that year
        if named and request.change and len(profiles) == 1 and profiles[0].assessment == "follow-up":
            return self._changed(query, profiles[0], rate)
        if not self._concerns_profiles(query, request, profiles):
            return None
        own = {*self.lexical.terms(request.own_words), *map(str, request.years)}
        wanted = {term: weight for term, weight in topic_terms(query, self.lexical).items() if term not in own}
        ids = {profile.source_id for profile in profiles}
        passages = [
            p
            for p in self._listed
            if p.locator.source_id in ids
            and query.filters.admit(p)
            and request.admits(p)
            and request.dimension in (None, p.dimension)
        ]
        rated = rate(_without_request(query, request), passages, wanted)
        chosen = _likely(rated, calibration()) if wanted else []
        if not chosen and (not wanted or (named and request.dimension and request.standings)):
            chosen = _whole(rated, passages)
        told = {sentence.passage.locator.source_id for sentence in chosen}
        missing = tuple(n for n in named if not any(_is_in(p, n) for p in profiles if p.source_id in told))
        return Draft(self._grouped(chosen, request, profiles), missing=missing) if chosen else None

    def _changed(self, query: Query, profile: Profile, rate: Rate) -> Draft | None:
        """Return what the profile of a later assessment says itself that has changed, where the first is not here."""
        passages = [p for p in self.store.passages if p.locator.source_id == profile.source_id and p.kind in _TELLING]
        rated = rate(query, passages, {})
        position = {passage.id: n for n, passage in enumerate(passages)}
        told = [s for s in rated if TELLS_CHANGE.search(s.passage.sentence(s.index))]
        told = sorted(told, key=lambda s: (s.passage.standing is not None, position[s.passage.id], s.index))
        claims = tuple(self._claim(sentence, by_dimension=False) for sentence in told[:MOST_LISTED])
        return Draft(claims) if claims else None

    def fitting(self, query: Query, hits: Sequence[Hit]) -> Sequence[Hit]:
        """Return the ``hits`` that may answer ``query``.

        A question for the places that lack something is answered neither by what is well developed elsewhere nor by
        what an earlier assessment found.
        """
        request = requested(query.standalone)
        if not (request.standings and PLACES_ASKED.search(query.standalone)):
            return hits
        ids = {profile.source_id for profile in self._chosen(query, request)}
        listed = [(hit, hit.passage) for hit in hits]
        return [hit for hit, p in listed if not p.standing or (request.admits(p) and p.locator.source_id in ids)]

    def current(self, query: Query, rated: Sequence[AnyRated], likely: float) -> Sequence[AnyRated]:
        """Return ``rated`` without sentences of an assessment where a later one of the place has a ``likely`` one.

        A question that names a year or an assessment chooses for itself.
        """
        request = requested(query.standalone)
        if request.assessment or request.years or request.change:
            return rated
        age = {profile.source_id: (profile.place, n) for n, profile in enumerate(self._profiles)}
        latest: dict[str, int] = {}
        for sentence in rated:
            place, n = age.get(sentence.passage.locator.source_id, ("", 0))
            if place and sentence.passage.standing and sentence.confidence >= likely:
                latest[place] = max(n, latest.get(place, 0))
        ages = [(sentence, *age.get(sentence.passage.locator.source_id, ("", 0))) for sentence in rated]
        return [sentence for sentence, place, n in ages if n >= latest.get(place, 0)]

    def latest(self, passages: Iterable[Passage]) -> list[Passage]:
        """Return ``passages`` without those of an assessment of a place that has a later one."""
        newest = {profile.place: profile.source_id for profile in self._profiles}
        found = [(p, newest.get(p.subject[0]) if p.assessment and p.subject else None) for p in passages]
        return [p for p, source_id in found if source_id in (None, p.locator.source_id)]

    # -- which profiles --------------------------------------------------------------------------------------------

    @cached_property
    def _listed(self) -> list[Passage]:
        """The passages that stand in one of the two lists, in reading order."""
        return [p for p in self.store.passages if p.standing and p.assessment and p.subject]

    def __bool__(self) -> bool:
        """Whether the index has a profile at all."""
        return bool(self._profiles)

    @cached_property
    def _profiles(self) -> list[Profile]:
        """The profiles of the index, earlier assessments first."""
        found = {
            p.locator.source_id: Profile(
                p.locator.source_id, p.subject[0], p.subject[-1], p.level, p.year, p.assessment
            )
            for p in self._listed
        }
        return sorted(found.values(), key=lambda profile: profile.age)

    def _named(self, query: Query) -> list[str]:
        """Return the countries and localities that ``query`` names by themselves."""
        return [place for place in query.places if self.gazetteer.get(place).kind != "region"]

    def _chosen(self, query: Query, request: Request) -> list[Profile]:
        """Return the profiles to answer from: of each place the latest, or those that the question names.

        Of a country named without a word on its level, its own profiles stand before those of its localities.
        """
        named = self._named(query)
        level = query.level or ("national" if COUNTRIES_ASKED.search(query.standalone) and not named else None)
        fitting = [p for p in self._profiles if level in (None, p.level)]
        if named:
            own = {place: [p for p in fitting if p.place == place] for place in named}
            fitting = [p for place in named for p in own[place] or [q for q in fitting if _is_in(q, place)]]
        elif query.filters.places:
            fitting = [p for p in fitting if query.filters.places & {p.place, p.iso3}]
        by_place: dict[str, list[Profile]] = {}
        for profile in fitting:
            if profile not in by_place.setdefault(profile.place, []):
                by_place[profile.place].append(profile)
        return [profile for profiles in by_place.values() for profile in _of_time(profiles, request)]

    def _years_of(self, profiles: Sequence[Profile]) -> set[int]:
        """Return the years of all profiles of the places of ``profiles``."""
        places = {profile.place for profile in profiles}
        return {profile.year for profile in self._profiles if profile.place in places and profile.year}

    def _concerns_profiles(self, query: Query, request: Request, profiles: Sequence[Profile]) -> bool:
        """Say whether ``query`` asks what profiles tell: about places by name, or which places stand in a list."""
        named = bool(profiles and self._named(query))
        if request.change and named:
            return len(profiles) > 1
        if named:
            return bool(request.standings or request.dimension or request.comparison or request.findings)
        return (
            bool(profiles and request.standings)
            and not self._named(query)
            and PLACES_ASKED.search(query.standalone) is not None
        )

    # -- what they say ---------------------------------------------------------------------------------------------

    def _grouped(
        self, chosen: Sequence[Rated], request: Request, profiles: Sequence[Profile]
    ) -> tuple[DraftClaim, ...]:
        """Return the claims of one place after the other; for what changed, its assessments side by side."""
        order = {profile.source_id: n for n, profile in enumerate(profiles)}
        dimensions = [*DIMENSIONS, None]

        def key(sentence: Rated) -> tuple[object, ...]:
            p = sentence.passage
            at, where, potential = dimensions.index(p.dimension), order[p.locator.source_id], p.standing == "potential"
            return (p.subject[0], at, where, potential) if request.change else (where, potential, at)

        return tuple(self._claim(sentence, request.change) for sentence in sorted(chosen, key=key))

    def _claim(self, sentence: Rated, by_dimension: bool) -> DraftClaim:
        passage = sentence.passage
        evidence = Evidence(passage, passage.sentences[sentence.index])
        under = headings(passage, self.gazetteer, by_dimension)
        return DraftClaim(
            readable(evidence.quote), "profile", (evidence,), passage.subject[0], sentence.confidence, under
        )


def ranked(passages: Iterable[Passage]) -> list[Hit]:
    """Return ``passages`` as hits in their order."""
    return [Hit(passage, 0.0, rank) for rank, passage in enumerate(passages, 1)]


def headings(passage: Passage, gazetteer: Gazetteer, by_dimension: bool = False) -> tuple[str, ...]:
    """Return the heading and label that a sentence of a profile's lists is shown under; nothing for another passage.

    They say whose assessment of which year put it in which list of which dimension.
    """
    if not (passage.standing and passage.assessment and passage.subject):
        return ()
    name = heading(passage.subject[:1], gazetteer)
    when = f"{passage.assessment} assessment" + (f" of {passage.year}" if passage.year else "")
    dimension = DIMENSIONS[passage.dimension].name if passage.dimension else ""
    if by_dimension:
        return (": ".join(filter(None, (name, dimension))), f"{when}, {_FOUND[passage.standing]}")
    return (f"{name}: {_FOUND[passage.standing]} by the {when}", *filter(None, [dimension]))


def _is_in(profile: Profile, place: str) -> bool:
    """Say whether a profile is of ``place`` or of a locality in it."""
    return place in (profile.place, profile.iso3)


def _without_request(query: Query, request: Request) -> Query:
    """Return ``query`` without what says of which assessments and lists it asks: the passages given are of those."""
    own = {*request.own_words.split(), *GENERIC}
    about = " ".join(word for word in query.topic.split() if word not in own)
    return replace(query, standalone=_YEAR.sub(" ", query.standalone), search=about or query.search)


def _of_time(profiles: Sequence[Profile], request: Request) -> Sequence[Profile]:
    """Return those of one place's profiles, earlier ones first, that a question is about."""
    of_years = [p for p in profiles if p.year in request.years]
    if request.change:
        return profiles
    if of_years:
        return of_years
    of_kind = [p for p in profiles if request.assessment == p.assessment]
    return (of_kind or profiles)[-1:]


def _likely(rated: Sequence[Rated], weights: Calibration) -> list[Rated]:
    """Return the sentences that are about the topic, a few from each list of each profile, in reading order."""
    best = max((sentence.confidence for sentence in rated), default=0.0)
    if best < weights.answer:
        return []
    least = max(weights.keep, _NEAR_BEST * best)
    kept: dict[tuple[str, str | None], list[Rated]] = {}
    for sentence in sorted(rated, key=lambda s: -s.confidence):
        group = kept.setdefault((sentence.passage.locator.source_id, sentence.passage.standing), [])
        if sentence.confidence >= least and len(group) < MOST_A_LIST:
            group.append(sentence)
    return [sentence for group in kept.values() for sentence in group]


def _whole(rated: Sequence[Rated], passages: Sequence[Passage]) -> list[Rated]:
    """Return the lists in reading order, whole or, where they are long, the first sentences of each dimension."""
    position = {passage.id: n for n, passage in enumerate(passages)}
    ordered = sorted(rated, key=lambda s: (position[s.passage.id], s.index))
    if len(ordered) <= MOST_LISTED:
        return ordered
    groups: dict[tuple[str, str | None, str | None], list[Rated]] = {}
    for sentence in ordered:
        p = sentence.passage
        groups.setdefault((p.locator.source_id, p.standing, p.dimension), []).append(sentence)
    each = max(1, MOST_LISTED // len(groups))
    return [sentence for group in groups.values() for sentence in group[:each]]
