"""The language model as the app shows it: what goes to it, its sentences as they come, and what was withheld."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from mgi_assistant.answers import Answer, Claim
from mgi_assistant.assistant import Assistant
from mgi_assistant.render import escaped
from mgi_assistant.rewriting import EARLIER
from mgi_assistant.synthesizers.proposed import MOST_PASSAGES
from mgi_assistant.ui.texts import model as texts


def show_use(assistant: Assistant) -> None:
    """Draw whether a language model is used, and what leaves the machine for it and where to."""
    used = assistant.rephrase
    if used is None:
        st.caption(texts.UNUSED)
        return
    name, endpoint = escaped(used.name), escaped(used.endpoint)
    st.caption(texts.USED.format(name=name, endpoint=endpoint, questions=EARLIER, passages=MOST_PASSAGES))


@contextmanager
def arriving(assistant: Assistant) -> Iterator[Callable[[Claim], None]]:
    """Give what draws the sentences of an answer, one after the other as they are verified, until it is whole."""
    if assistant.rephrase is None:
        yield lambda claim: None
        return
    place, said = st.empty(), list[str]()

    def show(claim: Claim) -> None:
        said.append(f"{escaped(claim.said or claim.text)} {''.join(f'[{n}]' for n in claim.citations)}")
        place.markdown(" ".join(said))

    yield show
    place.empty()


def show_whose_words(answer: Answer) -> None:
    """Draw which model put an answer in words, or why none did although one was to."""
    if answer.note:
        st.caption(f":material/info: {escaped(answer.note)}")
    elif answer.model:
        st.caption(escaped(texts.WORDED.format(answer.model)))


def show_withheld(answer: Answer, key: str) -> None:
    """Draw what was withheld from an answer, closed at first, each sentence marked and with the reason."""
    if not answer.withheld:
        return
    with st.expander(texts.WITHHELD.format(len(answer.withheld)), key=f"{key}-withheld", icon=":material/block:"):
        st.caption(texts.WITHHELD_NOTE)
        for withheld in answer.withheld:
            with st.container(gap=None):
                st.badge(texts.NOT_SUPPORTED, color="red", icon=":material/block:")
                st.markdown(escaped(withheld.text))
                st.caption(escaped(texts.REASON.format(withheld.reason)))
