"""A whole run over a small set: questions asked, answers kept and read again, a second opinion."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from mgi_assistant.answers import Answer
from mgi_assistant.errors import UsageError
from mgi_assistant.store import Manifest
from mgi_assistant.types import Locator
from mgi_eval.answers import Answers, AnswersError, read_answers, write_answers
from mgi_eval.cases import CaseSet
from mgi_eval.extraction import Originals
from mgi_eval.judge import ASPECTS, JudgeError, agreements, judged, prompt_for
from mgi_eval.report import make_report
from mgi_eval.run import Run, ask_all, code_digest, share_right
from tests.unit.fakes import assistant_over, small_library

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
    before = make_report(good, {}, None).to_dict()["figures"]
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
    assert make_report(good, {}, None).to_dict()["figures"] == before


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
