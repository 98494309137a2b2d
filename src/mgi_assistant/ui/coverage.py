"""The coverage grid: how many passages the corpus holds, places by policy areas; an empty cell is nothing in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.render import escaped
from mgi_assistant.store import Store
from mgi_assistant.ui import chosen
from mgi_assistant.ui import texts as common
from mgi_assistant.ui.directory import Entry
from mgi_assistant.ui.passages import show_passages
from mgi_assistant.ui.texts import find as texts

_CELL = "cell of the coverage"
_HEIGHT = 440


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a place and a policy area meet."""

    place: str
    area: str


def grid(entries: Sequence[Entry]) -> dict[str, list[str]]:
    """Return the columns of the grid: the places, then one for each policy area with numbers of passages or nothing."""
    counts = {
        texts.AREAS.get(area, POLICY_AREAS[area].name): [str(len(entry.areas.get(area, ())) or "") for entry in entries]
        for area in POLICY_AREAS
    }
    return {texts.COLUMNS["place"]: [entry.full_name for entry in entries], **counts}


def show_coverage(entries: Sequence[Entry], store: Store) -> None:
    """Draw the grid of the places with an example, and what is in the cell selected."""
    told = [entry for entry in entries if entry.told]
    st.markdown(texts.GRID_ABOUT)
    if not told:
        st.info(texts.GRID_NONE)
        return
    ids = tuple(entry.place.id for entry in told)
    key = f"coverage {hash(ids)}"
    heading = texts.COLUMNS["place"]
    st.dataframe(
        grid(told),
        height=_HEIGHT if len(told) > 11 else "content",
        hide_index=True,
        column_config={heading: st.column_config.TextColumn(width="medium", pinned=True)}
        | {
            texts.AREAS[area]: st.column_config.TextColumn(help=POLICY_AREAS[area].name, alignment="center")
            for area in texts.AREAS
        },
        key=key,
        on_select=partial(_selected, key, told),
        selection_mode="single-cell",
        alt=texts.GRID_ALT.format(len(told), len(POLICY_AREAS)),
    )
    st.caption(texts.GRID_RULE)
    _show_cell({entry.place.id: entry for entry in told}, store)


def _selected(key: str, entries: Sequence[Entry]) -> None:
    """Keep which cell is selected, and choose its place if there is something in it."""
    st.session_state.pop(_CELL, None)
    names = {texts.AREAS.get(area, POLICY_AREAS[area].name): area for area in POLICY_AREAS}
    for row, column in st.session_state[key].selection.cells:
        entry = entries[row]
        if column in names:
            st.session_state[_CELL] = Cell(entry.place.id, names[column])
        if column not in names or names[column] in entry.areas:
            chosen.choose_elsewhere([*chosen.chosen(), entry.place.id])


def _show_cell(entries: dict[str, Entry], store: Store) -> None:
    """Say in words what the selected cell holds."""
    cell: Cell | None = st.session_state.get(_CELL)
    entry = entries.get(cell.place) if cell else None
    if cell is None or entry is None:
        return
    name, area = entry.full_name, POLICY_AREAS[cell.area].name
    numbers = entry.areas.get(cell.area, ())
    if not numbers:
        st.info(escaped(texts.GRID_EMPTY.format(name, area)), icon=":material/search_off:")
        return
    st.markdown(escaped(texts.GRID_FULL.format(name, area, common.counted(len(numbers), "passage"))))
    show_passages([c for c in entry.citations if c.n in numbers], store, f"cell-{cell.place}-{cell.area}")
