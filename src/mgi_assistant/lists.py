"""Lists and counts that come whole from a table, never from the best few passages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from mgi_assistant.places import Gazetteer, Place
from mgi_assistant.ports import LexicalIndex
from mgi_assistant.store import Store, TableRow
from mgi_assistant.types import DraftClaim, Evidence, Level, Query, Source, Span
from mgi_assistant.understand import GENERIC

_LOCALITIES = re.compile(
    r"\b(cit(y|ies)|localit(y|ies)|municipalit(y|ies)|towns?|local (governments?|authorit(y|ies)|jurisdictions?)|"
    r"(which|what|how many|mexican) (\w+ ){0,2}(states|provinces)|ciudades|municipios|villes|communes|localidades|localités)\b",
    re.I,
)
_COUNTRIES = re.compile(r"\b(countr(y|ies)|nations?|pa[ií]s(es)?|pays)\b", re.I)
_COMMON = 0.6
"""Share of a table's rows in which a word stands that belongs to the table rather than to a row."""


@dataclass(frozen=True)
class TableLists:
    """Answers "which …" and "how many …" from tables whose rows are each about one place."""

    store: Store
    lexical: LexicalIndex
    gazetteer: Gazetteer

    def __call__(self, query: Query) -> DraftClaim | None:
        """Return the list or count that ``query`` asks for, or ``None`` when no table is about just that.

        A table is about just that when the question has no word of its own beyond those that most rows share.
        """
        if query.intent not in ("list", "count"):
            return None
        local, national = _LOCALITIES.search(query.standalone), _COUNTRIES.search(query.standalone)
        if not local and not national:
            return None
        if query.intent == "count" and not query.places:
            return None  # how far the programme has got is told by dated figures, not by one list
        wanted = set(self.lexical.terms(" ".join(w for w in query.topic.split() if w not in GENERIC)))
        asking = set(self.lexical.terms((local or national).group()))  # type: ignore[union-attr]
        level: Level = "local" if local else "national"
        for source, rows, common in self._tables:
            if wanted - asking <= common:
                return self._listed(query, source, self._fitting(rows, level, query), level)
        return None

    @cached_property
    def _tables(self) -> list[tuple[Source, Sequence[TableRow], set[str]]]:
        """Tables with one place a row, each with the stems that most of its rows share; longest first."""
        found = []
        for source_id, rows in self.store.rows.items():
            if sum(bool(row.passage.subject) for row in rows) < len(rows):
                continue
            if len({row.passage.subject[0] for row in rows}) < len(rows):
                continue
            counts = Counter(term for row in rows for term in set(self.lexical.terms(row.passage.text)))
            source = self.store.source_by_id[source_id]
            common = {term for term, count in counts.items() if count >= _COMMON * len(rows)}
            found.append((source, rows, common | set(self.lexical.terms(source.title))))
        return sorted(found, key=lambda table: -len(table[1]))

    def _fitting(self, rows: Sequence[TableRow], level: Level, query: Query) -> list[TableRow]:
        kind = "locality" if level == "local" else "country"
        return [
            row
            for row in rows
            if self._place(row).kind == kind
            and (level == "local" or row.passage.level != "local")
            and query.filters.admit(row.passage)
        ]

    def _place(self, row: TableRow) -> Place:
        return self.gazetteer.get(row.passage.subject[0])

    def _listed(self, query: Query, source: Source, rows: Sequence[TableRow], level: Level) -> DraftClaim | None:
        if not rows:
            return None
        kind = ("locality", "localities") if level == "local" else ("country", "countries")
        names = [self._place(row).name for row in rows]
        where = " and ".join(self.gazetteer.get(place).name for place in query.places)
        inside = f" in {where}" if where else ""
        rule = f"counting the rows of “{source.title}”"
        text = f"{len(rows)} {kind[len(rows) != 1]}{inside}, {rule}: {'; '.join(names)}."
        evidence = tuple(Evidence(row.passage, Span(0, len(row.passage.text))) for row in rows)
        return DraftClaim(text, "list", evidence, None, 1.0)
