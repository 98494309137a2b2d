"""The values that flow through the assistant, from a parsed page to an answer.

Two vocabularies stay apart here: a *place* is somewhere on the map (a country, a locality, a region; see
:mod:`mgi_assistant.places`), a *locator* is somewhere in a source (a page or a row).

All values are frozen; nothing in this module does any work beyond describing itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Language = Literal["en", "es", "fr", "pt", "ar"]
"""A language that questions are understood in."""

Level = Literal["national", "local"]
"""Whether an assessment or a measure belongs to a whole country or to one locality in it."""

SourceKind = Literal["report", "table", "records"]
"""A PDF with pages, a CSV with rows, or a JSON-lines file with one text a line."""

PassageKind = Literal["prose", "item", "caption", "footnote", "row", "contents", "names"]
"""What a passage is in its source: running text, a list item or recommendation, a photo caption, a footnote,
a table row, a line of a table of contents or a list of references, or a bare list of places."""

Standing = Literal["well developed", "potential"]
"""In which of the two lists of an MGI profile something stands: what is well developed, or what has potential for
further development."""

Assessment = Literal["first", "follow-up"]
"""Whether an MGI profile tells of a place's first assessment or of a later one."""


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
    years: frozenset[int] = frozenset()
    """Years of the assessment or publication that a passage belongs to."""

    def admit(self, passage: Passage) -> bool:
        """Say whether ``passage`` may be returned under these filters."""
        return (
            (not self.places or not self.places.isdisjoint(passage.places))
            and (self.level is None or passage.level == self.level)
            and (not self.policy_areas or not self.policy_areas.isdisjoint(passage.policy_areas))
            and (not self.sources or passage.locator.source_id in self.sources)
            and (not self.years or passage.year in self.years)
        )


@dataclass(frozen=True, slots=True)
class Query:
    """A question that can be understood on its own, with what was recognised in it."""

    question: str
    """As the user put it."""
    standalone: str
    """The question with what earlier questions supply filled in; one in another language word by word in English."""
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
    before: str = ""
    """The question before it in its conversation; what is found for both together is looked at rather."""
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
    said: str = ""
    """What ``text`` is in the language of the question, where a language model put it so."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The claims that a synthesizer proposes, most direct first, and those about what single places did."""

    claims: tuple[DraftClaim, ...] = ()
    examples: tuple[DraftClaim, ...] = ()
    missing: tuple[str, ...] = ()
    """Ids of places that the question names and the claims say nothing about."""
    unlisted: tuple[str, ...] = ()
    """Ids of places that are asked about as participants and that no list of these names."""
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
    rejected: tuple[tuple[str, str], ...] = ()
    """What a language model said that its quotes do not bear out, each with the reason."""
    note: str = ""
    """Where a language model was to be used and was not: why, in one sentence."""
    model: str = ""
    """Name of the language model that put the claims, if one did."""
