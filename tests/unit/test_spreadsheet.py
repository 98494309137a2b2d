from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.ui.spreadsheet import csv_bytes, guarded

CELLS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"))


@pytest.mark.parametrize("cell", ["=1+1", "+41 22", "-3", "@SUM(A1)", " =1+1", "\t=1", "\rx", "＝1+1"])
def test_what_a_spreadsheet_would_run_is_kept_from_running(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Côte d'Ivoire", "2023–2025", "a=b", "12 per cent", "'quoted'"])
def test_what_is_harmless_stays_as_it_is(cell: str) -> None:
    assert guarded(cell) == cell


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5))
def test_every_cell_comes_back_and_none_is_a_formula(rows: list[list[str]]) -> None:
    data = csv_bytes(("Place", "Country", "Quote"), rows)
    assert data.startswith(b"\xef\xbb\xbf")
    header, *read = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert header == ["Place", "Country", "Quote"]
    assert [[cell.removeprefix("'") for cell in row] for row in read] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in read for cell in row)
