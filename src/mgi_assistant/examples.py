"""From verified evidence to country examples: one place each, told apart by level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mgi_assistant import instruments
from mgi_assistant.answers import CountryExample
from mgi_assistant.places import Gazetteer, Place
from mgi_assistant.text import readable
from mgi_assistant.types import DraftClaim, Evidence, Filters, Level, Passage, Span


def country_examples(
    claims: Sequence[DraftClaim], numbers: Sequence[tuple[int, ...]], gazetteer: Gazetteer
) -> tuple[CountryExample, ...]:
    """Return the example that each claim is, with its citation ``numbers``; claims about no place give none."""
    return tuple(_example(claim, cited, gazetteer) for claim, cited in zip(claims, numbers, strict=True) if claim.place)


def is_example(passage: Passage) -> bool:
    """Say whether a passage tells what a place did: prose under its heading, or a row that names policy areas.

    Of an MGI profile only what is well developed does.
    """
    if not passage.subject or (passage.assessment and passage.standing != "well developed"):
        return False
    return passage.kind in ("prose", "item") or (passage.kind == "row" and bool(passage.policy_areas))


def only_names(passage: Passage) -> bool:
    """Say whether a passage does no more than name places or contents: a printed list, or a row of participants."""
    bare = passage.kind == "row" and bool(passage.subject) and not passage.policy_areas
    return bare or passage.kind in ("names", "contents")


def told_of(passage: Passage) -> tuple[str, ...]:
    """Return the ids of the places whose example a passage is: its localities, or else its countries."""
    own = [place for place in passage.subject if not place.startswith(("region:", "group:"))]
    return tuple(place for place in own if ":" in place) or tuple(own)


def sentences_about(place: str, passage: Passage, gazetteer: Gazetteer) -> tuple[int, ...]:
    """Return which sentences of a passage whose example ``place`` is are about it.

    A sentence that names localities or countries is about those; one that names none is about what the one before
    it is about, and at the beginning about the subject of the passage.
    """
    about, found = True, []
    for index in range(len(passage.sentences)):
        named = [p for mention in gazetteer.find(passage.sentence(index)) for p in mention.places if p.iso3]
        localities = {p.id for p in named if p.kind == "locality"}
        if localities and ":" in place:
            about = place in localities
        elif named:
            about = gazetteer.get(place).iso3 in {p.iso3 for p in named}
        if about:
            found.append(index)
    return tuple(found)


def headed(claims: Sequence[DraftClaim], gazetteer: Gazetteer) -> tuple[DraftClaim, ...]:
    """Return ``claims`` with those about a place under its name, where one of them does not say which place it means.

    In a report the heading says it: "the country's first migration policy".
    """

    def told(claim: DraftClaim) -> tuple[str, ...]:
        evidence = claim.kind == "evidence" and not claim.under
        return told_of(claim.evidence[0].passage) if evidence else ()

    def says_where(claim: DraftClaim, places: Sequence[str]) -> bool:
        countries = {gazetteer.get(place).iso3 for place in places}
        return any(p.iso3 in countries for mention in gazetteer.find(claim.text) for p in mention.places)

    bare = {places for claim in claims if (places := told(claim)) and not says_where(claim, places)}
    return tuple(
        replace(claim, under=(heading(told(claim), gazetteer),)) if told(claim) in bare else claim for claim in claims
    )


def one_a_place(claims: Iterable[DraftClaim]) -> list[DraftClaim]:
    """Return the first of the claims about each place; claims about no place are left out."""
    first: dict[str, DraftClaim] = {}
    for claim in claims:
        if claim.place:
            first.setdefault(claim.place, claim)
    return list(first.values())


def whole_examples(passages: Iterable[Passage], gazetteer: Gazetteer) -> list[DraftClaim]:
    """Return the first example of each place among ``passages``, told as far as it is about that place."""
    return one_a_place(
        claim for p in filter(is_example, passages) for place in told_of(p) for claim in _told(place, p, gazetteer)
    )


def for_each_place(claims: Iterable[DraftClaim], gazetteer: Gazetteer) -> list[DraftClaim]:
    """Return each claim once for every place that its passage is an example of and its quote is about."""
    return one_a_place(
        replace(claim, place=place)
        for claim in claims
        for passage in [claim.evidence[0].passage]
        for place in told_of(passage)
        if claim.evidence[0].span in [passage.sentences[i] for i in sentences_about(place, passage, gazetteer)]
    )


def with_companions(claims: Iterable[DraftClaim], filters: Filters, gazetteer: Gazetteer) -> list[DraftClaim]:
    """Return each claim about a place, and once for each other place within ``filters`` that its quote tells of."""
    found: list[DraftClaim] = []
    for claim in claims:
        others = (replace(claim, place=place) for place in _companions(claim, gazetteer))
        found += [claim, *within(others, filters, gazetteer)]
    return one_a_place(found)


def _companions(claim: DraftClaim, gazetteer: Gazetteer) -> Iterator[str]:
    """Yield the places whose example the passage of a claim is too, where its quote begins with what is about them."""
    passage, start = claim.evidence[0].passage, claim.evidence[0].span.start
    for place in told_of(passage) if claim.place in told_of(passage) else ():
        about = [passage.sentences[i] for i in sentences_about(place, passage, gazetteer)]
        if any(sentence.start <= start < sentence.end for sentence in about):
            yield place


def within(claims: Iterable[DraftClaim], filters: Filters, gazetteer: Gazetteer) -> list[DraftClaim]:
    """Return the claims about places that ``filters`` name, or whose country they name, at their level.

    A passage that only mentions a place passes the filters of retrieval; as that place's example it does not.
    """
    return [
        claim
        for claim in claims
        if claim.place
        and (not filters.places or bool(filters.places & {claim.place, gazetteer.get(claim.place).iso3}))
        and filters.level in (None, level_of(claim.place))
    ]


def level_of(place: str) -> Level:
    """Return the level that the example of the place with this id is at."""
    return "local" if ":" in place else "national"


def _told(place: str, passage: Passage, gazetteer: Gazetteer) -> Iterator[DraftClaim]:
    """Yield a claim of the first sentences in a row that are about ``place``, if there are any."""
    about = sentences_about(place, passage, gazetteer)
    if about:
        run = [index for position, index in enumerate(about) if index == about[0] + position]
        span = Span(passage.sentences[run[0]].start, passage.sentences[run[-1]].end)
        evidence = Evidence(passage, span)
        yield DraftClaim(readable(evidence.quote), "example", (evidence,), place)


def heading(places: Sequence[str], gazetteer: Gazetteer) -> str:
    """Return the names of places of one passage, with their country where that is another."""
    named = [gazetteer.get(place) for place in places]
    countries = dict.fromkeys(gazetteer.get(p.iso3).name for p in named if p.kind == "locality" and p.iso3)
    names = ", ".join(place.name for place in named)
    return f"{names} ({', '.join(countries)})" if countries else names


def place_example(place: Place, gazetteer: Gazetteer) -> CountryExample:
    """Return an example of ``place`` that tells nothing yet."""
    iso3 = place.iso3 or ""
    country = gazetteer.get(iso3).name if iso3 else ""
    return CountryExample(place.name, level_of(place.id), country, iso3, (), "", ())


def _example(claim: DraftClaim, cited: tuple[int, ...], gazetteer: Gazetteer) -> CountryExample:
    return replace(
        place_example(gazetteer.get(claim.place or ""), gazetteer),
        policy_areas=claim.evidence[0].passage.policy_areas,
        text=claim.text,
        citations=cited,
        instrument=instruments.names(instruments.recognise(claim.text)),
        measure_year=instruments.measure_year(claim.text),
    )
