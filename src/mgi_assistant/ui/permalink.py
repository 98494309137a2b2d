"""Addresses that give an answer again: the question and what it was limited to, as parameters.

``q`` is the question, ``after`` (several) the questions before it that it cannot be understood without, ``without``
what it names and is not to be about; ``country``, ``region``, ``level``, ``area``, ``source`` and ``year`` are filters.
A country or region may stand by its id or by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import streamlit as st

from mgi_assistant.assistant import Assistant
from mgi_assistant.errors import UsageError
from mgi_assistant.places import Gazetteer, PlaceKind
from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.types import Filters, Query
from mgi_assistant.ui import texts
from mgi_assistant.ui.exchange import Exchange, Turn, history
from mgi_assistant.ui.filters import parted
from mgi_assistant.ui.texts import chat as say
from mgi_assistant.understand import LONGEST_QUESTION

LONGEST_VALUE = 60
"""Characters of a value that is not understood that are shown."""
_MOST = 50
"""Values of one parameter that are read."""

Params = dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Link:
    """What an address asks for."""

    turn: Turn | None
    """The question, if there is one."""
    filters: Filters
    bad: tuple[str, ...]
    """What could not be understood, as ``name=value``."""


def query_params(question: str, filters: Filters, assistant: Assistant) -> Params:
    """Return the parameters of an address that asks ``question`` under ``filters``."""
    regions, countries = parted(filters.places, assistant.gazetteer)
    given: dict[str, str | list[str]] = {
        "q": question,
        "country": countries,
        "region": regions,
        "level": filters.level or "",
        "area": sorted(filters.policy_areas),
        "source": sorted(filters.sources),
        "year": [str(year) for year in sorted(filters.years)],
    }
    return {name: value for name, value in given.items() if value}


def address(exchange: Exchange, before: Sequence[Exchange], assistant: Assistant) -> str:
    """Return the whole address that gives the answer of ``exchange``, which came after ``before``, again.

    A follow-up stands in it as it was understood; where it leans on earlier questions beyond that, they come along.
    """
    query = exchange.answer.query if exchange.answer else None
    told = [*history(before), *exchange.after]
    question, after = (query.shown if query else exchange.question), list[str]()
    if query and told and not _same(query, assistant.understood(question, (), exchange.filters, exchange.without)):
        question, after = exchange.question, told
    params = query_params(question, exchange.filters, assistant)
    further: Params = {"without": sorted(exchange.without), "after": after}
    return f"{(st.context.url or '').rstrip('/')}/?{urlencode(params | further, doseq=True)}"


def _same(one: Query, other: Query) -> bool:
    """Say whether two queries are answered alike, however they were put."""
    return _unasked(one) == _unasked(other)


def _unasked(query: Query) -> Query:
    parts = tuple(map(_unasked, query.parts))
    wider = _unasked(query.wider) if query.wider else None
    return replace(query, question="", wording="", parts=parts, wider=wider)


def read(params: Mapping[str, Sequence[str]], assistant: Assistant) -> Link:
    """Return what the parameters of an address ask for; what cannot be understood is named, never an error."""
    bad: list[str] = []

    def values(name: str, known: Callable[[str], str | None]) -> list[str]:
        found = {value: known(value) for value in params.get(name, ())[:_MOST] if value}
        bad.extend(say.BAD_PART.format(name, value[:LONGEST_VALUE]) for value, place in found.items() if place is None)
        return [place for place in found.values() if place is not None]

    gazetteer, sources = assistant.gazetteer, assistant.store.source_by_id
    regions = [gazetteer.members(r) for r in values("region", lambda v: _place(v, gazetteer, ("region",)))]
    places = frozenset(values("country", lambda v: _place(v, gazetteer, ("country", "locality"))))
    level = next(iter(values("level", lambda v: v if v in texts.LEVELS else None)), None)
    without = values(
        "without", lambda v: v if v in POLICY_AREAS or v in texts.LEVELS else _place(v, gazetteer, _ALL_KINDS)
    )
    filters = Filters(
        places=places or frozenset().union(*regions),
        level=None if level is None else "local" if level == "local" else "national",
        policy_areas=frozenset(values("area", lambda v: v if v in POLICY_AREAS else None)),
        sources=frozenset(values("source", lambda v: v if v in sources else None)),
        years=frozenset(map(int, values("year", lambda v: v if v.isascii() and v.isdigit() and len(v) == 4 else None))),
    )
    question = next(iter(params.get("q", ())), "").strip()[: LONGEST_QUESTION + 1]
    after = tuple(earlier[:LONGEST_QUESTION] for earlier in params.get("after", ())[:_MOST] if earlier.strip())
    turn = Turn(question, filters, frozenset(without), after) if question else None
    return Link(turn, filters, tuple(bad))


_ALL_KINDS: tuple[PlaceKind, ...] = ("country", "locality", "region")


def _place(value: str, gazetteer: Gazetteer, kinds: Sequence[PlaceKind]) -> str | None:
    """Return the id of the one place that ``value`` is the id or the name of."""
    try:
        found = [gazetteer.get(value)]
    except UsageError:
        found = [place for mention in gazetteer.find(value[:200]) for place in mention.places]
    fitting = [place.id for place in found if place.kind in kinds]
    return fitting[0] if len(fitting) == 1 else None
