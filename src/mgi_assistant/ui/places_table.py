"""The table of places: one row each, sorted by a click on a heading, with ticks that put places side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.ui import chosen
from mgi_assistant.ui.directory import Entry
from mgi_assistant.ui.texts import find as texts

_HEIGHT = 440


def columns(entries: Sequence[Entry]) -> dict[str, list[str]]:
    """Return the columns of the table by their headings."""
    rows = [
        {
            "place": entry.place.name,
            "country": entry.example.country,
            "level": texts.LEVELS[entry.level],
            "region": entry.region,
            "kind": texts.TOLD if entry.told else texts.LISTED,
            "areas": "; ".join(POLICY_AREAS[area].name for area in entry.areas),
            "short": entry.short if entry.told else "",
            "instrument": entry.example.instrument,
            "year": entry.example.measure_year,
        }
        for entry in entries
    ]
    return {heading: [row[name] for row in rows] for name, heading in texts.COLUMNS.items()}


def show_table(entries: Sequence[Entry]) -> None:
    """Draw the table; a tick chooses a place, and one taken away no longer does."""
    ids = tuple(entry.place.id for entry in entries)
    ticked = [index for index, place in enumerate(ids) if place in chosen.chosen()]
    # A table keeps its ticks by row: one with other rows, or with places chosen elsewhere, is another table.
    key = f"places {chosen.revision()} {hash(ids)}"
    st.caption(texts.CHOOSE)
    widths = {texts.COLUMNS[name]: st.column_config.TextColumn(width="large") for name in ("areas", "short")}
    pinned = {texts.COLUMNS["place"]: st.column_config.TextColumn(width=130, pinned=True)}
    st.dataframe(
        columns(entries),
        height=_HEIGHT if len(entries) > 11 else "content",
        hide_index=True,
        column_config={**widths, **pinned},
        key=key,
        on_select=partial(_ticked, key, ids),
        selection_mode="multi-row",
        selection_default={"selection": {"rows": ticked}} if ticked else None,
        alt=texts.TABLE_ALT.format(len(entries)),
    )


def _ticked(key: str, ids: Sequence[str]) -> None:
    """Choose the places of the rows ticked; those chosen that the table does not show stay so."""
    rows = [ids[row] for row in st.session_state[key].selection.rows if row < len(ids)]
    kept = [place for place in chosen.chosen() if place not in ids or place in rows]
    chosen.choose([*kept, *rows])
