"""What one page hands to the chat: places and a question, taken once."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.navigation.page import Page

from mgi_assistant.types import Filters

_KEY = "handed over"
_CHAT = "page of the chat"


@dataclass(frozen=True, slots=True)
class Handover:
    """What the chat is to be limited to, and a question to ask at once, if any."""

    filters: Filters = Filters()
    question: str = ""


def hand_over(filters: Filters, question: str = "") -> None:
    """Keep what the chat takes when it is next drawn."""
    st.session_state[_KEY] = Handover(filters, question)


def taken() -> Handover | None:
    """Return what was handed over since the last time, if anything."""
    found: Handover | None = st.session_state.pop(_KEY, None)
    return found


def remember_chat(page: Page) -> None:
    """Keep which page is the chat, for those that lead there."""
    st.session_state[_CHAT] = page


def go_to_chat() -> None:
    """Show the chat; this ends the run of the page that calls it."""
    st.switch_page(st.session_state[_CHAT])
