"""The page “benchmark” without a browser, over reports that ``mgi-eval`` wrote and over broken ones."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from mgi_assistant.ui import benchmark
from mgi_assistant.ui.processes import Ended, Work, workshop
from mgi_assistant.ui.texts import benchmark as texts


@pytest.fixture
def reports(shipped_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    st.cache_resource.clear()
    st.cache_data.clear()
    monkeypatch.setenv("MGI_INDEX", str(shipped_index))
    monkeypatch.setenv("MGI_REPORTS", str(tmp_path / "reports"))
    monkeypatch.setenv("MGI_UPLOADS", "on")
    yield tmp_path / "reports"
    st.cache_resource.clear()


def _page() -> None:
    from mgi_assistant.ui.benchmark import show_benchmark
    from mgi_assistant.ui.opening import with_assistant

    with_assistant(show_benchmark)


def opened(view: str = texts.FIGURES) -> AppTest:
    app = AppTest.from_function(_page, default_timeout=120)
    app.session_state[benchmark.VIEW] = view
    return calm(app.run())


def calm(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def shown(app: AppTest) -> str:
    parts = [*app.markdown, *app.caption, *app.info, *app.success, *app.warning, *app.error, *app.code]
    return "\n".join(element.value for element in parts).replace("\\", "")


def figure(value: float, n: int = 4) -> dict[str, Any]:
    return {"value": value, "ci95": [max(0, value - 0.1), min(1, value + 0.1)], "n": n}


def item(name: str, right: bool) -> dict[str, Any]:
    at = {"page": None, "row": 3, "quote": "The weir of Tidewick was *mended*."}
    return {
        "id": name,
        "cluster": name,
        "question": f"Question {name} <b>?",
        "history": ["What about weirs?"],
        "status": "answered",
        "text": f"- The weir\\_of {name}. [1]",
        "reasons": [] if right else ["does not tell: the weir"],
        "measures": {"vital": [float(right), 1.0]},
        "citations": [{"n": 1, "source_id": "weirs", "title": "Weirs", "verbatim": right, **at}],
        "gold": [[{"source": "weirs", **at}]],
        "vital": ["the weir"],
    }


def report(folder: Path, right: Sequence[bool], **given: Any) -> Path:
    items = [item(f"q{number}", one) for number, one in enumerate(right)]
    share = sum(right) / len(right)
    made = {
        "about": {"cases": "eval/cases (dev)", "set": "s", "model": "m"},
        "figures": {"vital": figure(share), "answer_words": {"value": 40.0, "ci95": [30, 50], "n": 4}},
        "meanings": {"vital": "vital facts told", "answer_words": "words of an answer"},
        "slices": {"lang=en": {"vital": figure(share)}},
        "baseline": {"vital": figure(0.25)},
        "risk_coverage": [[0.1, 0.0], [1.0, 1 - share]],
        "timings": {"p50_ms": 20.0, "p95_ms": 50.0},
        "worst": [one["id"] for one in items if one["reasons"]],
        "items": items,
    }
    folder.mkdir(parents=True)
    (folder / "report.json").write_text(json.dumps({**made, **given}), "utf-8")
    return folder / "report.json"


def test_where_there_are_none_it_says_how_to_make_one(reports: Path) -> None:
    text = shown(opened())
    assert texts.NONE in text
    assert f"mgi-eval run --split dev --out {reports}" in text


def test_the_latest_report_is_shown_with_its_figures(reports: Path) -> None:
    os.utime(report(reports / "older", [True, True, True, True]), (1, 1))
    report(reports / "newer", [True, True, True, False], gate=["vital 0.75 < 0.8"])
    app = opened()
    assert app.selectbox[0].value.path.name == "newer"
    (table,) = app.table
    rows = table.value.to_dict("records")
    assert rows[0] == {
        texts.MEASURE: "vital: vital facts told", texts.VALUE: "0.750", texts.INTERVAL: "0.650–0.850",
        texts.COUNT: "4", texts.BASELINE: "0.250",
    }  # fmt: skip
    assert [row[texts.VALUE] for row in rows] == ["0.750", "40.0"]
    assert "Below their thresholds: vital 0.75 < 0.8" in shown(app)
    charts = app.get("vega_lite_chart")
    assert len(charts) == 2
    older = calm(app.selectbox[0].select_index(1).run())
    assert older.table[0].value.to_dict("records")[0][texts.VALUE] == "1.000"


def test_the_charts_say_in_words_what_they_show(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(benchmark, "show_intervals", lambda rows, alt: said.append(alt))
    monkeypatch.setattr(benchmark, "show_risk", lambda points, alt: said.append(alt))
    report(reports / "one", [True, False, True, False])
    opened()
    opened(texts.SLICES)
    assert "vital 0.500" in said[0]
    assert "risk 0.50 at a coverage of 1.00" in said[1]
    assert "lang=en (4) 0.500" in said[2]


def test_the_worst_answers_come_with_their_evidence_as_plain_text(reports: Path) -> None:
    report(reports / "one", [True, False, True, False])
    app = opened(texts.WORST)
    assert [expander.label for expander in app.expander] == [r"Question q1 \<b\>?", r"Question q3 \<b\>?"]
    markdown = "\n".join(element.value for element in app.markdown)
    assert r"The weir of Tidewick was \*mended\*." in markdown
    assert r"- The weir\_of q1. \[1\]" in markdown
    text = shown(app)
    assert "does not tell: the weir" in text
    assert "Earlier: What about weirs?" in text
    assert texts.NOT_VERBATIM in text
    assert "Weirs, row 3" in text


def test_two_runs_are_compared_question_by_question(reports: Path) -> None:
    os.utime(report(reports / "older", [True, False, False, False]), (1, 1))
    report(reports / "newer", [True, True, True, False])
    app = opened(texts.COMPARE)
    (row,) = app.table[0].value.to_dict("records")
    assert (row["A"], row["B"], row[texts.BETTER], row[texts.WORSE]) == ("0.250", "0.750", "2", "0")
    same = calm(app.selectbox[1].select_index(0).run())
    assert texts.SAME in shown(same)


def test_one_report_cannot_be_compared_and_two_of_different_sets_say_why(reports: Path) -> None:
    report(reports / "one", [True, False])
    assert texts.ONE_REPORT in shown(opened(texts.COMPARE))
    report(reports / "other", [True, False], about={"set": "another", "cases": "x"})
    assert "The two runs cannot be compared: " in shown(opened(texts.COMPARE))


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"figures": 3}'])
def test_a_broken_report_is_named_calmly(reports: Path, content: bytes) -> None:
    (reports / "broken").mkdir(parents=True)
    (reports / "broken" / "report.json").write_bytes(content)
    app = opened()
    (error,) = app.error
    assert "broken/report.json is not a report" in error.value.replace("\\", "")


def test_the_button_measures_and_shows_the_new_report(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Sequence[str]] = []

    def call(self: Work, arguments: Sequence[str], limit_s: float = 0) -> Ended:
        asked.append(arguments)
        report(Path(arguments[arguments.index("--out") + 1]), [True, False])
        return Ended(0, "")

    monkeypatch.setattr(Work, "call", call)
    app = ended(calm(press(opened(), texts.RUN)))
    assert asked[0][:4] == ["mgi_eval", "run", "--split", "dev"]
    assert texts.RUN_DONE in shown(app)
    assert app.table


def test_a_run_that_fails_is_told(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Work, "call", lambda *_: Ended(1, "", "The gold does not stand there.", "Use another index."))
    app = ended(calm(press(opened(), texts.RUN)))
    assert "The gold does not stand there. Use another index." in shown(app)
    assert texts.NONE in shown(app)


def test_measuring_is_off_unless_the_browser_is_on_the_same_machine(
    reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MGI_UPLOADS", "auto")
    app = opened()
    assert texts.RUN not in [button.label for button in app.button]
    assert texts.RUN_OFF in shown(app)


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def ended(app: AppTest) -> AppTest:
    end = time.monotonic() + 60
    while workshop().current is not None:
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.05)
    return calm(app.run())
