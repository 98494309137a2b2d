"""Lists and counts that come whole from a table or a printed list, never from the best few passages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from mgi_assistant.examples import level_of, whole_examples, within
from mgi_assistant.place_words import is_regional
from mgi_assistant.places import Gazetteer, Place
from mgi_assistant.ports import LexicalIndex
from mgi_assistant.store import Store, TableRow
from mgi_assistant.text import readable, words
from mgi_assistant.types import DraftClaim, Evidence, Level, Passage, Query, Source, Span
from mgi_assistant.vocabulary import GENERIC

LOCALITIES = re.compile(
    r"\b(cit(y|ies)|localit(y|ies)|municipalit(y|ies)|towns?|local (governments?|authorit(y|ies)|jurisdictions?)|"
    r"(which|what|how many) (\w+ ){0,2}(provinces?|places)|ciudades|municipios|localidades|villes|communes|"
    r"localités)\b",
    re.IGNORECASE,
)
_COUNTRIES = re.compile(r"\b(countr(y|ies)|nations?|governments?|states?|pa[ií]s(es)?|pays)\b", re.IGNORECASE)
_NATIONAL_ONLY = re.compile(r"^(?!.*\blocal).*\bnational(?: level| stories| ones)?\b", re.IGNORECASE)
_STATES = re.compile(r"\b(states|provinces|cantons|districts)\b", re.IGNORECASE)
"""Countries, or the parts of a country that is named."""
_STORIES = re.compile(
    r"\b(stor(y|ies)|examples?|cases?|case studies)\b|\btold (about|of)\b|"
    r"\b(used|using|made use of|applied|drew on|acted on)\b[^?.]*\b(results?|findings?)\b",
    re.IGNORECASE,
)
_TAKING_PART = re.compile(
    r"\b(t(ake|akes|ook|aken|aking) part|particip\w+|join\w*|involved|covered|assessed|conduct\w*|carr\w+ out)\b", re.I
)
"""What asks for the stories of places, and for those that took part."""
_OF_STORIES = frozenset("success successes told tell telling example case study studies come story".split())
"""Words that say no more than that."""
_NOT = r"(?:not|never|without|no|(?:do|did|has|have|is|are|was|were)n['’]t)"
_SUPERLATIVE = re.compile(r"\b(?:most|least(?! developed)|best|worst|fewest|highest|lowest)\b", re.IGNORECASE)
_NEGATED = re.compile(rf"\b{_NOT}\b", re.IGNORECASE)
_ONLY_LOCAL = re.compile(
    r"\bonly\b(?! (?:for |at |open to )?(?:the )?(?:national|central|federal|countries|states|governments))"
    r".*\b(local|cit(y|ies)|localit|municipal)|\b(local|cit(y|ies))\b.*\b(only|alone)\b|"
    rf"\b{_NOT}\b.*\b(nation(al(ly)?|wide)|country-?wide)\b.*\b(local|cit(y|ies))|"
    rf"\b(local|cit(y|ies)).*\b{_NOT}\b.*\b(nation(al(ly)?|wide)|country-?wide)\b",
    re.IGNORECASE,
)
_BOTH_LEVELS = re.compile(
    r"\b(?:countr|state|govern)\w*\b.*(?:\bboth\b.*\b(?:levels|national|local)|"
    r"\bnational(?:ly)?(?: level)?,? (?:and|as well as) (?:also )?(?:at )?(?:an? |the )?local)",
    re.IGNORECASE,
)
"""Asks for countries that took part themselves and with localities."""
_COMMON = 0.6
"""Share of a table's rows in which a word stands that belongs to the table rather than to a row."""
_AFTER_KIND = re.compile(r" (?:of|in|on|for|from|by|listed|told|with)\b|[(:,]")
"""Ends what the title of a table says its rows are: "Policy areas of …"."""
_MOST_EXAMPLES = 8
"""Places in a list of which it is also told what they did."""
_MOST_IN_SHORT = 12
"""The same, in one sentence each."""


@dataclass(frozen=True)
class Lists:
    """Answers "which …" and "how many …" with all of a kind: places, places with a story, or the rows of a table."""

    store: Store
    lexical: LexicalIndex
    gazetteer: Gazetteer

    def __call__(self, query: Query) -> tuple[DraftClaim, ...]:
        """Return the list or count that ``query`` asks for; nothing when no list is about just that.

        A table is about just that when the question has no word of its own beyond those that most rows share.
        """
        wanted = set(self.lexical.terms(" ".join(w for w in query.topic.split() if w not in GENERIC)))
        if records := self._records(query, wanted):
            return records
        stories = self._stories(query, wanted)
        return self._places(query, wanted) if stories is None else stories

    # -- places that took part ---------------------------------------------------------------------------------------

    def _places(self, query: Query, wanted: set[str]) -> tuple[DraftClaim, ...]:
        local, national = self._localities(query), _COUNTRIES.search(query.standalone)
        asked_for = min((m for m in (local, national) if m), key=lambda m: m.start(), default=None)
        in_a_locality = any(self.gazetteer.get(place).kind == "locality" for place in query.places)
        of_a_country = query.intent == "yes_no" and bool(query.places)
        only_local = national and not of_a_country and _ONLY_LOCAL.search(query.standalone) and not query.policy_areas
        regional = bool(query.places) and all(map(is_regional, query.places)) and query.intent != "yes_no"
        if _SUPERLATIVE.search(query.standalone) or (_NEGATED.search(query.standalone) and not only_local):
            return ()
        listing = query.intent in ("list", "count") or only_local or (regional and not wanted)
        if not listing or not (asked_for or (regional and not wanted)) or in_a_locality:
            return self._entries(query) if not wanted else ()
        if query.intent == "count" and not query.places:
            return ()  # how far the programme has got is told by dated figures, not by one list
        if _BOTH_LEVELS.search(query.standalone):
            return self._at_both_levels(query)
        for match in (local, national):
            wanted -= set(self.lexical.terms(match.group() if match else ""))
        if only_local:
            wanted = set()
        of_local = (local and asked_for is local) or (query.level == "local" and not only_local)
        level: Level = "local" if of_local else "national"
        for source, rows, common in self.tables:
            fitting = self._fitting(rows, level, query)
            names = [self._name(row) for row in fitting]
            if wanted <= common and names and all(names):
                evidence = list(map(_whole, fitting))
                return (self._listed(query, f"counting the rows of “{source.title}”", names, evidence, level),)
        return self._printed(query, level) or self._entries(query) if not wanted else ()

    def _at_both_levels(self, query: Query) -> tuple[DraftClaim, ...]:
        """Return the countries that a table has a row of their own for, and the first of a locality in each."""
        for source, rows, _ in self.tables:
            first: dict[str | None, TableRow] = {}
            for row in self._fitting(rows, "local", query):
                first.setdefault(self._place(row).iso3, row)
            both = [row for row in self._fitting(rows, "national", query) if self._place(row).iso3 in first]
            localities = [first[self._place(row).iso3] for row in both]
            if both:
                rule = f"counting the rows of “{source.title}” for"
                kinds: tuple[tuple[Sequence[TableRow], Level, str], ...] = (
                    (both, "national", f"{rule} countries with localities that took part too"),
                    (localities, "local", f"{rule} the first locality in each of these countries"),
                )
                return tuple(
                    self._listed(query, said, [self._name(row) for row in found], list(map(_whole, found)), level)
                    for found, level, said in kinds
                )
        return ()

    def _localities(self, query: Query) -> re.Match[str] | None:
        """Return where a question speaks of localities; the states of a country are such."""
        in_a_country = any(self.gazetteer.get(place).kind == "country" for place in query.places)
        patterns = (LOCALITIES, _STATES) if in_a_country else (LOCALITIES,)
        found = [match for pattern in patterns if (match := pattern.search(query.standalone))]
        return min(found, key=lambda match: match.start(), default=None)

    # -- tables ----------------------------------------------------------------------------------------------------

    @cached_property
    def tables(self) -> list[tuple[Source, Sequence[TableRow], set[str]]]:
        """Tables with one place a row, each with the stems that most of its rows share; longest first."""
        found = []
        for source_id, rows in self.store.rows.items():
            subjects = {row.passage.subject[:1] for row in rows}
            if () in subjects or len(subjects) < len(rows):
                continue
            counts = Counter(term for row in rows for term in set(self.lexical.terms(row.passage.text)))
            source = self.store.source_by_id[source_id]
            common = {term for term, count in counts.items() if count >= _COMMON * len(rows)}
            found.append((source, rows, common | set(self.lexical.terms(source.title))))
        return sorted(found, key=lambda table: -len(table[1]))

    def _fitting(self, rows: Sequence[TableRow], level: Level, query: Query) -> list[TableRow]:
        kind = "locality" if level == "local" else "country"
        only_local = bool(_ONLY_LOCAL.search(query.standalone))
        return [
            row
            for row in rows
            if self._place(row).kind == kind
            and (level == "local" or (row.passage.level == "local") == only_local)
            and query.filters.admit(row.passage)
        ]

    def _place(self, row: TableRow) -> Place:
        return self.gazetteer.get(row.passage.subject[0])

    def _name(self, row: TableRow) -> str:
        """Return the usual name of the row's place if the row's text has it, or else the text's own ("Turkey")."""
        place, text = self._place(row), row.passage.text
        spans = (m.span for m in self.gazetteer.find(text) if place in m.places and not m.adjective)
        own = place.name if place.name in text else next((text[s.start : s.end] for s in spans), "")
        return readable(own)

    def _listed(
        self, query: Query, rule: str, names: Sequence[str], evidence: Sequence[Evidence], level: Level
    ) -> DraftClaim:
        kind = ("locality", "localities") if level == "local" else ("country", "countries")
        where = " and ".join(self.gazetteer.get(place).name for place in query.places)
        inside = f" in {where}" if where else ""
        text = f"{len(names)} {kind[len(names) != 1]}{inside}, {rule}: {'; '.join(names)}."
        return DraftClaim(text, "list", tuple(evidence), None, 1.0)

    # -- places with a story, and other rows -------------------------------------------------------------------------

    def _stories(self, query: Query, wanted: set[str]) -> tuple[DraftClaim, ...] | None:
        """Return the places of a region, or all, whose story is told, and of a few what it tells.

        ``None`` where that is not what is asked, or a region without stories is asked about in general.

        Where the sources name one only in a heading, which is not quoted, the stories themselves are the list.
        Nothing where the question has a topic: what is told about that is found by its words.
        """
        regional = bool(query.places) and all(map(is_regional, query.places))
        local, national = self._localities(query), _COUNTRIES.search(query.standalone)
        asked = _STORIES.search(query.standalone) and (regional or (query.intent == "list" and (local or national)))
        told = regional and query.intent in ("fact", "example") and not _TAKING_PART.search(query.standalone)
        if not (asked or told) or wanted - self._of_stories:
            return None
        passages = filter(query.filters.admit, self.store.passages)
        levels: tuple[Level, ...] = ("national", "local")
        if (local or query.level == "local") and not national:
            levels = ("local",)
        elif _NATIONAL_ONLY.search(query.standalone):
            levels = ("national",)
        stories = [
            claim
            for claim in within(whole_examples(passages, self.gazetteer), query.filters, self.gazetteer)
            if level_of(claim.place or "") in levels
        ]
        named = [
            (level_of(claim.place or ""), *found) for claim in stories for found in self._named_where(query, claim)
        ]
        lists = [
            self._listed(query, "counting those whose story is told", names, evidence, level)
            for level in levels
            if (names := [name for at, name, _ in named if at == level])
            and (evidence := [sentence for at, _, sentence in named if at == level])
        ]
        if not stories:
            return () if asked else None
        if len(named) < len(stories):
            return tuple(map(_in_short, stories) if len(stories) > _MOST_EXAMPLES else stories)
        if len(stories) <= _MOST_EXAMPLES:
            return (*lists, *stories)
        return (*lists, *map(_in_short, stories if len(stories) <= _MOST_IN_SHORT else ()))

    @cached_property
    def _of_stories(self) -> frozenset[str]:
        return frozenset(self.lexical.terms(" ".join(_OF_STORIES)))

    def _named_where(self, query: Query, claim: DraftClaim) -> list[tuple[str, Evidence]]:
        """Return the name of the place that a claim is about with the sentence that gives it, its own story first."""
        others = (p for p in self.store.passages if claim.place in p.subject and query.filters.admit(p))
        for passage in (claim.evidence[0].passage, *others):
            for mention in self.gazetteer.find(passage.text):
                if not mention.adjective and claim.place in [place.id for place in mention.places]:
                    span = next(s for s in passage.sentences if s.start <= mention.span.start < s.end)
                    return [(readable(passage.text[mention.span.start : mention.span.end]), Evidence(passage, span))]
        return []

    def _records(self, query: Query, wanted: set[str]) -> tuple[DraftClaim, ...]:
        """Return what the rows of a table are about, where the question asks for things of the kind its title names.

        Rows are left out that lack another word of the question: "Which policy areas are enablers?".
        """
        if query.intent not in ("list", "definition", "fact") or query.places:
            return ()
        asked = [word for word in words(query.topic) if word not in GENERIC and not word.isdigit()]
        for source_id, rows in self.store.rows.items():
            title = self.store.source_by_id[source_id].title
            kind = _AFTER_KIND.split(title, maxsplit=1)[0].strip()
            of_kind = set(self.lexical.terms(kind))
            labels = [row.passage.section[-1] if row.passage.section else "" for row in rows]
            if not of_kind or not of_kind <= wanted or len(set(labels)) < len(rows):
                continue
            of_title = set(self.lexical.terms(title))
            further = {_singular(word) for word in asked if not of_title.intersection(self.lexical.terms(word))}
            fitting = [
                (label, row)
                for label, row in zip(labels, rows, strict=True)
                if label in row.passage.text
                and further <= set(map(_singular, words(row.passage.text)))
                and query.filters.admit(row.passage)
            ]
            if len(fitting) > 1:
                names = "; ".join(label for label, _ in fitting)
                text = f"{len(fitting)} {kind.lower()}, counting the rows of “{title}”: {names}."
                return (DraftClaim(text, "list", tuple(_whole(row) for _, row in fitting), None, 1.0),)
        return ()

    # -- printed lists ---------------------------------------------------------------------------------------------

    def _printed(self, query: Query, level: Level) -> tuple[DraftClaim, ...]:
        """Return the places that a printed list names, each where it is first named."""
        kind = "locality" if level == "local" else "country"
        only_local = bool(_ONLY_LOCAL.search(query.standalone))
        first: dict[str, Evidence] = {}
        for passage, place, span in self._named(query):
            if place.kind == kind and (level == "local" or _is_noted(passage, span) == only_local):
                first.setdefault(place.id, Evidence(passage, span))
        if not first:
            return ()
        evidence = list(first.values())
        rule = f"counting the names in the list “{_heading(evidence[0].passage)}”"
        return (self._listed(query, rule, [readable(e.quote) for e in evidence], evidence, level),)

    def _entries(self, query: Query) -> tuple[DraftClaim, ...]:
        """Return that a printed list names the places asked about, when that is asked or nothing else is about them.

        Unless it is asked only whether it does, the localities that it names in them follow.
        """
        asked = query.intent == "yes_no" and _TAKING_PART.search(query.standalone) and not self.tables
        if not query.places or not (asked or self._nothing_about(query)):
            return ()
        countries = all(self.gazetteer.get(place).kind == "country" for place in query.places)
        of_local = query.intent != "yes_no" or self._localities(query)
        localities = self._printed(query, "local") if countries and of_local else ()
        if localities and self._localities(query):
            return localities
        named = everything = list(self._named(query))
        itself = [entry for entry in named if entry[1].id in query.places]
        entries: dict[str, DraftClaim] = {}
        for passage, place, span in itself or named:
            name = passage.text[span.start : span.end]
            inside = any(place.id == other.iso3 != other.id for _, other, _ in everything)
            country = f" ({self.gazetteer.get(place.iso3).name})" if place.kind == "locality" and place.iso3 else ""
            more = "" if inside or country else "; nothing more is said about it there"
            text = f"{name}{country} stands in the list “{_heading(passage)}”{more}."
            entries.setdefault(place.id, DraftClaim(text, "list entry", (Evidence(passage, span),), place.id, 1.0))
            if _is_noted(passage, span):
                entries.update({note.text: note for note in self._notes(passage)})
        return (*entries.values(), *localities)

    def _nothing_about(self, query: Query) -> bool:
        return not any(query.filters.places & set(passage.subject) for passage in self.store.passages)

    def _named(self, query: Query) -> Iterator[tuple[Passage, Place, Span]]:
        """Yield the places within the query's filters that printed lists name."""
        for passage in self.store.passages:
            if passage.kind != "names" or not query.filters.admit(passage):
                continue
            for mention in self.gazetteer.find(passage.text):
                for place in mention.places[:1]:
                    if not query.filters.places or query.filters.places & {place.id, place.iso3}:
                        yield passage, place, mention.span

    def _notes(self, passage: Passage) -> Iterator[DraftClaim]:
        """Yield the footnotes under the list of which ``passage`` is a part."""
        for note in self.store.passages:
            if note.kind == "footnote" and note.section == passage.section and not note.subject:
                evidence = Evidence(note, note.sentences[0])
                yield DraftClaim(f"Note to the list: {evidence.quote}", "list entry", (evidence,), None, 1.0)


def _is_noted(passage: Passage, span: Span) -> bool:
    """Say whether a name in a printed list has the mark of a note; in the MGI's, that it took part locally only.

    Two stars are none: they end what stands in bold where the text is Markdown.
    """
    after = passage.text[span.end :]
    return (len(after) - len(after.lstrip("*"))) % 2 == 1


def _heading(passage: Passage) -> str:
    return passage.section[-1] if passage.section else "list of places"


def _in_short(claim: DraftClaim) -> DraftClaim:
    """Return an example with its first sentence only."""
    passage, span = claim.evidence[0].passage, claim.evidence[0].span
    evidence = Evidence(passage, next(s for s in passage.sentences if s.start >= span.start))
    return replace(claim, text=readable(evidence.quote), evidence=(evidence,))


def _whole(row: TableRow) -> Evidence:
    return Evidence(row.passage, Span(0, len(row.passage.text)))


def _singular(word: str) -> str:
    return re.sub(r"(?<=\w\w)s$", "", word)
