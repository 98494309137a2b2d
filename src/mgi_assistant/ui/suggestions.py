"""Questions to go on with that the index really answers: each is asked, and kept where its answer fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import Literal

import streamlit as st

from mgi_assistant.answers import Answer, Claim
from mgi_assistant.assistant import Assistant
from mgi_assistant.examples import is_example, told_of
from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.shares import shares
from mgi_assistant.types import Filters, Passage
from mgi_assistant.ui import texts
from mgi_assistant.ui.exchange import Exchange
from mgi_assistant.ui.texts import chat as say

CONFIDENT = 0.75
"""Least confidence of an answer that is offered."""
FOLLOW_UPS, STARTS = 3, 4
"""Questions that are shown under an answer and at the start."""
_TRIED = 8
"""Questions that are asked at most to find those."""
_HEADING = range(4, 70)
"""Characters of a heading that a question can be made of."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, and what the passage behind the first sentence of its answer must be about."""

    question: str
    area: str = ""
    place: str = ""
    heading: str = ""
    kind: Literal["", "advice", "share", "example"] = ""
    """What the first sentence must be; empty for anything."""


def starts(filters: Filters, assistant: Assistant) -> list[str]:
    """Return questions to begin with; those written for the shipped corpus where the index answers them."""
    written = (Candidate(question) for question in texts.SUGGESTED)
    return _answered(chain(written, _made(filters, assistant)), filters, assistant, STARTS)


def follow_ups(exchanges: Sequence[Exchange], filters: Filters, assistant: Assistant) -> list[str]:
    """Return questions to go on with after the last of ``exchanges``."""
    asked = [exchange.question for exchange in exchanges]
    answer = exchanges[-1].answer
    if answer is None:
        return starts(filters, assistant)
    candidates = [c for c in _after(answer, filters, assistant) if c.question not in asked]
    found = _answered(candidates, filters, assistant, FOLLOW_UPS)
    if answer.status == "not_found":
        found += [question for question in starts(filters, assistant) if question not in (*found, *asked)]
    return found[:STARTS]


# -- candidates --------------------------------------------------------------------------------------------------------


def _after(answer: Answer, filters: Filters, assistant: Assistant) -> Iterator[Candidate]:
    """Yield what can be asked after an answer, about its policy areas and about its and other places."""
    store = assistant.store
    cited = [store.passage(c.passage_id) for c in answer.citations if c.passage_id in store]
    named = Counter(area for passage in cited for area in passage.policy_areas)
    areas = list(dict.fromkeys([*answer.query.policy_areas, *(area for area, _ in named.most_common(2))]))[:2]
    told = {place for passage in cited for place in told_of(passage)} | set(answer.query.places)
    kinds = {claim.kind for claim in answer.claims}
    for area in areas:
        yield from islice(_elsewhere(area, told, filters, assistant), 2)
        if "recommendation" not in kinds:
            yield _advice(area)
        if answer.query.intent != "figure":
            yield _share(area)
        if not answer.examples:
            yield _examples(area)
    for place in answer.query.places if answer.status == "not_found" else [p for c in cited for p in told_of(c)]:
        if place not in answer.query.places or answer.status == "not_found":
            yield _did(place, assistant)


def _elsewhere(area: str, told: set[str], filters: Filters, assistant: Assistant) -> Iterator[Candidate]:
    """Yield what other places did in a policy area."""
    for passage in assistant.store.passages:
        if area in passage.policy_areas and is_example(passage) and filters.admit(passage):
            for place in told_of(passage):
                if place not in told:
                    told = told | {place}
                    name = say.in_sentence(assistant.gazetteer.get(place).name)
                    matter = say.as_matter(POLICY_AREAS[area].name)
                    yield Candidate(say.PLACE_ON.format(place=name, area=matter), area=area, place=place)


def _made(filters: Filters, assistant: Assistant) -> Iterator[Candidate]:
    """Yield questions made from what an index holds within ``filters``: areas, places and headings in turn."""
    passages = [p for p in assistant.store.passages if filters.admit(p)]
    areas = [
        area for area, _ in Counter(a for p in passages for a in p.policy_areas if a in POLICY_AREAS).most_common()
    ]
    places = dict.fromkeys(place for p in passages if is_example(p) for place in told_of(p))
    about = zip_longest(
        map(_advice, areas[::2]),
        (_did(place, assistant) for place in places),
        map(_share, areas[1::2]),
        map(_about, _headings(passages)),
    )
    yield from (candidate for row in about for candidate in row if candidate is not None)


def _headings(passages: Iterable[Passage]) -> list[str]:
    found = Counter(p.section[-1] for p in passages if p.section and len(p.section[-1]) in _HEADING)
    return [heading for heading, _ in found.most_common()]


def _advice(area: str) -> Candidate:
    question = say.ADVICE_ON.format(area=say.as_matter(POLICY_AREAS[area].name))
    return Candidate(question, area=area, kind="advice")


def _share(area: str) -> Candidate:
    return Candidate(
        say.SHARE_ON.format(area=say.as_matter(POLICY_AREAS[area].name)), area=area, kind="share"
    )  # fmt: skip


def _examples(area: str) -> Candidate:
    return Candidate(
        say.EXAMPLES_ON.format(area=say.as_matter(POLICY_AREAS[area].name)), area=area, kind="example"
    )  # fmt: skip


def _did(place: str, assistant: Assistant) -> Candidate:
    name = say.in_sentence(assistant.gazetteer.get(place).name)
    return Candidate(say.PLACE_DID.format(place=name), place=place)


def _about(heading: str) -> Candidate:
    return Candidate(say.TELL_OF.format(topic=heading), heading=heading)


# -- asked -------------------------------------------------------------------------------------------------------------


def _answered(candidates: Iterable[Candidate], filters: Filters, assistant: Assistant, most: int) -> list[str]:
    """Return the first ``most`` questions that the index answers, trying a few only."""
    version, found = str(assistant.store.version), list[str]()
    tried = {candidate.question: candidate for candidate in islice(candidates, _TRIED)}
    for question, candidate in tried.items():
        if len(found) < most and _is_answered(version, candidate, filters, assistant):
            found.append(question)
    return found


@st.cache_data(max_entries=4000, show_spinner=False)
def _is_answered(version: str, candidate: Candidate, filters: Filters, _assistant: Assistant) -> bool:
    """Ask, and say whether the answer is what was asked for, once for each version of an index."""
    answer = _assistant.without_model.ask(candidate.question, (), filters)
    if answer.status != "answered" or answer.confidence < CONFIDENT or not answer.claims:
        return False
    first = answer.claims[0]
    passage = _assistant.store.passage(answer.citations[first.citations[0] - 1].passage_id)
    return (
        (not candidate.area or candidate.area in passage.policy_areas)
        and (not candidate.place or candidate.place in passage.subject)
        and (not candidate.heading or candidate.heading in passage.section)
        and _is_of_kind(candidate.kind, first)
    )


def _is_of_kind(kind: str, claim: Claim) -> bool:
    match kind:
        case "advice":
            return claim.kind == "recommendation"
        case "share":
            return bool(shares(claim.text))
        case "example":
            return claim.place is not None
        case _:
            return True
