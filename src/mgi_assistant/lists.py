"""Lists and counts that come whole from a table or a printed list, never from the best few passages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from mgi_assistant.place_words import is_regional
from mgi_assistant.places import Gazetteer, Place
from mgi_assistant.ports import LexicalIndex
from mgi_assistant.store import Store, TableRow
from mgi_assistant.text import readable
from mgi_assistant.types import DraftClaim, Evidence, Level, Passage, Query, Source, Span
from mgi_assistant.vocabulary import GENERIC

LOCALITIES = re.compile(
    r"\b(cit(y|ies)|localit(y|ies)|municipalit(y|ies)|towns?|local (governments?|authorit(y|ies)|jurisdictions?)|"
    r"(which|what|how many) (\w+ ){0,2}(provinces|places)|ciudades|municipios|localidades|villes|communes|"
    r"localités)\b",
    re.IGNORECASE,
)
_COUNTRIES = re.compile(r"\b(countr(y|ies)|nations?|governments?|states?|pa[ií]s(es)?|pays)\b", re.IGNORECASE)
_STATES = re.compile(r"\b(which|what|how many) (\w+ ){0,2}states\b", re.IGNORECASE)
"""Countries, or the parts of a country that is named."""
_ONLY_LOCAL = re.compile(r"\bonly\b.*\b(local|cit(y|ies)|localit|municipal)|\b(local|cit(y|ies))\b.*\bonly\b", re.I)
_COMMON = 0.6
"""Share of a table's rows in which a word stands that belongs to the table rather than to a row."""


@dataclass(frozen=True)
class Lists:
    """Answers "which …" and "how many …" from tables with a place in each row, or from printed lists of places."""

    store: Store
    lexical: LexicalIndex
    gazetteer: Gazetteer

    def __call__(self, query: Query) -> tuple[DraftClaim, ...]:
        """Return the list or count that ``query`` asks for; nothing when no list is about just that.

        A table is about just that when the question has no word of its own beyond those that most rows share.
        """
        wanted = set(self.lexical.terms(" ".join(w for w in query.topic.split() if w not in GENERIC)))
        local, national = self._localities(query), _COUNTRIES.search(query.standalone)
        asked_for = min((m for m in (local, national) if m), key=lambda m: m.start(), default=None)
        in_a_locality = any(self.gazetteer.get(place).kind == "locality" for place in query.places)
        only_local = national and _ONLY_LOCAL.search(query.standalone)
        regional = bool(query.places) and all(map(is_regional, query.places)) and query.intent != "yes_no"
        listing = query.intent in ("list", "count") or only_local or (regional and not wanted)
        if not listing or not (asked_for or (regional and not wanted)) or in_a_locality:
            return self._entries(query) if not wanted else ()
        if query.intent == "count" and not query.places:
            return ()  # how far the programme has got is told by dated figures, not by one list
        for match in (local, national):
            wanted -= set(self.lexical.terms(match.group() if match else ""))
        if only_local:
            wanted = set()
        level: Level = "local" if local and asked_for is local else "national"
        for source, rows, common in self.tables:
            fitting = self._fitting(rows, level, query)
            names = [self._name(row) for row in fitting]
            if wanted <= common and names and all(names):
                evidence = [Evidence(row.passage, Span(0, len(row.passage.text))) for row in fitting]
                return (self._listed(query, f"counting the rows of “{source.title}”", names, evidence, level),)
        return self._printed(query, level) if not wanted else ()

    def _localities(self, query: Query) -> re.Match[str] | None:
        """Return where a question speaks of localities; the states of a country are such."""
        in_a_country = any(self.gazetteer.get(place).kind == "country" for place in query.places)
        return LOCALITIES.search(query.standalone) or (_STATES.search(query.standalone) if in_a_country else None)

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

    # -- printed lists ---------------------------------------------------------------------------------------------

    def _printed(self, query: Query, level: Level) -> tuple[DraftClaim, ...]:
        """Return the places that a printed list names, each where it is first named."""
        kind = "locality" if level == "local" else "country"
        first: dict[str, Evidence] = {}
        for passage, place, span in self._named(query):
            if place.kind == kind:
                first.setdefault(place.id, Evidence(passage, span))
        if not first:
            return ()
        evidence = list(first.values())
        rule = f"counting the names in the list “{_heading(evidence[0].passage)}”"
        return (self._listed(query, rule, [e.quote for e in evidence], evidence, level),)

    def _entries(self, query: Query) -> tuple[DraftClaim, ...]:
        """Return that a printed list names the places asked about, when nothing else in the index is about them."""
        if not query.places or any(query.filters.places & set(p.subject) for p in self.store.passages):
            return ()
        named = list(self._named(query))
        itself = [entry for entry in named if entry[1].id in query.places]
        entries: dict[str, DraftClaim] = {}
        for passage, place, span in itself or named:
            name = passage.text[span.start : span.end]
            text = f"{name} stands in the list “{_heading(passage)}”; nothing more is said about it there."
            entries.setdefault(place.id, DraftClaim(text, "list entry", (Evidence(passage, span),), place.id, 1.0))
            if passage.text[span.end : span.end + 1] == "*":
                entries.update({note.text: note for note in self._notes(passage)})
        return tuple(entries.values())

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


def _heading(passage: Passage) -> str:
    return passage.section[-1] if passage.section else "list of places"
