"""What becomes of the sentences that a language model proposes: claims with evidence, or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from mgi_assistant import translation
from mgi_assistant.places import Gazetteer
from mgi_assistant.ports import LexicalIndex
from mgi_assistant.profiles import headings
from mgi_assistant.relevance import coverage, topic_terms
from mgi_assistant.synthesizers.candidates import concerns
from mgi_assistant.synthesizers.prompts import named
from mgi_assistant.synthesizers.quoting import found, plain
from mgi_assistant.synthesizers.replies import Proposal
from mgi_assistant.text import sentences
from mgi_assistant.types import Draft, DraftClaim, Evidence, Hit, Passage, Query

MOST_PASSAGES = 14
"""Passages that a model is given."""
MOST_CHARACTERS = 12_000
"""Characters of all of them; the first is given whatever its length."""
MOST_QUOTES = 3
"""Quotes that one sentence may rest on; more of them back anything."""
LONGEST_SENTENCE = 500
"""Characters of a claim."""
_ON_TOPIC = 0.3
"""Share of what is asked about, by weight, that quotes have to have which do not stand where the draft quotes."""
_MARKUP = re.compile(
    r"\w+://|\bwww\.|\b(?:(?:javascript|vbscript|mailto):|data:\w+/)|"
    r"\]\s*[(\[:]|!?\[[^\]]*\]|[<>`*_|{}\\]|^\s*#|&#?\w+;",
    re.I,
)
_DOMAIN = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b(?:/\S*)?|\S+@\S+", re.I)
_CODE = re.compile(r"\w+://|\bwww\.|\]\s*[(\[:]|!\[|<[a-z/!|]|[{}]|```|javascript:", re.I)
_FRAME = re.compile(
    r"\b(?P<verb>say|said|tell|told|claim|argu|alleg|assert|believ|think|thought|suppos|assum|pretend|imagin|hop|fear|"
    r"den(?=y|i)|doubt|predict|promis)\w*\b[^.;:]*\bthat\b",
    re.I,
)
"""What makes the rest of a sentence something that is said or thought, and not so for that."""
_NOT_GIVEN = ("contents", "names", "caption")

Fault = Callable[[DraftClaim], str]
"""Returns what is wrong with a claim, or an empty text."""


@dataclass(frozen=True)
class Request:
    """What a model is given to put in words, and what holds of what it says."""

    query: Query
    draft: Draft
    hits: Sequence[Hit]
    lexical: LexicalIndex
    gazetteer: Gazetteer
    fault: Fault

    @cached_property
    def passages(self) -> Mapping[str, Passage]:
        """The passages given, by ids that hold in this request only: first those that the draft quotes."""
        quoted = [evidence.passage for claim in self._drafted for evidence in claim.evidence]
        fitting = (p for p in (*quoted, *(hit.passage for hit in self.hits)) if p.kind not in _NOT_GIVEN)
        given: list[Passage] = []
        room = MOST_CHARACTERS
        for passage in dict.fromkeys(p for p in fitting if self.query.given.admit(p)):
            room -= len(passage.text)
            if given and (room < 0 or len(given) == MOST_PASSAGES):
                break
            given.append(passage)
        return named(self.query, given)

    @cached_property
    def likely(self) -> Mapping[str, Sequence[str]]:
        """The sentences that the draft answers with, by the passage's own id."""
        told: dict[str, list[str]] = {}
        for claim in self.draft.claims:
            for evidence in claim.evidence:
                told.setdefault(evidence.passage.id, []).append(evidence.quote)
        return told

    def claim(self, proposal: Proposal) -> DraftClaim | str:
        """Return the claim that a proposal is, or why it is none."""
        text = plain(proposal.text)
        evidence = self._evidence(proposal)
        if isinstance(evidence, str):
            return evidence
        problem = _misshapen(text, evidence) or _unframed(text, evidence) or self._beside(evidence)
        if problem:
            return problem
        subjects = {e.passage.subject[:1] for e in evidence}
        under = {headings(e.passage, self.gazetteer) for e in evidence}
        if len(under) > 1:
            return "it joins what stands under different headings"
        place = next(iter(subjects)) if len(subjects) == 1 else ()
        likeliest = max(claim.confidence for claim in self.draft.claims)
        claim = DraftClaim(text, "rephrased", evidence, place[0] if place else None, likeliest, under.pop())
        return self.fault(claim) or claim

    def rendering_fault(self, said: str, claim: DraftClaim) -> str:
        """Return why ``said`` cannot stand for ``claim`` in the language of the question, or an empty text."""
        problem = translation.fault(said, claim.text, self.query.language, self.gazetteer)
        return _misshapen(said, claim.evidence) or (problem[:1].lower() + problem[1:]).rstrip(".")

    @property
    def _drafted(self) -> Sequence[DraftClaim]:
        return (*self.draft.claims, *self.draft.examples)

    def _evidence(self, proposal: Proposal) -> tuple[Evidence, ...] | str:
        """Return the quotes of a proposal as they stand in the passages given, or what is wrong with one."""
        if not proposal.quotes:
            return "it names no passage that it rests on"
        if len(proposal.quotes) > MOST_QUOTES:
            return "it rests on more quotes than a sentence can"
        evidence: dict[Evidence, None] = {}
        for name, quote in proposal.quotes:
            if name not in self.passages:
                return "it names a passage that was not given"
            quoted = found(quote, self.passages[name])
            if isinstance(quoted, str):
                return quoted
            if _CODE.search(quoted.quote):
                return "a quote is not plain text"
            evidence[quoted] = None
        return tuple(evidence)

    def _beside(self, evidence: Sequence[Evidence]) -> str:
        """Return why quotes are not what was asked for, if so."""
        asked = self.query.parts or (self.query,)
        if not all(any(concerns(q, e.passage, e.quote, self.gazetteer) for q in asked) for e in evidence):
            return "it is about another place than asked"
        if any(_beside_each_other(e, quoted) for e in evidence for c in self._drafted for quoted in c.evidence):
            return ""
        terms = self.lexical.terms(" ".join(text for e in evidence for text in (*e.passage.section, e.quote)))
        near = max(coverage(topic_terms(query, self.lexical), terms) for query in asked)
        return "" if near >= _ON_TOPIC else "it does not concern the question"


def _beside_each_other(one: Evidence, other: Evidence) -> bool:
    """Say whether two quotes of a passage share a sentence or stand in sentences next to each other."""
    if one.passage.id != other.passage.id:
        return False
    apart = (one, other) if one.span.start <= other.span.start else (other, one)
    between = [s for s in one.passage.sentences if apart[0].span.end <= s.start and s.end <= apart[1].span.start]
    return not between


def _unframed(text: str, evidence: Sequence[Evidence]) -> str:
    """Return what is wrong with a text that gives as so what its quotes have somebody say or think, if it does."""
    framed = {frame["verb"].lower() for e in evidence for frame in _FRAME.finditer(plain(e.quote))}
    kept = {verb for verb in framed if re.search(rf"\b{verb}", text, re.I)}
    return "it leaves out that its quote only has this said" if framed - kept else ""


def _misshapen(text: str, evidence: Sequence[Evidence]) -> str:
    """Return what keeps a text from being shown as one or two plain sentences, if something does."""
    if not re.search(r"\w", text):
        return "it is empty"
    if len(text) > LONGEST_SENTENCE or len(sentences(text)) > 2:
        return "it is longer than two sentences"
    quoted = " ".join(plain(e.quote) for e in evidence)
    if _MARKUP.search(text) or any(address not in quoted for address in _DOMAIN.findall(text)):
        return "it is not plain text"
    return ""
