"""Places like a given one that have an example in the sources, each with the reasons why, in words.

A reason holds or it does not; nothing is counted up or weighed, and no place is put above another. Places in the same
country as the one asked about are left out: they are parts of it, or lie beside it under the same government.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import cast

import numpy as np

from mgi_assistant import instruments
from mgi_assistant.answers import CountryExample, Reason, ReasonKind
from mgi_assistant.errors import UsageError
from mgi_assistant.examples import country_examples, is_example, level_of, sentences_about, told_of
from mgi_assistant.place_words import table
from mgi_assistant.places import Gazetteer, Place
from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.ports import PassageStore, Vectors
from mgi_assistant.text import readable, words
from mgi_assistant.types import DraftClaim, Evidence, Filters, Passage, Span

REASONS: dict[ReasonKind, str] = {
    "region": "Same region",
    "group": "Same United Nations group",
    "policy_area": "Same policy area",
    "instrument": "Same kind of instrument",
    "story": "Similar story",
    "level": "Same level",
}
"""The kinds of reason with their headings, in the order in which they count when none are chosen."""

SIMILAR = 0.65
"""Cosine from which the closest sentences of two places' examples tell a similar story; among the shipped stories one
pair in twenty is as close."""
_LOOK_BACK = 2
"""Sentences that may be put before a quoted one that does not name its place."""
_BESIDE_NAMES = frozenset("the city town municipality of in".split())


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a place's example, with its unit vector, shape ``(dimension,)``."""

    passage: Passage
    index: int
    vector: Vectors


@dataclass(frozen=True, slots=True)
class Story:
    """All that the sources tell of what one place did."""

    place: Place
    sentences: tuple[Said, ...]
    """Those about this place, reports before tables; at least one."""
    policy_areas: tuple[str, ...]
    """As tables give them, or else as the reports' words tell; in the order of ``POLICY_AREAS``."""
    instruments: tuple[str, ...]
    """Ids of the kinds of instrument that the sentences tell of."""

    def example(self, quote: DraftClaim, cited: tuple[int, ...], gazetteer: Gazetteer) -> CountryExample:
        """Return the story as a country example, told by one quote of it with its citation numbers."""
        (example,) = country_examples([quote], [cited], gazetteer)
        kinds = instruments.names(self.instruments)
        return replace(example, policy_areas=self.policy_areas, instrument=kinds)


@dataclass(frozen=True, slots=True)
class Topic:
    """What the examples have to be about."""

    vector: Vectors
    policy_areas: tuple[str, ...]
    instruments: tuple[str, ...]
    filters: Filters
    found: frozenset[str]
    """Sentences about the topic, as readers see them."""

    def covers(self, story: Story) -> bool:
        """Say whether ``story`` is about the topic, in its words or by a policy area, and where the topic says."""
        inside = self.filters.places
        if inside and inside.isdisjoint({story.place.id, story.place.iso3}):
            return False
        shared = not set(self.policy_areas).isdisjoint(story.policy_areas)
        return shared or any(readable(s.passage.sentence(s.index)) in self.found for s in story.sentences)


def find_place(name: str, gazetteer: Gazetteer) -> Place:
    """Return the country or locality that ``name`` means ("Mali", "La Cruz, Peru").

    Raises:
        UsageError: It means none, several, or a region.
    """
    mentions = gazetteer.find(name)
    left = name
    for mention in reversed(mentions):
        left = f"{left[: mention.span.start]} {left[mention.span.end :]}"
    if not mentions or not set(words(left)) <= _BESIDE_NAMES:
        raise UsageError(f"{name!r} is no country or locality that is known here.", _nearest(name, gazetteer))
    localities = [m for m in mentions if m.places[0].kind == "locality"]
    meant = localities or list(mentions)
    others = {place.id for m in mentions if m not in meant for place in m.places}
    choices = {place.id: place for m in meant for place in m.places}
    place = next(iter(choices.values()))
    if place.kind == "region":
        raise UsageError(f"{place.name} is a region or group, not one place.", "Name a country or a locality.")
    if len(choices) > 1 or not others <= {place.iso3}:
        told = " or ".join(f'"{_full_name(p, gazetteer)}"' for p in choices.values())
        raise UsageError(f"{name!r} may mean several places.", f"Choose one: {told}.")
    return place


def _full_name(place: Place, gazetteer: Gazetteer) -> str:
    """Return a name that means this place only: a locality with its country, a country in full if need be."""
    if place.kind == "locality":
        return f"{place.name}, {gazetteer.get(place.iso3 or '').name}"
    row = next(row for row in table("countries") if row["iso3"] == place.iso3)
    names = [place.name, *row["aliases"].split(";")]
    return next((name for name in names if [m.places for m in gazetteer.find(name)] == [(place,)]), place.name)


def _nearest(name: str, gazetteer: Gazetteer) -> str:
    """Return a hint with the names most like ``name``."""
    countries = [gazetteer.get(row["iso3"]) for row in table("countries")]
    places = [*countries, *(locality for country in countries for locality in gazetteer.localities_of(country.id))]
    known = {" ".join(words(place.name)): place for place in reversed(places)}
    close = get_close_matches(" ".join(words(name)), known, n=3, cutoff=0.7)
    if not close:
        return "Use the usual English name of a country, or of a locality that took part."
    return f"Did you mean {' or '.join(_full_name(known[folded], gazetteer) for folded in close)}?"


def reasons_named(names: Iterable[str]) -> tuple[ReasonKind, ...]:
    """Return the kinds of reason called ``names``, in that order.

    Raises:
        UsageError: A name is that of no kind of reason, or there are none.
    """
    chosen = tuple(dict.fromkeys(name.strip().lower() for name in names if name.strip()))
    unknown = [name for name in chosen if name not in REASONS]
    if unknown or not chosen:
        message = f"No reason is called {', '.join(map(repr, unknown))}." if unknown else "No reason is chosen."
        raise UsageError(message, f"Choose from {', '.join(REASONS)}.")
    return cast("tuple[ReasonKind, ...]", chosen)


def stories(store: PassageStore, gazetteer: Gazetteer) -> dict[str, Story]:
    """Return the story of each place that the sources have an example of, by place id."""
    passages: dict[str, list[Passage]] = {}
    for passage in sorted(filter(is_example, store.passages), key=lambda p: p.locator.row is not None):
        for place in told_of(passage):
            passages.setdefault(place, []).append(passage)
    told = {place: _story(gazetteer.get(place), own, store, gazetteer) for place, own in passages.items()}
    return {place: story for place, story in told.items() if story.sentences}


def _story(place: Place, passages: Sequence[Passage], store: PassageStore, gazetteer: Gazetteer) -> Story:
    said = [
        Said(passage, index, store.sentence_vectors(passage)[index])
        for passage in passages
        for index in sentences_about(place.id, passage, gazetteer)
    ]
    declared = {area for p in passages if p.kind == "row" for area in p.policy_areas}
    areas = declared or {area for p in passages for area in p.policy_areas}
    found = dict.fromkeys(i for s in said for i in instruments.recognise(s.passage.sentence(s.index)))
    return Story(place, tuple(said), tuple(area for area in POLICY_AREAS if area in areas), tuple(found))


def comparable_stories(
    place: Place, told: dict[str, Story], topic: Topic | None, counted: Sequence[ReasonKind], gazetteer: Gazetteer
) -> list[tuple[Story, tuple[Reason, ...]]]:
    """Return the stories of places comparable with ``place`` and the reasons, in the order of :func:`order`."""
    found = []
    for story in told.values():
        if story.place.iso3 == place.iso3 or (topic and not topic.covers(story)):
            continue
        shared = _reasons(place, told.get(place.id), story, topic, gazetteer)
        reasons = tuple(Reason(kind, shared[kind]) for kind in counted if shared.get(kind))
        if reasons:
            found.append((story, reasons))

    def position(item: tuple[Story, tuple[Reason, ...]]) -> tuple[int, str, str]:
        at = item[0].place
        return counted.index(item[1][0].kind), gazetteer.get(at.iso3 or "").name, at.name

    return sorted(found, key=position)


def order(counted: Sequence[ReasonKind]) -> str:
    """Return how comparable places are ordered, in a sentence."""
    listed = "Places are listed"
    if len(counted) > 1:
        chosen = ", ".join(kind.replace("_", " ") for kind in counted)
        listed = f"Each place is listed once, under the first reason that holds ({chosen}), and there"
    return f"{listed} by country and name; the order does not say that one example is better than another."


def _reasons(
    place: Place, own: Story | None, story: Story, topic: Topic | None, gazetteer: Gazetteer
) -> dict[ReasonKind, str]:
    """Return the words of each reason why ``place`` and the place of ``story`` are comparable; empty where it is none.

    ``own`` is the story of ``place``, if it has one; a topic takes its place where it names what is compared.
    """
    areas = topic.policy_areas if topic else own.policy_areas if own else ()
    kinds = topic.instruments if topic and topic.instruments else own.instruments if own else ()
    same_areas = [area for area in story.policy_areas if area in areas]
    same_kinds = tuple(kind for kind in story.instruments if kind in kinds)
    level = level_of(place.id)
    return {
        "region": _same_region(place, story.place, gazetteer),
        "group": _same_groups(place, story.place, gazetteer),
        "policy_area": f"same policy area: {'; '.join(POLICY_AREAS[a].name for a in same_areas)}" if same_areas else "",
        "instrument": f"same kind of instrument: {instruments.names(same_kinds)}" if same_kinds else "",
        "story": "a similar story" if own and _closeness(own, story) >= SIMILAR else "",
        "level": f"both at the {level} level" if level_of(story.place.id) == level else "",
    }


def _same_region(one: Place, other: Place, gazetteer: Gazetteer) -> str:
    """Return that both lie in a region of M49 below the continents, the smallest that has both."""
    regions = [[r for r in gazetteer.regions_of(p.iso3 or "") if r.id.startswith("region:")] for p in (one, other)]
    shared = [region.name for region in regions[0][:-1] if region in regions[1]]
    return f"both lie in {'the ' if shared[0] == 'Caribbean' else ''}{shared[0]}" if shared else ""


def _same_groups(one: Place, other: Place, gazetteer: Gazetteer) -> str:
    """Return which United Nations groups of countries have both, or the countries that they lie in."""
    groups = [[g for g in gazetteer.regions_of(p.iso3 or "") if g.id.startswith("group:")] for p in (one, other)]
    shared = [group.name[:1].lower() + group.name[1:] for group in groups[0] if group in groups[1]]
    kinds = {one.kind, other.kind}
    both = "are" if kinds == {"country"} else "lie in" if kinds == {"locality"} else "are or lie in"
    return f"both {both} {' and '.join(shared)}" if shared else ""


def _closeness(one: Story, other: Story) -> float:
    """Return the cosine of the two closest sentences of two stories."""
    return float(max(np.dot(a.vector, b.vector) for a in one.sentences for b in other.sentences))


def quoted(story: Story, topic: Topic | None, gazetteer: Gazetteer) -> DraftClaim:
    """Return one quote of a story: the sentence closest to the topic, or else the first that tells of an instrument.

    A sentence that does not name its place is quoted from the one before it that does, if that is near.
    """
    whole = [s for s in story.sentences if _is_whole(s.passage.sentence(s.index))] or list(story.sentences)
    if topic:
        best = max(whole, key=lambda s: float(np.dot(s.vector, topic.vector)))
    else:
        best = next((s for s in whole if instruments.recognise(s.passage.sentence(s.index))), whole[0])
    passage, at = best.passage, best.index
    about = {s.index for s in story.sentences if s.passage is passage}
    back = [i for i in range(at, max(-1, at - 1 - _LOOK_BACK), -1) if set(range(i, at)) <= about]
    start = next((i for i in back if _names(story.place, passage.sentence(i), gazetteer)), at)
    evidence = Evidence(passage, Span(passage.sentences[start].start, passage.sentences[at].end))
    return DraftClaim(readable(evidence.quote), "example", (evidence,), story.place.id)


def _is_whole(sentence: str) -> bool:
    """Say whether a sentence begins and ends as one, not in the middle of another."""
    text = readable(sentence)
    return not text[:1].islower() and text.rstrip("”\"')]0123456789").endswith((".", "!", "…"))


def _names(place: Place, sentence: str, gazetteer: Gazetteer) -> bool:
    return any(place in mention.places for mention in gazetteer.find(sentence))
