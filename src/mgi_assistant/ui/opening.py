"""The index that all sessions share: opened once, opened anew when a newer one is published, waited for if missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st
from filelock import FileLock, Timeout

from mgi_assistant.assistant import Assistant
from mgi_assistant.errors import IndexMissing
from mgi_assistant.render import escaped
from mgi_assistant.settings import Settings, load_settings
from mgi_assistant.store import serving_version
from mgi_assistant.ui import texts
from mgi_assistant.ui.problems import calm
from mgi_assistant.wiring import open_assistant


def with_assistant(show: Callable[[Assistant, Settings], None]) -> None:
    """Draw a page that needs the index; what goes wrong in it is told calmly."""
    with calm():
        settings = load_settings()
        try:
            assistant = opened(str(serving_version(settings.index)), settings)
        except IndexMissing:
            _wait_for_index(settings.index)
        else:
            show(assistant, settings)


@st.cache_resource(max_entries=2, show_spinner=texts.OPENING)
def opened(version: str, _settings: Settings) -> Assistant:
    """Open the index once for all sessions; a newly published version is another one and is opened in its turn."""
    return open_assistant(settings=_settings)


@st.fragment(run_every="2s")
def _wait_for_index(index: Path) -> None:
    """Say that there is no index or that it is being built, and go on when it is there."""
    try:
        serving_version(index)
    except IndexMissing:
        if _is_being_built(index):
            st.info(escaped(f"{texts.BUILDING} {texts.BUILDING_HINT}"), icon=":material/hourglass_top:")
        else:
            st.warning(escaped(f"{texts.MISSING} {texts.MISSING_HINT.format(index)}"))
    else:
        st.rerun()


def _is_being_built(index: Path) -> bool:
    """Say whether an ingest holds the lock of the index."""
    lock = index / "ingest.lock"
    if not lock.is_file():
        return False
    try:
        with FileLock(lock, timeout=0):
            return False
    except Timeout:
        return True
