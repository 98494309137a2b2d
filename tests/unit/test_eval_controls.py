"""The benchmark as a program: each way of breaking answers has to be seen, and the oracle has to be perfect."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from mgi_assistant.assistant import Assistant
from mgi_eval.answers import Answers
from mgi_eval.cases import CaseSet
from mgi_eval.controls import CONTROLS, ORACLE_LEAST, Bench, Control, oracle
from mgi_eval.figures import values
from mgi_eval.library import Library
from mgi_eval.run import Run, judge
from mgi_eval.session import Session, check_controls, oracle_verdicts
from tests.unit.eval_fakes import library, response, small_set


@pytest.fixture(scope="module")
def shelf() -> Library:
    return library()


@pytest.fixture
def bench(asked: CaseSet, shelf: Library) -> Bench:
    """Good answers: the oracle's, with a nearest passage where it declines."""
    answers = oracle(asked, shelf)
    nearest = response("Not found.", ("report", 3, "Train harbour pilots."), status="not_found", confidence=0.1)
    by_id = {i: nearest if answer.declined else answer for i, answer in answers.by_id.items()}
    return Bench(asked, Answers(answers.about, by_id, answers.standalone), shelf)


def seen(bench: Bench, control: Control, answers: Answers) -> float | None:
    scored = judge(bench.asked, answers, bench.library).scored
    before = bench.answers.by_id
    kept = [one for one in scored if control.whole or answers.by_id[one.id] != before[one.id]]
    return values(kept).get(control.measure)


@pytest.mark.parametrize("name", CONTROLS)
def test_what_is_broken_is_caught(name: str, bench: Bench) -> None:
    control = CONTROLS[name]
    sound = values(judge(bench.asked, bench.answers, bench.library).scored)
    assert sound[control.measure] == pytest.approx(1.0), "the answers have to be sound before they are broken"
    value = seen(bench, control, control.spoil(bench))
    assert value is not None, "the control changed nothing"
    assert value <= control.at_most


@pytest.mark.parametrize("name", [name for name, control in CONTROLS.items() if control.least])
def test_it_is_the_named_measure_that_tells(name: str, bench: Bench) -> None:
    control = CONTROLS[name]
    found = values(judge(bench.asked, control.spoil(bench), bench.library).scored)
    for measure, least in (control.least or {}).items():
        assert found[measure] >= least


@pytest.mark.parametrize("name", CONTROLS)
def test_breaking_answers_gives_the_same_each_time(name: str, bench: Bench) -> None:
    assert CONTROLS[name].spoil(bench).by_id == CONTROLS[name].spoil(bench).by_id


def test_the_oracle_is_perfect(asked: CaseSet, shelf: Library) -> None:
    found = values(judge(asked, oracle(asked, shelf), shelf).scored)
    assert {name: value for name, value in found.items() if name != "answer_words" and value < ORACLE_LEAST} == {}
    assert found["auroc"] == 1
    assert oracle_verdicts(asked, shelf)[0].caught


def test_a_benchmark_that_sees_nothing_is_told(asked: CaseSet, shelf: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """A control that leaves the answers as they are must be reported as one that passes."""
    idle = Control("nothing is done", lambda bench: bench.answers, "verbatim_rate", 0.05)
    shallow = Control("nothing is done", lambda bench: bench.answers, "verbatim_rate", 0.05, whole=True)
    monkeypatch.setattr("mgi_eval.session.CONTROLS", {"idle": idle, "shallow": shallow})
    monkeypatch.setattr("mgi_eval.session.of_set", lambda *_: [])
    monkeypatch.setattr("mgi_eval.session.caught", lambda _: [])
    session = Session(asked, cast(Assistant, None), shelf, {})
    answers = oracle(asked, shelf)
    run = Run(asked, answers, judge(asked, answers, shelf).scored)
    verdicts: dict[str, Any] = {verdict.name: verdict.caught for verdict in check_controls(session, run)}
    assert verdicts == {"oracle": True, "idle": False, "shallow": False, "judgements shuffled": True}


def test_controls_cover_what_can_go_wrong() -> None:
    assert len(CONTROLS) >= 13
    measures = {control.measure for control in CONTROLS.values()}
    assert {
        "verbatim_rate",
        "number_precision",
        "scope_fidelity",
        "evidence_f1_corrected",
        "balanced_accuracy",
    } <= measures


def test_an_empty_set_is_no_perfect_score(shelf: Library) -> None:
    nothing = CaseSet("none", (), "")
    assert values(judge(nothing, Answers({}, {}, {}), shelf).scored) == {}


def test_the_set_stays_on_the_disk(tmp_path: Path) -> None:
    assert small_set(tmp_path).sha256 == small_set(tmp_path).sha256
