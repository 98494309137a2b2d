"""The search and the filters of “Find examples”."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.store import Store
from mgi_assistant.ui.directory import Entry, Wanted
from mgi_assistant.ui.texts import find as texts

_KEPT = "wanted places"
"""Where the values of the widgets are kept while another page is shown."""
_EMPTY: Mapping[str, Any] = {
    "text": "", "regions": [], "countries": [], "level": None, "policy_areas": [], "sources": [], "years": [],
    "told": None,
}  # fmt: skip


def ask_what_is_wanted(entries: Sequence[Entry], store: Store) -> Wanted:
    """Draw the search and the filters, and return what they ask for."""
    kept: dict[str, Any] = st.session_state.setdefault(_KEPT, dict(_EMPTY))
    for name, value in kept.items():
        st.session_state.setdefault(_key(name), value)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(texts.SEARCH, key=_key("text"), placeholder=texts.SEARCH_HINT, max_chars=200)
        st.pills(texts.KIND, [texts.TOLD, texts.LISTED], key=_key("told"))
        given = sum(1 for name in _EMPTY if name not in ("text", "told") and st.session_state[_key(name)])
        label = texts.FILTERED.format(given) if given else texts.FILTERS
        with st.popover(label, icon=":material/filter_list:", key="wanted filters"):
            _show_filters(entries, store)
    kept.update({name: st.session_state[_key(name)] for name in _EMPTY})
    if kept != _EMPTY:
        st.button(texts.CLEAR, on_click=_clear, type="tertiary", icon=":material/close:")
    return Wanted(
        text=kept["text"],
        level=kept["level"],
        told=None if kept["told"] is None else kept["told"] == texts.TOLD,
        **{name: frozenset(value) for name, value in kept.items() if isinstance(value, list)},
    )


def _show_filters(entries: Sequence[Entry], store: Store) -> None:
    regions = {region.id: region.name for entry in entries for region in entry.regions}
    countries = {entry.place.iso3 or "": entry.example.country for entry in entries}
    areas = {area for entry in entries for area in entry.areas}
    sources = {source for entry in entries for source in entry.sources}
    _several("regions", texts.REGION, regions)
    _several("countries", texts.COUNTRY, countries)
    st.pills(texts.LEVEL, list(texts.LEVELS), format_func=texts.LEVELS.__getitem__, key=_key("level"))
    _several("policy_areas", texts.AREA, {area: POLICY_AREAS[area].name for area in areas})
    _several("sources", texts.SOURCE, {source: store.source_by_id[source].title for source in sources})
    years = sorted({year for entry in entries for year in entry.years})
    _choose("years", texts.YEAR, years, {year: str(year) for year in years})


def _several(name: str, label: str, names: Mapping[str, str]) -> None:
    """Draw a filter by things with names, in the order of these."""
    _choose(name, label, sorted(names, key=lambda item: names[item].casefold()), names)


def _choose(name: str, label: str, options: Sequence[Any], names: Mapping[Any, str]) -> None:
    known = [value for value in st.session_state[_key(name)] if value in names]
    st.session_state[_key(name)] = known  # what an earlier index had may be gone
    st.multiselect(label, options, format_func=names.__getitem__, key=_key(name), placeholder=texts.ANY)


def _clear() -> None:
    st.session_state[_KEPT] = dict(_EMPTY)
    st.session_state.update({_key(name): value for name, value in _EMPTY.items()})


def _key(name: str) -> str:
    return f"wanted {name}"


def counted(entries: Sequence[Entry], among: Iterable[Entry]) -> str:
    """Return how many places are shown, in words."""
    told = sum(entry.told for entry in entries)
    return texts.SHOWN.format(len(entries), len(tuple(among)), told, len(entries) - told)
