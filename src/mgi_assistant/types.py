"""The values that flow through the assistant, from a parsed page to an answer.

Two vocabularies stay apart here: a *place* is somewhere on the map (a country, a locality, a region; see
:mod:`mgi_assistant.places`), a *locator* is somewhere in a source (a page or a row).

All values are frozen; nothing in this module does any work beyond describing itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Language = Literal["en", "es", "fr"]
"""A language that questions are understood in."""

Level = Literal["national", "local"]
"""Whether an assessment or a measure belongs to a whole country or to one locality in it."""

SourceKind = Literal["report", "table", "records"]
"""A PDF with pages, a CSV with rows, or a JSON-lines file with one text a line."""

PassageKind = Literal["prose", "item", "caption", "footnote", "row", "contents", "names"]
"""What a passage is in its source: running text, a list item or recommendation, a photo caption, a footnote,
a table row, a line of a table of contents, or a bare list of places."""

Standing = Literal["well developed", "potential"]
"""In which of the two lists of an MGI profile something stands: what is well developed, or what has potential for
further development."""

Assessment = Literal["first", "follow-up"]
"""Whether an MGI profile tells of a place's first assessment or of a later one."""

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
    locality: str = ""
    """Name of the locality that the whole document is about, where it tells one."""
    iso3: str = ""
    """The country of ``locality``, as an ISO 3166-1 alpha-3 code."""


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
    assessment: Assessment | None = None
    """Of a passage of an MGI profile: the assessment that ``year`` belongs to."""
    dimension: str | None = None
    """Id of the dimension of an MGI profile that the passage stands under (see :mod:`mgi_assistant.profiles`)."""
    standing: Standing | None = None

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
    """The question with what earlier questions supply filled in; a Spanish or French one word by word in English."""
    search: str
    """``standalone`` with abbreviations written out: what is searched for."""
    topic: str
    """``search`` without its places and question words: what the question is about."""
    places: tuple[str, ...] = ()
    policy_areas: tuple[str, ...] = ()
    level: Level | None = None
    intent: str = "fact"
    filters: Filters = Filters()
    """What retrieval is restricted to: ``given`` and the places of the question."""
    given: Filters = Filters()
    """The filters that came with the question, which hold for everything shown."""
    parts: tuple[Query, ...] = ()
    """What a question asks that asks several things at once, each to be answered by itself."""
    language: Language = "en"
    """The language of ``question``."""
    wording: str = ""
    """``standalone`` in that language, where it is not English."""
    wider: Query | None = None
    """The same question read with the statements around it, for when it cannot be answered without them."""

    @property
    def shown(self) -> str:
        """``standalone`` as people read it: in the language of the question."""
        return self.wording or self.standalone


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
    under: tuple[str, ...] = ()
    """Heading that the sentence is shown under and, where there is one, its label; made from what is known about its
    passage."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The claims that a synthesizer proposes, most direct first, and those about what single places did."""

    claims: tuple[DraftClaim, ...] = ()
    examples: tuple[DraftClaim, ...] = ()
    missing: tuple[str, ...] = ()
    """Ids of places that the question names and the claims say nothing about."""
    unmentioned: tuple[str, ...] = ()
    """Words of the question that stand in none of the passages, although elsewhere in the sources."""
    verdict: str = ""
    """"yes" or "no" where the first claim settles the question."""
    unanswered: tuple[str, ...] = ()
    """Parts of the question that no claim answers."""
    nearest: tuple[Evidence, ...] = ()
    """Where there are no claims: what came closest, offered as such."""
    confidence: float = 1.0
    """Estimated probability that the sources answer the question, whether or not it reached the threshold; 1 where a
    table or the question's form settles it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer with the numbers of the citations that carry it."""

    text: str
    kind: str
    citations: tuple[int, ...]
    place: str | None = None
    """Id of the place that the sentence is said about, where it is about one."""
    under: tuple[str, ...] = ()
    """Heading that the sentence is shown under and its label."""

    def to_dict(self) -> dict[str, Any]:
        """Return the claim as in the JSON of an answer."""
        under = {"under": list(self.under)} if self.under else {}
        return {"text": self.text, "kind": self.kind, "citations": list(self.citations), **under}


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
    instrument: str = ""
    """The kinds of instrument that the text tells of (see :mod:`mgi_assistant.instruments`), parted by semicolons."""
    measure_year: str = ""
    """Year or period that the text gives for the measure; never that of the source."""

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
            "instrument": self.instrument,
            "measure_year": self.measure_year,
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


ReasonKind = Literal["region", "group", "policy_area", "instrument", "story", "level"]
"""Why two places can be compared (see :mod:`mgi_assistant.comparables`)."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two places can be compared, in words that a reader can check."""

    kind: ReasonKind
    words: str


@dataclass(frozen=True, slots=True)
class Comparable:
    """A place that can be compared with another, with every reason that counts and one quoted passage."""

    example: CountryExample
    reasons: tuple[Reason, ...]
    """In the order in which the kinds of reason were chosen; at least one."""

    def to_dict(self) -> dict[str, Any]:
        """Return the place as in the JSON of a comparison."""
        return {
            **self.example.to_dict(),
            "reasons": [reason.words for reason in self.reasons],
            "reason_kinds": [reason.kind for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Places that can be compared with one place. There is no score, and none is better than another."""

    place: CountryExample
    """The place itself; without text and citations where the sources have no example of it."""
    named: bool
    """Whether the sources name the place at all."""
    topic: str
    reasons_counted: tuple[ReasonKind, ...]
    order: str
    """How ``comparable`` is ordered, in a sentence."""
    comparable: tuple[Comparable, ...]
    left_out: tuple[str, ...]
    """Names of places with an example that lie in the same country."""
    citations: tuple[Citation, ...]
    searched: Searched

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object that ``mgi compare --json`` prints."""
        return {
            "place": {**self.place.to_dict(), "named": self.named},
            "topic": self.topic,
            "reasons_counted": list(self.reasons_counted),
            "order": self.order,
            "comparable": [comparable.to_dict() for comparable in self.comparable],
            "left_out": list(self.left_out),
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
    confidence: float = 0.0
    """Estimated probability that the sources answer the question."""

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as the JSON object that ``mgi ask --json`` prints."""
        return {
            "id": self.id,
            "question": self.query.question,
            "standalone_question": self.query.shown,
            "status": self.status,
            "text": self.text,
            "claims": [claim.to_dict() for claim in self.claims],
            "citations": [citation.to_dict() for citation in self.citations],
            "examples": [example.to_dict() for example in self.examples],
            "searched": self.searched.to_dict(),
            "withheld": [{"text": w.text, "reason": w.reason} for w in self.withheld],
            "confidence": self.confidence,
            "timings_ms": self.timings_ms,
        }
