"""The page “comparable”."""

from __future__ import annotations

import streamlit as st

from mgi_assistant.assistant import Assistant
from mgi_assistant.settings import Settings
from mgi_assistant.ui import texts


def show_comparable(assistant: Assistant, settings: Settings) -> None:
    """Draw the page."""
    st.title(texts.COMPARE_PAGE, anchor=False)
