"""The page “Find examples”: all places as a table, on a map and by policy area, and those chosen side by side."""

from __future__ import annotations

import streamlit as st

from mgi_assistant.assistant import Assistant
from mgi_assistant.settings import Settings
from mgi_assistant.ui import chosen, texts
from mgi_assistant.ui.coverage import show_coverage
from mgi_assistant.ui.directory import Entry, directory
from mgi_assistant.ui.narrowing import ask_what_is_wanted, counted
from mgi_assistant.ui.places_table import show_table
from mgi_assistant.ui.side_by_side import show_side_by_side
from mgi_assistant.ui.texts import find as own
from mgi_assistant.ui.world import show_world

_VIEW = "view of the places"


def show_find(assistant: Assistant, settings: Settings) -> None:
    """Draw the page."""
    st.set_page_config(layout="wide")
    st.title(texts.FIND_PAGE, anchor=False)
    st.markdown(f"{own.FIND_ABOUT} {texts.NO_RANKING}")
    entries = opened_directory(str(assistant.store.version), assistant)
    wanted = ask_what_is_wanted(entries, assistant.store)
    shown = [entry for entry in entries if wanted.admits(entry)]
    view = st.segmented_control(own.VIEW, [own.TABLE, own.MAP, own.GRID], default=own.TABLE, required=True, key=_VIEW)
    st.caption(counted(shown, entries))
    if not shown:
        st.info(own.NO_MATCH)
    elif view == own.MAP:
        show_world(shown, chosen.chosen(), chosen.toggle)
    elif view == own.GRID:
        show_coverage(shown, assistant.store)
    else:
        show_table(shown)
    show_side_by_side({entry.place.id: entry for entry in entries}, assistant.store)


@st.cache_resource(max_entries=2, show_spinner=False)
def opened_directory(version: str, _assistant: Assistant) -> tuple[Entry, ...]:
    """Return the places of an index, gathered once for all sessions."""
    return directory(_assistant)
