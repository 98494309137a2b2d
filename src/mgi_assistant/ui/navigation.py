"""The pages of the app and how one gets from one to another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from mgi_assistant.assistant import Assistant
from mgi_assistant.settings import Settings, load_settings
from mgi_assistant.ui import texts
from mgi_assistant.ui.benchmark import show_benchmark
from mgi_assistant.ui.chat import show_chat
from mgi_assistant.ui.comparable import show_comparable
from mgi_assistant.ui.find import show_find
from mgi_assistant.ui.handover import remember_chat
from mgi_assistant.ui.opening import with_assistant
from mgi_assistant.ui.problems import calm
from mgi_assistant.ui.signin import may_enter, show_account, show_door
from mgi_assistant.ui.sources import show_sources_page

_ICON = Path(__file__).parent / "icon.svg"  # Streamlit would fetch a named icon for the browser's tab from the network
Show = Callable[[Assistant, Settings], None]
PAGES: tuple[tuple[str, str, str, Show], ...] = (
    ("", texts.ASK_PAGE, ":material/forum:", show_chat),
    ("examples", texts.FIND_PAGE, ":material/travel_explore:", show_find),
    ("comparable", texts.COMPARE_PAGE, ":material/compare_arrows:", show_comparable),
    ("sources", texts.SOURCES_PAGE, ":material/library_books:", show_sources_page),
    ("benchmark", texts.BENCHMARK_PAGE, ":material/fact_check:", show_benchmark),
)
"""Address, title, icon and what draws it; the first is the start."""


def show_app() -> None:
    """Draw the page that the address names, or for one who may not enter the same door at every address."""
    st.set_page_config(page_title=texts.TITLE, page_icon=str(_ICON))
    with calm():
        settings = load_settings()
        inside = may_enter(settings)
        pages = [
            st.Page(_inside(show) if inside else _outside, title=title, icon=icon, url_path=path, default=not path)
            for path, title, icon, show in PAGES
        ]
        remember_chat(pages[0])
        page = st.navigation(pages, position="top" if inside else "hidden")
        page.run()
        if inside:
            show_account(settings)


def _inside(show: Show) -> Callable[[], None]:
    def draw() -> None:
        with_assistant(show)

    return draw


def _outside() -> None:
    st.title(texts.TITLE, anchor=False)
    show_door()
