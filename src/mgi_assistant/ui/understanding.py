"""How a question was understood: what it asks, what was recognised in it, and what its answer is limited to."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from mgi_assistant.assistant import Assistant
from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.render import escaped
from mgi_assistant.types import Query
from mgi_assistant.ui import texts
from mgi_assistant.ui.exchange import Turn
from mgi_assistant.ui.filters import filter_words, place_name
from mgi_assistant.ui.problems import calm
from mgi_assistant.ui.texts import chat as say

AskWithout = Callable[[Turn], None]
"""Asks a turn anew in the place of the one that is shown."""


def show_understanding(query: Query, turn: Turn, assistant: Assistant, again: AskWithout | None) -> None:
    """Draw how ``turn`` was understood; with ``again``, what was recognised can be switched off and on."""
    if query.shown != query.question.strip():
        st.caption(escaped(texts.UNDERSTOOD.format(query.shown)))
    recognised = [*query.places, *query.policy_areas, *([query.level] if query.level else [])]
    offered = list(dict.fromkeys([*recognised, *sorted(turn.without)]))
    if offered:
        key = f"{turn.key}-recognised"
        st.pills(
            say.RECOGNISED,
            offered,
            selection_mode="multi",
            default=[name for name in recognised if name not in turn.without],
            format_func=lambda name: _chip(name, name not in turn.without, assistant),
            key=key,
            on_change=_switched if again else None,
            args=(turn, offered, key, again) if again else None,
            disabled=again is None,
            label_visibility="collapsed",
        )
    if limits := filter_words(turn.filters, assistant):
        st.caption(f":material/filter_alt: {escaped(say.LIMITED_TO.format(' · '.join(limits)))}")


@calm()
def _switched(turn: Turn, offered: list[str], key: str, again: AskWithout) -> None:
    without = frozenset(offered) - frozenset(st.session_state[key])
    again(Turn(turn.question, turn.filters, without, turn.after))


def _chip(name: str, kept: bool, assistant: Assistant) -> str:
    icon = ":material/close:" if kept else ":material/add:"
    return f"{icon} {escaped(_name(name, assistant))}"


def _name(name: str, assistant: Assistant) -> str:
    if name in POLICY_AREAS:
        return POLICY_AREAS[name].name
    return texts.LEVELS[name] if name in texts.LEVELS else place_name(name, assistant.gazetteer)
