"""What comes under a goal or an enabler of *Migration Governance Insights*, and what that is about.

The areas are quoted from the headings of the page, in whatever report has them: each belongs to the last heading of a
goal or an enabler before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from mgi_assistant.policy_areas import POLICY_AREAS, POLICY_GROUPS, PolicyGroup
from mgi_assistant.ports import PassageStore
from mgi_assistant.text import readable, words
from mgi_assistant.types import DraftClaim, Evidence, Passage, Query, Span
from mgi_assistant.vocabulary import ASKING, QUESTION_WORDS

_KIND = r"(?:policy )?(?P<kind>goal|enabler|objective|pillar|heading)s?\b"
_NUMBERED = re.compile(rf"\b(?P<nth>first|second|third|1st|2nd|3rd)(?: of the)? {_KIND}", re.IGNORECASE)
_NTH = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2}
_NAMED_BEFORE = r"\b(?:{cue})\b[\w\s'’-]{{0,20}}?\b" + _KIND
_NAMED_BEHIND = (
    _KIND + r"(?: (?:on|called|named|about|for|concerning)\b| of (?=\w+ing\b)|,| [\w ]{{0,12}} one "
    r"on\b)?\W{{0,3}}(?:the )?(?:{cue})\b"
)
_NAMED_UNDER = r"\b(?:policy )?(?:areas?|topics?|themes?)\b[^?]*\bunder (?:the )?(?:{cue})\b"
_OF_MORE = re.compile(
    r"\b(?:recommend\w*|advi[cs]e\w*|suggest\w*|share|per ?cent|percentage|countr(?:y|ies)|cit(?:y|ies)|governments?|"
    r"examples?|stor(?:y|ies)|indicators?|should|why)\b",
    re.IGNORECASE,
)
"""Asks for something else about a goal or an enabler."""
_ITS_AREAS = re.compile(
    r"\b(?:areas?|topics?|themes?|subjects|parts|sub-?(?:divi|area|head|top)\w+|break ?down|split|divided?|consists?|"
    r"(?:made?|makes?)(?: it)? up|compris\w+|belongs?|contains?|covers?|includes?|puts? under|files?)\b",
    re.IGNORECASE,
)
_MEANING = r"\b(?:mean\w*|defin\w+|explain\w*|explanation|describ\w*|characteri\w+|kinds? of polic\w+)\b"
_ONLY_ITS_MEANING = re.compile(_MEANING, re.IGNORECASE)
_ITS_MEANING = re.compile(
    rf"{_MEANING}|\b(?:about|aims?|achiev\w+|purpose|seeks?|promote|further|advance|respond|supposed)\b|\bfor\W*$|"
    r"^\W*what (?:is|are)\b",
    re.IGNORECASE,
)
_WHICH_GROUP = re.compile(
    r"\b(?:which|what|whose)(?: [\w'’-]+){0,4} (?:goal|enabler|pillar|objective)s?\b|"
    r"\bgoal or (?:an |which )?enabler\b|"
    r"^\W*(?:the )?(?:goal|enabler) (?:of|for|over|above) the (?:policy )?area\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r"^(?:.*[.!:;,] )?\W*(?:what|which|list|name|give|tell|can you|could you)\b", re.IGNORECASE)
_NO_MORE = (
    ASKING
    | QUESTION_WORDS
    | frozenset(
        "policy goal goals enabler enablers three six main there list name names give tell migration governance "
        "insights mgi mgis publication report iom indicators".split()
    )
)
"""Words of a question for all of them."""
_GOES_ON = re.compile(r"(?:[:,–—]| -) ?\w")
_GROUPED_WHERE = re.compile(r"\s*(?![\s.:,;–—]|(?:is|are|was|were)\b)")
"""What follows a heading, and no name in a sentence or in a table of contents."""


@dataclass(frozen=True, slots=True)
class _AreaHeading:
    area: str
    evidence: Evidence
    group: tuple[PolicyGroup, Evidence] | None
    """The goal or enabler whose heading stands before it, and that heading."""


@dataclass(frozen=True)
class Taxonomy:
    """Finds goals, enablers and the policy areas under them in an index."""

    store: PassageStore

    def __call__(self, query: Query) -> tuple[DraftClaim, ...]:
        """Return the areas of the one goal or enabler that ``query`` is about, or what that is; nothing for others."""
        text = query.standalone
        if query.intent in ("figure", "when", "yes_no") or query.places or _OF_MORE.search(text):
            return ()
        if kinds := _kinds_listed(query):
            told = [self._about(query, group) for group in POLICY_GROUPS if group.kind in kinds]
            return tuple(claim for claims in told for claim in claims) if all(told) else ()
        group = group_meant(text)
        if group is None:
            return self._over(query) if _WHICH_GROUP.search(text) else ()
        areas = self._areas(query, group)
        if _ITS_AREAS.search(text) and not _ONLY_ITS_MEANING.search(text):
            return areas
        about = self._about(query, group) if _ITS_MEANING.search(text) else ()
        return (*about, *areas) if about else ()

    def _over(self, query: Query) -> tuple[DraftClaim, ...]:
        """Return the goal or enabler of the one policy area that ``query`` names."""
        areas = query.policy_areas if len(query.policy_areas) == 1 else ()
        for found in (one for headings in self._headings.values() for one in headings):
            if found.area in areas and found.group and query.given.admit(found.evidence.passage):
                group, quote = found.group
                named = f"the policy area “{POLICY_AREAS[found.area].name}”, going by the headings there"
                text = f"1 {group.kind} over {named}: {readable(quote.quote)}."
                return (DraftClaim(text, "list", (quote,), None, 1.0),)
        return ()

    def _about(self, query: Query, group: PolicyGroup) -> tuple[DraftClaim, ...]:
        """Return the entry that begins with the name of a goal or an enabler and says what it is."""
        for passage in filter(query.given.admit, self.store.passages):
            for span in passage.sentences:
                said = passage.text[span.start : span.end]
                name = _written(group.name).match(said)
                if name and passage.kind in ("prose", "item") and _GOES_ON.match(said, name.end()):
                    evidence = Evidence(passage, Span(span.start, span.start + len(said.rstrip(" ;\n"))))
                    return (DraftClaim(readable(evidence.quote), "evidence", (evidence,), None, 1.0),)
        return ()

    def _areas(self, query: Query, group: PolicyGroup) -> tuple[DraftClaim, ...]:
        """Return the areas under a goal or an enabler as a list, where a source has the headings of all of them."""
        for headings in self._headings.values():
            under = (one for one in headings if one.group and one.group[0] == group and one.area in group.areas)
            found = [one.evidence for one in under if query.given.admit(one.evidence.passage)]
            if len(found) == len(group.areas):
                names = "; ".join(readable(evidence.quote) for evidence in found)
                text = f"{len(found)} policy areas under “{group.name}”, counting the headings there: {names}."
                return (DraftClaim(text, "list", tuple(found), None, 1.0),)
        return ()

    @cached_property
    def _headings(self) -> dict[str, list[_AreaHeading]]:
        """Headings of policy areas by source."""
        found: dict[str, list[_AreaHeading]] = {}
        group: tuple[PolicyGroup, Evidence] | None = None
        for locator, on_page in groupby(self.store.passages, key=lambda passage: passage.locator):
            passages = list(on_page)
            text = self.store.page_of(passages[0]).text
            if locator.source_id not in found:
                group = None
            headings = found.setdefault(locator.source_id, [])
            for heading, span in _on_page(text):
                quote = _quoted(span, text, passages)
                if isinstance(heading, PolicyGroup):
                    group = heading, quote
                else:
                    headings.append(_AreaHeading(heading, quote, group))
        return found


def group_meant(text: str) -> PolicyGroup | None:
    """Return the one goal or enabler that a question means: by its name, its number, or a word beside that for it."""
    named = [group for group in POLICY_GROUPS if _written(group.name).search(text)]
    numbered = _NUMBERED.search(text)
    if not named and numbered:
        kind = "enabler" if numbered["kind"].lower() == "enabler" else "goal"
        named = [[group for group in POLICY_GROUPS if group.kind == kind][_NTH[numbered["nth"].lower()]]]
    if not named:
        named = [
            group
            for group in POLICY_GROUPS
            if any(
                re.search(way.format(cue=group.cue), text, re.I) for way in (_NAMED_BEFORE, _NAMED_BEHIND, _NAMED_UNDER)
            )
        ]
    return named[0] if len(named) == 1 else None


def _kinds_listed(query: Query) -> set[str]:
    """Return whether a question is for all goals, all enablers or both, and nothing else about them."""
    asked = words(query.topic)
    kinds = {kind for kind in ("goal", "enabler") if f"{kind}s" in asked}
    return kinds if _LISTED.match(query.standalone) and _NO_MORE.issuperset(asked) else set()


def _written(name: str) -> re.Pattern[str]:
    """Return what finds a name however its lines are broken."""
    return re.compile(r"\b" + r"\s+".join(map(re.escape, name.split())) + r"\b", re.IGNORECASE)


def _on_page(text: str) -> Iterator[tuple[PolicyGroup | str, Span]]:
    """Yield the headings of a page that name a goal, an enabler or a policy area, in order."""
    sought: list[tuple[PolicyGroup | str, str]] = [(group, group.name) for group in POLICY_GROUPS]
    sought += [(area.id, area.name) for area in POLICY_AREAS.values()]
    found = [
        (heading, Span(match.start(), match.end()))
        for heading, name in sought
        for match in _written(name).finditer(text)
        if (not match.start() or text[match.start() - 1] == "\n") and _GROUPED_WHERE.match(text, match.end())
    ]
    yield from sorted(found, key=lambda one: one[1].start)


def _quoted(span: Span, text: str, passages: list[Passage]) -> Evidence:
    """Return a heading as a quote, standing for the passage that follows it on its page."""
    following = next((passage for passage in passages if passage.start >= span.end), passages[-1])
    quote = text[span.start : span.end]
    heading = replace(following, start=span.start, text=quote, sentences=(Span(0, len(quote)),))
    return Evidence(heading, heading.sentences[0])
