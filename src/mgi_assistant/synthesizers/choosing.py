"""Which of the likely sentences are said, and with what around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from mgi_assistant.examples import is_example
from mgi_assistant.shares import shares
from mgi_assistant.synthesizers.candidates import Candidate, Candidates, distinct
from mgi_assistant.synthesizers.claiming import AS_LIKELY
from mgi_assistant.synthesizers.counting import counted, counts, narrows
from mgi_assistant.synthesizers.kinds import asks_how_common
from mgi_assistant.synthesizers.leaning import goes_on, leans
from mgi_assistant.synthesizers.reach import MOST_COUNTS
from mgi_assistant.types import Query

MOST_CLAIMS = 3
"""Sentences of a plain answer."""
WITHOUT_EXAMPLES = ("figure", "count", "when")
"""What is asked for by a question that one sentence answers."""
_NEAR_BEST = 0.8
"""Share of the best sentence's estimate that a further sentence must reach."""
_NEAR_BEST_COUNT = 0.6
"""The same for counts, which need not reach the threshold for a further sentence."""

_BEHIND = 0.2
"""How far its margin over no answer may be behind that of the best."""
_TAKES_UP = re.compile(r"The (\w+)\b")


@dataclass(frozen=True)
class Choosing:
    """Chooses among the sentences of an index that are likely to answer a question."""

    candidates: Candidates

    def chosen(self, query: Query, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Return the sentences to say: the best one, and such as go on where it stands or are about as likely as it.

        Of figures only the latter are said, and nothing twice.
        Counts are taken from further off, as sources count the same thing at different dates.
        """
        best = self._telling_most(candidates) if query.intent == "definition" else candidates[0]
        things = counted(query)
        if things and counts(things, best.text, self.candidates.lexical):
            return self._counted_alike(things, best, candidates)
        least = min(best.confidence, max(self.candidates.weights.keep, _NEAR_BEST * best.confidence))
        as_likely = AS_LIKELY * best.confidence
        fitting = [c for c in candidates if _keeps_up(c, best)]
        one_figure = asks_how_common(query) and bool(shares(best.text))
        return distinct(
            (
                c
                for c in (best, *fitting)
                if c.confidence >= as_likely
                or (c.confidence >= least and c.passage.id == best.passage.id and not one_figure)
            ),
            MOST_CLAIMS,
        )

    def _telling_most(self, candidates: Sequence[Candidate]) -> Candidate:
        """Return of the sentences about as likely as the best one that which most likely ones go on with."""
        likely = [c for c in candidates if c.confidence >= _NEAR_BEST * candidates[0].confidence]

        def going_on(first: Candidate) -> int:
            return sum(c.passage.id == first.passage.id and c.index > first.index for c in likely)

        as_likely = [c for c in likely if c.confidence >= AS_LIKELY * candidates[0].confidence]
        return max(as_likely, key=lambda c: (going_on(c), c.confidence))

    def _counted_alike(self, things: str, best: Candidate, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Return the sentences that count the same things as the best one: sources do so at different dates."""
        least = _NEAR_BEST_COUNT * best.confidence
        alike = (
            c
            for c in candidates
            if c.confidence >= least
            and counts(things, c.text, self.candidates.lexical)
            and (c is best or not narrows(things, c.text, self.candidates.lexical))
        )
        return distinct(alike, MOST_COUNTS)

    def understandable(self, chosen: Sequence[Candidate]) -> list[Candidate]:
        """Put before a sentence that leans on the one before it that one."""
        result: list[Candidate] = []
        for candidate in chosen:
            before = self.candidates.of([candidate.passage])[candidate.index - 1 : candidate.index]
            leaning = before if leans(candidate.text) else []
            result += [c for c in (*leaning, candidate) if c.text not in [said.text for said in result]]
        return result

    def continued(self, query: Query, chosen: Sequence[Candidate]) -> Sequence[Candidate]:
        """Go on with what the story of the place asked about says of the same thing: "this strategy seeks to …"."""
        best = chosen[0]
        if not query.places or not is_example(best.passage) or query.intent in WITHOUT_EXAMPLES:
            return chosen
        story = self.candidates.of([best.passage])[best.index :]
        after = takewhile(lambda pair: self._goes_on(*pair), pairwise(story))
        leaning = [replace(c, confidence=best.confidence) for _, c in after]
        said = [c.text for c in chosen]
        return [*chosen, *(c for c in leaning if c.text not in said)][: max(MOST_CLAIMS, len(chosen))]

    def _goes_on(self, before: Candidate, after: Candidate) -> bool:
        """Say whether a sentence goes on with the one before it, or takes up its word: "… upgraded. The upgrade"."""
        taken_up = _TAKES_UP.match(after.text)
        terms = self.candidates.lexical.terms
        return goes_on(after.text) or bool(taken_up and set(terms(taken_up[1])) & set(terms(before.text)))


def _keeps_up(candidate: Candidate, best: Candidate) -> bool:
    """Say whether a sentence is not known to answer much worse than the best."""
    return None in (candidate.margin, best.margin) or candidate.lead >= best.lead - _BEHIND
