"""A whole run over a small set: answers kept and read again, figures, reports, the gate, and two runs compared."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from mgi_assistant.answers import Answer
from mgi_assistant.errors import UsageError
from mgi_assistant.store import Manifest
from mgi_assistant.types import Locator
from mgi_eval.answers import Answers, AnswersError, read_answers, write_answers
from mgi_eval.cases import CaseSet, load_set
from mgi_eval.compare import CompareError, compare, read_report
from mgi_eval.controls import CONTROLS, Bench, oracle
from mgi_eval.extraction import Originals
from mgi_eval.figures import figures, slice_names, slices
from mgi_eval.gate import THRESHOLDS, GateError, Thresholds, read_thresholds, violations
from mgi_eval.items import Item, Ratio
from mgi_eval.judge import ASPECTS, JudgeError, agreements, judged, prompt_for
from mgi_eval.metrics import MEASURES
from mgi_eval.report import Report, item_record, make_report, markdown, worst, write
from mgi_eval.run import Run, ask_all, code_digest, judge, share_right
from tests.unit.eval_fakes import library, raw_case, records, small_set, write_lines
from tests.unit.fakes import assistant_over, small_library


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> CaseSet:
    return small_set(tmp_path_factory.mktemp("set"))


@pytest.fixture(scope="module")
def good(asked: CaseSet) -> Run:
    return judge(asked, oracle(asked, library()), library())


@pytest.fixture(scope="module")
def bad(asked: CaseSet, good: Run) -> Run:
    bench = Bench(asked, good.answers, library())
    return judge(asked, CONTROLS["another question's answer"].spoil(bench), library())


def report_of(run: Run, baseline: Run | None = None) -> Report:
    return make_report(run, {}, baseline)


# -- asking ------------------------------------------------------------------------------------------------------------


class Refusing:
    """A system that finds every question too long."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        self.asked.append((question, tuple(history)))
        raise UsageError("The question is too long.", "Ask a shorter one.")


def test_every_case_is_asked_with_its_history_and_every_rewrite_alone(asked: CaseSet) -> None:
    system, done = Refusing(), list[int]()
    answers = ask_all(system, asked, {"code": "x"}, done.append)
    assert len(system.asked) == len(asked.cases) + 1
    assert ("and Peru?", ("What did Mali do?",)) in system.asked
    assert ("What did Peru do?", ()) in system.asked
    assert done == list(range(1, len(asked.cases) + 1))
    assert {answer.status for answer in answers.by_id.values()} == {"not_found"}
    assert answers.about == {"code": "x", "set": asked.sha256}


def test_a_real_assistant_is_measured(tmp_path: Path, asked: CaseSet) -> None:
    answers = ask_all(assistant_over(small_library()), asked, {}, lambda _: None)
    assert {"answered", "not_found"} >= {answer.status for answer in answers.by_id.values()} - {"partial"}
    write_answers(tmp_path / "answers.jsonl", answers)
    assert read_answers(tmp_path / "answers.jsonl", asked).by_id == answers.by_id


def test_both_kinds_of_questions_are_counted_apart(asked: CaseSet) -> None:
    assert share_right(Refusing(), asked.cases) == (0.0, 1.0)
    assert share_right(Refusing(), []) == (0.0, 0.0)


def test_the_code_has_a_digest() -> None:
    assert code_digest() == code_digest()
    assert len(code_digest()) == 64


# -- files of answers --------------------------------------------------------------------------------------------------


def test_answers_are_read_as_they_were_written(tmp_path: Path, asked: CaseSet, good: Run) -> None:
    write_answers(tmp_path / "out" / "answers.jsonl", good.answers)
    again = read_answers(tmp_path / "out" / "answers.jsonl", asked)
    assert again == good.answers


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda lines: ["{broken", *lines[1:]], "line 1 is no answer"),
        (lambda lines: ['{"about": {"set": "other"}}', *lines[1:]], "line 1: these answers are of another set"),
        (lambda lines: [lines[0], "{broken", *lines[2:]], "line 2 is no answer"),
        (lambda lines: [*lines, lines[-1]], "was given before"),
        (lambda lines: [*lines, lines[-1].replace('"id": "', '"id": "x')], "is not in"),
        (lambda lines: lines[:-1], "has no answer to"),
        (lambda lines: [*lines[:-1], lines[-1].replace('"status": "not_found"', '"status": "maybe"')], "status"),
        (lambda lines: [], "line 1 is no answer"),
    ],
)
def test_a_wrong_file_of_answers_is_named(tmp_path: Path, asked: CaseSet, good: Run, spoil: Any, message: str) -> None:
    path = tmp_path / "answers.jsonl"
    write_answers(path, good.answers)
    path.write_text("\n".join(spoil(path.read_text("utf-8").splitlines())) + "\n", "utf-8")
    with pytest.raises(AnswersError, match=message) as caught:
        read_answers(path, asked)
    assert str(path) in str(caught.value)
    assert caught.value.hint


def test_an_interrupted_write_leaves_the_file_that_was_there(
    tmp_path: Path, good: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "answers.jsonl"
    write_answers(path, good.answers)
    before = path.read_bytes()

    def interrupted(self: Path, *_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_text", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_answers(path, Answers({}, {}, {}))
    assert path.read_bytes() == before


def test_a_missing_file_of_answers_is_an_error(tmp_path: Path, asked: CaseSet) -> None:
    with pytest.raises(AnswersError, match="cannot be read"):
        read_answers(tmp_path / "none.jsonl", asked)


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


# -- a second opinion --------------------------------------------------------------------------------------------------


class Parrot:
    """A language model that always says the same."""

    def __init__(self, reply: str) -> None:
        self.reply = reply
        self.prompts: list[str] = []

    def complete(self, prompt: str) -> str:
        self.prompts.append(prompt)
        return self.reply


def test_a_judge_stands_beside_the_measures_and_changes_none(good: Run) -> None:
    before = report_of(good).to_dict()["figures"]
    model = Parrot("Yes.")
    verdicts = judged(good.scored, model)
    asked = sum(case.answerable for case in good.asked.cases)
    assert {name: len(known) for name, known in verdicts.items()} == dict.fromkeys(ASPECTS, asked)
    assert len(model.prompts) == asked * len(ASPECTS)
    for found in agreements(good.scored, verdicts).values():
        assert (found.n, found.model, found.measure, found.share, found.kappa, found.unclear) == (
            asked,
            1,
            1,
            1,
            None,
            0,
        )
    assert report_of(good).to_dict()["figures"] == before


def test_a_judge_is_shown_question_material_and_answer(good: Run) -> None:
    one = next(one for one in good.scored if one.id == "then-peru")
    facts, quotes, _ = (prompt_for(one, aspect) for aspect in ASPECTS.values())
    assert "What did Mali do? / and Peru?" in facts
    assert "Facts:\n- flood map" in facts
    assert "Quotes:\n- Peru opened a flood map in 2021." in quotes
    assert f"<answer>\n{one.item.text}\n</answer>" in facts


def test_each_aspect_is_compared_with_its_own_measure(good: Run, bad: Run) -> None:
    mixed = [*good.scored[:4], *bad.scored[4:8]]
    for name, aspect in ASPECTS.items():
        verdicts: dict[str, bool | None] = {one.id: aspect.measured(one) for one in mixed}
        found = agreements(mixed, {name: verdicts})[name]
        assert (found.share, found.model) == (1.0, found.measure)
        turned = {case_id: not verdict for case_id, verdict in verdicts.items()}
        assert agreements(mixed, {name: turned})[name].share == 0
    told = {one.id: one.item.right for one in mixed}
    assert agreements(mixed, {"strict_vital": told})["strict_vital"].kappa == pytest.approx(1.0)
    assert agreements(mixed, {"strict_vital": dict.fromkeys(told)})["strict_vital"].to_dict() == {
        "n": 0, "unclear": len(mixed), "model": None, "measure": None, "agreement": None, "kappa": None,
    }  # fmt: skip


@pytest.mark.parametrize("reply", ["", "Perhaps.", "Yes and no."])
def test_a_reply_that_is_no_verdict_counts_as_none(good: Run, reply: str) -> None:
    verdicts = judged(good.scored, Parrot(reply))
    assert {verdict for known in verdicts.values() for verdict in known.values()} == {None}


def test_a_model_that_fails_is_one_clear_error(good: Run) -> None:
    class Silent:
        def complete(self, prompt: str) -> str:
            raise ConnectionRefusedError("nobody is there")

    with pytest.raises(JudgeError, match=r"no reply about case 'flood'.*nobody is there"):
        judged(good.scored, Silent())


# -- the files themselves ----------------------------------------------------------------------------------------------


def test_quotes_are_checked_against_the_files_and_not_the_index(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text('{"text": "The first line."}\n{"text": "The second line."}\n', "utf-8")
    originals = Originals(Manifest(1, "", "", 0, "", str(tmp_path), (), (), 0, {}))
    assert originals.has(Locator("t", row=2), "second line")
    assert not originals.has(Locator("t", row=1), "second line")
    assert not originals.has(Locator("t", row=2), "  ")
    assert not originals.has(Locator("elsewhere", row=2), "second line")
    gone = Originals(Manifest(1, "", "", 0, "", str(tmp_path / "gone"), (), (), 0, {}))
    assert not gone.has(Locator("t", row=2), "second line")
