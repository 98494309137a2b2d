"""What is searched and what answers mean, in the side bar of the page “Ask”."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from mgi_assistant.assistant import Assistant
from mgi_assistant.render import escaped
from mgi_assistant.settings import Settings
from mgi_assistant.ui import texts
from mgi_assistant.ui.model import show_use
from mgi_assistant.wiring import stale_reason


def show_about(assistant: Assistant, settings: Settings) -> None:
    """Draw in the side bar what is searched and what answers mean."""
    manifest = assistant.store.manifest
    built = datetime.fromisoformat(manifest.created)
    st.header(texts.INDEXED, anchor=False)
    st.markdown("\n".join(f"- {escaped(source.title)}" for source in assistant.store.sources))
    st.caption(
        texts.INDEXED_NOTE.format(
            sources=texts.counted(len(assistant.store.sources), "source"),
            passages=texts.counted(manifest.passages, "passage"),
            date=f"{built.day} {built:%B %Y}",
        )
    )
    if reason := stale(str(assistant.store.version), assistant, settings):
        st.warning(escaped(texts.STALE.format(reason)))
    st.caption(f"{texts.NOT_FOUND_MEANS} {texts.NO_RANKING}")
    show_use(assistant)


@st.cache_data(ttl=60, max_entries=4, show_spinner=False)
def stale(version: str, _assistant: Assistant, _settings: Settings) -> str:
    """Say why the index is older than its corpus, looking at the files once a minute."""
    return stale_reason(_assistant.store.manifest, _settings)
