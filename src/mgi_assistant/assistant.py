"""The assistant: a question in, an answer out whose every sentence was checked against its page or row."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from mgi_assistant import instruments
from mgi_assistant.abbreviations import Abbreviations
from mgi_assistant.answers import Answer, Claim, Comparable, Comparison, ExampleList, Searched, Status, Withheld
from mgi_assistant.comparables import (
    REASONS,
    Topic,
    comparable_stories,
    find_place,
    order,
    quoted,
    reasons_named,
    stories,
)
from mgi_assistant.drafts import asks_elsewhere, chosen, goes_on_there, joined, place_told
from mgi_assistant.errors import UsageError
from mgi_assistant.examples import (
    country_examples,
    for_each_place,
    headed,
    is_example,
    only_names,
    place_example,
    whole_examples,
    with_companions,
    within,
)
from mgi_assistant.follow_ups import ASKS_WHERE, STARTS_OVER
from mgi_assistant.grounding import verify
from mgi_assistant.places import Gazetteer
from mgi_assistant.ports import QuestionEmbedder, Rephraser, Rewriter, Synthesizer, Vectors
from mgi_assistant.render import answer_text, not_found_text, where_text
from mgi_assistant.retrieve import CANDIDATES, Retriever
from mgi_assistant.store import Store
from mgi_assistant.text import readable
from mgi_assistant.types import Citation, Draft, DraftClaim, Evidence, Filters, Hit, Level, Query
from mgi_assistant.understand import asked_there, understand

CONSIDERED = 24
"""Hits that a synthesizer chooses from."""
LOOKED_THROUGH = 400
"""Hits among which examples of a topic are looked for."""
EXAMPLES_CONSIDERED = 100
"""Most hits that they are chosen from."""
_ENTRY = re.compile(r"([A-Z][^,:;.]{2,80})(?:, with|:) \w")
"""An entry of a list, with its name before what is said of it."""
_BARE = 2
"""Words of a question that only names a topic: whatever has them may be meant."""


@dataclass(frozen=True)
class Assistant:
    """Answers questions from one version of an index; safe to share between threads, as it keeps no conversation."""

    store: Store
    embedder: QuestionEmbedder
    retriever: Retriever
    synthesize: Synthesizer
    gazetteer: Gazetteer
    rephrase: Rephraser | None = None
    """Puts answers in other words, where a language model is used."""
    rewrite: Rewriter | None = None
    """Makes follow-ups stand on their own before the rules try to, where a language model is used."""

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        filters: Filters = Filters(),
        without: frozenset[str] = frozenset(),
        tell: Callable[[Claim], None] = lambda claim: None,
    ) -> Answer:
        """Answer ``question``, asked after the earlier questions in ``history``, oldest first.

        ``without`` are ids of places and policy areas, or a level, that the question names and is not to be about.
        Where a language model puts the answer in words, ``tell`` is told each sentence as soon as it is verified; it
        has the citation numbers of the answer, which comes to nothing where the model fails half-way.

        Raises:
            UsageError: The question is empty or too long.
        """
        began, started = time.monotonic(), time.perf_counter()
        query = self.understood(question, history, filters, without)
        understood = time.perf_counter()
        parts = query.parts or (query,)
        readings = [tuple(filter(None, (part, part.wider))) for part in parts]
        asked = [reading for each in readings for reading in each]
        vectors = [self.embedder.embed_question(reading.search) for reading in asked]
        embedded = time.perf_counter()
        hits = [self._hits(reading, vector) for reading, vector in zip(asked, vectors, strict=True)]
        retrieved = time.perf_counter()
        drafts = [self.synthesize(*given) for given in zip(asked, vectors, hits, strict=True)]
        drawn = iter(drafts)
        best = [chosen(part, [next(drawn) for _ in each]) for part, each in zip(parts, readings, strict=True)]
        read = {reading.search: vector for reading, vector in zip(asked, vectors, strict=True)}
        place = place_told(parts[0], best[0]) if query.parts else None
        if place is not None:
            best[1:] = [self._there(place, *part, read) for part in zip(parts[1:], best[1:], strict=True)]
        draft = joined(parts, best, self.synthesize.answers)
        if query.wider and draft is drafts[-1] and asks_elsewhere(query, query.wider):
            query = replace(query.wider, language=query.language, wording=query.wording)
        drafted = time.perf_counter()
        if self.rephrase:
            answering = [i for i, one in enumerate(drafts) if any(one is taken for taken in best)]
            leads = [drafts[i].claims[0] for i in answering if drafts[i].claims]
            found = [hit for i in answering for hit in hits[i]]
            draft = self.rephrase(query, draft, leads, found, self._numbering(tell), began)
        answer = self._checked(query, draft)
        ended = time.perf_counter()
        timings = {
            "understand": understood - started,
            "embed": embedded - understood,
            "retrieve": retrieved - embedded,
            "answer": ended - retrieved,
            **({"rephrase": ended - drafted} if self.rephrase else {}),
            "total": ended - started,
        }
        return replace(
            answer,
            confidence=round(draft.confidence, 4),
            model=draft.model,
            note=draft.note,
            timings_ms={name: round(1000 * seconds, 3) for name, seconds in timings.items()},
        )

    def _there(self, place: str, part: Query, draft: Draft, read: Mapping[str, Vectors]) -> Draft:
        """Return what answers a further part of a question of the ``place`` that the first tells of, or ``draft``."""
        if not goes_on_there(part):
            return draft
        there = asked_there(part, place, self.gazetteer)
        own = self.synthesize.goes_on(there, read[part.search], self._hits(there, read[part.search]))
        return own if own.claims else draft

    @property
    def without_model(self) -> Assistant:
        """The same assistant without a language model."""
        return replace(self, rephrase=None, rewrite=None)

    def _numbering(self, tell: Callable[[Claim], None]) -> Callable[[DraftClaim], None]:
        """Return what tells ``tell`` each claim with the numbers that its citations get in the answer."""
        register = _Register(self.store)
        return lambda claim: tell(_said(claim, register))

    def _hits(self, query: Query, vector: Vectors) -> list[Hit]:
        """Return what the synthesizer chooses from."""
        if query.intent in ("list", "example") or len(query.search.split()) <= _BARE:
            return self._with_examples(query, vector)
        for depth in (CANDIDATES, LOOKED_THROUGH):
            hits = self._found(query, vector, depth)
            telling = [hit for hit in hits if query.places or not only_names(hit.passage)][:CONSIDERED]
            if len(telling) == CONSIDERED:
                break
        return telling

    def _found(self, query: Query, vector: Vectors, depth: int) -> list[Hit]:
        """Return the hits for a query, of a follow-up with an eye to the question before it."""
        both = f"{query.before} {query.search}" if query.before else ""
        beside = (both, self.embedder.embed_question(both)) if both else None
        return self.retriever(query.search, vector, depth, query.filters, beside)

    def _with_examples(self, query: Query, vector: Vectors) -> list[Hit]:
        """Return the nearest passages and, from further off, those that tell what a place did.

        Rows that only name participants would crowd these out.
        """
        hits = self._found(query, vector, LOOKED_THROUGH)
        told = [hit for hit in hits if hit.rank <= CONSIDERED or is_example(hit.passage)]
        return told[:EXAMPLES_CONSIDERED]

    def retrieve(self, question: str, k: int = 10, filters: Filters = Filters()) -> list[Hit]:
        """Return up to ``k`` hits for ``question``, best first."""
        query = self.understood(question, (), filters)
        return self.retriever(query.search, self.embedder.embed_question(query.search), k, query.filters)

    def filters_for(self, country: str | None, region: str | None, level: Level | None) -> Filters:
        """Return the filters for a country and a region by name; both given mean that both have to hold.

        Raises:
            UsageError: A name is not that of a country, or of a region or group.
        """
        wanted: list[frozenset[str]] = []
        for name, kinds in ((country, ("country",)), (region, ("region",))):
            if name is None:
                continue
            found = [p for m in self.gazetteer.find(name) for p in m.places if p.kind in kinds]
            if not found:
                raise UsageError(f"{name!r} is no {kinds[0]} that is known here.", "Use its usual English name.")
            wanted.append(self.gazetteer.members(found[0].id))
        places = frozenset.intersection(*wanted) if wanted else frozenset()
        if wanted and not places:
            raise UsageError(f"{country} does not lie in {region}.", "Leave one of the two out.")
        return Filters(places, level)

    def examples(self, topic: str = "", filters: Filters = Filters()) -> ExampleList:
        """Return what single places did, one example a place: about ``topic`` if one is given, within ``filters``."""
        query = self.understood(topic or "examples", (), filters)
        if topic:
            vector = self.embedder.embed_question(query.search)
            hits = self._with_examples(query, vector)
            drafts = for_each_place(self.synthesize.examples(query, vector, hits), self.gazetteer)
        else:
            drafts = whole_examples((p for p in self.store.passages if filters.admit(p)), self.gazetteer)
        kept, _ = verify(within(drafts, query.filters, self.gazetteer), self.store)
        register = _Register(self.store)
        shown = country_examples(kept, [register.numbers(claim) for claim in kept], self.gazetteer)
        return ExampleList(shown, register.citations, self._searched(query))

    def compare(self, place: str, topic: str = "", reasons: Sequence[str] = tuple(REASONS)) -> Comparison:
        """Return the places that can be compared with ``place``, which need not be in the sources, and why.

        With a ``topic``, those with an example about it. A place is comparable when at least one of ``reasons`` (keys
        of :data:`~mgi_assistant.comparables.REASONS`) holds; their order is that in which places are listed.

        Raises:
            UsageError: ``place`` means none, several or a region, a reason is unknown, or the topic is too long.
        """
        here, counted = find_place(place, self.gazetteer), reasons_named(reasons)
        query = self.understood(topic if topic.strip() else "examples", (), Filters())
        about = self._topic(query) if topic.strip() else None
        told = stories(self.store, self.gazetteer)
        register = _Register(self.store)
        own = place_example(here, self.gazetteer)
        if here.id in told:
            for claim in verify([quoted(told[here.id], about, self.gazetteer)], self.store)[0]:
                own = told[here.id].example(claim, register.numbers(claim), self.gazetteer)
        comparable = tuple(
            Comparable(story.example(claim, register.numbers(claim), self.gazetteer), shared)
            for story, shared in comparable_stories(here, told, about, counted, self.gazetteer)
            for claim in verify([quoted(story, about, self.gazetteer)], self.store)[0]
        )
        return Comparison(
            place=own,
            named=any(here.id in passage.places for passage in self.store.passages),
            topic=topic.strip(),
            reasons_counted=counted,
            order=order(counted),
            comparable=comparable,
            left_out=tuple(s.place.name for s in told.values() if s.place.iso3 == here.iso3 and s.place != here),
            citations=register.citations,
            searched=self._searched(query),
        )

    def _topic(self, query: Query) -> Topic:
        """Return the topic of ``query`` with the sentences of examples that are about it."""
        vector = self.embedder.embed_question(query.search)
        hits = self._with_examples(query, vector)
        found = frozenset(claim.text for claim in self.synthesize.examples(query, vector, hits))
        kinds = instruments.recognise(query.topic)
        return Topic(vector, query.policy_areas, kinds, query.filters, found)

    def understood(
        self,
        question: str,
        history: Sequence[str] = (),
        filters: Filters = Filters(),
        without: frozenset[str] = frozenset(),
    ) -> Query:
        """Return what :meth:`ask` answers: the question made whole, with what was recognised in it.

        Raises:
            UsageError: The question is empty or too long.
        """
        if rewritten := self.rewrite(question, history) if self.rewrite and history else "":
            query = self.understood(rewritten, (), filters, without)
            return replace(query, question=question)
        return understand(
            question,
            history,
            self.gazetteer,
            filters,
            Abbreviations(self.store.abbreviations, self.store.defined),
            self.retriever.lexical,
            lambda earlier: self._places_told(earlier, filters),
            without,
        )

    def _places_told(self, standalone: str, filters: Filters) -> list[str]:
        """Return what the answer to a standalone question lists: its recommendations or entries, or names of places."""
        answer = self.without_model.ask(standalone, (), filters)
        entries = [found[1] for claim in answer.claims for found in [_ENTRY.match(claim.text)] if found]
        if len(entries) > 1:
            return entries
        advised = [readable(claim.text) for claim in answer.claims if claim.kind == "recommendation"]
        if len(advised) > 1 and answer.claims[0].kind == "recommendation":
            return advised
        told: list[str] = []
        for claim in answer.claims:
            if claim.place is not None:
                told.append(self.gazetteer.get(claim.place).name)
            elif claim.kind == "list":
                found = [place for mention in self.gazetteer.find(claim.text) for place in mention.places[:1]]
                told += [place.name for place in found if place.id not in answer.query.places]
                told += [] if found else claim.text.rstrip(".").partition(": ")[2].split("; ")
        return list(dict.fromkeys([*told, *(example.place for example in answer.examples)]))

    def _checked(self, query: Query, draft: Draft) -> Answer:
        """Make an answer of what holds in ``draft``; what does not is withheld."""
        claims, withheld = verify(draft.claims, self.store)
        shown, more_withheld = verify(draft.examples, self.store)
        withheld += [*more_withheld, *(Withheld(text, reason) for text, reason in draft.rejected)]
        searched = self._searched(query)
        if not claims:
            offered = () if STARTS_OVER.fullmatch(query.standalone) else draft.nearest
            near, _ = verify([DraftClaim(readable(e.quote), "nearest", (e,)) for e in offered], self.store)
            register = _Register(self.store)
            for claim in near:
                register.numbers(claim)
            nearest = register.citations
            names = [self.gazetteer.get(place).name for place in query.places]
            text = not_found_text(
                query, searched, nearest, names, [self.gazetteer.get(place).name for place in draft.unlisted]
            )
            return Answer(query, "not_found", text, (), nearest, (), searched, tuple(withheld))
        register = _Register(self.store)
        said = tuple(_said(claim, register) for claim in headed(claims, self.gazetteer))
        texts = {claim.text for claim in said}
        further = [claim for claim in shown if claim.text not in texts]
        own = [c for c in claims if is_example(c.evidence[0].passage)]
        told = with_companions([*own, *further], query.given, self.gazetteer)
        examples = country_examples(told, [register.numbers(claim) for claim in told], self.gazetteer)
        status: Status = "partial" if draft.missing or draft.unmentioned or draft.unanswered else "answered"
        untold = [self.gazetteer.get(place).name for place in draft.missing]
        text = answer_text(said, examples, draft, untold, query.language)
        if query.language == "en" and ASKS_WHERE.match(query.question):
            text = f"{where_text(register.citations)}\n\n{text}"
        return Answer(query, status, text, said, register.citations, examples, searched, tuple(withheld))

    def _searched(self, query: Query) -> Searched:
        filters = {
            "places": sorted(query.filters.places),
            "level": query.filters.level,
            "policy_areas": sorted(query.filters.policy_areas),
            "sources": sorted(query.filters.sources),
            "years": sorted(query.filters.years),
        }
        sources = tuple(s.id for s in self.store.sources if not query.filters.sources or s.id in query.filters.sources)
        passages = self.store.passages
        admitted = sum(map(query.filters.admit, passages)) if query.filters != Filters() else len(passages)
        return Searched(sources, admitted, {name: value for name, value in filters.items() if value})


class _Register:
    """Numbers the citations of one answer in order of appearance; the same quote keeps its number."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._numbers: dict[tuple[str, int, int], int] = {}
        self._citations: list[Citation] = []

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(self._citations)

    def numbers(self, claim: DraftClaim) -> tuple[int, ...]:
        return tuple(dict.fromkeys(map(self._number, claim.evidence)))

    def _number(self, evidence: Evidence) -> int:
        key = (evidence.passage.id, evidence.span.start, evidence.span.end)
        if key not in self._numbers:
            self._numbers[key] = len(self._citations) + 1
            source = self._store.source_by_id[evidence.passage.locator.source_id]
            self._citations.append(
                Citation(
                    n=self._numbers[key],
                    passage_id=evidence.passage.id,
                    locator=evidence.passage.locator,
                    title=source.title,
                    quote=evidence.quote,
                    url=source.url,
                )
            )
        return self._numbers[key]


def _said(claim: DraftClaim, register: _Register) -> Claim:
    """Return a claim with the numbers of its citations."""
    return Claim(claim.text, claim.kind, register.numbers(claim), claim.place, claim.under, claim.said)
