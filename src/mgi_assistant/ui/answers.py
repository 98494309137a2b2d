"""An answer in the conversation: status, text, what places did, sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

import streamlit as st

from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.render import answer_text, escaped
from mgi_assistant.types import Answer, CountryExample
from mgi_assistant.ui import texts
from mgi_assistant.ui.evidence import show_sources
from mgi_assistant.ui.exhibits import Exhibit


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what came of it: an answer with its evidence, or a problem with the question."""

    question: str
    answer: Answer | None = None
    exhibits: tuple[Exhibit, ...] = ()
    titles: Mapping[str, str] | None = None
    """Titles of the sources searched, by id."""
    problem: str = ""
    key: str = field(default_factory=lambda: uuid4().hex)
    """Tells the widgets of this exchange from those of all others."""


def show_exchange(exchange: Exchange) -> None:
    """Draw what came of a question."""
    answer = exchange.answer
    if answer is None:
        st.warning(escaped(exchange.problem))
        return
    if answer.query.standalone != answer.query.question.strip():
        st.caption(escaped(texts.UNDERSTOOD.format(answer.query.standalone)))
    if answer.status == "not_found":
        st.markdown(answer.text)
        _show_searched(answer, exchange.titles or {})
        show_sources(texts.NEAREST, exchange.exhibits, exchange.key)
        return
    if answer.status == "partial":
        st.info(texts.PARTIAL)
    said = {claim.text for claim in answer.claims}
    st.markdown(answer_text(answer.claims, ()))
    _show_examples([example for example in answer.examples if example.text not in said])
    show_sources(texts.SOURCES, exchange.exhibits, exchange.key)


def _show_examples(examples: Sequence[CountryExample]) -> None:
    """Draw examples as cards, two in a row where there is room."""
    if not examples:
        return
    st.header(texts.EXAMPLES, anchor=False)
    for first in range(0, len(examples), 2):
        for column, example in zip(st.columns(2), examples[first : first + 2], strict=False):
            with column.container(border=True):
                _show_card(example)


def _show_card(example: CountryExample) -> None:
    local = example.level == "local"
    with st.container(horizontal=True, vertical_alignment="center"):
        place = f"{example.place}, {example.country}" if local else example.place
        st.markdown(f"**{escaped(place)}**", width="content")
        st.badge(texts.LEVELS[example.level], color="green" if local else "blue")
    numbers = "".join(f"[{n}]" for n in example.citations)
    st.markdown(f"{escaped(example.text)} {numbers}")
    names = [POLICY_AREAS[area].name for area in example.policy_areas if area in POLICY_AREAS]
    if names:
        st.caption(" · ".join(map(escaped, names)))


def _show_searched(answer: Answer, titles: Mapping[str, str]) -> None:
    """Draw what was looked through in vain."""
    filters = ", ".join(f"{texts.FILTERS[name]} {_listed(value)}" for name, value in answer.searched.filters.items())
    with st.expander(texts.SEARCHED):
        summary = texts.SEARCHED_IN.format(
            sources=texts.counted(len(answer.searched.sources), "source"),
            passages=texts.counted(answer.searched.passages, "passage"),
            filters=texts.FILTERED.format(filters) if filters else "",
        )
        listed = "\n".join(f"- {escaped(titles.get(source, source))}" for source in answer.searched.sources)
        st.markdown(f"{escaped(summary)}\n\n{listed}")


def _listed(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
