"""What the assistant gives back: answers, examples and comparisons, as values that know their JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from mgi_assistant.types import Citation, Level, Query

Status = Literal["answered", "partial", "not_found"]


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
    said: str = ""
    """What ``text`` is in the language of the question, where a language model put it so."""

    def to_dict(self) -> dict[str, Any]:
        """Return the claim as in the JSON of an answer."""
        under = {"under": list(self.under)} if self.under else {}
        said = {"said": self.said} if self.said else {}
        return {"text": self.text, "kind": self.kind, "citations": list(self.citations), **under, **said}


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
    model: str = ""
    """Name of the language model that put the claims, if one did."""
    note: str = ""
    """Where a language model was to be used and was not: why, in one sentence."""

    @property
    def synthesizer(self) -> Literal["extractive", "prompted"]:
        """What made the claims: the sources' own sentences, or a language model's, each checked against them."""
        return "prompted" if self.model else "extractive"

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
            "synthesizer": self.synthesizer,
            "model": self.model,
            "note": self.note,
            "confidence": self.confidence,
            "timings_ms": self.timings_ms,
        }
