"""Judging answers: right, early, placed and verbatim, and what must count as none of these."""

from pathlib import Path
from typing import Any, cast

import pytest

from mgi_assistant.places import default_gazetteer
from mgi_assistant.store import Manifest, Store
from mgi_assistant.types import Answer, Citation, Claim, Locator, Passage, Searched, Span, Status
from mgi_assistant.understand import understand
from mgi_eval.cases import Case
from mgi_eval.extraction import Originals
from mgi_eval.report import markdown, report
from mgi_eval.run import figures, judge

WHERE = Locator("t", row=1)
ANSWERABLE = Case(
    id="q", type="place", question="What in Mali?", answerability="answerable",
    must_have=(("coordination",), ("data", "figures")), must_not=("census",), places=("MLI",),
)  # fmt: skip
UNANSWERABLE = Case(id="u", type="off_topic", question="Paella?", answerability="unanswerable")

QUERY = understand("What in Mali?", (), default_gazetteer())


class OnePassage:
    """A store with one passage, about given places."""

    def __init__(self, *places: str) -> None:
        self._places = places

    def passage(self, passage_id: str) -> Passage:
        return Passage(passage_id, WHERE, 0, "x", (Span(0, 1),), places=self._places)


def store(*places: str) -> Store:
    return cast(Store, OnePassage(*places))


def answer(text: str, status: Status = "answered", quote: str = "x") -> Answer:
    citation = Citation(1, "p", WHERE, "Table", quote)
    claims = () if status == "not_found" else (Claim(text, "evidence", (1,)),)
    timings = {"total": 5.0}
    return Answer(QUERY, status, text, claims, (citation,), (), Searched((), 0), timings_ms=timings)


def stands(locator: Locator, quote: str) -> bool:
    return quote == "x"


def test_a_right_answer() -> None:
    outcome = judge(ANSWERABLE, answer("A **coordination** body for data. [1]"), store("MLI"), stands)
    assert (outcome.right, outcome.early, outcome.places_right, outcome.faulty_quotes) == (True, True, True, ())


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (answer("A coordination body."), "missing: data | figures"),
        (answer("Coordination, data and a census."), "wrong: census"),
        (answer("Nearest: coordination of data.", "not_found"), "not found"),
    ],
)
def test_a_wrong_answer_says_why(given: Answer, reason: str) -> None:
    outcome = judge(ANSWERABLE, given, store("MLI"), stands)
    assert not outcome.right
    assert not outcome.early
    assert reason in outcome.reasons


def test_a_right_answer_can_come_late() -> None:
    outcome = judge(ANSWERABLE, answer("word " * 80 + "coordination data"), store("MLI"), stands)
    assert (outcome.right, outcome.early) == (True, False)


def test_another_country_and_a_changed_quote_are_seen() -> None:
    outcome = judge(ANSWERABLE, answer("Coordination of data.", quote="y"), store("NER"), stands)
    assert outcome.places_right is False
    assert outcome.faulty_quotes == ("y",)
    assert "rests on a passage about another place" in outcome.reasons


def test_figures_keep_answerable_and_unanswerable_apart() -> None:
    outcomes = [
        judge(ANSWERABLE, answer("Coordination of data."), store("MLI"), stands),
        judge(ANSWERABLE, answer("Nothing.", "not_found"), store("MLI"), stands),
        judge(UNANSWERABLE, answer("Nothing.", "not_found"), store(), stands),
        judge(UNANSWERABLE, answer("Rice.", "partial"), store(), stands),
        judge(UNANSWERABLE, answer("Rice.", quote="y"), store(), stands),
    ]
    shares = {name: (share.hits, share.n) for name, share in figures(outcomes).items()}
    assert shares == {
        "right": (1, 2), "right_early": (1, 2), "answer_rate": (1, 2), "answered_in_part": (0, 2),
        "abstain_rate": (1, 3), "unanswerable_in_part": (1, 3), "quotes_verbatim": (4, 5), "places_right": (1, 1),
    }  # fmt: skip
    known: dict[str, Any] = report(outcomes, {"cases": "set"})
    assert known["figures"]["right"]["value"] == 0.5
    assert [o["right"] for o in known["outcomes"]] == [True, False, True, False, False]
    assert "Paella?" in markdown(outcomes, {})


def test_quotes_are_checked_against_the_files_and_not_the_index(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text('{"text": "The first line."}\n{"text": "The second line."}\n', "utf-8")
    originals = Originals(Manifest(1, "", "", 0, "", str(tmp_path), (), (), 0, {}))
    assert originals.has(Locator("t", row=2), "second line")
    assert not originals.has(Locator("t", row=1), "second line")
    assert not originals.has(Locator("t", row=2), "  ")
    assert not originals.has(Locator("elsewhere", row=2), "second line")
    gone = Originals(Manifest(1, "", "", 0, "", str(tmp_path / "gone"), (), (), 0, {}))
    assert not gone.has(Locator("t", row=2), "second line")
