"""Learning an adapter, on made-up vectors whose right outcome is known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mgi_assistant.errors import CorpusError
from mgi_assistant.ports import Reading
from mgi_assistant.text import words
from mgi_eval import adapting
from mgi_eval.adapting import Lessons, Question, cross_validated, learned, lessons_of, quality, read_questions
from mgi_eval.cases import load_set
from tests.unit.fakes import MemoryStore, assistant_over, written

STORE = MemoryStore([written("kiel", 1, "Kiel keeps a tide calendar."), written("lima", 1, "Lima mends boats.")])


@pytest.fixture(autouse=True)
def _few_detectors(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as are enough for what is made up here."""
    monkeypatch.setattr(adapting, "DETECTORS", 64)


def lessons(n: int = 1000, seed: int = 1) -> Lessons:
    """Make questions on 20 things, each along its own axis, with a sentence along another or, every fifth, none."""
    rng = np.random.default_rng(seed)
    about, told = rng.integers(20, size=n), np.arange(n) % 5 > 0
    axis = np.where(told, 20 + about, 40 + about)
    questions = np.eye(64, dtype="f4")[axis] + rng.normal(0, 0.1, (n, 64)).astype("f4")
    questions /= np.linalg.norm(questions, axis=1, keepdims=True)
    answers = np.eye(20, dtype=bool)[about] & told[:, None]
    read = tuple(Reading(question, ("so", "asked"), np.stack([question, question])) for question in questions)
    return Lessons(read, np.eye(64, dtype="f4")[:20], tuple(f"p{i}" for i in range(20)), answers)


def test_what_answers_is_learned_and_found_for_other_questions() -> None:
    adapter = learned("toy", [lessons()])
    other = lessons(seed=2)
    before, after = quality(other, None), quality(other, adapter)
    assert before.first < 0.2
    assert after.first > 0.95
    assert after.auroc > 0.95
    assert (adapter.model, adapter.learned.shape) == ("toy", (20, 64))
    assert np.array_equal(learned("toy", [lessons()]).turns, adapter.turns), "the same each time"


def test_what_is_held_out_is_not_learned_from() -> None:
    found = cross_validated("toy", [lessons()])
    before, after = found["unseen questions"]
    assert after.first > before.first + 0.5
    before, after = found["unseen sentences"]
    assert after.first < 0.5, "what answers another question tells nothing here"


def test_questions_teach_by_the_sentences_that_have_all_their_patterns() -> None:
    assistant = assistant_over(STORE)
    found = lessons_of(
        assistant,
        [
            Question("Who keeps a tide calendar?", (), ("Kiel", "calendar")),
            Question("Who mends boats? and nets?", ("Who sails?",), ()),
            Question("Who sells fish?", (), ("herring",)),
        ],
    )
    assert found.answers.sum(axis=1).tolist() == [1, 0], "the third stands nowhere"
    assert [len(question.words) for question in found.questions] == [5, 5]


def test_patterns_found_everywhere_teach_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapting, "MOST_ANSWERS", 1)
    asked = [Question("What is done?", (), ("Kiel|Lima",)), Question("Who mends?", (), ("Lima",))]
    assert len(lessons_of(assistant_over(STORE), asked).questions) == 1


def test_neither_questions_held_out_nor_cases_are_learned_from() -> None:
    learned_from = {tuple(words(question.text)) for question in adapting.to_learn_from()}
    assert len(learned_from) > 9000
    held_out = read_questions(adapting.QUESTIONS_DIR / adapting.HELD_OUT)
    assert len(held_out) >= 150
    assert learned_from.isdisjoint(tuple(words(q.text)) for q in held_out)
    assert learned_from.isdisjoint(tuple(words(case.question)) for case in load_set(None, ()).cases)


@pytest.mark.parametrize("line", ["{", "[]", '{"expected": ["x"]}'])
def test_a_file_that_is_no_set_of_questions_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(line + "\n", "utf-8")
    with pytest.raises(CorpusError, match=r"q\.jsonl"):
        read_questions(path)
    with pytest.raises(CorpusError, match="missing"):
        read_questions(tmp_path / "missing.jsonl")


def test_what_was_learned_is_read_as_it_was_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapting, "ADAPTER", tmp_path / "adapter.npz")
    adapter = replace(learned("toy", [lessons()]), model="toy@1")
    with np.load(adapting.store(adapter)) as stored:
        assert str(stored["model"]) == "toy@1"
        assert np.array_equal(stored["turns"], adapter.turns)
        assert np.allclose(stored["learned"] / 127, adapter.learned, atol=0.01)
