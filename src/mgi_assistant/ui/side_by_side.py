"""The chosen places next to each other: what each did, at which level, by what means, and where it is written."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.render import escaped
from mgi_assistant.store import Store
from mgi_assistant.text import readable
from mgi_assistant.ui import chosen
from mgi_assistant.ui.directory import Entry
from mgi_assistant.ui.passages import show_passages
from mgi_assistant.ui.taking import Taken, show_taking
from mgi_assistant.ui.texts import find as texts

AT_ONCE = 4
"""Places shown next to each other."""
_FURTHER = 5
"""Further passages of a place that are shown; the chat finds the others."""
_WIDGET = "chosen places, as shown"


def show_side_by_side(entries: Mapping[str, Entry], store: Store) -> None:
    """Draw the choice of places and the places chosen; ``entries`` are all there are, by place id."""
    st.header(texts.SIDE_BY_SIDE, anchor=False)
    st.session_state[_WIDGET] = [place for place in chosen.chosen() if place in entries]
    st.multiselect(
        texts.CHOSEN,
        list(entries),
        format_func=lambda place: entries[place].full_name,
        key=_WIDGET,
        placeholder=texts.CHOSEN_HINT,
        on_change=lambda: chosen.choose_elsewhere(st.session_state[_WIDGET]),
    )
    together = [entries[place] for place in chosen.chosen() if place in entries]
    if not together:
        st.caption(texts.NONE_CHOSEN)
        return
    if len(together) > AT_ONCE:
        st.caption(texts.FIRST_ONLY.format(AT_ONCE, len(together)))
    shown = together[:AT_ONCE]
    for column, entry in zip(st.columns(max(len(shown), 2)), shown, strict=False):
        with column.container(border=True):
            _show_card(entry, store)
    taken = [Taken(entry, entry.example, entry.citations) for entry in together]
    show_taking(texts.DOCUMENT_FIND, texts.FILE_FIND, taken, store)


def _show_card(entry: Entry, store: Store) -> None:
    example = entry.example
    st.subheader(escaped(entry.full_name), anchor=False)
    with st.container(horizontal=True):
        st.badge(texts.LEVELS[entry.level], color="green" if entry.level == "local" else "blue")
        if not entry.told:
            st.badge(texts.LISTED, color="gray")
    areas = "; ".join(POLICY_AREAS[area].name for area in entry.areas)
    facts = {
        texts.COLUMNS["region"]: entry.region,
        texts.AREAS_LABEL: areas,
        texts.INSTRUMENT: example.instrument,
        texts.MEASURE_YEAR: example.measure_year,
    }
    wanted = facts if entry.told else {texts.COLUMNS["region"]: entry.region}
    st.markdown("  \n".join(f"**{label}:** {escaped(fact or texts.NOT_GIVEN)}" for label, fact in wanted.items()))
    own = [citation for citation in entry.citations if citation.n in example.citations]
    show_passages(own, store, f"side-{entry.place.id}")
    quotes = {readable(citation.quote) for citation in own}
    further = [c for c in entry.citations if c not in own and readable(c.quote) not in quotes]
    if further:
        with st.expander(f"{texts.FURTHER} ({len(further)})", key=f"further-{entry.place.id}"):
            show_passages(further[:_FURTHER], store, f"further-{entry.place.id}")
            if len(further) > _FURTHER:
                st.caption(texts.MORE.format(len(further) - _FURTHER))
