"""An answer in the conversation: status, text, what places did, sources."""

from __future__ import annotations

import time
from collections.abc import Sequence

import streamlit as st

from mgi_assistant.answers import Answer, CountryExample
from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.render import answer_text, escaped, together
from mgi_assistant.ui import texts
from mgi_assistant.ui.evidence import open_evidence, show_sources
from mgi_assistant.ui.exchange import Exchange
from mgi_assistant.ui.exhibits import Exhibit
from mgi_assistant.ui.marks import linked, opened_mark
from mgi_assistant.ui.model import show_whose_words, show_withheld
from mgi_assistant.ui.problems import calm
from mgi_assistant.wording import sentence

_HEAD_START_S = 0.05
"""How long what an answer says is ahead of its sources, so that the browser draws it first and by itself."""


def show_exchange(exchange: Exchange, is_new: bool = False) -> None:
    """Draw what came of a question, and open the evidence of the mark [n] that was just chosen in it.

    Of one that ``is_new`` the browser gets what it says a moment before its sources and all else.
    """
    if exchange.answer is None:
        st.warning(escaped(exchange.problem))
        return
    with st.container(gap=None):  # the listener takes no room
        with st.container():
            _show_answer(exchange, exchange.answer, is_new)
        _open_marked(exchange.exhibits, exchange.key)


@st.fragment
@calm()
def _open_marked(shown: Sequence[Exhibit], key: str) -> None:
    """Open what was just chosen; only this part is drawn anew, so that the conversation stays as it is."""
    n = opened_mark(key)
    for exhibit in shown:
        if exhibit.citation.n == n:
            open_evidence(exhibit, key)


def _show_answer(exchange: Exchange, answer: Answer, is_new: bool) -> None:
    show_whose_words(answer)
    _show_said(exchange, answer)
    if is_new:
        time.sleep(_HEAD_START_S)
    _show_sources(exchange, answer)
    show_withheld(answer, exchange.key)


def _show_said(exchange: Exchange, answer: Answer) -> None:
    """Draw the sentences of an answer, those about places as cards."""
    if answer.status == "not_found":
        st.markdown(_linked(answer.text, exchange))
        return
    if answer.status == "partial":
        st.info(texts.PARTIAL)
    text, examples = _parted(answer)
    if text:
        st.markdown(_linked(text, exchange))
    if text and examples:
        st.header(texts.EXAMPLES, anchor=False)
    _show_cards(examples, exchange)


def _show_sources(exchange: Exchange, answer: Answer) -> None:
    """Draw what an answer rests on, or what was looked through in vain and came nearest."""
    missing = answer.status == "not_found"
    if missing:
        _show_searched(exchange, answer.searched.passages)
    show_sources(texts.NEAREST if missing else texts.SOURCES, exchange.exhibits, exchange.key)


def _linked(text: str, exchange: Exchange) -> str:
    return linked(text, [exhibit.citation for exhibit in exchange.exhibits], exchange.key)


def _parted(answer: Answer) -> tuple[str, list[CountryExample]]:
    """Part the text of an answer from the examples that end it, which are drawn as cards."""
    said = {claim.text for claim in answer.claims if claim.kind != "example"}
    examples = [example for example in answer.examples if example.text not in said]
    text = answer.text.removesuffix(answer_text((), examples)) if examples else answer.text
    return text.rstrip().removesuffix(f"**{sentence('Examples', answer.query.language)}**"), examples


def _show_cards(examples: Sequence[CountryExample], exchange: Exchange) -> None:
    """Draw examples as cards, two in a row where there is room."""
    cards = together(examples)
    for first in range(0, len(cards), 2):
        for column, told in zip(st.columns(2), cards[first : first + 2], strict=False):
            with column.container(border=True):
                _show_card(told, exchange)


def _show_card(told: Sequence[CountryExample], exchange: Exchange) -> None:
    example, local = told[0], told[0].level == "local"
    with st.container(horizontal=True, vertical_alignment="center"):
        place = ", ".join([*(each.place for each in told), *([example.country] if local else [])])
        st.markdown(f"**{escaped(place)}**", width="content")
        st.badge(texts.LEVELS[example.level], color="green" if local else "blue")
    numbers = "".join(f"[{n}]" for n in example.citations)
    st.markdown(_linked(f"{escaped(example.text)} {numbers}", exchange))
    names = [POLICY_AREAS[area].name for area in example.policy_areas if area in POLICY_AREAS]
    if names:
        st.caption(" · ".join(map(escaped, names)))


def _show_searched(exchange: Exchange, passages: int) -> None:
    """Draw what was looked through in vain."""
    summary = texts.SEARCHED_IN.format(
        sources=texts.counted(len(exchange.searched), "source"),
        passages=texts.counted(passages, "passage"),
        limits=texts.LIMITED.format(", ".join(exchange.limits)) if exchange.limits else "",
    )
    with st.expander(texts.SEARCHED, key=f"{exchange.key}-searched"):
        st.markdown(f"{escaped(summary)}\n\n" + "\n".join(f"- {escaped(title)}" for title in exchange.searched))
