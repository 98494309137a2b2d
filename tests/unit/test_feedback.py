"""What readers thought of answers: kept, replaced, taken back, and given out as drafts of benchmark cases."""

from __future__ import annotations

import json
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant import cli
from mgi_assistant.answers import Answer
from mgi_assistant.errors import StorageError
from mgi_assistant.feedback import Feedback, Rating, asked, case_lines
from mgi_assistant.types import Filters
from mgi_eval.cases import Case, CaseError, load_cases
from tests.unit.fakes import assistant_over, small_library

AT = "2026-11-22T09:00:00+00:00"
NUGGET = {"id": "n1", "text": "It opened a centre.", "vital": True, "match": {"kind": "aliases", "any": ["centre"]}}


def answered(question: str, history: tuple[str, ...] = ()) -> Answer:
    return assistant_over(small_library()).ask(question, history)


def rating(key: str = "a", helpful: bool = True, reason: str = "", history: tuple[str, ...] = ()) -> Rating:
    answer = answered("What did Mali do?", history)
    return Rating(key, AT, helpful, reason, asked(answer, history, "talk-1", "0123"))


@pytest.fixture
def kept(tmp_path: Path) -> Feedback:
    return Feedback(tmp_path / "deep" / "feedback.sqlite")


def test_there_is_nothing_before_anybody_rated_and_no_file_is_made(kept: Feedback) -> None:
    assert kept.ratings() == []
    assert not kept.file.parent.exists()


def test_a_rating_comes_back_as_it_was_given(kept: Feedback) -> None:
    given_ = rating(reason="“Clear” — ça va\n")
    kept.put(given_)
    assert kept.ratings() == [replace(given_, number=1)]


def test_rating_again_replaces_and_taking_back_forgets(kept: Feedback) -> None:
    kept.put(rating("a"))
    kept.put(rating("b"))
    kept.put(rating("a", helpful=False, reason="Wrong place"))
    assert [(r.key, r.number, r.helpful, r.reason) for r in kept.ratings()] == [
        ("a", 1, False, "Wrong place"),
        ("b", 2, True, ""),
    ]
    kept.withdraw("a")
    kept.withdraw("nobody rated this")
    assert [r.key for r in kept.ratings()] == ["b"]


def test_sessions_may_rate_at_once(kept: Feedback) -> None:
    one = rating()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: kept.put(replace(one, key=str(number % 20))), range(60)))
    assert sorted(int(r.key) for r in kept.ratings()) == list(range(20))
    assert sorted(r.number for r in kept.ratings()) == list(range(1, 21))
    with sqlite3.connect(kept.file) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()


@pytest.mark.parametrize("fault", ["text", "folder"])
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, fault: str) -> None:
    file = tmp_path / "feedback.sqlite"
    if fault == "text":
        file.write_text("This is no database, however long one looks at it." * 20)
    else:
        file.mkdir()
    with pytest.raises(StorageError, match=r"feedback\.sqlite cannot be read or written") as caught:
        Feedback(file).put(rating())
    assert "MGI_FEEDBACK" in caught.value.hint


def test_of_an_answer_that_helped_the_citations_are_proposed_as_gold() -> None:
    found = replace(rating(reason="Short"), number=7).to_case()
    (group,) = found["evidence_groups"]
    assert group[0]["source"] == "report"
    assert (found["id"], found["question"], found["turn"]) == ("feedback-7", "What did Mali do?", 1)
    assert found["scope"]["places"] == ["MLI"]
    assert "Rated up on 2026-11-22; the reason given: “Short”" in found["provenance"]
    completed = {**found, "type": "place", "answerability": "answerable", "nuggets": [NUGGET]}
    assert Case.model_validate_json(json.dumps(completed)).cluster == "report 4"


def test_a_follow_up_has_its_history_and_what_it_was_understood_as() -> None:
    found = rating(helpful=False, history=("Who keeps a tide calendar?",)).to_case()
    assert (found["turn"], found["history"]) == (2, ["Who keeps a tide calendar?"])
    assert (found["conversation"], found["type"]) == ("talk-1", "followup")
    assert found["rewrite_gold"]
    assert found["evidence_groups"] == [], "what did not help is no gold"
    completed = {**found, "id": "f-1", "answerability": "unanswerable"}
    Case.model_validate_json(json.dumps(completed))


def test_an_honest_not_found_that_helped_is_unanswerable() -> None:
    answer = answered("Who invented the telescope?")
    assert answer.status == "not_found"
    found = Rating("a", AT, True, "", asked(answer, (), "talk", "0"), 1).to_case()
    assert (found["answerability"], found["evidence_groups"]) == ("unanswerable", [])
    Case.model_validate_json(json.dumps({**found, "type": "off_topic"}))


def test_filters_are_kept_as_scope() -> None:
    answer = answered("What was done?")
    query = replace(
        answer.query, places=(), level=None, given=Filters(frozenset({"PER"}), "local", years=frozenset({2021}))
    )
    assert asked(replace(answer, query=query), (), "", "")["scope"] == {
        "places": ["PER"],
        "level": "local",
        "year": 2021,
    }
    several = replace(query, given=Filters(years=frozenset({2021, 2022})))
    assert asked(replace(answer, query=several), (), "", "")["scope"]["year"] is None


def test_a_draft_has_the_fields_of_a_case_and_waits_for_a_person(tmp_path: Path) -> None:
    file = tmp_path / "drafts.jsonl"
    file.write_text(case_lines([rating()]), "utf-8")
    assert set(json.loads(file.read_text("utf-8"))) == set(Case.model_fields)
    with pytest.raises(CaseError, match="line 1: type"):
        load_cases(file)


@given(st.text(), st.text())
def test_whatever_was_said_each_rating_is_one_line_of_json(reason: str, question: str) -> None:
    one = rating(reason=reason)
    lines = case_lines([replace(one, asked={**one.asked, "question": question}), one])
    assert lines.count("\n") == 2
    first: dict[str, Any] = json.loads(lines.split("\n")[0])
    assert first["question"] == question
    assert reason in first["provenance"]


# -- mgi feedback ------------------------------------------------------------------------------------------------------


@pytest.fixture
def rated(kept: Feedback, monkeypatch: pytest.MonkeyPatch) -> Feedback:
    monkeypatch.setenv("MGI_FEEDBACK", str(kept.file))
    kept.put(rating("a"))
    kept.put(rating("b", helpful=False))
    return kept


def mgi(*arguments: str) -> int:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "argv", ["mgi", *arguments])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


def test_the_command_counts_and_writes(rated: Feedback, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mgi("feedback") == 0
    assert f"2 answers rated in {rated.file}: 1 up, 1 down." in capsys.readouterr().out
    assert mgi("feedback", "--jsonl", "-") == 0
    printed = capsys.readouterr().out
    assert [json.loads(line)["id"] for line in printed.splitlines()] == ["feedback-1", "feedback-2"]
    assert mgi("feedback", "--jsonl", str(tmp_path / "cases.jsonl")) == 0
    assert (tmp_path / "cases.jsonl").read_text("utf-8") == printed


def test_a_file_that_cannot_be_written_is_an_error(
    rated: Feedback, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mgi("feedback", "--jsonl", str(tmp_path / "none" / "cases.jsonl")) == 1
    assert "cases.jsonl cannot be written" in capsys.readouterr().err
