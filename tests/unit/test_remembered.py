"""What is remembered from one answer to the next changes no answer, whoever asks and in whatever order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant import relevance
from mgi_assistant.answers import Answer
from mgi_assistant.engines import bm25
from mgi_assistant.places import Gazetteer
from mgi_assistant.relevance import echoes
from mgi_assistant.synthesizers.candidates import Candidate, distinct
from tests.unit.fakes import CountingIndex, HashedEmbedder, assistant_over, small_library

QUESTIONS = (
    "What did Mali do?",
    "Which countries took part?",
    "How many countries keep a flood register?",
    "What is recommended for seasonal fishers?",
    "What did Peru do about tides, and how many countries have a strategy?",
    "¿Qué hizo Malí?",
)


def asked(question: str) -> Answer:
    """Ask an assistant that was never asked before, without the times."""
    return replace(assistant_over(small_library()).ask(question), timings_ms={})


def test_people_who_ask_at_the_same_time_get_the_answers_of_one_who_asks_alone() -> None:
    alone = {question: asked(question) for question in QUESTIONS}
    shared = assistant_over(small_library())
    turns = [question for start in range(12) for question in (*QUESTIONS[start % 6 :], *QUESTIONS[: start % 6])]
    with ThreadPoolExecutor(8) as people:
        answers = list(people.map(shared.ask, turns))
    for question, answer in zip(turns, answers, strict=True):
        assert replace(answer, timings_ms={}) == alone[question]


def test_what_one_gazetteer_found_is_not_found_by_another() -> None:
    text = "How is Tidewick in Peru?"
    with_locality, without = Gazetteer([("Tidewick", "PER")]), Gazetteer()
    for _ in range(2):
        assert [place.id for m in with_locality.find(text) for place in m.places] == ["PER:tidewick", "PER"]
        assert [place.id for m in without.find(text) for place in m.places] == ["PER"]


def test_stems_that_a_caller_changes_are_whole_for_the_next() -> None:
    index = bm25.Bm25Index(None, [], {})  # stems need no engine
    first = index.terms("Seasonal fishers")
    first.append("spoilt")
    assert index.terms("Seasonal fishers") == bm25.terms("Seasonal fishers") == first[:-1]


@given(st.lists(st.sampled_from((0.0, 0.5, 0.52, 2.0, 3.0)), max_size=8), st.integers(0, 9))
def test_the_first_few_that_differ_are_the_first_of_all_that_differ(angles: list[float], most: int) -> None:
    passages = [passage for passage in small_library().passages if not passage.subject]
    candidates = [
        Candidate(passages[n % len(passages)], 0, 1.0, np.array([np.cos(angle), np.sin(angle)], np.float32), n)
        for n, angle in enumerate(angles)
    ]
    assert distinct(candidates, most) == distinct(candidates)[:most]


def test_words_are_compared_the_same_in_small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    library = small_library()
    reading, lexical = HashedEmbedder().read_question("seasonal fishers of Mali"), CountingIndex(library)
    at_once = echoes(reading, list(library.passages), library, lexical)
    monkeypatch.setattr(relevance, "_AT_ONCE", 1)
    one_by_one = echoes(reading, list(library.passages), library, lexical)
    assert one_by_one.weakest == pytest.approx(at_once.weakest, abs=1e-6)
    for name, echo in at_once.by_passage.items():
        assert one_by_one.by_passage[name].passage == pytest.approx(echo.passage, abs=1e-6)
        assert one_by_one.by_passage[name].sentences == pytest.approx(echo.sentences, abs=1e-6)
