"""The chat: the conversation of one browser session over the assistant that all sessions share."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import streamlit as st
from filelock import FileLock, Timeout

from mgi_assistant.assistant import Assistant
from mgi_assistant.errors import IndexMissing, MgiError, UsageError
from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.render import escaped
from mgi_assistant.settings import Settings, load_settings
from mgi_assistant.store import serving_version
from mgi_assistant.ui import texts
from mgi_assistant.ui.answers import Exchange, show_exchange
from mgi_assistant.ui.exhibits import exhibits
from mgi_assistant.wiring import open_assistant, stale_reason

_ICON = Path(__file__).parent / "icon.svg"  # Streamlit would fetch a named icon for the browser's tab from the network
_USER, _ASSISTANT = ":material/person:", ":material/menu_book:"


def show_chat() -> None:
    """Draw the page; errors that a user can act on are shown with what to do."""
    st.set_page_config(page_title=texts.TITLE, page_icon=str(_ICON))
    st.title(texts.TITLE, anchor=False)
    st.markdown(texts.ABOUT)
    try:
        settings = load_settings()
        assistant = _opened(str(serving_version(settings.index)), settings)
    except IndexMissing:
        _wait_for_index(settings.index)
    except MgiError as error:
        st.error(escaped(f"{error} {error.hint}"))
    else:
        _show_about(assistant, settings)
        _converse(assistant)


@st.cache_resource(max_entries=2, show_spinner=texts.OPENING)
def _opened(version: str, _settings: Settings) -> Assistant:
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


def _show_about(assistant: Assistant, settings: Settings) -> None:
    """Draw in the side bar what is searched and what answers mean."""
    manifest = assistant.store.manifest
    built = datetime.fromisoformat(manifest.created)
    with st.sidebar:
        st.header(texts.INDEXED, anchor=False)
        st.markdown("\n".join(f"- {escaped(source.title)}" for source in assistant.store.sources))
        st.caption(
            texts.INDEXED_NOTE.format(
                sources=texts.counted(len(assistant.store.sources), "source"),
                passages=texts.counted(manifest.passages, "passage"),
                date=f"{built.day} {built:%B %Y}",
            )
        )
        if reason := _stale(str(assistant.store.version), assistant, settings):
            st.warning(escaped(texts.STALE.format(reason)))
        st.caption(f"{texts.NOT_FOUND_MEANS} {texts.NO_RANKING}")


@st.cache_data(ttl=60, show_spinner=False)
def _stale(version: str, _assistant: Assistant, _settings: Settings) -> str:
    """Say why the index is older than its corpus, looking at the files once a minute."""
    return stale_reason(_assistant.store.manifest, _settings)


def _converse(assistant: Assistant) -> None:
    """Draw the conversation so far, and answer what is asked now."""
    exchanges: list[Exchange] = st.session_state.setdefault("exchanges", [])
    start, thread, end = st.empty(), st.container(), st.empty()  # what is empty goes at once when a question is asked
    asked = st.chat_input(texts.ASK) or st.session_state.pop("suggested", None)
    with thread:
        for exchange in exchanges:
            _show_question(exchange.question)
            with st.chat_message("assistant", avatar=_ASSISTANT):
                show_exchange(exchange)
        if asked:
            _show_question(asked)
            with end, st.spinner(texts.THINKING):
                exchanges.append(_exchange(assistant, asked, [e.question for e in exchanges if e.answer]))
            with st.chat_message("assistant", avatar=_ASSISTANT):
                show_exchange(exchanges[-1])
    if not exchanges:
        with start.container():
            _suggest(texts.SUGGEST)
        return
    with end.container():
        if exchanges[-1].answer is None or exchanges[-1].answer.status == "not_found":
            _suggest(texts.OTHER_QUESTIONS)
        st.button(texts.NEW, on_click=exchanges.clear, icon=":material/add_comment:")


def _show_question(question: str) -> None:
    with st.chat_message("user", avatar=_USER):
        st.markdown(escaped(question))


def _exchange(assistant: Assistant, question: str, history: list[str]) -> Exchange:
    """Ask, and keep with the answer all that its citations need to be opened later."""
    try:
        answer = assistant.ask(question, history)
    except UsageError as error:
        return Exchange(question, problem=str(error))
    titles = tuple(assistant.store.source_by_id[source].title for source in answer.searched.sources)
    filters = answer.query.filters
    limits = [assistant.gazetteer.get(place).name for place in answer.query.places if filters.places]
    limits += [texts.LEVELS[filters.level]] if filters.level else []
    limits += [POLICY_AREAS[area].name for area in sorted(filters.policy_areas)]
    return Exchange(question, answer, exhibits(answer, assistant.store), titles, tuple(limits))


def _suggest(heading: str) -> None:
    """Draw questions to choose from."""
    st.caption(heading)
    for first in range(0, len(texts.SUGGESTED), 2):
        for column, question in zip(st.columns(2), texts.SUGGESTED[first : first + 2], strict=False):
            column.button(
                question, on_click=st.session_state.update, args=({"suggested": question},), width="stretch", wrap=True
            )  # fmt: skip
