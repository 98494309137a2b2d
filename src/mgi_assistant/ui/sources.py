"""The page “sources”."""

from __future__ import annotations

import streamlit as st

from mgi_assistant.assistant import Assistant
from mgi_assistant.settings import Settings
from mgi_assistant.ui import texts


def show_sources_page(assistant: Assistant, settings: Settings) -> None:
    """Draw the page."""
    st.title(texts.SOURCES_PAGE, anchor=False)
