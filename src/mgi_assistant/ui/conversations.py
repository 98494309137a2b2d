"""The conversations that are kept while the app runs: what was asked, never what was answered.

Each has an unguessable token, which stands in the address, so that a page that is loaded again can ask the same
questions of the index anew. A token that another session opens gives that session a copy, so no two sessions ever
write to one conversation.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from secrets import token_urlsafe
from threading import Lock

import streamlit as st

from mgi_assistant.ui.exchange import Turn

MOST = 1000
"""Conversations that are kept; the one not used for longest goes first."""
LONGEST = 30
"""Turns of a conversation that are kept, the latest."""


class Conversations:
    """A bounded store of conversations that all sessions share; safe between threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[str, tuple[Turn, ...]] = OrderedDict()

    def keep(self, turns: Sequence[Turn], token: str | None = None) -> str:
        """Keep ``turns`` as the conversation of ``token``, or as a new one, and return its token."""
        token = token or token_urlsafe(24)
        with self._lock:
            self._kept[token] = tuple(turns[-LONGEST:])
            self._kept.move_to_end(token)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return token

    def turns(self, token: str) -> tuple[Turn, ...]:
        """Return the turns of a conversation; none where it is not kept."""
        with self._lock:
            return self._kept.get(token, ())


@st.cache_resource(show_spinner=False)
def kept_conversations() -> Conversations:
    """Return the conversations that all sessions of this process share."""
    return Conversations()
