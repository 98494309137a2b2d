"""From candidates to what is said: claims, and an example of each place that did something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mgi_assistant.examples import is_example
from mgi_assistant.profiles import headings
from mgi_assistant.relevance import Calibration
from mgi_assistant.synthesizers.candidates import Candidate, Candidates
from mgi_assistant.synthesizers.leaning import points_back
from mgi_assistant.text import readable
from mgi_assistant.types import DraftClaim, Evidence, Span

MOST_EXAMPLES = 4
"""Places shown as examples."""
AS_LIKELY = 0.97
"""Share of the best sentence's estimate from which another is about as likely."""


@dataclass(frozen=True)
class Claiming:
    """Makes claims of candidates."""

    candidates: Candidates
    weights: Calibration

    def claim(self, candidate: Candidate, kind: str = "evidence") -> DraftClaim:
        """Return the claim that a candidate makes, about the place whose passage it stands in."""
        passage = candidate.passage
        place = passage.subject[0] if passage.subject else None
        if kind == "evidence" and self.candidates.is_advice(passage):
            kind = "recommendation"
        under = headings(passage, self.candidates.gazetteer)
        return DraftClaim(candidate.text, kind, (candidate.evidence,), place, candidate.confidence, under)

    def examples(self, candidates: Sequence[Candidate], most: int) -> tuple[DraftClaim, ...]:
        """Return an example of each place that did something about the topic."""
        return tuple(map(self._example, self.one_a_place(candidates, most)))

    def one_a_place(self, candidates: Sequence[Candidate], most: int) -> list[Candidate]:
        """Return one sentence for each place that did something about the topic, no sentence twice."""
        by_place: dict[tuple[str, ...], list[Candidate]] = {}
        for candidate in candidates:
            if candidate.confidence >= self.weights.keep and is_example(candidate.passage):
                by_place.setdefault(candidate.passage.subject[:1], []).append(candidate)
        shown: list[Candidate] = []
        for found in by_place.values():
            as_likely = [c for c in found if c.confidence >= AS_LIKELY * found[0].confidence]
            best = max(as_likely, key=lambda c: c.topical)
            if best.text not in [c.text for c in shown]:
                shown.append(best)
        return shown[:most]

    def _example(self, candidate: Candidate) -> DraftClaim:
        """Return a sentence as an example; one that says "this work" with the one before it, which says what work."""
        claim = self.claim(candidate, "example")
        if not candidate.index or not points_back(candidate.text):
            return claim
        passage, at = candidate.passage, candidate.index
        both = Evidence(passage, Span(passage.sentences[at - 1].start, passage.sentences[at].end))
        return replace(claim, text=readable(both.quote), evidence=(both,))
