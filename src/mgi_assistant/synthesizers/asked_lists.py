"""Printed lists that are said whole, where a question asks for just what they list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from mgi_assistant.relevance import coverage
from mgi_assistant.shares import shares
from mgi_assistant.synthesizers.absence import Absence
from mgi_assistant.synthesizers.candidates import NOT_SAID, Candidate, Candidates
from mgi_assistant.synthesizers.kinds import asks_for_author, is_whole, tells_author
from mgi_assistant.text import words
from mgi_assistant.types import Hit, Passage, Query

_MOST_ITEMS = 8
"""Items said at once."""
_LEADS_IN = 0.6
"""Share of the question's words that a line has to have to lead in the answer."""
_OF_SEVERAL = ("list", "definition", "example")
"""What is asked for that several items of a list can tell."""
_LED = 0.5
"""Or share of the line's words that the question has to have."""
_ASKED_AT_ALL = 0.25
"""With that much of its own words in the line."""
_ANNOUNCES = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|[2-9]|several|following|main|key)\b[^.]*\w+s\b", re.IGNORECASE
)
"""What a sentence says that announces a list."""
_SHORT = 6
"""Words of a line that does no more than lead in a list."""
_MEMBERS_ASKED = re.compile(r"\b(?:who|which|what|list|name)\b", re.IGNORECASE)
_ABOUT_AS_LIKELY = 0.9
_BETWEEN = 2
"""Sentences that may stand between what announces a list and the end of its passage."""
_WORD = re.compile(r"\w+")
_ABOUT_ALL_OF_IT = re.compile(
    r"(?: (?:of|in) (?:the|this) \w+)?(?: (?:about|says?|tells?(?: us)?|contains?|covers?)|,.*\b(?:saying|about))?\W*",
    re.IGNORECASE,
)
"""What may follow the name of a section where all of it is asked about."""
_MOST_OF_SECTION = 5
"""Sentences said of a section."""
_PART = re.compile(
    r",?(?: (?:in|of|from|by|as|does|do|according to|in the (?:view|words|opinion) of))*(?: the)?"
    r"(?: (?:MGI|IOM|Success Stories|20\d\d|booklet['’]?s?|report['’]?s?))* ?\b(?P<part>foreword|preface|"
    r"introduction|conclusions?|"
    r"executive summary)\b(?: (?:of|to|in) (?:the )?(?:MGI |20\d\d |Success Stories |booklet\b|publication\b|"
    r"report\b)+(?:20\d\d)?)?",
    re.IGNORECASE,
)
"""Says in which part of a publication something stands."""
_SAYS_THERE = frozenset(
    "bring cite cites cited mention mentions name names named say says state states success stories".split()
)
"""What is said of it, and tells no topic."""
_NUMBER_WORDS = frozenset("two three four five six seven eight nine ten following".split())


@dataclass(frozen=True)
class AskedLists:
    """Finds the lists of an index that sentences belong to."""

    candidates: Candidates
    absence: Absence

    def under_lead_in(self, wanted: dict[str, float], hits: Sequence[Hit]) -> list[Candidate]:
        """Return the items under a line that leads in a list of just what is asked ("The three goals are:")."""
        for passage in (hit.passage for hit in hits if hit.passage.kind == "item" and hit.passage.section):
            lead_in = passage.section[-1]
            if lead_in.endswith(":") and wanted and self._asks_for_what_follows(wanted, lead_in):
                return self.candidates.of([passage])
        return []

    def _asks_for_what_follows(self, wanted: dict[str, float], lead_in: str) -> bool:
        """Say whether a question wants what a line leads in: the line says most of the question, or the other way."""
        line = " ".join(word for word in words(lead_in) if word not in _NUMBER_WORDS)
        led = {term: self.candidates.lexical.weight(term) for term in self.absence.telling_terms(line)}
        asked = coverage(wanted, led)
        return asked >= _LEADS_IN or (asked >= _ASKED_AT_ALL and bool(led) and coverage(led, wanted) >= _LED)

    def with_announced(self, chosen: Sequence[Candidate]) -> list[Candidate]:
        """Put after a best sentence that announces a number of things, and ends its passage, the list that follows.

        It ends its passage too where nothing follows there but more about the same list and the line that leads it in.
        Such lines are said of no other sentence than the best.
        """
        best, *others = chosen
        said = [best, *(c for c in others if not self.candidates.leads_in(c.passage, c.index))]
        last = len(best.passage.sentences) - 1
        led_in = self.candidates.leads_in(best.passage, last)
        announced = led_in and (best.index == last or (best.index == last - 1 and self._only_leads_in(best.passage)))
        announced |= _ANNOUNCES.search(best.text) is not None and not shares(best.text)
        if not announced or best.passage.kind != "prose" or best.index < last - _BETWEEN * led_in:
            return said
        items = self.candidates.of(self.candidates.listed_after(best.passage))
        entries = list(takewhile(lambda item: led_in or item.passage.kind == "item", items))
        entries = list(takewhile(lambda item: not item.text.endswith(":"), entries))
        return [best, *entries][: _MOST_ITEMS + 1] if entries else said

    def led_in(self, query: Query, direct: Sequence[Candidate]) -> Sequence[Candidate]:
        """Put a line that leads in a list first where it is about as likely as the best, and the list is asked for."""
        if query.intent not in ("list", "fact") or not _MEMBERS_ASKED.search(query.standalone):
            return direct
        as_likely = [c for c in direct if c.confidence >= _ABOUT_AS_LIKELY * direct[0].confidence]
        leading = next((c for c in as_likely if self.candidates.leads_in(c.passage, c.index)), None)
        return (
            direct
            if leading is None or leading.passage is direct[0].passage
            else [leading, *(c for c in direct if c is not leading)]
        )

    @staticmethod
    def _only_leads_in(passage: Passage) -> bool:
        """Say whether the last sentence says no more than that a list follows: "The main ones are:"."""
        return len(words(passage.sentence(len(passage.sentences) - 1))) <= _SHORT

    def whole(self, query: Query, wanted: dict[str, float], chosen: Sequence[Candidate]) -> list[Candidate]:
        """Put all items of a list in place of the best one, when that is one of them and the list is what is asked for.

        It is where the question has a word of its heading, or asks for a list and not for what one item tells.
        """
        best = chosen[0].passage
        headed = set(wanted).intersection(self.candidates.lexical.terms(" ".join(best.section)))
        singled_out = set(wanted).intersection(self.candidates.lexical.terms(chosen[0].text)) - headed
        of_all = not wanted or (not singled_out and (bool(headed) or query.intent in _OF_SEVERAL))
        if best.kind != "item" or self.candidates.is_advice(best) or not of_all:
            return list(chosen)
        items = [
            p
            for p in self.candidates.admitted(query)
            if (p.locator, p.section, p.kind) == (best.locator, best.section, "item")
        ]
        whole = [c for c in self.candidates.of(items) if self.candidates.concerns(query, c.passage, c.index)]
        return whole[:_MOST_ITEMS]

    def in_part(self, query: Query) -> tuple[Query, list[Passage]] | None:
        """Return a question about what the foreword or the like says, without that, and the passages there."""
        named = _PART.search(query.search)
        if not named or asks_for_author(query):
            return None
        there = [
            p
            for p in self.candidates.admitted(query)
            if p.section and p.kind not in NOT_SAID and p.section[-1].lower() == named["part"].lower()
        ]
        search = " ".join(_PART.sub(" ", query.search).split())
        topic = " ".join(w for w in query.topic.split() if w in words(search) and w not in _SAYS_THERE)
        return (replace(query, search=search, topic=topic), there) if there and topic else None

    def of_section(self, query: Query, wanted: dict[str, float]) -> list[Candidate]:
        """Return how a section begins, or who signed it, where a question is about it and nothing else."""
        if query.intent not in ("fact", "definition") or query.places or query.policy_areas or not wanted:
            return []
        terms = self.candidates.lexical.terms
        headed = [p for p in self.candidates.admitted(query) if p.kind == "prose" and p.section]
        headed = [p for p in headed if (title := set(terms(p.section[-1]))) and title <= set(wanted)]
        sentences = self.candidates.of(headed)
        if asks_for_author(query):
            return [c for c in sentences if tells_author(c.passage.sentence(c.index))][:1]
        named = next((w for w in _WORD.finditer(query.search) if terms(w[0]) == list(wanted)), None)
        if not named or not _ABOUT_ALL_OF_IT.fullmatch(query.search, named.end()):
            return []
        return [c for c in sentences if is_whole(c.passage, c.index)][:_MOST_OF_SECTION]
