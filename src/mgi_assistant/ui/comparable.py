"""The page “Comparable places”: a place, the reasons that count, and who can be compared with it and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby

import streamlit as st

from mgi_assistant.answers import Comparable, Comparison, CountryExample
from mgi_assistant.assistant import Assistant
from mgi_assistant.comparables import REASONS, find_place
from mgi_assistant.errors import UsageError
from mgi_assistant.place_words import table
from mgi_assistant.places import Gazetteer
from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.render import escaped
from mgi_assistant.settings import Settings
from mgi_assistant.store import Store
from mgi_assistant.types import Citation
from mgi_assistant.ui import texts
from mgi_assistant.ui.directory import Entry
from mgi_assistant.ui.find import opened_directory
from mgi_assistant.ui.passages import show_passages
from mgi_assistant.ui.taking import Taken, show_taking
from mgi_assistant.ui.texts import find as own

_Identity = tuple[str, str, str]
"""Country, level and name, which tell a place's example from those of all others."""
_SHOWN = 12
"""Comparable places drawn at once; more on demand."""
_LIMIT = "comparable places drawn"
_TAKEN = "comparable places taken"


def show_comparable(assistant: Assistant, settings: Settings) -> None:
    """Draw the page."""
    st.set_page_config(layout="wide")
    st.title(texts.COMPARE_PAGE, anchor=False)
    st.markdown(f"{own.COMPARE_ABOUT} {texts.NO_RANKING}")
    found = _asked(assistant)
    if found is None:
        return
    entries = opened_directory(str(assistant.store.version), assistant)
    _show_itself(found, assistant.store)
    st.header(own.FOUND.format(len(found.comparable)), anchor=False)
    if not found.comparable:
        st.info(own.NO_COMPARABLE)
        return
    st.caption(escaped(found.order))
    _show_found(found, {_identity(entry.example): entry for entry in entries}, assistant.store)
    if found.left_out:
        st.caption(escaped(own.LEFT_OUT.format(", ".join(found.left_out))))


def _asked(assistant: Assistant) -> Comparison | None:
    """Draw what there is to choose, and return the comparison for it."""
    names = place_names(assistant.gazetteer)
    left, right = st.columns(2)
    place = left.selectbox(
        own.PLACE, list(names), format_func=names.__getitem__, index=None, placeholder=own.PLACE_HINT,
        key="place to compare", on_change=_start_anew,
    )  # fmt: skip
    topic = right.text_input(
        own.TOPIC, placeholder=own.TOPIC_HINT, max_chars=200, key="topic to compare", on_change=_start_anew
    )
    reasons = st.pills(
        own.REASONS, list(REASONS), selection_mode="multi", default=list(REASONS), format_func=_reason,
        key="reasons to compare", on_change=_start_anew,
    )  # fmt: skip
    if place is None:
        st.info(own.START)
        return None
    if not reasons:
        st.info(own.NO_REASON)
        return None
    try:
        return assistant.compare(names[place], topic, [reason for reason in REASONS if reason in reasons])
    except UsageError as error:
        st.warning(escaped(f"{error} {error.hint}"))
        return None


def _reason(kind: str) -> str:
    return {str(known): words for known, words in REASONS.items()}[kind]


def _start_anew() -> None:
    st.session_state.pop(_LIMIT, None)


@cache
def place_names(gazetteer: Gazetteer) -> dict[str, str]:
    """Return by id a name of every country and every locality known that means it only, countries first."""
    names: dict[str, str] = {}
    localities: dict[str, str] = {}
    for row in table("countries"):
        names[row["iso3"]] = _own_name(row, gazetteer)
        for place in gazetteer.localities_of(row["iso3"]):
            localities[place.id] = f"{place.name}, {row['name']}"
    return names | dict(sorted(localities.items(), key=lambda item: item[1].casefold()))


def _own_name(row: Mapping[str, str], gazetteer: Gazetteer) -> str:
    """Return the display name of a country, or where another shares it the first of its names that none shares."""
    for name in (row["name"], *row["aliases"].split(";")):
        try:
            if find_place(name, gazetteer).id == row["iso3"]:
                return name
        except UsageError:
            continue
    return row["name"]


def _show_itself(found: Comparison, store: Store) -> None:
    """Draw what the sources tell of the place itself."""
    place = found.place
    if not place.text:
        missing = own.OWN_NONE if found.named else own.OWN_NOT_NAMED
        st.info(escaped(missing.format(place.place)))
        return
    with st.expander(escaped(own.OWN.format(place.place)), expanded=False, key="the place itself"):
        _show_example(place, found.citations, store, "itself")


def _show_found(found: Comparison, entries: Mapping[_Identity, Entry], store: Store) -> None:
    """Draw the comparable places, each with a box to tick, and what can be done with those ticked."""
    ticked = _ticked(found.place)
    limit = st.session_state.get(_LIMIT, _SHOWN)
    for kind, group in groupby(found.comparable[:limit], lambda comparable: comparable.reasons[0].kind):
        st.subheader(REASONS[kind], anchor=False)
        together = list(group)
        for first in range(0, len(together), 2):
            for column, comparable in zip(st.columns(2), together[first : first + 2], strict=False):
                with column.container(border=True):
                    _show_one(comparable, found, store, ticked)
    left = len(found.comparable) - limit
    if left > 0:
        st.button(
            own.MORE_PLACES.format(min(left, _SHOWN)), on_click=st.session_state.update,
            args=({_LIMIT: limit + _SHOWN},), icon=":material/expand_more:",
        )  # fmt: skip
    st.header(own.TAKE_ALONG, anchor=False)
    every = {_identity(comparable.example) for comparable in found.comparable}
    counted = ticked & every
    taken = [c for c in found.comparable if _identity(c.example) in (counted or every)]
    st.caption(own.TAKEN.format(len(taken)) if counted else own.TAKEN_ALL.format(len(every)))
    shown = [Taken(entries[_identity(c.example)], c.example, found.citations, words(c)) for c in taken]
    show_taking(own.DOCUMENT_COMPARE.format(found.place.place), own.FILE_COMPARE, shown, store)


def _ticked(place: CountryExample) -> set[_Identity]:
    """Return what is ticked among the places comparable with ``place``; with another place that is nothing."""
    kept: tuple[_Identity, set[_Identity]] | None = st.session_state.get(_TAKEN)
    if kept is None or kept[0] != _identity(place):
        kept = st.session_state[_TAKEN] = _identity(place), set()
    return kept[1]


def _show_one(comparable: Comparable, found: Comparison, store: Store, ticked: set[_Identity]) -> None:
    """Draw a comparable place with its reasons, its evidence and a box to tick."""
    example = comparable.example
    identity = _identity(example)
    name = example.place if example.level == "national" else f"{example.place}, {example.country}"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{escaped(name)}**", width="content")
        st.badge(own.LEVELS[example.level], color="green" if example.level == "local" else "blue")
    st.markdown("\n".join(f"- {escaped(reason.words[:1].upper() + reason.words[1:])}" for reason in comparable.reasons))
    _show_example(example, found.citations, store, "-".join(identity))
    key = f"take {identity} with {_identity(found.place)}"
    if st.checkbox(escaped(own.TAKE_ONE.format(name)), key=key, value=identity in ticked):
        ticked.add(identity)
    else:
        ticked.discard(identity)


def _show_example(example: CountryExample, citations: Sequence[Citation], store: Store, key: str) -> None:
    show_passages([c for c in citations if c.n in example.citations], store, f"compared-{key}")
    told = [POLICY_AREAS[area].name for area in example.policy_areas]
    told += [part for part in (example.instrument, example.measure_year) if part]
    st.caption(escaped(" · ".join(told)))


def words(comparable: Comparable) -> str:
    """Return the reasons in one line."""
    return "; ".join(reason.words for reason in comparable.reasons)


def _identity(example: CountryExample) -> _Identity:
    return example.iso3, example.level, example.place
