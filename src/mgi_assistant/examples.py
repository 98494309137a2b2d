"""From verified evidence to country examples: one place each, told apart by level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mgi_assistant.places import Gazetteer
from mgi_assistant.text import readable
from mgi_assistant.types import CountryExample, DraftClaim, Evidence, Level, Passage, Span


def country_examples(
    claims: Sequence[DraftClaim], numbers: Sequence[tuple[int, ...]], gazetteer: Gazetteer
) -> tuple[CountryExample, ...]:
    """Return the example that each claim is, with its citation ``numbers``; claims about no place give none."""
    return tuple(_example(claim, cited, gazetteer) for claim, cited in zip(claims, numbers, strict=True) if claim.place)


def is_example(passage: Passage) -> bool:
    """Say whether a passage tells what a place did: prose under its heading, or a row that names policy areas."""
    if not passage.subject:
        return False
    return passage.kind in ("prose", "item") or (passage.kind == "row" and bool(passage.policy_areas))


def one_a_place(claims: Iterable[DraftClaim]) -> list[DraftClaim]:
    """Return the first of the claims about each place; claims about no place are left out."""
    first: dict[str, DraftClaim] = {}
    for claim in claims:
        if claim.place:
            first.setdefault(claim.place, claim)
    return list(first.values())


def whole_examples(passages: Iterable[Passage]) -> list[DraftClaim]:
    """Return the first example of each place among ``passages``, told in full."""
    first: dict[str, Passage] = {}
    for passage in filter(is_example, passages):
        first.setdefault(passage.subject[0], passage)
    return [
        DraftClaim(readable(p.text), "example", (Evidence(p, Span(0, len(p.text))),), place)
        for place, p in first.items()
    ]


def _example(claim: DraftClaim, cited: tuple[int, ...], gazetteer: Gazetteer) -> CountryExample:
    passage = claim.evidence[0].passage
    place = gazetteer.get(claim.place or "")
    iso3 = place.iso3 or ""
    level: Level = "local" if place.kind == "locality" else "national"
    return CountryExample(
        place=place.name,
        level=level,
        country=gazetteer.get(iso3).name if iso3 else "",
        iso3=iso3,
        policy_areas=passage.policy_areas,
        text=claim.text,
        citations=cited,
    )
