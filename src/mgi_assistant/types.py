"""The values that flow through the assistant, from a parsed page to an answer.

Two vocabularies stay apart here: a *place* is somewhere on the map (a country, a locality, a region; see
:mod:`mgi_assistant.places`), a *locator* is somewhere in a source (a page or a row).

All values are frozen; nothing in this module does any work beyond describing itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Level = Literal["national", "local"]
"""Whether an assessment or a measure belongs to a whole country or to one locality in it."""

SourceKind = Literal["report", "table", "records"]
"""A PDF with pages, a CSV with rows, or a JSON-lines file with one text a line."""

PassageKind = Literal["prose", "item", "caption", "footnote", "row", "contents", "names"]
"""What a passage is in its source: running text, a list item or recommendation, a photo caption, a footnote,
a table row, a line of a table of contents, or a bare list of places."""

Status = Literal["answered", "partial", "not_found"]


@dataclass(frozen=True, slots=True)
class Source:
    """A publication or table as the catalogue describes it."""

    id: str
    title: str
    kind: SourceKind
    path: str
    """Path of the file, relative to the corpus folder."""
    publisher: str = ""
    year: int | None = None
    licence: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Locator:
    """Where in a source something stands: a page of a report, or a row of a table."""

    source_id: str
    page: int | None = None
    """1-based position of the page in the PDF file."""
    page_label: str | None = None
    """The page number as printed ("iv", "12"), which often differs from ``page``."""
    row: int | None = None
    """1-based data row of a table (the header is not counted), or line of a JSON-lines file."""


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open character range ``[start, end)`` of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """The stored text of one page or one row: what every quote is checked against, character for character."""

    locator: Locator
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences from one page or row, with what is known about them.

    ``text`` is the raw slice ``page.text[start : start + len(text)]``; ``sentences`` are spans of ``text``.
    """

    id: str
    """Made from the source id and the content, so it survives a new ingest and a change of page."""
    locator: Locator
    start: int
    text: str
    sentences: tuple[Span, ...]
    kind: PassageKind = "prose"
    section: tuple[str, ...] = ()
    """Headings above the passage, outermost first."""
    places: tuple[str, ...] = ()
    """Ids of the places that the passage is about or names (see ``places.Place.id``)."""
    subject: tuple[str, ...] = ()
    """Ids of the places whose section, row or document the passage stands in; a subset of ``places``."""
    policy_areas: tuple[str, ...] = ()
    """Ids of policy areas (see ``policy_areas.csv``)."""
    level: Level | None = None
    year: int | None = None

    def sentence(self, index: int) -> str:
        """Return the raw text of sentence ``index``."""
        span = self.sentences[index]
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Filters:
    """What retrieval is restricted to; an empty field restricts nothing. Different fields all have to hold."""

    places: frozenset[str] = frozenset()
    """Place ids; a passage fits when it is about one of them."""
    level: Level | None = None
    policy_areas: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()

    def admit(self, passage: Passage) -> bool:
        """Say whether ``passage`` may be returned under these filters."""
        return (
            (not self.places or not self.places.isdisjoint(passage.places))
            and (self.level is None or passage.level == self.level)
            and (not self.policy_areas or not self.policy_areas.isdisjoint(passage.policy_areas))
            and (not self.sources or passage.locator.source_id in self.sources)
        )


@dataclass(frozen=True, slots=True)
class Query:
    """A question that can be understood on its own, with what was recognised in it."""

    question: str
    """As the user put it."""
    standalone: str
    """The question with what earlier questions supply filled in."""
    search: str
    """``standalone`` with abbreviations written out: what is searched for."""
    topic: str
    """``search`` without its places and question words: what the question is about."""
    places: tuple[str, ...] = ()
    policy_areas: tuple[str, ...] = ()
    level: Level | None = None
    intent: str = "fact"
    filters: Filters = Filters()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that retrieval found."""

    passage: Passage
    score: float
    """Fused score in [0, 1]; comparable within one query only."""
    rank: int
    """1-based."""
    dense: float = 0.0
    """Cosine similarity between query and passage, in [-1, 1]; 0 when only the lexical half found it."""
    lexical: float = 0.0
    """BM25 score, at least 0."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote and where it stands."""

    n: int
    passage_id: str
    locator: Locator
    title: str
    quote: str
    """Raw characters of the stored page or row."""
    url: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the citation as in the JSON of an answer."""
        return {
            "n": self.n,
            "passage_id": self.passage_id,
            "source_id": self.locator.source_id,
            "title": self.title,
            "page": self.locator.page,
            "page_label": self.locator.page_label,
            "row": self.locator.row,
            "quote": self.quote,
            "url": self.url,
        }


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote as a synthesizer proposes it: a span of a passage."""

    passage: Passage
    span: Span

    @property
    def quote(self) -> str:
        """The raw characters of the passage."""
        return self.passage.text[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """A sentence that a synthesizer proposes, with its evidence."""

    text: str
    kind: str
    evidence: tuple[Evidence, ...]
    place: str | None = None
    confidence: float = 0.0
    """Estimated probability that the sentence belongs in the answer."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The claims that a synthesizer proposes, most direct first, and those about what single places did."""

    claims: tuple[DraftClaim, ...] = ()
    examples: tuple[DraftClaim, ...] = ()
    missing: tuple[str, ...] = ()
    """Ids of places that the question names and the claims say nothing about."""
    unmentioned: tuple[str, ...] = ()
    """Words of the question that stand in none of the passages, although elsewhere in the sources."""
    nearest: tuple[Evidence, ...] = ()
    """Where there are no claims: what came closest, offered as such."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer with the numbers of the citations that carry it."""

    text: str
    kind: str
    citations: tuple[int, ...]
    place: str | None = None
    """Id of the place that the sentence is said about, where it is about one."""


@dataclass(frozen=True, slots=True)
class CountryExample:
    """What one country or locality did, as the evidence tells it."""

    place: str
    level: Level
    country: str
    iso3: str
    policy_areas: tuple[str, ...]
    text: str
    citations: tuple[int, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the example as in the JSON of an answer."""
        return {
            "place": self.place,
            "level": self.level,
            "country": self.country,
            "iso3": self.iso3,
            "policy_areas": list(self.policy_areas),
            "text": self.text,
            "citations": list(self.citations),
        }


@dataclass(frozen=True, slots=True)
class ExampleList:
    """Country examples and the citations that carry them."""

    examples: tuple[CountryExample, ...]
    citations: tuple[Citation, ...]
    searched: Searched

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object that ``mgi examples --json`` prints."""
        return {
            "examples": [example.to_dict() for example in self.examples],
            "citations": [citation.to_dict() for citation in self.citations],
            "searched": self.searched.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sentence that failed a check of :mod:`mgi_assistant.grounding`, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Searched:
    """What was looked through for an answer."""

    sources: tuple[str, ...]
    passages: int
    filters: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the search as in the JSON of an answer."""
        return {"sources": list(self.sources), "passages": self.passages, "filters": self.filters}


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that the assistant has to say to one question."""

    query: Query
    status: Status
    text: str
    """Markdown with ``[n]`` markers."""
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    """In the order of their numbers; for ``not_found`` the passages that came closest, which no claim rests on."""
    examples: tuple[CountryExample, ...]
    searched: Searched
    withheld: tuple[Withheld, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)
    id: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as the JSON object that ``mgi ask --json`` prints."""
        return {
            "id": self.id,
            "question": self.query.question,
            "standalone_question": self.query.standalone,
            "status": self.status,
            "text": self.text,
            "claims": [{"text": c.text, "kind": c.kind, "citations": list(c.citations)} for c in self.claims],
            "citations": [citation.to_dict() for citation in self.citations],
            "examples": [example.to_dict() for example in self.examples],
            "searched": self.searched.to_dict(),
            "withheld": [{"text": w.text, "reason": w.reason} for w in self.withheld],
            "timings_ms": self.timings_ms,
        }
