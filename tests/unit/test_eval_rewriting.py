"""The parts of the measurement of rewriting that can be worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mgi_assistant.errors import CorpusError
from mgi_eval.rewriting import Recovery, Turn, read_turns, recoveries

JUDGED = {"1<::>2": {"right": 1}, "2<::>2": {"right": 1}, "2<::>3": {"right": 1}}
TURNS = [
    Turn("1<::>2", ("What is mud?", "Why?"), "Why is there mud?"),
    Turn("2<::>2", ("What is sand?", "Why?"), "Why is there sand?"),
    Turn("2<::>3", ("What is sand?", "Why?", "And clay?"), "What is clay?"),
]


def found(text: str, beside: str) -> dict[str, float]:
    """Return the right document only for questions that name what they are about."""
    named = any(word in text for word in ("mud", "sand", "clay"))
    return {"right": 1.0} if named else {"wrong": 1.0}


def test_the_share_recovered_by_hand() -> None:
    by_name = {
        one.name: one
        for one in recoveries(
            TURNS, JUDGED, found, lambda turn: (f"{turn.questions[-1]} sand" * (turn.id == "2<::>2"), "")
        )
    }
    assert by_name["held out"] == Recovery("held out", 1, last=0.0, rewritten=0.0, gold=1.0)
    assert by_name["development"] == Recovery("development", 2, last=0.5, rewritten=0.5, gold=1.0)
    assert by_name["all"].share == pytest.approx((1 / 3 - 1 / 3) / (1 - 1 / 3))


def test_the_gold_rewrite_recovers_everything_and_the_last_question_nothing() -> None:
    assert [one.share for one in recoveries(TURNS, JUDGED, found, lambda turn: (turn.rewrite, ""))] == [1.0, 1.0, 1.0]
    assert [one.share for one in recoveries(TURNS, JUDGED, found, lambda turn: (turn.questions[-1], ""))] == [
        0.0,
        0.0,
        0.0,
    ]


def test_no_distance_means_no_share() -> None:
    assert Recovery("all", 1, last=0.5, rewritten=0.7, gold=0.5).share == 0.0


def test_turns_are_read_with_all_their_questions(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text("")
    for name, text in (("questions", '|user|: "What is mud?\n|user|: Why?'), ("rewrite", "|user|: Why is there mud?")):
        (tmp_path / f"queries_{name}.jsonl").write_text(json.dumps({"_id": "1<::>2", "text": text}) + "\n", "utf-8")
    assert read_turns(tmp_path) == TURNS[:1]


def test_a_folder_without_the_rewrites_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text("")
    with pytest.raises(CorpusError, match="queries_questions"):
        read_turns(tmp_path)
