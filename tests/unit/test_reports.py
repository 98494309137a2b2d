"""Reports of ``mgi-eval`` as the app reads them: whatever lies there, a report or a calm error."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.ui.reports import Report, ReportUnreadable, read_report, report_folders

FIGURE = {"value": 0.5, "ci95": [0.4, 0.6], "n": 10}
ITEM = {"id": "a", "question": "Who?", "status": "answered", "text": "Tidewick. [1]", "reasons": ["wrong"]}


def report(folder: Path, **given: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "report.json"
    path.write_text(json.dumps({"figures": {"vital": FIGURE}, **given}), "utf-8")
    return path


def test_a_report_is_read_in_the_order_of_its_meanings(tmp_path: Path) -> None:
    figures = {"b": FIGURE, "words": {"value": 49.9, "ci95": [45, 54], "n": 3}, "a": {**FIGURE, "failure_bound95": 0.1}}
    report(tmp_path, figures=figures, meanings={"a": "first", "b": "second", "absent": "x"}, unknown=[1])
    found = read_report(tmp_path)
    assert [name for name, _ in found.ordered] == ["a", "b", "words"]
    assert [figure.is_share for _, figure in found.ordered] == [True, True, False]
    assert [figure.shown() for _, figure in found.ordered] == ["0.500", "0.500", "49.9"]
    assert [figure.interval() for _, figure in found.ordered][1:] == ["0.400–0.600", "45.0–54.0"]
    assert "0.1000" in found.figures["a"].interval()


def test_the_worst_are_found_by_their_ids(tmp_path: Path) -> None:
    report(tmp_path, items=[ITEM, {**ITEM, "id": "b"}], worst=["b", "gone"])
    assert [item.id for item in read_report(tmp_path).worst_items] == ["b"]


def test_newer_reports_come_first_and_folders_without_one_do_not_count(tmp_path: Path) -> None:
    for number, name in enumerate(("x", "a", "m")):
        os.utime(report(tmp_path / name), (number, number))
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    assert [folder.path.name for folder in report_folders(tmp_path)] == ["m", "a", "x"]
    assert report_folders(tmp_path / "nowhere") == []
    assert [folder.path for folder in report_folders(tmp_path / "x")] == [tmp_path / "x"]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{}", b"[]", b"\xff", b'{"figures": {}}', b'{"figures": {"vital": {"value": NaN, "ci95": null, "n": 1}}}',
        b'{"figures": {"vital": {"value": 1, "ci95": [1], "n": 1}}}', b"[" * 100_000,
    ],
)  # fmt: skip
def test_a_broken_report_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "report.json").write_bytes(content)
    with pytest.raises(ReportUnreadable) as caught:
        read_report(tmp_path)
    assert str(tmp_path / "report.json") in str(caught.value)
    assert caught.value.hint


def test_a_missing_report_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReportUnreadable, match=r"report\.json"):
        read_report(tmp_path)


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
REPORTS = st.fixed_dictionaries(
    {"figures": st.just({"vital": FIGURE})},
    optional={name: VALUES for name in Report.model_fields if name != "figures"},
)


@given(
    st.binary() | VALUES.map(lambda value: json.dumps(value).encode()) | REPORTS.map(lambda v: json.dumps(v).encode())
)
def test_whatever_the_bytes_there_is_a_report_or_our_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("report")
    (folder / "report.json").write_bytes(content)
    found: list[Report | ReportUnreadable] = []
    try:
        found.append(read_report(folder))
    except ReportUnreadable as error:
        found.append(error)
    match found[0]:
        case ReportUnreadable() as reason:
            assert "report.json" in str(reason)
        case read:
            assert all(figure.shown() and figure.interval() for _, figure in read.ordered)
            assert len(read.worst_items) <= len(read.worst)
