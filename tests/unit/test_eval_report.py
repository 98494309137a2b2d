"""What a run over a small set comes to: figures, reports, the gate, and two runs compared."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from mgi_eval.answers import Answers
from mgi_eval.cases import CaseSet, load_set
from mgi_eval.compare import CompareError, compare, read_report
from mgi_eval.controls import CONTROLS, Bench, oracle
from mgi_eval.figures import figures, slice_names, slices
from mgi_eval.gate import THRESHOLDS, GateError, Thresholds, read_thresholds, violations
from mgi_eval.items import Item, Ratio
from mgi_eval.metrics import MEASURES
from mgi_eval.report import Report, item_record, make_report, markdown, worst, write
from mgi_eval.run import Run, judge
from tests.unit.eval_fakes import library, raw_case, records, small_set, write_lines


def report_of(run: Run, baseline: Run | None = None) -> Report:
    return make_report(run, {}, baseline)


# -- figures and reports -----------------------------------------------------------------------------------------------


def test_every_figure_has_value_interval_and_n(good: Run, bad: Run) -> None:
    for run in (good, bad):
        found = figures(run.scored)
        for name in ("conditioned_score", "strict_vital", "balanced_accuracy", "verbatim_rate", "followup_recovery"):
            known = found[name].to_dict()
            assert known["n"] > 0, name
            low, high = known["ci95"]
            assert low - 1e-9 <= known["value"] <= high + 1e-9, name
    assert figures(bad.scored)["conditioned_score"].value < (figures(good.scored)["conditioned_score"].value or 0)  # type: ignore[operator]


def test_zero_failures_are_shown_with_their_bound(good: Run) -> None:
    known = figures(good.scored)["verbatim_rate"].to_dict()
    assert known["failures"] == 0
    assert (1 - known["failure_bound95"]) ** known["n"] == pytest.approx(0.05)
    assert known["ci95"][0] < 1


def test_nothing_measured_has_no_value(asked: CaseSet) -> None:
    found = figures(judge(CaseSet("one", asked.cases[-2:-1], ""), oracle(asked, library()), library()).scored)
    assert found["strict_vital"].to_dict() == {"value": None, "ci95": None, "n": 0, "interval": None}
    assert found["abstain_recall"].value == 1


def test_slices_are_those_of_the_set(good: Run) -> None:
    found = slices(good.scored)
    assert {"type=figure", "type=place", "lang=en", "region=Africa", "region=Oceania", "level=national"} <= set(found)
    assert found["region=Africa"]["strict_vital"].n == 3
    assert "region=none" in slice_names(good.scored[0].item)


def talks_of_harbours(item: Item) -> Ratio | None:
    """1 when an answer talks of harbours."""
    return None if item.response.declined else Ratio(float("harbour" in item.text))


def test_a_measure_is_added_with_one_line(tmp_path: Path, asked: CaseSet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MEASURES, "harbours", ("quality", talks_of_harbours))
    report = report_of(judge(asked, oracle(asked, library()), library()))
    write(tmp_path, report)
    known = json.loads((tmp_path / "report.json").read_text("utf-8"))["figures"]["harbours"]
    assert known["ci95"][0] < known["value"] < known["ci95"][1] < 1
    for name in ("report.md", "report.html"):
        assert "1 when an answer talks of harbours." in (tmp_path / name).read_text("utf-8")
    assert "harbours" in compare(read_report(tmp_path), read_report(tmp_path))


def test_a_case_is_added_with_one_line(tmp_path: Path) -> None:
    before = small_set(tmp_path)
    path = write_lines(tmp_path / "set.jsonl", *records(), raw_case("bread", "Who sells bread?"))
    more = load_set(None, [path])
    assert {case.id for case in more.cases} - {case.id for case in before.cases} == {"bread"}
    found = figures(judge(more, oracle(more, library()), library()).scored)
    assert (
        found["abstain_recall"].n
        == figures(judge(before, oracle(before, library()), library()).scored)["abstain_recall"].n + 1
    )


class Links(HTMLParser):
    """Collects what a page would load."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [value or "" for name, value in attrs if name in ("src", "href")]


def test_reports_are_written_and_need_no_network(tmp_path: Path, good: Run, bad: Run) -> None:
    write(tmp_path / "out", report_of(bad, good))
    known = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert {"about", "figures", "slices", "baseline", "items", "risk_coverage", "gate"} <= set(known)
    assert len(known["items"]) == len(records())
    assert known["figures"]["strict_vital"]["value"] < known["baseline"]["strict_vital"]["value"]
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    links = Links()
    links.feed(page)
    assert links.loads == []
    assert links.tags.count("svg") >= 3
    assert "script" not in links.tags
    assert "How common are flood registers?" in page
    assert "| `conditioned_score` |" in (tmp_path / "out" / "report.md").read_text("utf-8")


def timed(run: Run, times: Sequence[dict[str, float]]) -> Run:
    """Return ``run`` with its answers having taken these times, in turn."""
    by_id = {
        name: response.model_copy(update={"timings_ms": times[n % len(times)]})
        for n, (name, response) in enumerate(run.answers.by_id.items())
    }
    return replace(run, answers=replace(run.answers, by_id=by_id))


def test_the_time_of_answers_is_told_beside_that_of_embedding(tmp_path: Path, good: Run) -> None:
    report = report_of(timed(good, [{"total": 30.0, "embed": 10.0}, {"total": 31.0, "embed": 10.0}]))
    assert report.timings["within_aim"] == pytest.approx(0.5, abs=0.1), "30 ms are within 2 × 10 + 10 ms, 31 are not"
    assert report.timings["embed_p50_ms"] == 10.0
    assert 30.0 <= report.timings["p50_ms"] <= report.timings["p95_ms"] <= 31.0
    write(tmp_path, report)
    for name in ("report.md", "report.html"):
        assert "embedding the question: median 10.0 ms" in (tmp_path / name).read_text("utf-8")


def test_times_of_another_system_need_not_be_known(good: Run) -> None:
    assert set(report_of(timed(good, [{"total": 30.0}])).timings) == {"p50_ms", "p95_ms"}
    unknown = report_of(timed(good, [{}]))
    assert unknown.timings == {}
    assert "time to an answer" not in markdown(unknown)


def test_nothing_in_an_answer_is_read_as_markup(tmp_path: Path, asked: CaseSet, good: Run) -> None:
    nasty = "<script>alert(1)</script>"
    by_id = {i: one.model_copy(update={"text": nasty, "status": "answered"}) for i, one in good.answers.by_id.items()}
    run = judge(asked, Answers({"set": nasty}, by_id, {}), library())
    write(tmp_path, report_of(run))
    assert "<script" not in (tmp_path / "report.html").read_text("utf-8")


def test_the_worst_answers_come_first_and_say_why(bad: Run, good: Run) -> None:
    report = report_of(bad)
    shown = worst(report.items)
    assert 0 < len(shown) <= 20
    assert all(item["reasons"] for item in shown)
    assert worst(report_of(good).items) == []
    assert shown[0]["question"] in markdown(report)


def test_a_record_says_what_was_asked_told_and_wanted(good: Run) -> None:
    known = item_record(good.scored[0])
    assert known["right"] is True
    assert known["gold"][0][0]["quote"] == known["citations"][0]["quote"]
    assert known["citations"][0]["verbatim"] is True


# -- the gate ----------------------------------------------------------------------------------------------------------

GATE = Thresholds(invariants={"dev": ("verbatim_rate", "attribution")}, lower_bound={"dev": {"strict_vital": 0.5}})


def test_the_gate_looks_at_the_lower_bound_and_at_each_failure(asked: CaseSet, good: Run, bad: Run) -> None:
    assert violations(figures(good.scored), GATE, "dev") == []
    assert violations(figures(good.scored), GATE, "test") == []
    problems = violations(figures(bad.scored), GATE, "dev")
    assert any(problem.startswith("strict_vital: the interval begins at 0.") for problem in problems)
    negated = CONTROLS["negated"].spoil(Bench(asked, good.answers, library()))
    problems = violations(figures(judge(asked, negated, library()).scored), GATE, "dev")
    assert [problem for problem in problems if problem.startswith("verbatim_rate: ")]


def test_what_was_not_measured_does_not_pass() -> None:
    assert violations({}, GATE, "dev") == [
        "verbatim_rate was not measured", "attribution was not measured", "strict_vital was not measured",
    ]  # fmt: skip


def test_thresholds_of_the_repository_can_be_read(tmp_path: Path) -> None:
    found = read_thresholds()
    assert set(found.lower_bound) == set(found.invariants) == {"dev", "test"}
    assert "scope_fidelity" in found.invariants["dev"]
    path = tmp_path / "thresholds.toml"
    path.write_text(THRESHOLDS.read_text("utf-8").replace("attribution", "atribution"), "utf-8")
    with pytest.raises(GateError, match="'atribution', which is no measure"):
        read_thresholds(path)
    path.write_text("[", "utf-8")
    with pytest.raises(GateError, match="cannot be used"):
        read_thresholds(path)


# -- two runs ----------------------------------------------------------------------------------------------------------


def test_two_runs_are_compared_item_by_item(tmp_path: Path, good: Run, bad: Run) -> None:
    for name, run in (("a", bad), ("b", good)):
        write(tmp_path / name, report_of(run))
    found = compare(read_report(tmp_path / "a"), read_report(tmp_path / "b" / "report.json"))
    better = found["conditioned_score"]
    assert (better.n, better.worse) == (len(records()), 0)
    assert better.b > better.a
    assert better.p <= better.p_holm <= 1
    assert better.p < 0.05
    same = compare(read_report(tmp_path / "a"), read_report(tmp_path / "a"))
    assert {(d.better, d.worse, d.p_holm) for d in same.values()} == {(0, 0, 1.0)}


def test_runs_over_different_sets_are_not_compared(tmp_path: Path, good: Run) -> None:
    write(tmp_path / "a", report_of(good))
    a = read_report(tmp_path / "a")
    with pytest.raises(CompareError, match="different sets"):
        compare(a, a | {"about": {"set": "other"}})
    (tmp_path / "b.json").write_text("{}", "utf-8")
    for path in (tmp_path / "b.json", tmp_path / "none"):
        with pytest.raises(CompareError, match="is no report"):
            read_report(path)
