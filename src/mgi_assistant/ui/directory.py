"""All the places of an index that can be looked up: those that the sources tell an example of, and those they list.

Pure values, made once for an index; the pages narrow them down and put them side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from mgi_assistant import instruments
from mgi_assistant.answers import CountryExample
from mgi_assistant.assistant import Assistant
from mgi_assistant.comparables import Story, quoted, stories
from mgi_assistant.examples import is_example, level_of, place_example
from mgi_assistant.lists import Lists
from mgi_assistant.places import Place
from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.store import Store
from mgi_assistant.text import readable, words
from mgi_assistant.types import Citation, Evidence, Level, Passage, Span
from mgi_assistant.ui.texts import find as texts


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the index with what the sources tell of it."""

    place: Place
    level: Level
    """Of a country that is listed for its localities only, "local"."""
    regions: tuple[Place, ...]
    """Of its country: the regions of M49, smallest first, then United Nations groups."""
    example: CountryExample
    """What it did; of a place that is only listed, that it is."""
    short: str
    """The sentence of the example that tells of an instrument, or else its first."""
    citations: tuple[Citation, ...]
    """The passages about it, numbered from 1: what ``example`` cites, then all others."""
    areas: Mapping[str, tuple[int, ...]]
    """Ids of policy areas to the numbers of the citations whose passages are about them."""
    told: bool
    """Whether there is an example, rather than a mere listing."""
    sources: frozenset[str]
    years: frozenset[int]

    @property
    def full_name(self) -> str:
        """The name, of a locality with that of its country."""
        local = self.place.kind == "locality"
        return f"{self.place.name}, {self.example.country}" if local else self.place.name

    @property
    def region(self) -> str:
        """The smallest region of M49 that the place lies in, or nothing."""
        return next((region.name for region in self.regions if region.id.startswith("region:")), "")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the places shown have to be; an empty field asks for nothing. Different fields all have to hold."""

    text: str = ""
    """Words that all have to stand in what is known about the place."""
    regions: frozenset[str] = frozenset()
    """Ids of regions and groups; one of them suffices, as in the fields below."""
    countries: frozenset[str] = frozenset()
    level: Level | None = None
    policy_areas: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    told: bool | None = None

    def admits(self, entry: Entry) -> bool:
        """Say whether ``entry`` is what is wanted."""
        return (
            _meets(self.regions, {region.id for region in entry.regions})
            and _meets(self.countries, {entry.place.iso3 or ""})
            and self.level in (None, entry.level)
            and _meets(self.policy_areas, entry.areas)
            and _meets(self.sources, entry.sources)
            and _meets(self.years, entry.years)
            and self.told in (None, entry.told)
            and _reads(self.text, entry)
        )


def _meets(wanted: Set[Any], known: Iterable[object]) -> bool:
    return not wanted or not wanted.isdisjoint(known)


def _reads(text: str, entry: Entry) -> bool:
    """Say whether each word of ``text`` begins a word of what is known about the place."""
    wanted = words(text)
    if not wanted:
        return True
    example = entry.example
    known = [entry.place.name, example.country, example.text, example.instrument, example.measure_year]
    known += [texts.LEVELS[entry.level], *(region.name for region in entry.regions)]
    known += [POLICY_AREAS[area].name for area in entry.areas]
    read = words(" ".join(known))
    return all(any(word.startswith(begun) for word in read) for begun in wanted)


def directory(assistant: Assistant) -> tuple[Entry, ...]:
    """Return all places that the index tells an example of or lists, by country, a country before its localities."""
    found = {entry.place.id: entry for entry in _told(assistant)}
    for entry in _listed(assistant):
        if entry.place.iso3:
            found.setdefault(entry.place.id, entry)
    return tuple(sorted(found.values(), key=lambda e: (words(e.example.country), e.place.kind, words(e.place.name))))


def _told(assistant: Assistant) -> Iterator[Entry]:
    """Yield the places with an example."""
    store, gazetteer = assistant.store, assistant.gazetteer
    shown = assistant.examples()
    examples = {(e.iso3, e.level, e.place): e for e in shown.examples}
    for story in stories(store, gazetteer).values():
        place = story.place
        example = examples.get((place.iso3 or "", level_of(place.id), place.name))
        if example is None:
            continue
        own = [shown.citations[n - 1] for n in example.citations]
        passages = list(dict.fromkeys(said.passage for said in story.sentences))
        cited = {citation.passage_id for citation in own}
        citations = numbered([*own, *(_about(story, p, store) for p in passages if p.id not in cited)])
        tags = {c.n: store.passage(c.passage_id).policy_areas for c in citations}
        yield Entry(
            place=place,
            level=example.level,
            regions=gazetteer.regions_of(place.iso3 or ""),
            example=replace(
                example,
                policy_areas=story.policy_areas,
                citations=tuple(range(1, len(own) + 1)),
                instrument=instruments.names(story.instruments),
            ),
            short=quoted(story, None, gazetteer).text,
            citations=citations,
            areas={area: tuple(n for n in tags if area in tags[n]) for area in story.policy_areas},
            told=True,
            sources=frozenset(p.locator.source_id for p in passages),
            years=frozenset(p.year for p in passages if p.year),
        )


def _about(story: Story, passage: Passage, store: Store) -> Citation:
    """Return what a passage says about the place of a story: its first sentences in a row that are about it."""
    about = [said.index for said in story.sentences if said.passage is passage]
    last = next(index for index in about if index + 1 not in about)
    span = Span(passage.sentences[about[0]].start, passage.sentences[last].end)
    return cited_as(Evidence(passage, span), store)


def _listed(assistant: Assistant) -> Iterator[Entry]:
    """Yield the places that a table without examples has a row for, then those that a printed list names."""
    store, gazetteer = assistant.store, assistant.gazetteer
    for _, rows, _ in Lists(store, assistant.retriever.lexical, gazetteer).tables:
        if not any(is_example(row.passage) for row in rows):
            for row in rows:
                whole = Evidence(row.passage, Span(0, len(row.passage.text)))
                yield _listing(gazetteer.get(row.passage.subject[0]), whole, readable(whole.quote), assistant)
    for passage in store.passages:
        for mention in gazetteer.find(passage.text) if passage.kind == "names" else ():
            heading = passage.section[-1] if passage.section else store.source_by_id[passage.locator.source_id].title
            said = texts.IN_LIST.format(mention.places[0].name, heading)
            yield _listing(mention.places[0], Evidence(passage, mention.span), said, assistant)


def _listing(place: Place, evidence: Evidence, said: str, assistant: Assistant) -> Entry:
    """Return a place of which the sources tell no more than that it is listed."""
    passage = evidence.passage
    blank = place_example(place, assistant.gazetteer)
    level = passage.level if passage.kind == "row" and passage.level else blank.level
    return Entry(
        place=place,
        level=level,
        regions=assistant.gazetteer.regions_of(place.iso3) if place.iso3 else (),
        example=replace(blank, level=level, text=said, citations=(1,)),
        short=said,
        citations=(cited_as(evidence, assistant.store),),
        areas={},
        told=False,
        sources=frozenset({passage.locator.source_id}),
        years=frozenset({passage.year} if passage.year else ()),
    )


def cited_as(evidence: Evidence, store: Store, n: int = 1) -> Citation:
    """Return ``evidence`` as a citation with the number ``n``."""
    passage = evidence.passage
    source = store.source_by_id[passage.locator.source_id]
    return Citation(n, passage.id, passage.locator, source.title, evidence.quote, source.url)


def numbered(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """Return ``citations`` numbered from 1."""
    return tuple(replace(citation, n=n) for n, citation in enumerate(citations, 1))


def joined(
    examples: Iterable[tuple[CountryExample, Sequence[Citation]]],
) -> tuple[tuple[CountryExample, ...], tuple[Citation, ...]]:
    """Return examples that were numbered one by one, each with its citations, under one numbering from 1.

    Citations that an example does not cite are left out.
    """
    shown: list[CountryExample] = []
    all_cited: list[Citation] = []
    for example, citations in examples:
        own = [citation for citation in citations if citation.n in example.citations]
        first = len(all_cited) + 1
        all_cited += own
        shown.append(replace(example, citations=tuple(range(first, first + len(own)))))
    return tuple(shown), numbered(all_cited)
