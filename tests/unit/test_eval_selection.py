"""Choosing sentences: the measures worked out by hand, and sets whose right outcome is known."""

import json
import random
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.errors import CorpusError
from mgi_assistant.relevance import Features
from mgi_eval.calibration_data import Question, clapnq_answers, read_clapnq
from mgi_eval.selection import common_subsequence, measured, rouge_l, token_f1, tokens, within

NAMES = [field.name for field in fields(Features)]
WORD = st.lists(st.sampled_from("abc"), max_size=12)


def longest(a: list[str], b: list[str]) -> int:
    """Return the longest common subsequence by the recurrence that defines it."""
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a, 1):
        for j, y in enumerate(b, 1):
            table[i][j] = table[i - 1][j - 1] + 1 if x == y else max(table[i - 1][j], table[i][j - 1])
    return table[-1][-1]


@given(WORD, WORD)
def test_the_longest_common_subsequence_is_that_of_its_definition(a: list[str], b: list[str]) -> None:
    assert common_subsequence(a, b) == longest(a, b)


def test_measures_by_hand() -> None:
    said, wanted = tokens("The tide fell, the boats stood."), tokens("the boats fell")
    assert said == ["the", "tide", "fell", "the", "boats", "stood"]
    assert rouge_l(said, wanted) == pytest.approx(2 * 2 / 9)  # "the boats"
    assert token_f1(said, wanted) == pytest.approx(2 * 3 / 9)
    assert token_f1(said, []) == rouge_l([], []) == 0


def question(number: int, answerable: bool, rng: np.random.Generator) -> Question:
    """Make six sentences of ten words; in answerable ones two echo the question, and the cosine tells nothing."""
    words = random.Random(number)
    sentences = tuple(" ".join(f"w{words.randrange(10**6)}" for _ in range(10)) for _ in range(6))
    features = rng.uniform(0.2, 0.4, (6, len(NAMES)))
    labels = np.zeros(6, dtype=bool)
    if answerable:
        labels[[1, 4]] = True
        features[labels, NAMES.index("echo")] += 0.5
        features[:, NAMES.index("passage_echo")] += 0.3
    return Question(f"q{number}", answerable, sentences, features, labels, np.ones(6), float(rng.uniform()))


def test_sentences_that_echo_are_found_and_cosine_is_no_better_than_chance() -> None:
    rng = np.random.default_rng(3)
    questions = [question(i, bool(i % 2), rng) for i in range(60)]
    answers = {q.id: [" ".join(np.array(q.sentences)[q.labels])] for q in questions if q.answerable}
    found = measured(questions, answers)
    by_name = {one.name: one for one in found.selection}
    assert (found.answerable, found.unanswerable) == (30, 30)
    assert by_name["random 3"].corrected_f1 == 0
    assert by_name["sentences people chose"].token_f1 == 1
    assert by_name["MiniLM, top 3"].above == (0, 0)
    assert abs(by_name["MiniLM, top 3"].corrected_f1) < 0.2
    # The answers have twenty words, which only lengths found on the other folds can know.
    assert by_name["cross-validated"].token_f1 > 0.6 > by_name["MiniLM, top 3"].token_f1
    assert by_name["cross-validated"].above[0] > 0
    told_apart = {one.name: one.auroc for one in found.abstention}
    assert told_apart["cross-validated"] > 0.9 > told_apart["MiniLM, passage cosine"]
    assert measured(questions, answers) == found


def test_a_choice_comes_as_close_to_the_words_wanted_as_it_can() -> None:
    one = question(1, True, np.random.default_rng(1))
    scores = np.array([0.1, 0.6, 0.2, 0.5, 0.4, 0.3])
    assert within(one, scores, 1) == [1]
    assert within(one, scores, 14) == [1]
    assert within(one, scores, 16) == [1, 3]
    assert within(one, scores, 1000) == [1, 3, 4, 5, 2, 0]


def test_answers_are_those_of_answerable_questions(tmp_path: Path) -> None:
    passage = {"title": "Bee", "sentences": ["Bees make honey .", " ", "They hum ."]}
    output = [{"answer": "Honey.", "selected_sentences": passage["sentences"][:1]}, {"answer": "Bees make it."}]
    for name, case_id, outputs in (("answerable", "1", output), ("unanswerable", "2", [{"answer": ""}])):
        record = {"id": case_id, "input": "what do bees make", "passages": [passage], "output": outputs}
        (tmp_path / f"dev_{name}.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    assert clapnq_answers(tmp_path) == {"1": ["Honey.", "Bees make it."]}
    assert [record["sentences"] for record in read_clapnq(tmp_path)] == [["Bees make honey .", "They hum ."]] * 2


def test_a_folder_without_the_files_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"dev_answerable\.jsonl"):
        clapnq_answers(tmp_path)
