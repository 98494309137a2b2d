"""The chat: the conversation of one browser session over the assistant that all sessions share."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from mgi_assistant.assistant import Assistant
from mgi_assistant.errors import UsageError
from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.render import escaped
from mgi_assistant.settings import Settings
from mgi_assistant.ui import texts
from mgi_assistant.ui.answers import show_exchange
from mgi_assistant.ui.exchange import Exchange
from mgi_assistant.ui.exhibits import exhibits
from mgi_assistant.wiring import stale_reason

_USER, _ASSISTANT = ":material/person:", ":material/menu_book:"


def show_chat(assistant: Assistant, settings: Settings) -> None:
    """Draw the page."""
    st.title(texts.TITLE, anchor=False)
    st.markdown(texts.ABOUT)
    _show_about(assistant, settings)
    _converse(assistant)


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
