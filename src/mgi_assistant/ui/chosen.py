"""Which places a visitor has chosen, in that order; kept for the session and shared by table, map and grid."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

_CHOSEN, _REVISION = "chosen places", "revision of the chosen places"


def chosen() -> tuple[str, ...]:
    """Return the ids of the chosen places."""
    found: tuple[str, ...] = st.session_state.get(_CHOSEN, ())
    return found


def choose(places: Sequence[str]) -> None:
    """Let ``places`` be the chosen ones, each once."""
    st.session_state[_CHOSEN] = tuple(dict.fromkeys(places))


def choose_elsewhere(places: Sequence[str]) -> None:
    """Let ``places`` be the chosen ones, and have the table, which keeps its own ticks, drawn anew with them."""
    choose(places)
    st.session_state[_REVISION] = revision() + 1


def toggle(place: str) -> None:
    """Choose a place, or no longer."""
    now = chosen()
    choose_elsewhere([p for p in now if p != place] if place in now else [*now, place])


def revision() -> int:
    """Return how often places were chosen elsewhere than in the table."""
    found: int = st.session_state.get(_REVISION, 0)
    return found
