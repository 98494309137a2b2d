"""Everyday questions, as officials and staff put them, to the shipped corpus and to the publications themselves.

``eval/questions/everyday.jsonl`` has them, each with patterns of which all have to match in a right answer, or with
none where no source tells it; ``harder.jsonl`` has harder ones, in words far from those of the sources, with slips,
with much said before the question or several things asked at once. They were written without looking at answers, but
rules were made while looking at what went wrong, and the adapter was learned from them: the bounds guard what was
reached. From those of ``held_out.jsonl`` nothing was learned, and no rule was made for one: they say what to expect.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from mgi_assistant import open_assistant
from mgi_assistant.assistant import Assistant
from mgi_eval.adapting import HELD_OUT, QUESTIONS_DIR
from tests.integration.conftest import build_shipped_index
from tests.integration.test_originals import SEEDS, body, ingested


def _read(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (QUESTIONS_DIR / name).read_text("utf-8").splitlines() if line]


QUESTIONS = _read("everyday.jsonl")
HARDER = _read("harder.jsonl")
UNSEEN = _read(HELD_OUT)
EARLY = 80
"""Words within which the answer has to be told."""
LEAST = {"shipped": (0.96, 0.95, 0.97), "columns": (0.96, 0.95, 0.97), "plain": (0.95, 0.94, 0.97)}
"""Least shares of right answers, of those right early, and of unanswerable questions that are not answered."""
LEAST_OF_HARDER = {"shipped": (0.94, 0.93, 0.98), "columns": (0.94, 0.93, 0.98), "plain": (0.92, 0.91, 0.98)}
LEAST_OF_UNSEEN = {"shipped": (0.85, 0.84, 0.96), "columns": (0.83, 0.82, 0.96), "plain": (0.79, 0.78, 0.96)}


@dataclass(frozen=True)
class Outcome:
    """What became of a question."""

    question: str
    answerable: bool
    right: bool
    early: bool
    text: str


def asked(assistant: Assistant, case: dict[str, object]) -> Outcome:
    answer = assistant.ask(str(case["question"]), case.get("earlier", []))  # type: ignore[arg-type]
    expected, text = case.get("expected"), body(answer)
    if expected is None:
        return Outcome(str(case["question"]), False, answer.status != "answered", True, text)

    def tells(said: str) -> bool:
        return all(re.search(pattern, said, re.IGNORECASE) for pattern in expected)  # type: ignore[attr-defined]

    found = answer.status != "not_found"
    start = " ".join(text.split()[:EARLY])
    return Outcome(str(case["question"]), True, found and tells(text), found and tells(start), text)


@pytest.mark.parametrize("corpus", LEAST)
def test_everyday_questions(corpus: str, tmp_path_factory: pytest.TempPathFactory, cache: Path) -> None:
    if corpus == "shipped":
        index = build_shipped_index(tmp_path_factory)
    elif SEEDS.is_dir():
        index = ingested(corpus, tmp_path_factory, cache) / "index"
    else:
        pytest.skip("../shared/seeds is not there")
    assistant = open_assistant(index)
    for questions, least, enough in (
        (QUESTIONS, LEAST[corpus], (600, 300)),
        (HARDER, LEAST_OF_HARDER[corpus], (280, 140)),
        (UNSEEN, LEAST_OF_UNSEEN[corpus], (130, 40)),
    ):
        outcomes = [asked(assistant, case) for case in questions]
        wrong = "\n".join(f"{o.question}\n    {o.text[:300]}" for o in outcomes if not (o.right and o.early))
        answerable = [o for o in outcomes if o.answerable]
        others = [o for o in outcomes if not o.answerable]
        assert len(answerable) > enough[0]
        assert len(others) > enough[1]
        right, early, declined = least
        assert sum(o.right for o in answerable) >= right * len(answerable), wrong
        assert sum(o.early for o in answerable) >= early * len(answerable), wrong
        assert sum(o.right for o in others) >= declined * len(others), wrong
