"""What is chosen, taken along: as a Word file, as a table for a spreadsheet, or into the chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from mgi_assistant.answers import CountryExample
from mgi_assistant.export import examples_document
from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.store import Store
from mgi_assistant.text import readable
from mgi_assistant.types import Citation, Filters
from mgi_assistant.ui.directory import Entry, joined
from mgi_assistant.ui.handover import go_to_chat, hand_over
from mgi_assistant.ui.spreadsheet import csv_bytes
from mgi_assistant.ui.texts import find as texts

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Taken:
    """One place that is taken along."""

    entry: Entry
    example: CountryExample
    """What is told of it: its example, or the one that it was compared by."""
    citations: Sequence[Citation]
    """Those that ``example`` cites, and perhaps more."""
    reasons: str = ""


def show_taking(title: str, file: str, taken: Sequence[Taken], store: Store) -> None:
    """Draw the three ways; ``title`` heads the document and ``file`` is the name of the files without ending."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            texts.WORD, lambda: word(title, taken, store), f"{file}.docx", _WORD, key=f"{file} word",
            help=texts.WORD_HELP, icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            texts.CSV, lambda: csv_bytes(texts.CSV_HEADER, map(row, taken)), f"{file}.csv", "text/csv",
            key=f"{file} csv", help=texts.CSV_HELP, icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        if st.button(texts.CHAT, key=f"{file} chat", help=texts.CHAT_HELP, icon=":material/forum:"):
            hand_over(Filters(places=frozenset(one.entry.place.id for one in taken)))
            go_to_chat()


def word(title: str, taken: Sequence[Taken], store: Store) -> bytes:
    """Return a Word file with the examples and one list of references."""
    examples, citations = joined((one.example, one.citations) for one in taken)
    return examples_document(title, examples, citations, store)


def row(taken: Taken) -> tuple[str, ...]:
    """Return the cells of a place under the headings of ``texts.CSV_HEADER``."""
    entry, example = taken.entry, taken.example
    cited = [citation for citation in taken.citations if citation.n in example.citations]
    return (
        entry.place.name,
        example.country,
        example.iso3,
        texts.LEVELS[entry.level],
        entry.region,
        "; ".join(POLICY_AREAS[area].name for area in example.policy_areas),
        example.text,
        example.instrument,
        example.measure_year,
        texts.TOLD if entry.told else texts.LISTED,
        " … ".join(readable(citation.quote) for citation in cited),
        "; ".join(citation.title for citation in cited),
        "; ".join(map(_where, cited)),
        "; ".join(citation.url for citation in cited if citation.url),
        taken.reasons,
    )


def _where(citation: Citation) -> str:
    at = citation.locator
    return texts.ROW.format(at.row) if at.row is not None else texts.PAGE.format(at.page_label or at.page)
