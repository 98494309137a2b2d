"""The synthesizer with a language model: the extractive answer in other words, as far as each sentence is borne out.

A model may only rephrase, order and connect evidence. It gets passages under ids that mean something in one prompt
only and has to name for each sentence the passages and words that it rests on; a sentence is kept when these stand
there and :mod:`mgi_assistant.grounding` finds that they bear it out. What is not kept is counted and told with the
reason. Where too little is left, or the model fails, the answer stays the extractive one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mgi_assistant.errors import LanguageModelError
from mgi_assistant.grounding import numbers
from mgi_assistant.place_words import is_regional
from mgi_assistant.places import Gazetteer
from mgi_assistant.ports import LanguageModel, LexicalIndex, Message, Tell
from mgi_assistant.shares import shares
from mgi_assistant.synthesizers.prompts import MOST_CLAIMS, messages
from mgi_assistant.synthesizers.proposed import LONGEST_SENTENCE, Fault, Request
from mgi_assistant.synthesizers.quoting import plain
from mgi_assistant.synthesizers.replies import Proposal, proposals
from mgi_assistant.text import readable, words
from mgi_assistant.types import Draft, DraftClaim, Evidence, Hit, Passage, Query, Source

MOST_PROPOSALS = 40
"""Sentences of a model that are looked at."""
LONGEST_REPLY = 60_000
"""Characters of a reply that are read."""
UNUSABLE = "The language model's reply could not be used, so that this answer is in the sources' own words."
UNPROVEN = "The sources do not bear out what the language model said, so that this answer is in their own words."


@dataclass(frozen=True)
class PromptedSynthesizer:
    """Puts the extractive answer in the words of ``model``; what it says is checked sentence by sentence."""

    model: LanguageModel
    sources: Sequence[Source]
    lexical: LexicalIndex
    gazetteer: Gazetteer
    fault: Fault
    timeout_s: float = 20.0
    """Seconds that a whole answer may take."""

    @property
    def name(self) -> str:
        """Name of the model."""
        return self.model.name

    @property
    def endpoint(self) -> str:
        """Where the model is, without credentials."""
        return self.model.endpoint

    def __call__(
        self, query: Query, draft: Draft, leads: Sequence[DraftClaim], hits: Sequence[Hit], tell: Tell, started: float
    ) -> Draft:
        """Return ``draft`` in the model's words, or as it is with the reason in its ``note``.

        ``leads`` are the claims that the draft gives first, one to each part of the question. Each sentence is told to
        ``tell`` once it is verified, and no earlier than the leads are borne out. ``started`` is the moment, of
        :func:`time.monotonic`, from which the time runs.
        """
        if not may_be_put(query, draft):
            return draft
        request = Request(query, draft, hits, self.lexical, self.gazetteer, self.fault)
        titles = {source.id: source.title for source in self.sources}
        most = max(MOST_CLAIMS, len(draft.claims))
        prompt = messages(query, request.passages, request.likely, titles, self.gazetteer, most)
        said = _Said(request, needed(query, draft, leads), tell)
        try:
            for number, proposal in enumerate(proposals(self._pieces(prompt, started + self.timeout_s)), 1):
                said.take(proposal)
                if number == MOST_PROPOSALS or len(said.kept) == most:
                    break
        except LanguageModelError as error:
            return replace(draft, rejected=tuple(said.rejected), note=str(error))
        if not said.enough:
            note = UNPROVEN if said.kept or said.rejected else UNUSABLE
            return replace(draft, rejected=tuple(said.rejected), note=note)
        return replace(draft, claims=tuple(said.kept), rejected=tuple(said.rejected), model=self.model.name)

    def _pieces(self, prompt: Sequence[Message], deadline: float) -> Iterator[str]:
        """Yield the reply, as far as it comes in time and is of a sensible length."""
        length = 0
        for piece in self.model.reply(prompt, deadline):
            length += len(piece)
            if length > LONGEST_REPLY:
                raise LanguageModelError("The language model wrote far more than it was asked for.")
            if time.monotonic() > deadline:
                raise LanguageModelError("The language model took too long.")
            yield piece


class _Said:
    """What a model has said so far: what is kept, and what is not."""

    def __init__(self, request: Request, leads: Sequence[DraftClaim], tell: Tell) -> None:
        self._request, self._leads, self._tell = request, leads, tell
        self.kept: list[DraftClaim] = []
        self.rejected: list[tuple[str, str]] = []
        self._told = 0

    @property
    def enough(self) -> bool:
        """Whether what is kept bears out what the extractive answer gives first."""
        return bool(self.kept) and all(borne_out(lead, self.kept, self._request.query) for lead in self._leads)

    def take(self, proposal: Proposal) -> None:
        """Keep a proposal or note why not; tell what is kept as soon as it can stand."""
        claim = self._request.claim(proposal)
        if isinstance(claim, str):
            self._reject(proposal.text, claim)
            return
        if any(_repeats(claim, other) for other in self.kept):
            return
        self.kept.append(self._rendered(claim, plain(proposal.said)))
        if self.enough:
            for waiting in self.kept[self._told :]:
                self._tell(waiting)
            self._told = len(self.kept)

    def _rendered(self, claim: DraftClaim, said: str) -> DraftClaim:
        """Return a claim as it is ``said`` in the language of the question, where that holds too."""
        if not said or self._request.query.language == "en":
            return claim
        if reason := self._request.rendering_fault(said, claim):
            self._reject(said, reason)
            return claim
        return replace(claim, said=said)

    def _reject(self, text: str, reason: str) -> None:
        """Note, once, what is not said and why."""
        noted = (plain(text)[:LONGEST_SENTENCE], reason)
        if noted not in self.rejected:
            self.rejected.append(noted)


def may_be_put(query: Query, draft: Draft) -> bool:
    """Say whether a draft may be said in other words.

    Lists and counts come whole from tables, and a verdict was reached by rules: these stay as they are. So do
    recommendations, which are a list, except for those who ask in another language.
    """
    kinds = {"evidence"} if query.language == "en" else {"evidence", "recommendation"}
    if not draft.claims or draft.verdict or query.intent == "count":
        return False
    return all(claim.kind in kinds and not _is_entry(claim.evidence[0].passage) for claim in draft.claims)


def _is_entry(passage: Passage) -> bool:
    """Say whether a passage is a row that only enters a place in a list."""
    return passage.kind == "row" and bool(passage.subject) and not passage.policy_areas


def needed(query: Query, draft: Draft, leads: Sequence[DraftClaim]) -> list[DraftClaim]:
    """Return the claims of a draft that no answer may do without.

    These are its ``leads``, the first about each place asked about, all figures where one is asked for and all
    recommendations.
    """
    whole = [c for c in draft.claims if c.kind == "recommendation" or (query.intent == "figure" and shares(c.text))]
    named = [place for place in query.places if not is_regional(place)]
    of_places = [next((c for c in draft.claims if p in c.evidence[0].passage.places), None) for p in named]
    return list(dict.fromkeys([*leads, *filter(None, of_places), *whole]))


def borne_out(lead: DraftClaim, kept: Sequence[DraftClaim], query: Query) -> bool:
    """Say whether the claims ``kept`` give what ``lead`` does: its evidence or another for its figure, and its figure.

    That is each share that it states, and where a figure or date is asked for each number.
    """
    wanted = {(share.low, share.high) for share in shares(lead.text)}
    figures = set(numbers(lead.text)) if query.intent in ("figure", "when") else set()
    resting = [claim for claim in kept if any(_same(e, f) for e in claim.evidence for f in lead.evidence)]
    if not resting and (wanted or figures):
        resting = [claim for claim in kept if claim.place == lead.place]
    text = " ".join(claim.text for claim in resting)
    given = {(share.low, share.high) for share in shares(text)}
    return bool(resting) and wanted <= given and figures <= set(numbers(text))


def _same(one: Evidence, other: Evidence) -> bool:
    """Say whether two quotes share words of a passage, or read the same."""
    overlap = one.span.start < other.span.end and other.span.start < one.span.end
    return (one.passage.id == other.passage.id and overlap) or readable(one.quote) == readable(other.quote)


def _repeats(claim: DraftClaim, other: DraftClaim) -> bool:
    """Say whether ``claim`` says nothing that ``other`` does not: its words, of the same place."""
    return claim.place == other.place and set(words(claim.text)) <= set(words(other.text))
